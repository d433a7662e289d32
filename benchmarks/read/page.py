"""The numbers as a section of benchmarks/README.md, and whether what is promised holds."""

from __future__ import annotations

from typing import Any

from benchmarks import section

PAGES_PER_SECOND, COLD_SECONDS, EACH_SECONDS = 150.0, 10.0, 1.0
"""What is promised: pages of ruled tables read in a second of one core; seconds of a check, alone and in a batch."""
_NAMES = {"juesuan": "Juesuan", "pdfplumber": "pdfplumber", "camelot": "Camelot (lattice)"}


def promises_hold(result: dict[str, Any]) -> bool:
    """Whether all that was measured keeps what is promised."""
    ours = result.get("ours", ())
    check = result.get("check")
    return (
        all(row["exact_cells"] == row["cells"] for row in ours)
        and all(row["pages_per_processor_second"] >= PAGES_PER_SECOND for row in ours[-1:])
        and (check is None or (check["cold_seconds"] <= COLD_SECONDS and check["seconds_each"] <= EACH_SECONDS))
    )


def write(result: dict[str, Any]) -> None:
    """Replaces the section in the README, or adds it at the end."""
    section.replace("read", "\n\n".join([_head(result), *_rivals(result), *_check(result), *_scans(result)]))


def _head(result: dict[str, Any]) -> str:
    machine = result["machine"]
    said = ", ".join(f"{name} {machine[name]}" for name in ("python", "pypdfium2", "pdfplumber"))
    return (
        "## Reading\n\n`make bench-read`. Documents are drawn by the project's own samples: "
        f"what stands in each cell is known. {machine['cores']} cores, {machine['memory_gib']} GiB; {said}."
    )


def _rivals(result: dict[str, Any]) -> list[str]:
    rows = [*result.get("ours", ()), *result.get("rivals", ())]
    if not rows:
        return []
    lines = [
        f"| {_NAMES[row['tool']]} | {row['pages']} | {row['pages_per_processor_second']:,.1f} "
        f"| {100 * row['exact_cells'] / row['cells']:.2f} % of {row['cells']:,} | {row['peak_mib']:.0f} |"
        for row in sorted(rows, key=lambda row: (list(_NAMES).index(row["tool"]), row["pages"]))
    ]
    return [
        "Ruled PDFs, a table of up to 16 rows on each page: pages in a second of one core (processor time, the best of "
        "three runs), cells with exactly their text in exactly their place, and memory. Promised: "
        f"{PAGES_PER_SECOND:.0f} pages, all cells.",
        "| reader | pages | pages per second | exact cells | peak MiB |\n|---|---:|---:|---:|---:|\n"
        + "\n".join(lines),
    ]


def _check(result: dict[str, Any]) -> list[str]:
    if (row := result.get("check")) is None:
        return []
    return [
        f"`juesuan check` of a PDF of {row['pages']} pages, in a new process: {row['cold_seconds']:.1f} s, "
        f"{row['cold_processor_seconds']:.1f} s of processor (promised: {COLD_SECONDS:.0f} s). "
        f"Of {row['batch']} such, on all cores: {row['batch_seconds']:.1f} s, {row['seconds_each']:.2f} s each "
        f"(promised: {EACH_SECONDS:.0f} s)."
    ]


def _scans(result: dict[str, Any]) -> list[str]:
    rows = result.get("scans")
    if not rows:
        return []
    lines = [
        f"| {row['layout']} | {row['pages']} | {row['processor_seconds_per_page']:.1f} | {row['numbers']} "
        f"| {_share(row, 'right_as_recognised')} | {_share(row, 'right_after_repair')} | {row['repaired']} "
        f"| {row['repaired_wrongly']} | {row['doubtful']} |"
        for row in rows
    ]
    return [
        "Scans (200 dpi, grain, dirt; tilted: up to 2° askew) of the committed final accounts: processor seconds "
        "a page, and the amounts in its tables that are right as recognised (sign by sign, "
        "the lines of a narrow cell joined) and in the end.",
        "| scan | pages | s a page | amounts | right as recognised | right in the end | repaired | of these wrong "
        "| doubtful |\n"
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|\n" + "\n".join(lines),
    ]


def _share(row: dict[str, Any], name: str) -> str:
    return f"{row[name]} ({100 * row[name] / row['numbers']:.1f} %)"
