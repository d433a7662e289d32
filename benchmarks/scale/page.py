"""The numbers as a section of benchmarks/README.md."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from benchmarks import section
from benchmarks.scale.generate import DISTINCT
from benchmarks.scale.originals import CHUNK
from benchmarks.scale.plots import ON_SPARK, OURS, PLOTS
from loaders.paths import ROOT


def write(result: dict[str, Any]) -> None:
    """Replaces the section in the README, or adds it at the end."""
    section.replace("scale", text(result))


def text(result: dict[str, Any]) -> str:
    """The section in Markdown."""
    on = result["machine"]
    steps = {name: sizes for name, sizes in result["steps"].items() if not _is_compared(sizes)}
    # The processor seconds of Java are not those of a child that this process waits for.
    on_spark = steps.pop(ON_SPARK, {})
    compared = {name: sizes for name, sizes in result["steps"].items() if _is_compared(sizes)}
    parts = [
        "## Scale",
        f"`make bench-scale`. Reports are the audit's, made from seed {result['seed']}; one in {CHUNK} has one error. "
        f"Those above {DISTINCT:,} are copies of the distinct ones under other departments, in other counties. Each "
        "step runs in a process of its own; memory is that of the process and all its children. "
        "Judge by processor seconds: the others are those of a machine that may do other work beside. "
        f"{on['cores']} cores, {on['memory_gib']} GiB, {on['system']}.",
        *_growth(steps),
        *_judged(steps.get("judge", {})),
        *_engines(steps.get("build", {}), on_spark),
        *_rivals(compared),
        *(f"![{words}](../docs/{file})" for file, words in PLOTS.items() if (ROOT / "docs" / file).exists()),
    ]
    return "\n\n".join(parts)


def exponents(sizes: dict[str, dict[str, Any]], key: str) -> dict[str, float]:
    """How fast a cost grows from the size before: 1 is in proportion, 2 is fourfold for twice as many reports."""
    found = {}
    for small, large in pairwise(sorted(sizes, key=int)):
        less, more = sizes[small][key], sizes[large][key]
        if less > 0 and more > 0:
            found[large] = math.log(more / less) / math.log(int(large) / int(small))
    return found


def _is_compared(sizes: dict[str, dict[str, Any]]) -> bool:
    return any("false_alarms" in one["told"] for one in sizes.values())


def _growth(steps: dict[str, dict[str, Any]]) -> Iterator[str]:
    if not steps:
        return
    lines = [
        "| step | reports | s | processor s | exponent | peak MiB | MB written | processor ms a report |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, sizes in steps.items():
        grown = exponents(sizes, "processor_seconds")
        for size, one in sorted(sizes.items(), key=lambda item: int(item[0])):
            exponent = f"{grown[size]:.2f}" if size in grown else "–"
            each = 1000 * one["processor_seconds"] / int(size)
            lines.append(
                f"| {name} | {int(size):,} | {one['seconds']:,.1f} | {one['processor_seconds']:,.1f} | {exponent} | "
                f"{one['peak_mib']:,} | {one['bytes'] / 1e6:,.1f} | {each:,.1f} |"
            )
    yield "\n".join(lines)
    yield (
        "Exponent: of the processor seconds, from the size above it; 1 is growth in proportion. Below some seconds the "
        "start of the process hides it. `generate` copies the distinct reports, which are made before it and kept."
    )


def _judged(sizes: dict[str, dict[str, Any]]) -> Iterator[str]:
    """What the verdicts take by themselves."""
    if not sizes:
        return
    lines = [
        "| reports | figures | checks | s | processor s | 10 million figures, s | of these sums and verdicts, s | "
        "written in a build, s |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for size, one in sorted(sizes.items(), key=lambda item: int(item[0])):
        told = one["told"]
        all_steps, verdicts = (told[key] * 10_000_000 / told["figures"] for key in ("seconds", "verdict_seconds"))
        lines.append(
            f"| {int(size):,} | {told['figures']:,} | {told['checks']:,} | {told['seconds']:,.1f} | "
            f"{told['processor_seconds']:,.1f} | {all_steps:,.1f} | {verdicts:,.1f} | {told['written_seconds']:,.1f} |"
        )
    yield (
        "Judging alone (`benchmarks/scale/judge.py`): from figures in their places to the verdict of every check, on "
        "all cores, part after part."
    )
    yield "\n".join(lines)


def _engines(duckdb: dict[str, dict[str, Any]], spark: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The same lake built by both engines on one machine."""
    shared = sorted(set(duckdb) & set(spark), key=int)
    if not shared:
        return
    lines = [
        "| reports | figures | DuckDB s | Spark s | ratio | DuckDB peak MiB | Spark peak MiB | rows compared | "
        "tables that differ |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for size in shared:
        one, other, told = duckdb[size], spark[size], spark[size]["told"]
        lines.append(
            f"| {int(size):,} | {told['figures']:,} | {one['seconds']:,.1f} | {other['seconds']:,.1f} | "
            f"{other['seconds'] / one['seconds']:.1f} | {one['peak_mib']:,} | {other['peak_mib']:,} | "
            f"{told['rows_compared']:,} | {len(told['differing'])} |"
        )
    yield "DuckDB against Spark on this machine: one lake, the same models and tests; every table compared row by row."
    yield "\n".join(lines)


def _rivals(compared: dict[str, dict[str, Any]]) -> Iterator[str]:
    if not compared:
        return
    yield (
        "The same rows judged by what one would write instead (`benchmarks/scale/rivals`): the identities of the nine "
        "tables, 1 to 15. Prose, shares and rates are not written down there at all. A check of Juesuan is on "
        "rounding intervals; the others forgive 0.1 % of the larger side, or nothing (exact). *Missed* and *false "
        "alarms* count identities of documents against exact arithmetic."
    )
    lines = [
        "| | reports | identities | checks | s | processor s a report | checks a processor second | peak MiB | wrong | "
        "missed | false alarms | of clean reports |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for size in sorted({size for sizes in compared.values() for size in sizes}, key=int):
        for name, sizes in compared.items():
            if size in sizes:
                lines.append(_rival(name, size, sizes[size]))
    yield "\n".join(lines)
    yield (
        "Seconds are from the rows on the disk to the alarms, without Python's imports; memory is the whole process's. "
        "Juesuan's are those of dbt and of all its rules, those on prose included. Great Expectations is asked at 100 "
        "reports only."
    )


def _rival(name: str, size: str, one: dict[str, Any]) -> str:
    told = one["told"]
    called = f"{told['reports_falsely_called']:,} of {told['reports_clean']:,}"
    speed = told["checks"] / told["processor_seconds"]
    return (
        f"| {'Juesuan' if name == OURS else name} | {int(size):,} | {told['identities']} | {told['checks']:,} | "
        f"{told['seconds']:,.1f} | {told['processor_seconds'] / int(size):.4f} | "
        f"{speed:,.0f} | {one['peak_mib']:,} | {told['wrong']} | {told['missed']} | {told['false_alarms']:,} | "
        f"{called} |"
    )
