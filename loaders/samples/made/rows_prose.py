"""The rows of a report's prose: statements with their aspects, as the loaders write them."""

from __future__ import annotations

from decimal import Decimal

from loaders.samples.made.printed import CENT, WORTH, resolutions
from loaders.samples.made.printed import step as step_of
from loaders.samples.made.report import Report, Said

Row = tuple[str, ...]
_COMPUTED = frozenset({"change_rate", "budget_difference_rate", "completion_rate", "share"})


def narrative(report: Report, document_id: str, places: list[int]) -> list[Row]:
    placed = [
        (said, line)
        for paragraph, line in zip(report.prose, places, strict=True)
        for said in paragraph
        if isinstance(said, Said)
    ]
    resolutions = _said_resolutions([said for said, _ in placed])
    result: list[Row] = []
    number = column = 0
    for (said, line), resolution in zip(placed, resolutions, strict=True):
        number, column = (number + 1, 1) if said.starts else (number, column + 1)
        amount, step, value, unit_step, unit = _said(said, resolution)
        qualifier = "not_comparable" if said.kind == "not_comparable" else ""
        result.append(
            (
                f"{document_id}.narrative.{number}.{column}", document_id, "", "", str(number), str(column),
                said.subject, said.label, said.key, said.aspect, "", said.parent, said.printed, unit,
                amount, step, value, unit_step, resolution, qualifier, "false", "false", "", str(line), "",
            )
        )  # fmt: skip
    return result


def _said(said: Said, resolution: str) -> tuple[str, str, str, str, str]:
    """Amount, its rounding unit, value, its rounding unit, and the unit, as text."""
    if said.kind == "not_comparable":
        return "", "", "", "", "%"
    if said.kind == "flat":
        return "0.00", resolution, "", "", "元"
    text = said.printed.replace(",", "")
    value, step = said.sign * Decimal(text), step_of(text)
    if said.unit not in WORTH:
        return "", "", format(value, "f"), format(step, "f"), said.unit
    worth = WORTH[said.unit]
    return (
        format((value * worth).quantize(CENT), "f"),
        format(max(step * worth, CENT).quantize(CENT), "f"),
        "",
        "",
        "元",
    )


def _said_resolutions(said: list[Said]) -> list[str]:
    """Amounts of one unit, and computed rates, are as exact as the finest of their kind where zeros are dropped."""
    found = [""] * len(said)
    pools: dict[str, list[int]] = {}
    for index, one in enumerate(said):
        if one.kind == "number":
            if one.unit in WORTH:
                pools.setdefault(one.unit, []).append(index)
            elif one.unit == "%" and one.aspect in _COMPUTED:
                pools.setdefault("%", []).append(index)
            else:
                found[index] = "1"
    for unit, indices in pools.items():
        if unit in WORTH:
            for index, text in zip(indices, resolutions([said[i].printed for i in indices], unit), strict=True):
                found[index] = text
            continue
        steps = [step_of(said[i].printed.replace(",", "")) for i in indices]
        drops = not any("." in said[i].printed and said[i].printed.endswith("0") for i in indices)
        for index, step in zip(indices, steps, strict=True):
            zero = not said[index].printed.strip("0.,")
            found[index] = format(min(steps) if drops or zero else step, "f")
    money = [Decimal(found[i]) for unit in WORTH for i in pools.get(unit, ())]
    flat = format(min(money), "f")
    return [flat if one.kind == "flat" else text for one, text in zip(said, found, strict=True)]
