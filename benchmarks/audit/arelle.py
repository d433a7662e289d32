"""The same figures and rules as XBRL, judged by Arelle's Calculations 1.1 where its model can express them.

Each figure is a fact of a concept of its own, in yuan, in one context; a rule in one group is a summation in an
extended link role of its own: the first figure of the left side is the total, all others are items with their weights.
So sums, balances and equality of two figures (a sum of one item) can be expressed, even between tables. What cannot:
quotients (rates and shares), inequalities, products, counts (a pure unit beside yuan), and conditions (a base of zero).
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from benchmarks.audit import cases, oracle
from benchmarks.audit.oracle import Check
from loaders.samples.made import errors
from loaders.samples.made.rows import Row

NOT_EXPRESSED = (
    "rates and shares (quotients), inequalities (a part at most its whole, all money at least the appropriations), "
    "products, and bases of zero"
)
_ROLE = "http://example.org/check/"
_INCONSISTENT = "calc11e:inconsistentCalculationUsingRounding"
_ARCROLE = "https://xbrl.org/2023/arcrole/summation-item"
_NAMESPACES = (
    'xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:f="http://example.org/figures"'
)


def measure(python: Path, documents: int) -> dict[str, Any]:
    """Runs Arelle over that many documents, half of them clean, half with an error.

    `python` belongs to an environment with arelle-release; schemas come with it, so no network is needed.
    """
    half = documents // 2
    ordered = cases.orders(half, 1 + half // len(errors.KINDS))
    ordered = [*ordered[:half], *ordered[half : half + documents - half]]
    expressed = checks = violated = inconsistent = differences = 0
    seconds = 0.0
    with tempfile.TemporaryDirectory(prefix="juesuan-arelle-") as name:
        for order in ordered:
            _, rows = cases.make(order)
            found = [check for check in oracle.checks(rows.figures) if check.applies]
            sums = [check for check in found if is_sum(check)]
            instance = write(Path(name), rows.figures, sums)
            start = time.perf_counter()
            told = run(python, instance)
            seconds += time.perf_counter() - start
            ours = {index for index, check in enumerate(sums) if check.violated}
            checks, expressed = checks + len(found), expressed + len(sums)
            violated, inconsistent = violated + len(ours), inconsistent + len(told)
            differences += len(ours ^ told)
    return {
        "version": _version(python),
        "documents": len(ordered),
        "checks": checks,
        "expressed": expressed,
        "violated_of_expressed": violated,
        "inconsistent": inconsistent,
        "differences": differences,
        "seconds_per_document": round(seconds / len(ordered), 2),
        "not_expressed": NOT_EXPRESSED,
    }


def is_sum(check: Check) -> bool:
    """Whether a check is a sum of distinct amounts with weights other than zero."""
    money = all(part.figure_id and not part.share_id and part.coefficient for part in check.parts)
    distinct = len({part.figure_id for part in check.parts}) == len(check.parts)
    has_total = any(part.side == "lhs" for part in check.parts)
    return check.operator == "eq" and money and distinct and has_total and len(check.parts) > 1 and not _counts(check)


def _counts(check: Check) -> bool:
    return check.identity_id.endswith("-count")


def write(folder: Path, figures: dict[str, list[Row]], sums: list[Check]) -> Path:
    """Writes schema, calculation linkbase and instance; returns the instance's path."""
    used = {part.figure_id for check in sums for part in check.parts}
    facts = {row[0]: row for rows in figures.values() for row in rows if row[0] in used}
    names = {figure_id: f"f{index}" for index, figure_id in enumerate(facts)}
    schema = folder / "figures.xsd"
    schema.write_text(_schema(names, sums), encoding="utf-8")
    (folder / "calculation.xml").write_text(_linkbase(names, sums), encoding="utf-8")
    instance = folder / "report.xml"
    instance.write_text(_instance(facts, names), encoding="utf-8")
    return instance


def run(python: Path, instance: Path) -> set[int]:
    """The numbers of the checks that Arelle calls inconsistent."""
    log = instance.with_name("log.json")
    log.unlink(missing_ok=True)
    command = [python, "-m", "arelle.CntlrCmdLine", "--file", instance, "--validate", "--calc", "c11r"]
    subprocess.run(
        [*map(str, command), "--internetConnectivity", "offline", "--logFile", str(log)],
        check=True,
        capture_output=True,
    )
    entries = json.loads(log.read_text(encoding="utf-8"))["log"]
    wrong = [entry for entry in entries if entry["level"].lower() == "error" and entry["code"] != _INCONSISTENT]
    if wrong:
        raise RuntimeError(f"Arelle could not validate {instance}: {wrong[0]}")
    found = (re.search(rf"{_ROLE}(\d+)", json.dumps(entry)) for entry in entries if entry["code"] == _INCONSISTENT)
    return {int(match[1]) for match in found if match}


def _schema(names: dict[str, str], sums: list[Check]) -> str:
    roles = "".join(
        f'<link:roleType roleURI="{_ROLE}{index}" id="r{index}"><link:usedOn>link:calculationLink</link:usedOn>'
        "</link:roleType>"
        for index in range(len(sums))
    )
    concepts = "".join(
        f'<xs:element name="{name}" id="{name}" type="xbrli:monetaryItemType" substitutionGroup="xbrli:item" '
        'xbrli:periodType="duration" nillable="true"/>'
        for name in names.values()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" {_NAMESPACES} '
        'targetNamespace="http://example.org/figures" elementFormDefault="qualified"><xs:annotation><xs:appinfo>'
        '<link:linkbaseRef xlink:type="simple" xlink:href="calculation.xml" '
        'xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase" '
        f'xlink:role="http://www.xbrl.org/2003/role/calculationLinkbaseRef"/>{roles}</xs:appinfo></xs:annotation>'
        '<xs:import namespace="http://www.xbrl.org/2003/instance" '
        'schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>'
        f"{concepts}</xs:schema>"
    )


def _linkbase(names: dict[str, str], sums: list[Check]) -> str:
    links = []
    for index, check in enumerate(sums):
        total = next(part for part in check.parts if part.side == "lhs")
        rows = [f'<link:calculationLink xlink:type="extended" xlink:role="{_ROLE}{index}">']
        for part in check.parts:
            name = names[part.figure_id]
            rows.append(f'<link:loc xlink:type="locator" xlink:href="figures.xsd#{name}" xlink:label="{name}"/>')
        for order, part in enumerate(part for part in check.parts if part is not total):
            sign = 1 if part.side == "rhs" else -1
            weight = sign * part.coefficient / total.coefficient
            rows.append(
                f'<link:calculationArc xlink:type="arc" xlink:arcrole="{_ARCROLE}" order="{order + 1}" '
                f'xlink:from="{names[total.figure_id]}" xlink:to="{names[part.figure_id]}" weight="{weight}"/>'
            )
        links.append("".join([*rows, "</link:calculationLink>"]))
    refs = "".join(
        f'<link:roleRef roleURI="{_ROLE}{index}" xlink:type="simple" xlink:href="figures.xsd#r{index}"/>'
        for index in range(len(sums))
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><link:linkbase {_NAMESPACES}>{refs}'
        f'<link:arcroleRef arcroleURI="{_ARCROLE}" xlink:type="simple" '
        'xlink:href="https://www.xbrl.org/2023/calculation-1.1.xsd#summation-item"/>'
        f"{''.join(links)}</link:linkbase>"
    )


def _instance(facts: dict[str, Row], names: dict[str, str]) -> str:
    rows = []
    for figure_id, row in facts.items():
        decimals = -Decimal(row[18]).normalize().adjusted()  # the exponent of the rounding unit, a power of ten
        rows.append(
            f'<f:{names[figure_id]} contextRef="c" unitRef="u" decimals="{decimals}">{row[14]}</f:{names[figure_id]}>'
        )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><xbrli:xbrl {_NAMESPACES} '
        'xmlns:iso4217="http://www.xbrl.org/2003/iso4217">'
        f'<link:schemaRef xlink:type="simple" xlink:href={quoteattr("figures.xsd")}/>'
        '<xbrli:context id="c"><xbrli:entity><xbrli:identifier scheme="http://example.org">d</xbrli:identifier>'
        "</xbrli:entity><xbrli:period><xbrli:startDate>2023-01-01</xbrli:startDate>"
        "<xbrli:endDate>2023-12-31</xbrli:endDate></xbrli:period></xbrli:context>"
        '<xbrli:unit id="u"><xbrli:measure>iso4217:CNY</xbrli:measure></xbrli:unit>'
        f"{''.join(rows)}</xbrli:xbrl>"
    )


def _version(python: Path) -> str:
    words = "from arelle.Version import __version__; print(__version__)"
    return subprocess.run([python, "-c", words], capture_output=True, text=True, check=True).stdout.strip()
