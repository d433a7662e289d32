"""The numbers as a section of benchmarks/README.md."""

from __future__ import annotations

import os
from typing import Any

from benchmarks import section
from benchmarks.audit.rivals import RIVALS
from loaders.samples.made import errors

_NAMES = {
    "digit_changed": "a digit changed",
    "digits_exchanged": "two digits exchanged",
    "digit_lost": "a digit lost",
    "sign": "a sign",
    "unit_slip": "a unit slip (×10⁴, ÷10⁴)",
    "column_shifted": "a row's amounts one column aside",
    "row_lost": "a row lost",
    "row_doubled": "a row's amounts in the next row as well",
    "budget_final_exchanged": "budget and final exchanged (三公)",
    "prose_changed": "an amount in prose",
    "rate_wrong": "a rate in prose",
    "direction_wrong": "增加 for 减少, 增长 for 下降",
    "row_printed_twice": "a row printed twice (no error)",
}


def machine() -> dict[str, int]:
    """What the benchmark ran on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {"cores": os.cpu_count() or 1, "memory_gib": round(memory / 2**30)}


def write(result: dict[str, Any]) -> None:
    """Replaces the section in the README, or adds it at the end."""
    section.replace("audit", table(result))


def table(result: dict[str, Any]) -> str:
    """The section in Markdown."""
    return "\n\n".join(
        [_head(result), _clean(result), _errors(result), _located(result), _speed(result), *_arelle(result)]
    )


def _head(result: dict[str, Any]) -> str:
    on = result["machine"]
    with_error = result["documents"] - result["clean"]["reports"]
    agree = f"{result['disagreement_count']} verdicts differ" if result["disagreement_count"] else "no verdict differs"
    return (
        "## audit\n\n"
        f"`make bench-audit` makes {result['clean']['reports']:,} consistent reports and {with_error:,} with one error "
        f"each (seed {result['seed']}; {result['figures']:,} figures), judges them in the warehouse, and counts. Each "
        "figure is rounded on its own from an amount in fen. An error is *detectable* where the report as printed "
        "contradicts a rule in exact arithmetic (`benchmarks/audit/oracle.py`, from the rule rows, not from the SQL); "
        f"of {result['checks_compared_with_exact_evaluation']:,} checks evaluated both ways {agree}. "
        f"{on['cores']} cores, {on['memory_gib']} GiB."
    )


def _clean(result: dict[str, Any]) -> str:
    clean = result["clean"]
    lines = ["| on clean reports | Juesuan | exact comparison | tolerance 0.1 % |", "|---|---:|---:|---:|"]
    for words, key in (("reports with a false alarm", "reports_with_false_alarms"), ("false alarms", "false_alarms")):
        lines.append(f"| {words} | " + " | ".join(f"{clean[key][rival]:,}" for rival in RIVALS) + " |")
    return "\n".join(lines)


def _errors(result: dict[str, Any]) -> str:
    lines = [
        "| error | made | detectable | found of these | exact | tolerance | found of all |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    rows = [(_NAMES[kind], result["errors"][kind]) for kind in (*errors.KINDS, *errors.HARMLESS)]
    rows += [("**in tables**", result["errors_in_tables"]), ("**in prose**", result["errors_in_prose"])]
    for name, tally in rows:
        found = [_share(tally["found_detectable"][rival], tally["detectable"]) for rival in RIVALS]
        lines.append(
            f"| {name} | {tally['made']} | {tally['detectable']} | {' | '.join(found)} | "
            f"{_share(tally['found']['juesuan'], tally['made'])} |"
        )
    return "\n".join(lines) + "\n\nFound: an alarm that the same report without the error does not raise."


def _located(result: dict[str, Any]) -> str:
    told = result["findings"]
    if not told:
        return "Findings were not measured."
    lines = [
        "| error | reports | findings a report | one cell, told apart | first guess right |",
        "|---|---:|---:|---:|---:|",
    ]
    for kind, tally in told["errors"].items():
        each = f"{tally['findings'] / tally['with_finding']:.1f}" if tally["with_finding"] else "–"
        right = _share(tally["first_guess_right"], tally["told_apart"])
        lines.append(f"| {_NAMES[kind]} | {tally['made']} | {each} | {tally['told_apart']} | {right} |")
    apart, right = (sum(tally[key] for tally in told["errors"].values()) for key in ("told_apart", "first_guess_right"))
    words = (
        f"Findings of a part of these reports (of {told['clean_reports']} clean ones "
        f"{told['clean_reports_with_finding']} have one). *Told apart*: one figure was changed, and no other single "
        f"figure explains what is wrong as well; of {apart} such errors the first suspect is right in {right} "
        f"({_share(right, apart)})."
    )
    return "\n".join(lines) + "\n\n" + words


def _speed(result: dict[str, Any]) -> str:
    """One batch judged again alone where it was, for the first run also makes documents and counts."""
    lines = ["| figures in one warehouse | identity models s | all models s | peak MiB |", "|---:|---:|---:|---:|"]
    lines += [_timed(batch) for batch in result.get("again") or result["batches"]]
    return "\n".join(lines) + "\n\nThe identity models are those between placed figures and verdicts."


def _timed(batch: dict[str, Any]) -> str:
    return f"| {batch['figures']:,} | {batch['identity_seconds']} | {batch['models_seconds']} | {batch['peak_mib']:,} |"


def _arelle(result: dict[str, Any]) -> list[str]:
    told = result.get("arelle")
    if not told:
        return []
    return [
        f"Arelle {told['version']} (Calculations 1.1, round to nearest) on {told['documents']} of the same documents: "
        f"of {told['checks']:,} checks its model expresses {told['expressed']:,} "
        f"({_share(told['expressed'], told['checks'])}), as sums of facts in one context and unit. It calls "
        f"{told['inconsistent']} inconsistent, Juesuan {told['violated_of_expressed']} of the same ones; they differ "
        f"on {told['differences']}. It takes {told['seconds_per_document']} s a document. "
        f"Not expressible: {told['not_expressed']}."
    ]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"
