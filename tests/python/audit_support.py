"""Systems of figures and checks made by hand, for the tests of loaders.audit."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from loaders.audit.explain import Finding, explain
from loaders.audit.intervals import holds
from loaders.audit.model import Cell, Check, Option, System, Term, movable_figures

WORTH = {"元": 1, "万元": 10_000, "%": 1, "个": 1, "分": 1}


@dataclass
class Book:
    """Figures as printed and the checks between them; the verdicts follow from the figures."""

    cells: dict[str, Cell] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)

    def print(self, name: str, text: str, unit: str = "万元", **place: object) -> None:
        """A figure; in 个 and 分 whole numbers are exact."""
        number = Fraction(text.replace(",", "") or "0")
        worth = Fraction(WORTH[unit])
        decimals = len(text.partition(".")[2])
        step = worth / 10**decimals
        exact = unit in ("个", "分") and not decimals
        cell = Cell(
            figure_id=name,
            document_id="d",
            table_code="t",
            row_number=len(self.cells),
            column_number=1,
            row_label=name,
            column_label="",
            row_key=name,
            column_key="rate" if unit == "%" else "amount",
            printed_text=text,
            unit="元" if unit.endswith("元") else unit,
            value=number * worth,
            half=Fraction(0) if exact else step / 2,
            step=step,
            worth=worth,
            page=1,
            line=len(self.cells) + 1,
        )
        self.cells[name] = replace(cell, **place)  # type: ignore[arg-type]

    def equal(self, lhs: str | list[str], *rhs: str, operator: str = "eq", name: str = "") -> None:
        """lhs = Σ rhs; a name with a minus before it is taken off."""
        self._check(name or f"{lhs}={'+'.join(rhs)}", operator, {"lhs": _terms(lhs), "rhs": _terms(list(rhs))})

    def ratio(self, rate: str, numerator: str, divisor: str | list[str]) -> None:
        """rate = 100 × numerator ÷ divisor."""
        self._check(
            f"{rate}%",
            "ratio",
            {"lhs": _terms(rate), "rhs": (Term(numerator, Fraction(100)),), "divisor": _terms(divisor)},
        )

    def counted(self, stated: str, listed: int) -> None:
        """The number stated is the number of rows."""
        self._check(f"#{stated}", "eq", {"lhs": _terms(stated)}, {"rhs": Fraction(listed)})

    def _check(
        self,
        name: str,
        operator: str,
        terms: dict[str, tuple[Term, ...]],
        constants: dict[str, Fraction] | None = None,
    ) -> None:
        option = Option("", terms, constants or {})
        self.checks[name] = Check(
            check_id=name,
            identity_id=name,
            document_id="d",
            group_row=name,
            group_column="",
            operator=operator,
            verdict="",
            severity="error",
            title_en=name,
            title_zh=name,
            lhs=sum((t.multiplier * self.cells[t.figure_id].value for t in terms["lhs"]), Fraction(0)),
            rhs=sum((t.multiplier * self.cells[t.figure_id].value for t in terms.get("rhs", ())), Fraction(0)),
            allowed=Fraction(0),
            unit="元",
            row_label=name,
            column_label="",
            page=1,
            line=1,
            options=(option,),
            movable=movable_figures([option]),
        )

    def system(self) -> System:
        """With the verdicts."""
        bare = System(self.cells, self.checks, frozenset(self.cells))
        judged = {
            key: replace(
                check,
                verdict="violated"
                if not holds(bare, check, {})
                else "exact"
                if check.lhs == check.rhs or check.operator != "eq"
                else "within_rounding",
            )
            for key, check in self.checks.items()
        }
        return System(self.cells, judged, frozenset(self.cells))

    def findings(self) -> list[Finding]:
        """What the audit says of it."""
        return explain(self.system())


def _terms(names: str | list[str]) -> tuple[Term, ...]:
    listed = [names] if isinstance(names, str) else names
    return tuple(Term(name.lstrip("-"), Fraction(-1 if name.startswith("-") else 1)) for name in listed)


def wan(yuan: Decimal) -> str:
    """Yuan as printed in 万元 with two decimals."""
    return f"{(yuan / 10_000).quantize(Decimal('0.01')):,}"
