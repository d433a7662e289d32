"""The plots of the results, as PNG in docs/. Labels are English: the fonts that matplotlib brings have no Chinese."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_GROWTH, _RIVALS = "scale-growth.png", "scale-rivals.png"
PLOTS = {
    _GROWTH: "Seconds of each step and memory, by number of reports",
    _RIVALS: "Time and false alarms of what one would write instead, beside Juesuan",
}
"""Each plot's file and what it shows."""
OURS, ON_SPARK = "juesuan", "build on Spark"
"""The names of two steps that are shown otherwise than the rest."""
_INK, _QUIET, _OURS_COLOUR, _OTHER = "#222222", "#999999", "#b03a2e", "#5d7a99"
_SETTINGS: dict[Any, Any] = {
    "figure.dpi": 110,
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": _QUIET,
    "axes.labelcolor": _INK,
    "svg.hashsalt": "juesuan",
}


def write(result: dict[str, Any], folder: Path) -> list[Path]:
    """Draws what there are results for; returns the files written. The same results are the same bytes."""
    import matplotlib as mpl

    mpl.use("Agg")
    with mpl.rc_context(_SETTINGS):
        drawn = [(_GROWTH, _growth(result)), (_RIVALS, _rivals(result))]
    found = []
    for name, figure in drawn:
        if figure is not None:
            figure.savefig(folder / name, metadata={"Software": None})
            found.append(folder / name)
    return found


def _growth(result: dict[str, Any]) -> Any:
    """Processor seconds and memory of each step over the number of reports, both logarithmic."""
    from matplotlib.figure import Figure

    steps = {
        name: sorted((int(size), one) for size, one in sizes.items())
        for name, sizes in result["steps"].items()
        if not _is_compared(sizes) and len(sizes) > 1 and name != ON_SPARK
    }
    if not steps:
        return None
    figure = Figure(figsize=(9, 3.8), layout="constrained")
    axes = figure.subplots(1, 2)
    for axis, key, label in ((axes[0], "processor_seconds", "processor seconds"), (axes[1], "peak_mib", "peak MiB")):
        for number, (name, points) in enumerate(steps.items()):
            axis.plot(
                [size for size, _ in points], [one[key] for _, one in points], "o-", color=f"C{number}", label=name
            )
        axis.set_xscale("log")
        axis.set_yscale("log")
        axis.set_xlabel("reports")
        axis.set_ylabel(label)
    _in_proportion(axes[0], steps)
    axes[0].legend(frameon=False)
    figure.suptitle(_machine(result), color=_QUIET, fontsize=8)
    return figure


def _in_proportion(axis: Any, steps: dict[str, list[tuple[int, dict[str, Any]]]]) -> None:
    """A line of exponent 1 through the dearest step's last point."""
    last = max((points[-1] for points in steps.values()), key=lambda point: float(point[1]["processor_seconds"]))
    least = min(points[0][0] for points in steps.values())
    size, most = last[0], last[1]["processor_seconds"]
    axis.plot([least, size], [most * least / size, most], ":", color=_QUIET, label="in proportion")


def _rivals(result: dict[str, Any]) -> Any:
    """At the largest size that most were asked at: time as a multiple of Juesuan's, and clean reports called wrong."""
    from matplotlib.figure import Figure

    compared = {name: sizes for name, sizes in result["steps"].items() if _is_compared(sizes)}
    shared = sorted({size for sizes in compared.values() for size in sizes}, key=int)
    if OURS not in compared or not shared:
        return None
    bars = [sum(size in sizes for sizes in compared.values()) for size in shared]
    figure = Figure(figsize=(9, 0.35 * sum(bars) + 0.8 * len(shared) + 0.4), layout="constrained")
    rows = figure.subplots(len(shared), 2, squeeze=False, height_ratios=bars)
    for (left, right), size in zip(rows, shared, strict=True):
        found = {name: sizes[size] for name, sizes in compared.items() if size in sizes}
        if OURS not in found:
            continue
        own = _per_check(found[OURS])
        names = list(reversed(found))
        colours = [_OURS_COLOUR if name == OURS else _OTHER for name in names]
        ratios = [_per_check(found[name]) / own for name in names]
        left.bar_label(left.barh(names, ratios, color=colours), [f"{ratio:.2g}" for ratio in ratios], padding=3)
        left.set_xlabel(f"processor time per check, {int(size):,} reports (Juesuan = 1)")
        told = [found[name]["told"] for name in names]
        shares = [100 * one["reports_falsely_called"] / one["reports_clean"] for one in told]
        right.bar_label(right.barh(names, shares, color=colours), [f"{share:.0f} %" for share in shares], padding=3)
        right.set_xlabel("correct reports called wrong, %")
        right.set_yticklabels([])
        for axis in (left, right):
            axis.margins(x=0.15)
            axis.tick_params(length=0)
    figure.suptitle(_machine(result), color=_QUIET, fontsize=8)
    return figure


def _per_check(one: dict[str, Any]) -> float:
    return float(one["told"]["processor_seconds"] / one["told"]["checks"])


def _is_compared(sizes: dict[str, dict[str, Any]]) -> bool:
    return any("false_alarms" in one["told"] for one in sizes.values())


def _machine(result: dict[str, Any]) -> str:
    on = result["machine"]
    return f"{on['cores']} cores, {on['memory_gib']} GiB, {on['system']}"
