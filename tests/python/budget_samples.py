"""Made-up budgets in the forms in which departments publish them, as text with tabs. Amounts are ours and add up."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from loaders import readers
from loaders.readers.model import Cell, Grid, Place, merged_grid
from loaders.reports.document import Content, Segment
from loaders.reports.figures import Figure
from loaders.reports.normalise import normalise
from loaders.reports.recognise import segments

DEPARTMENT = "青禾省白石市水务局"


def load(text: str) -> tuple[Segment, Content]:
    """The only report of a text."""
    (segment,) = segments(readers.read_bytes("report.txt", text.encode()))
    return segment, normalise(segment)


def amount(content: Content, table: str, row: str | None, column: str) -> Decimal | None:
    """The amount in yuan at one place, None where nothing is printed there."""
    found = [f for f in content.figures if (f.table_code, f.row_key, f.column_key) == (table, row, column)]
    assert len(found) == 1, (table, row, column, len(found))
    return None if found[0].is_blank else found[0].amount_cny


def at(content: Content, table: str) -> list[Figure]:
    """The figures of one table, in print order."""
    return [figure for figure in content.figures if figure.table_code == table]


def merged(*rows: str) -> Grid:
    """A grid with known spans: cells are split by |, `<` continues the cell to the left, `^` the one above."""
    texts = [row.split("|") for row in rows]
    cells: dict[tuple[int, int], Cell] = {}
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            if text in ("<", "^"):
                continue
            columns = 1
            while column + columns < len(line) and line[column + columns] == "<":
                columns += 1
            below = 1
            while row + below < len(texts) and texts[row + below][column] == "^":
                below += 1
            cells[row, column] = Cell(text, Place(page=1, line=row + 1), below, columns)
    return merged_grid(cells, len(texts), len(texts[0]))


# As in Shanghai: codes in three cells, no line for the year's sum, yuan, and 三公 spending in 万元.
SHANGHAI = f"""青禾省白石市2025年市级部门预算

预算主管部门：{DEPARTMENT}

2025年部门财务收支预算总表

编制部门：{DEPARTMENT} 单位：元

本年收入\t\t本年支出\t
项目\t预算数\t项目\t预算数
一、财政拨款收入\t3,000,000\t一、农林水支出\t2,600,000
1. 一般公共预算资金\t2,800,000\t二、住房保障支出\t500,000
2. 政府性基金\t200,000\t\t
3. 国有资本经营预算\t\t\t
二、事业收入\t100,000\t\t
收入总计\t3,100,000\t支出总计\t3,100,000

2025年部门收入预算总表

编制部门：{DEPARTMENT} 单位：元

项目\t\t\t\t收入预算\t\t\t\t
功能分类科目编码\t\t\t功能分类科目名称\t合计\t财政拨款收入\t事业收入\t事业单位经营收入\t其他收入
类\t款\t项\t\t\t\t\t\t
213\t\t\t农林水支出\t2,600,000\t2,500,000\t100,000\t\t
213\t03\t\t水利\t2,600,000\t2,500,000\t100,000\t\t
213\t03\t01\t行政运行\t1,600,000\t1,500,000\t100,000\t\t
213\t03\t14\t防汛\t1,000,000\t1,000,000\t\t\t
221\t\t\t住房保障支出\t500,000\t500,000\t\t\t
221\t02\t\t住房改革支出\t500,000\t500,000\t\t\t
221\t02\t01\t住房公积金\t500,000\t500,000\t\t\t
合计\t\t\t\t3,100,000\t3,000,000\t100,000\t\t

2025年部门支出预算总表

单位：元

功能分类科目编码\t\t\t功能分类科目名称\t合计\t基本支出\t项目支出
类\t款\t项\t\t\t\t
213\t\t\t农林水支出\t2,600,000\t1,600,000\t1,000,000
213\t03\t\t水利\t2,600,000\t1,600,000\t1,000,000
213\t03\t01\t行政运行\t1,600,000\t1,600,000\t0
213\t03\t14\t防汛\t1,000,000\t0\t1,000,000
221\t\t\t住房保障支出\t500,000\t500,000\t0
221\t02\t\t住房改革支出\t500,000\t500,000\t0
221\t02\t01\t住房公积金\t500,000\t500,000\t0
合计\t\t\t\t3,100,000\t2,100,000\t1,000,000

2025年部门财政拨款收支预算总表

单位：元

财政拨款收入\t\t财政拨款支出\t\t\t\t
项目\t预算数\t项目\t合计\t一般公共预算\t政府性基金预算\t国有资本经营预算
一、一般公共预算资金\t2,800,000\t一、农林水支出\t2,500,000\t2,300,000\t200,000\t
二、政府性基金\t200,000\t二、住房保障支出\t500,000\t500,000\t\t
收入总计\t3,000,000\t支出总计\t3,000,000\t2,800,000\t200,000\t

2025年部门一般公共预算支出功能分类预算表

单位：元

功能分类科目编码\t\t\t功能分类科目名称\t合计\t基本支出\t项目支出
类\t款\t项\t\t\t\t
213\t\t\t农林水支出\t2,300,000\t1,500,000\t800,000
213\t03\t\t水利\t2,300,000\t1,500,000\t800,000
213\t03\t01\t行政运行\t1,500,000\t1,500,000\t0
213\t03\t14\t防汛\t800,000\t0\t800,000
221\t\t\t住房保障支出\t500,000\t500,000\t0
221\t02\t\t住房改革支出\t500,000\t500,000\t0
221\t02\t01\t住房公积金\t500,000\t500,000\t0
合计\t\t\t\t2,800,000\t2,000,000\t800,000

2025年部门政府性基金预算支出功能分类预算表

单位：元

功能分类科目编码\t\t\t功能分类科目名称\t合计\t基本支出\t项目支出
类\t款\t项\t\t\t\t
213\t\t\t农林水支出\t200,000\t0\t200,000
213\t72\t\t大中型水库移民后期扶持基金支出\t200,000\t0\t200,000
213\t72\t02\t基础设施建设和经济发展\t200,000\t0\t200,000
合计\t\t\t\t200,000\t0\t200,000

2025年部门国有资本经营预算支出功能分类预算表

注:本部门2025年无国有资本经营预算财政拨款安排的预算，故本表为空表。

2025年部门一般公共预算基本支出部门预算经济分类预算表

单位：元

部门预算经济分类科目编码\t\t经济分类科目名称\t合计\t人员经费\t公用经费
类\t款\t\t\t\t
301\t\t工资福利支出\t1,700,000\t1,700,000\t
301\t01\t基本工资\t1,200,000\t1,200,000\t
301\t13\t住房公积金\t500,000\t500,000\t
302\t\t商品和服务支出\t300,000\t\t300,000
302\t01\t办公费\t285,000\t\t285,000
302\t17\t公务接待费\t15,000\t\t15,000
合计\t\t\t2,000,000\t1,700,000\t300,000

2025年部门“三公”经费和机关运行经费预算表

单位:万元

“三公”经费预算数\t\t\t\t\t\t机关运行经费预算数
合计\t因公出国(境)费\t公务接待费\t公务用车购置及运行费\t\t\t
\t\t\t小计\t购置费\t运行费\t
4.50\t0\t1.50\t3.00\t0\t3.00\t30.00

以上各表均为2025年预算。
"""

NATIONAL = Path(__file__).with_name("budget_national.txt").read_text(encoding="utf-8")
"""The form of the ministry's own departments: revenue by body, last year's amounts beside this year's."""
