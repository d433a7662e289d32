"""One department, one name and one key, however its name is printed."""

from __future__ import annotations

import pytest

from loaders.reports.classes import class_code
from loaders.reports.regions import department


@pytest.mark.parametrize(
    "printed",
    [
        "广州市番禺区政务服务数据管理局",
        "番禺区政务服务数据管理局",
        "番禺区政务服务数据管理局（本级）",
        "番禺区政务服务数据管理局本级",
        "广东省广州市番禺区政务服务数据管理局",
    ],
)
def test_one_department_of_a_district(printed: str) -> None:
    found = department(printed)
    assert found == department("广州市番禺区政务服务数据管理局")
    assert found.name == "广州市番禺区政务服务数据管理局"
    assert found.administrative_level == "county"
    assert found.region is not None
    assert found.region.code == "440113"
    assert found.department_id.startswith("440113-")


@pytest.mark.parametrize(
    ("printed", "level", "code"),
    [
        ("广东省财政厅", "province", "440000"),
        ("广州市政务服务数据管理局", "city", "440100"),
        ("上海市普陀区财政局", "county", "310107"),
        ("舟山市普陀区财政局", "county", "330903"),
    ],
)
def test_levels(printed: str, level: str, code: str) -> None:
    found = department(printed)
    assert (found.administrative_level, found.region and found.region.code, found.name) == (level, code, printed)


@pytest.mark.parametrize("printed", ["中华人民共和国水利部", "普陀区财政局", "朝阳区教育局"])
def test_a_name_that_tells_no_region_or_two_has_none(printed: str) -> None:
    found = department(printed)
    assert (found.name, found.region, found.administrative_level) == (printed, None, None)
    assert found.department_id.startswith("000000-")


def test_two_departments_of_one_name_stay_two() -> None:
    assert department("上海市普陀区财政局").department_id != department("舟山市普陀区财政局").department_id


def test_classes_by_their_names() -> None:
    assert class_code("一般公共服务支出") == "201"
    assert class_code("一般公共服务") == "201"
    assert class_code("水费") is None
