"""Statements: a subject with its aspects, and the figures they become."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from loaders.readers.model import Place
from loaders.reports.figures import Figure, measure, resolve
from loaders.reports.prose.tokens import Token

TABLE_CODE = "narrative"
# A subject whose plan and whose execution are two statements, however the report mixes them.
_PLANNED_AND_EXECUTED = ("project", "overall")
_PLANNING = frozenset({"initial_budget", "planned_budget", "requested_budget", "difference"})
# Rates worked out from two amounts are as exact as the finest of their kind; other rates stand alone.
_COMPUTED_RATES = frozenset({"change_rate", "budget_difference_rate", "adjustment_rate", "completion_rate", "share"})


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure of a statement before it is a Figure."""

    token: Token
    aspect: str
    sign: int
    column_label: str
    place: Place
    parent_key: str | None


@dataclass
class Statement:
    """One subject; `sentence` numbers the sentence it stands in, `basis` is what its last change was against."""

    key: str | None
    label: str
    sentence: int
    in_reason: bool = False
    project: str | None = None
    basis: str | None = None
    claims: list[Claim] = field(default_factory=list)

    @property
    def aspects(self) -> set[str]:
        """What has been said of the subject so far."""
        return {claim.aspect for claim in self.claims}

    @property
    def counts_only(self) -> bool:
        """Whether nothing but counts has been said of the subject."""
        return all(claim.token.on == "count" for claim in self.claims)

    def last_money(self) -> Claim | None:
        """The last amount that is no change and no share."""
        stated = (c for c in reversed(self.claims) if c.token.on == "money" and c.token.kind == "figure")
        return next((claim for claim in stated if "difference" not in claim.aspect and claim.aspect != "change"), None)


def figures(statements: Iterable[Statement]) -> tuple[Figure, ...]:
    """The figures of a document's statements, numbered in order and with their resolution."""
    found: list[tuple[Figure, str]] = []
    number = 0
    for statement in statements:
        for key, claims in _split(statement):
            number += 1
            for column, claim in enumerate(claims, start=1):
                claim = replace(claim, parent_key=_parent_key(claim))
                unit = claim.token.unit or _unit_of(claims)
                found.append((_figure(statement, key, claim, number, column, unit), claim.token.unit))
    return _resolved(found)


def _split(statement: Statement) -> list[tuple[str | None, list[Claim]]]:
    """A project's (or department's) plan and its execution apart; every other statement as it is."""
    if statement.key not in _PLANNED_AND_EXECUTED:
        return [(statement.key, statement.claims)]
    planned: list[Claim] = []
    executed: list[Claim] = []
    executes = bool(statement.aspects & {"amount", "completion_rate"})
    for claim in statement.claims:
        planning = claim.aspect in _PLANNING or claim.aspect.startswith("adjustment")
        with_plan = claim.aspect == "budget" and (bool(planned) or not executes)
        (planned if planning or with_plan else executed).append(claim)
    parts = [(f"{statement.key}.budget", planned), (f"{statement.key}.execution", executed)]
    return [(key, claims) for key, claims in parts if claims]


def _parent_key(claim: Claim) -> str | None:
    if claim.parent_key not in _PLANNED_AND_EXECUTED:
        return claim.parent_key
    planning = claim.aspect in _PLANNING or claim.aspect.startswith("adjustment")
    return f"{claim.parent_key}.{'budget' if planning else 'execution'}"


def _unit_of(claims: list[Claim]) -> str:
    """持平 has no unit of its own: it is in that of the statement's amount."""
    units = [claim.token.unit for claim in claims if claim.token.kind == "figure" and claim.token.on != "percent"]
    return units[0] if units else "元"


def _figure(statement: Statement, key: str | None, claim: Claim, row: int, column: int, unit: str) -> Figure:
    token = claim.token
    figure = Figure(
        table_code=TABLE_CODE,
        row_number=row,
        column_number=column,
        row_label=statement.label,
        column_label=claim.column_label,
        place=claim.place,
        printed_text=token.printed,
        unit=unit,
        row_key=key,
        column_key=claim.aspect,
        parent_row_key=claim.parent_key,
        qualifier=token.qualifier,
        project_name=statement.project,
    )
    if token.kind == "not_comparable":
        return replace(figure, qualifier="not_comparable")
    if token.kind == "flat":
        zero = Decimal(0)
        if "元" in unit:
            return replace(figure, unit="元", amount_cny=zero.quantize(Decimal("0.01")))
        return replace(figure, value=zero)
    assert token.number
    size = measure(token.number, unit)
    sign = claim.sign
    return replace(
        figure,
        unit=size.unit,
        amount_cny=None if size.amount_cny is None else sign * size.amount_cny,
        step_cny=size.step_cny,
        value=None if size.value is None else sign * size.value,
        step=size.step,
        resolution=size.resolution,
    )


def _resolved(found: list[tuple[Figure, str]]) -> tuple[Figure, ...]:
    """Sets resolutions: a report that drops trailing zeros (5.7万元 beside 4.03万元) drops them in all its prose."""
    result = [figure for figure, _ in found]
    pools: dict[str, list[int]] = {}
    for index, (figure, unit) in enumerate(found):
        if (figure.step_cny is None and figure.step is None) or figure.qualifier:
            continue
        if figure.is_money:
            pools.setdefault(unit, []).append(index)
        elif figure.unit == "%" and figure.row_key and figure.column_key in _COMPUTED_RATES:
            pools.setdefault("%", []).append(index)
    for indices in pools.values():
        for index, figure in zip(indices, resolve([result[i] for i in indices]), strict=True):
            result[index] = figure
    finest = min((f.resolution for f in result if f.step_cny is not None and f.resolution), default=Decimal("0.01"))
    for index, (_, _) in enumerate(found):
        figure = result[index]
        if figure.is_money and figure.step_cny is None:
            result[index] = replace(figure, step_cny=finest, resolution=finest)
        elif figure.value is not None and figure.step is None:
            result[index] = replace(figure, step=Decimal(1), resolution=Decimal(1))
    return tuple(result)
