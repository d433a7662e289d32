"""One report in every format gives the same figures, whatever carries its tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import office_documents
import pytest
from builders import Style, render
from office_documents import Content, docx, from_text, web_page, xls, xlsx
from samples import final_accounts

from loaders import pipeline
from loaders.readers.spreadsheet.format_codes import BUILT_IN
from loaders.reports.figures import Figure

Make = Callable[[Content], bytes]

FORMATS: dict[str, Make] = {
    "xlsx of texts": xlsx,
    "xlsx of numbers": lambda content: xlsx(content, numeric=True),
    "xlsx of many sheets": lambda content: xlsx(content, numeric=True, sheets=True),
    "xlsx with lines": lambda content: xlsx(content, numeric=True, lines=True),
    "xls of texts": xls,
    "xls of numbers": lambda content: xls(content, numeric=True),
    "docx": docx,
    "web page": web_page,
    "web page in GB2312": lambda content: web_page(content, "gb18030"),
    "xls of many sheets with lines": lambda content: xls(content, numeric=True, sheets=True, lines=True),
}
STYLES = {
    "plain": Style(),
    "yuan, codes in three cells": Style(unit="元", code="parts", separators="none", zero="0", total_first=False),
    "levels left out, blanks": Style(code="left_out", zero="", numbered=False, economic="triples"),
    "rows of items": Style(three_public="rows", economic="list", unit_line="部门：{department}\t\t\t单位：{unit}"),
    "pairs, title in two lines": Style(three_public="pairs", title="公开0{number}表\n{title}", separators="mixed"),
}


def figures(folder: Path, data: bytes) -> list[tuple[object, ...]]:
    """Everything of the figures but their place."""
    (folder / "report").write_bytes(data)
    (document,) = pipeline.load([folder / "report"]).documents
    assert document.status == pipeline.LOADED, document.detail
    return [_without_place(figure) for figure in document.content.figures]


def _without_place(figure: Figure) -> tuple[object, ...]:
    return tuple(getattr(figure, name) for name in Figure.__dataclass_fields__ if name != "place")


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_gives_the_same_figures_as_its_text(tmp_path: Path, name: str) -> None:
    text = final_accounts()
    expected = figures(tmp_path, text.encode())
    assert len(expected) > 200
    assert figures(tmp_path, FORMATS[name](from_text(text))) == expected


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", FORMATS)
def test_every_layout_in_every_format(tmp_path: Path, name: str, style: str) -> None:
    text = render(7, STYLES[style]).text
    expected = figures(tmp_path, text.encode())
    assert figures(tmp_path, FORMATS[name](from_text(text))) == expected


def test_the_place_of_a_figure_is_its_cell(tmp_path: Path) -> None:
    (tmp_path / "report").write_bytes(xlsx(from_text(final_accounts()), numeric=True))
    (document,) = pipeline.load([tmp_path / "report"]).documents
    figure = next(f for f in document.content.figures if f.table_code == "revenue" and f.row_key == "total")
    assert str(figure.place).startswith("sheet 1 'Sheet', cell ")
    assert figure.place.column is not None


def test_the_accounting_format_gives_the_same_amounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its dash for zero is a blank, which adds up as zero."""
    text = final_accounts()
    expected = _amounts(figures(tmp_path, text.encode()))
    usual = office_documents.number_format

    def accounting(printed: str) -> tuple[float, str] | None:
        found = usual(printed)
        return (found[0], BUILT_IN[43]) if found and "." in printed and not printed.endswith("%") else found

    monkeypatch.setattr(office_documents, "number_format", accounting)
    assert _amounts(figures(tmp_path, xlsx(from_text(text), numeric=True))) == expected


def _amounts(found: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    names = [name for name in Figure.__dataclass_fields__ if name != "place"]
    kept = [names.index(name) for name in ("table_code", "row_key", "column_key", "amount_cny", "value")]
    return [tuple(figure[index] for index in kept) for figure in found]
