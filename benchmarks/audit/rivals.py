"""Alarms by document: of the warehouse, and of what is usually done instead with the same rules on the same figures.

The rivals differ in one thing only, when two sides count as equal: `exact` asks for equality as printed (a rate as
recomputed and rounded to its own digits), `tolerance` forgives 0.1 % of the larger side (of a rate, 0.1 points).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

JUESUAN, EXACT, TOLERANCE = "juesuan", "exact", "tolerance"
RIVALS = (JUESUAN, EXACT, TOLERANCE)

_ALARMS = """
with checks as (
    select
        checks.document_id,
        checks.identity_id || '.' || checks.group_row || '.' || checks.group_column as check_key,
        checks.verdict,
        rules.operator,
        abs(checks.difference) as apart,
        case rules.operator
            when 'le' then greatest(checks.difference, 0)
            when 'ge' then greatest(-checks.difference, 0)
            else abs(checks.difference)
        end as distance,
        greatest(abs(checks.lhs), abs(checks.rhs)) as larger,
        (checks.lhs_high - checks.lhs_low) / 2 as half_unit
    from marts.fct_identity_check as checks
    inner join seeds.identities as rules on checks.identity_id = rules.identity_id
    where checks.verdict <> 'not_applicable'
)
select
    document_id,
    check_key,
    verdict = 'violated' as juesuan,
    distance > case when operator = 'ratio' then half_unit else 0 end as exact,
    distance > case when operator = 'ratio' then 0.1 else 0.001 * larger end as tolerance
from checks
where verdict = 'violated' or distance > 0
"""


@dataclass
class Verdicts:
    """What one warehouse says: alarms by rival and document, and numbers of checks by document."""

    alarms: dict[str, dict[str, set[str]]] = field(default_factory=lambda: {rival: {} for rival in RIVALS})
    checks: dict[str, int] = field(default_factory=dict)

    def of(self, rival: str, document_id: str) -> set[str]:
        """The checks of the document that the rival calls wrong."""
        return self.alarms[rival].get(document_id, set())


def read(warehouse: Path) -> Verdicts:
    """Reads a warehouse that has been judged."""
    found = Verdicts()
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute(_ALARMS).fetchall()
        checks = connection.execute(
            "select document_id, count(*) from marts.fct_identity_check where verdict <> 'not_applicable' group by all"
        ).fetchall()
    for document_id, check_key, *alarms in rows:
        for rival, alarm in zip(RIVALS, alarms, strict=True):
            if alarm:
                found.alarms[rival].setdefault(document_id, set()).add(check_key)
    found.checks = dict(checks)
    return found
