"""Departments: one name for one department, its region and its level."""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import dataclass
from functools import cache

from loaders.layouts import layout
from loaders.paths import SEEDS
from loaders.reports.fold import fold

# What the region's level says of the department's; a central ministry names no region.
_LEVELS = {"province": "province", "city": "city", "county": "county"}


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the list: its code, name, level (province, city, county) and the code of the one above."""

    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class Department:
    """A department under its full name; `region` is None where the name tells none."""

    department_id: str
    name: str
    administrative_level: str | None
    region: Region | None


@cache
def _regions() -> dict[str, Region]:
    path = SEEDS / "classifications" / "regions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["region_code"]: Region(
                row["region_code"], row["region_name"], row["region_level"], row["parent_region_code"]
            )
            for row in csv.DictReader(file)
        }


@cache
def _by_name() -> dict[str, list[Region]]:
    found: dict[str, list[Region]] = {}
    for region in _regions().values():
        found.setdefault(region.name, []).append(region)
    return found


def department(printed: str) -> Department:
    """The department behind a printed name.

    "番禺区…局（本级）", "广州市番禺区…局" and "广东省广州市番禺区…局" are one: what stands in brackets for the body
    itself is dropped, and the region's superior city is put before it where the list knows only one region of that
    name. The key is the region's code (or 000000) and a digest of the full name.
    """
    bare = re.sub(layout("kinds")["department_suffixes"], "", fold(printed))
    chain, rest = _leading_regions(bare)
    region = chain[-1] if chain else None
    name = "".join(part.name for part in _full_chain(region)) + rest if region else bare
    digest = hashlib.sha256(name.encode()).hexdigest()[:10]
    return Department(
        department_id=f"{region.code if region else '000000'}-{digest}",
        name=name,
        administrative_level=_LEVELS[region.level] if region else None,
        region=region,
    )


def _leading_regions(name: str) -> tuple[list[Region], str]:
    """The regions a name begins with, from the widest to the narrowest, and the rest of the name."""
    chain: list[Region] = []
    rest = name
    while True:
        candidates = [
            region
            for size in range(min(12, len(rest) - 1), 1, -1)
            for region in _by_name().get(rest[:size], [])
            if not chain or _is_below(region, chain[-1])
        ]
        if not candidates:
            return chain, rest
        longest = max(len(region.name) for region in candidates)
        matching = [region for region in candidates if len(region.name) == longest]
        if len(matching) > 1:
            return chain, rest  # 普陀区 alone may be Shanghai's or Zhoushan's
        chain.append(matching[0])
        rest = rest[longest:]


def _is_below(region: Region, above: Region) -> bool:
    parent = region.parent
    while parent:
        if parent == above.code:
            return True
        parent = _regions()[parent].parent
    return False


def _full_chain(region: Region) -> list[Region]:
    """The region behind its city, as official names have it (a province is left out before its city)."""
    above = _regions().get(region.parent) if region.level == "county" else None
    return [above, region] if above is not None else [region]
