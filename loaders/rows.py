"""Documents to the rows of the seed files: every value as text, a missing one empty."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from loaders.inputs import InputFile
from loaders.readers.model import Place, Reading
from loaders.reports.document import Indicator, ListedUnit, ProjectItemStatus, TableFound, Target
from loaders.reports.figures import Figure
from loaders.reports.fold import fold
from loaders.reports.numbers import plain
from loaders.reports.readings.choice import REPAIRED
from loaders.seedfiles import COLUMNS, Row
from loaders.terminal import printable

if TYPE_CHECKING:
    from loaders.pipeline import Document

_CONFIDENCE = Decimal("0.0001")
Cell = str | int | bool | Decimal | date | None


def tables(documents: Sequence[Document], files: Sequence[InputFile] = ()) -> dict[str, list[Row]]:
    """The rows of every seed file, documents and files in the order given and figures as printed."""
    result: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    result["input_files"] = [{name: _text(value) for name, value in asdict(file).items()} for file in files]
    for document in documents:
        result["documents"].append(_document_row(document))
        counts = Counter(figure.table_code for figure in document.content.figures)
        for table in document.content.tables:
            result["document_tables"].append(_table_row(document, table, counts[table.table_code]))
        for unit in document.content.units:
            result["document_units"].append(_unit_row(document, unit))
        for figure in document.content.figures:
            result[f"figures_{figure.table_code}"].append(_figure_row(document, figure))
            if figure.read_by is not None and figure.place.reading is not None:
                result["figure_readings"].append(_reading_row(document, figure, figure.place.reading))
        for indicator in document.content.indicators:
            result["project_indicators"].append(_indicator_row(document, indicator))
        for status in document.content.item_statuses:
            result["project_item_statuses"].append(_status_row(document, status))
    return result


def project_id(document: Document, project_name: str) -> str:
    """The key of a department's project: the department's key and a digest of the project's name."""
    assert document.department is not None  # only read documents have projects
    bare = fold(project_name).replace('"', "")
    return f"{document.department.department_id}-{hashlib.sha256(bare.encode()).hexdigest()[:8]}"


def _text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    # No control character gets into a table: a CSV reader may take one for the end of a line, a terminal for a command.
    return printable(str(value))


def _row(place: Place, **values: Cell) -> Row:
    return {key: _text(value) for key, value in values.items()} | {"page": _text(place.page), "line": _text(place.line)}


def _document_row(document: Document) -> Row:
    segment, department, coverage = document.segment, document.department, document.coverage
    return _row(
        document.place,
        document_id=document.document_id,
        input_file_id=document.input_file_id,
        file_name=document.file_name,
        sha256=document.sha256,
        media_type=document.media_type,
        document_ordinal=document.ordinal,
        document_kind=segment.kind if segment else "unknown",
        rule_kind=segment.spec.get("rules", segment.kind) if segment else "unknown",
        stage=segment.spec.get("stage") if segment else None,
        title=segment.title if segment else None,
        department_id=department.department_id if department else None,
        department_name=department.name if department else None,
        administrative_level=department.administrative_level if department else None,
        region_code=department.region.code if department and department.region else None,
        fiscal_year=segment.fiscal_year if segment else None,
        fiscal_year_evidence=segment.fiscal_year_evidence if segment else None,
        load_status=document.status,
        status_reason=document.reason,
        status_detail=document.detail,
        duplicate_of_document_id=document.duplicate_of,
        superseded_by_document_id=document.superseded_by,
        numbers_printed=coverage.printed if coverage else None,
        numbers_placed=coverage.placed if coverage else None,
        numbers_labelled=coverage.labelled if coverage else None,
        numbers_not_figures=coverage.not_figures if coverage else None,
        numbers_unplaced=coverage.unplaced if coverage else None,
    )


def _table_row(document: Document, table: TableFound, figure_count: int) -> Row:
    return _row(
        table.place,
        document_id=document.document_id,
        table_code=table.table_code,
        title=table.title,
        unit=table.unit,
        row_count=table.row_count,
        figure_count=figure_count,
        is_empty=table.is_empty,
    )


def _unit_row(document: Document, unit: ListedUnit) -> Row:
    return _row(
        unit.place,
        document_id=document.document_id,
        unit_id=unit.unit_id,
        unit_name=unit.name,
        is_own_level=unit.is_own_level,
        is_within_other=unit.is_within_other,
        units_stated=unit.units_stated,
    )


def _figure_row(document: Document, figure: Figure) -> Row:
    place = figure.place
    return _row(
        place,
        figure_id=_figure_id(document, figure),
        document_id=document.document_id,
        project_id=project_id(document, figure.project_name) if figure.project_name else None,
        project_name=figure.project_name,
        row_number=figure.row_number,
        column_number=figure.column_number,
        row_label=figure.row_label,
        column_label=figure.column_label,
        row_key=figure.row_key,
        column_key=figure.column_key,
        row_level=figure.row_level,
        parent_row_key=figure.parent_row_key,
        printed_text=figure.printed_text,
        unit=figure.unit,
        amount_cny=figure.amount_cny,
        rounding_unit_cny=figure.step_cny,
        value=figure.value,
        rounding_unit=figure.step,
        resolution=figure.resolution,
        qualifier=figure.qualifier,
        is_blank=figure.is_blank,
        is_repeat=figure.is_repeat,
        bbox=" ".join(f"{edge:g}" for edge in place.bbox) if place.bbox else None,
    )


def _reading_row(document: Document, figure: Figure, reading: Reading) -> Row:
    values: dict[str, Cell] = {
        "figure_id": _figure_id(document, figure),
        "document_id": document.document_id,
        "read_by": figure.read_by,
        "read_text": reading.text if figure.read_by == REPAIRED else None,
        "read_confidence": Decimal(reading.confidence).quantize(_CONFIDENCE),
    }
    return {key: _text(value) for key, value in values.items()}


def _figure_id(document: Document, figure: Figure) -> str:
    return f"{document.document_id}.{figure.table_code}.{figure.row_number}.{figure.column_number}"


def _target(prefix: str, target: Target | None) -> dict[str, Cell]:
    if target is None:
        target = Target(text="")
    return {
        f"{prefix}_text": target.text,
        f"{prefix}_comparator": target.comparator,
        f"{prefix}_value": target.value,
        f"{prefix}_value_high": target.value_high,
        f"{prefix}_unit": target.unit,
    }


def _indicator_row(document: Document, indicator: Indicator) -> Row:
    key = project_id(document, indicator.project_name)
    copy = ".repeat" if indicator.is_repeat else ""
    return _row(
        indicator.place,
        indicator_id=f"{document.document_id}.{key}.{indicator.indicator_set}.{indicator.number}{copy}",
        document_id=document.document_id,
        project_id=key,
        project_name=indicator.project_name,
        indicator_set=indicator.indicator_set,
        indicator_number=indicator.number,
        level_1=indicator.level_1,
        level_1_code=indicator.level_1_code,
        level_2=indicator.level_2,
        level_2_code=indicator.level_2_code,
        indicator_name=indicator.name,
        **_target("period_target", indicator.period_target),
        **_target("target", indicator.year_target),
        actual_text=indicator.actual_text,
        is_repeat=indicator.is_repeat,
    )


def _status_row(document: Document, status: ProjectItemStatus) -> Row:
    return _row(
        status.place,
        document_id=document.document_id,
        project_id=project_id(document, status.project_name),
        project_name=status.project_name,
        item_number=status.number,
        item_name=status.name,
        group_name=status.group_name,
        service_start=status.service_start,
        service_end=status.service_end,
        accepted_on=status.accepted_on,
        is_in_service=status.is_in_service,
    )
