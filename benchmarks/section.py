"""A benchmark's section of benchmarks/README.md, written by it alone."""

from __future__ import annotations

from loaders.paths import ROOT

README = ROOT / "benchmarks" / "README.md"


def replace(benchmark: str, text: str) -> None:
    """Puts the text in the place of the benchmark's section, or at the end where it has none yet."""
    begin, end = (f"<!-- written by benchmarks/{benchmark}: {edge} -->" for edge in ("begin", "end"))
    written = README.read_text(encoding="utf-8") if README.exists() else "# Benchmarks\n"
    section = f"{begin}\n\n{text}\n\n{end}"
    if begin in written:
        before, rest = written.split(begin, 1)
        written = before + section + rest.split(end, 1)[1]
    else:
        written = written.rstrip() + "\n\n" + section + "\n"
    README.write_text(written, encoding="utf-8")
