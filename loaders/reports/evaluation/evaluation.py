"""项目绩效评价报告 and 部门整体支出绩效自评报告: everything in them that is scored, paid, promised or done."""

from __future__ import annotations

import re
from itertools import pairwise

from loaders.layouts import layout
from loaders.readers.model import Grid, Paragraph
from loaders.reports.document import Content, Segment
from loaders.reports.evaluation.indicator_tables import read_indicator_tables
from loaders.reports.evaluation.item_status import read_item_status
from loaders.reports.evaluation.payments import read_payments
from loaders.reports.evaluation.prose_scores import read_prose_scores
from loaders.reports.evaluation.sheet_figures import read_score_sheets
from loaders.reports.fold import fold, tidy


def read(segment: Segment) -> Content:
    """The content of a project evaluation or a departmental self-evaluation (which is of no one project).

    Raises UnreadableError where an amount, a score or a column of one of its tables cannot be read.
    """
    project = _project_name(segment)
    if project is None and segment.kind == "project_evaluation":
        project = tidy(segment.title)
    named = project or tidy(segment.title)
    return (
        read_payments(segment.blocks, project)
        + read_item_status(segment.blocks, named)
        + read_indicator_tables(segment.blocks, named)
        + read_score_sheets(segment.blocks, project)
        + read_prose_scores(segment.blocks, project)
    )


def _project_name(segment: Segment) -> str | None:
    """The name after 项目名称： in the text, else beside it in a table's head."""
    labels = layout("evaluation")["project_name_labels"]
    pattern = re.compile(rf"^(?:{'|'.join(labels)})[:：]\s*(?P<name>.{{2,100}})$")
    for block in segment.blocks:
        if isinstance(block, Paragraph):
            for text in (block.text, *(line.text for line in block.lines)):
                if match := pattern.match(text.strip()):
                    return tidy(match["name"])
    if segment.kind != "project_evaluation":
        return None
    for block in segment.blocks:
        for row in block.rows[:3] if isinstance(block, Grid) else ():
            for label, value in pairwise(row):
                if fold(label.text) in labels and len(fold(value.text)) > 6:
                    return tidy(value.text)
    return None
