"""A whole report: its figures and its layout to blocks, in print order."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from loaders.samples import evaluations
from loaders.samples.accounts import standard_table
from loaders.samples.blocks import Block, PageBreak, Table, Text, cut
from loaders.samples.layout import Layout
from loaders.samples.made.forms import NUMERALS
from loaders.samples.scores import score_prose
from loaders.samples.sentences import prose
from loaders.samples.source import ACCOUNT_TABLES, SeedRow, Source
from loaders.samples.targets import target_table

_ROWS_ON_PAGE = (4, 24)
_MADE_UP = "本文件由程序写成，部门和数字均为虚构。"
_NOT_THE_ORIGINAL = "本文件由程序依据已读取的数字写成，不是原报告。"
_TABLES = {
    "project_payment": evaluations.payments,
    "evaluation_sheet": evaluations.score_sheet,
}


def blocks(source: Source, layout: Layout) -> list[Block]:
    """The report from its title to its last sentence. `source` is as the layout prints it (see `restyle`)."""
    return list(_Composer(source, layout).blocks())


class _Composer:
    """Puts a report together; `_rng` decides what the layout leaves to chance."""

    def __init__(self, source: Source, layout: Layout) -> None:
        self._source = source
        self._layout = layout
        self._rng = random.Random(f"{source.document['title']}.{layout.seed}")
        self._page = 1
        self._section = 0

    def blocks(self) -> Iterator[Block]:
        yield Text(self._source.document["title"], "title")
        yield from self._body()
        yield Text(_MADE_UP if self._source.paragraphs is not None else _NOT_THE_ORIGINAL, "note")

    def _body(self) -> Iterator[Block]:
        document = self._source.document
        if self._source.kind == "project_targets":
            yield from self._targets()
            return
        if self._source.kind == "project_evaluation":
            yield Text(f"项目名称：{self._project()}")
            yield Text(f"项目主管部门：{document['department_name']}")
        if self._source.kind == "final_accounts":
            yield from self._accounts()
        yield from self._prose()
        if self._source.kind != "final_accounts":
            yield from self._evaluation()
            yield self._heading("下一步改进措施")
            yield Text("继续做好预算绩效管理工作。")

    def _project(self) -> str:
        rows = (row for rows in self._source.figures.values() for row in rows)
        return next((row["project_name"] for row in rows if row["project_name"]), self._source.document["title"])

    def _heading(self, words: str) -> Text:
        self._section += 1
        return Text(f"{NUMERALS[self._section - 1]}、{words}", "heading")

    # --- final accounts

    def _accounts(self) -> Iterator[Block]:
        found = [row for row in self._source.tables if row["table_code"] in ACCOUNT_TABLES]
        if self._layout.contents:
            yield Text("目录", "heading")
            yield from (Text(row["title"]) for row in found)
        for number, row in enumerate(found, start=1):
            if self._layout.breaks:
                yield from self._page_break()
            if self._layout.titles == "numbered":
                yield Text(f"公开{number:02d}表", "number")
            yield Text(row["title"], "caption")
            yield Text(f"部门：{self._source.document['department_name']}", "unit")
            if not self._layout.unit_in_header:
                yield Text(f"单位：{row['unit']}", "unit")
            figures = self._source.rows(row["table_code"])
            if not figures:
                yield Text("本部门本年度没有此项收入和支出，本表为空。", "note")
                continue
            yield from self._pieces(standard_table(row["table_code"], figures, row["unit"], self._layout))
            yield Text("注：本表反映部门本年度的有关情况。", "note")
        yield Text("部门决算情况说明", "heading")

    # --- evaluations

    def _evaluation(self) -> Iterator[Block]:
        for code, build in _TABLES.items():
            tables = self._found(code)
            own = evaluations.parts(self._source.rows(code), "table" if code == "project_payment" else "sheet")
            for table, rows in zip(tables, own, strict=False):
                yield from self._table(table, build(rows))
        if self._source.statuses:
            yield from self._table(self._found("project_item_status")[0], evaluations.statuses(self._source.statuses))
        sets: dict[str, list[SeedRow]] = {}
        for row in self._source.indicators:
            sets.setdefault(row["indicator_set"], []).append(row)
        for table, rows in zip(self._found("project_indicator"), sets.values(), strict=True):
            yield from self._table(table, evaluations.indicators(rows))

    def _found(self, code: str) -> list[SeedRow]:
        return [row for row in self._source.tables if row["table_code"] == code]

    def _table(self, found: SeedRow, table: Table) -> Iterator[Block]:
        if self._layout.breaks:
            yield from self._page_break()
        yield Text(found["title"], "caption")
        yield from self._pieces(table)
        yield Text("注：本表反映有关情况。", "note")

    # --- target tables

    def _targets(self) -> Iterator[Block]:
        table = self._found("project_target")[0]
        yield Text(f"部门：{self._source.document['department_name']}", "unit")
        yield Text(f"单位：{table['unit']}", "unit")
        yield from self._pieces(target_table(self._source.rows("project_target"), self._source.indicators))

    # --- prose

    def _prose(self) -> Iterator[Block]:
        if self._source.paragraphs is not None:
            yield from map(Text, self._source.paragraphs)
            return
        yield self._heading("有关情况说明")
        scores = self._source.rows("evaluation_prose")
        named = self._project() if self._source.kind == "project_evaluation" else ""
        yield from prose(self._source.rows("narrative"), scores, named)
        found = list(score_prose(scores, self._section))
        self._section += sum(text.role == "heading" and text.text[0] in NUMERALS for text in found)
        yield from found

    # --- pages

    def _pieces(self, table: Table) -> Iterator[Block]:
        """The table, over as many pages as the layout has it."""
        for piece in cut(
            table,
            self._places(len(table.rows)),
            repeat_header=self._layout.repeat_header,
            inside_rows=self._layout.cut_rows,
        ):
            if piece.continues:
                yield from self._page_break()
            yield piece

    def _places(self, rows: int) -> Sequence[int]:
        """The rows before which a page ends."""
        places: list[int] = []
        while self._layout.breaks:
            following = (places[-1] if places else 0) + self._rng.randint(*_ROWS_ON_PAGE)
            if following >= rows:
                break
            places.append(following)
        return places

    def _page_break(self) -> Iterator[Block]:
        if self._layout.page_numbers:
            yield Text(f"- {self._page} -", "page_number")
        self._page += 1
        yield PageBreak()
