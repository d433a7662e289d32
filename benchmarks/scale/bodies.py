"""Departments for the copies of a report: other bodies in other counties, all over the country."""

from __future__ import annotations

import csv
from functools import cache

from loaders.paths import SEEDS
from loaders.reports.regions import Department, department

_BODIES = (
    "发展和改革局", "民政局", "司法局", "人力资源和社会保障局", "自然资源局", "生态环境局", "住房和城乡建设局",
    "商务局", "退役军人事务局", "应急管理局", "市场监督管理局", "体育局", "医疗保障局", "信访局", "城市管理局",
    "林业局", "水利局", "科学技术局", "工业和信息化局", "公安局", "残疾人联合会", "总工会", "妇女联合会", "档案馆",
    "气象局", "供销合作社", "人民检察院", "图书馆", "博物馆", "疾病预防控制中心", "政务服务中心",
    "公共资源交易中心", "机关事务管理局", "文物局", "地方志办公室", "红十字会", "科学技术协会", "工商业联合会",
    "文学艺术界联合会", "乡村振兴局",
)  # fmt: skip
# None of the bodies that the samples draw: a copy is never its original's department.
_NUMERALS = ("", *"一二三四五六七八九")


def body(index: int) -> Department:
    """The department of that index: counties in turn, then the next kind of body in each.

    Every index has a department of its own, so no two copies are reports of one subject. Raises IndexError beyond
    the million that there are.
    """
    kind, county = divmod(index, len(counties()))
    numeral, kind = divmod(kind, len(_BODIES))
    return department(counties()[county] + _BODIES[kind] + _NUMERALS[numeral])


@cache
def counties() -> list[str]:
    """Each county's name behind its city's or province's, where the loaders know the county by that name."""
    with (SEEDS / "classifications" / "regions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {row["region_code"]: row["region_name"] for row in rows}
    found = {}
    for row in rows:
        if row["region_level"] == "county":
            name = names[row["parent_region_code"]] + row["region_name"]
            told = department(name + _BODIES[0])
            if told.region is not None and told.region.code == row["region_code"]:
                found[told.name.removesuffix(_BODIES[0])] = row["region_code"]
    # Neighbours of the list far from each other, so that any few reports are from all over the country.
    return sorted(found, key=lambda name: (found[name][::-1], name))
