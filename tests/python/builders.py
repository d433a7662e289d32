"""Made-up final accounts as text in the layouts that departments publish, and what must be read from them.

A report is drawn from a seed, its layout is a `Style`; `render` writes it and notes, for each amount it prints, the
coordinates that the loaders must find. The rendering knows nothing of the loaders.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import Decimal

DEPARTMENT = "青禾省白石市水务局"
TITLE = f"2023年度{DEPARTMENT}部门决算"

FUNCTIONAL = {
    "revenue": (
        "收入决算表",
        {
            "total": "本年收入合计",
            "fiscal_appropriation": "财政拨款收入",
            "subsidy_from_above": "上级补助收入",
            "business": "事业收入",
            "operating": "经营收入",
            "remitted_by_subsidiaries": "附属单位上缴收入",
            "other": "其他收入",
        },
    ),
    "expenditure": (
        "支出决算表",
        {
            "total": "本年支出合计",
            "basic": "基本支出",
            "project": "项目支出",
            "remitted_to_above": "上缴上级支出",
            "operating": "经营支出",
            "subsidies_to_subsidiaries": "对附属单位补助支出",
        },
    ),
    "general_budget_expenditure": (
        "一般公共预算财政拨款支出决算表",
        {"total": "本年支出合计", "basic": "基本支出", "project": "项目支出"},
    ),
    "government_fund": (
        "政府性基金预算财政拨款收入支出决算表",
        {
            "opening": "年初结转和结余",
            "revenue": "本年收入",
            "total": "本年支出/小计",
            "basic": "本年支出/基本支出",
            "project": "本年支出/项目支出",
            "closing": "年末结转和结余",
        },
    ),
    "state_capital": (
        "国有资本经营预算财政拨款支出决算表",
        {"total": "本年支出/合计", "basic": "本年支出/基本支出", "project": "本年支出/项目支出"},
    ),
}
INCOME_LINES = {
    "general_public_budget": "一、一般公共预算财政拨款收入",
    "government_fund": "二、政府性基金预算财政拨款收入",
    "state_capital": "三、国有资本经营预算财政拨款收入",
    "subsidy_from_above": "四、上级补助收入",
    "business": "五、事业收入",
    "operating": "六、经营收入",
    "remitted_by_subsidiaries": "七、附属单位上缴收入",
    "other": "八、其他收入",
}
EXPENDITURE_LINES = {
    "201": "一、一般公共服务支出",
    "202": "二、外交支出",
    "204": "三、公共安全支出",
    "205": "四、教育支出",
    "206": "五、科学技术支出",
    "207": "六、文化旅游体育与传媒支出",
    "208": "七、社会保障和就业支出",
    "210": "八、卫生健康支出",
    "213": "九、农林水支出",
    "221": "十、住房保障支出",
    "223": "十一、国有资本经营预算支出",
    "229": "十二、其他支出",
    "234": "十三、抗疫特别国债安排的支出",
}
FUNDS = {
    "general_public_budget": "一般公共预算财政拨款",
    "government_fund": "政府性基金预算财政拨款",
    "state_capital": "国有资本经营预算财政拨款",
}
ITEMS = {
    "total": "合计",
    "overseas_travel": "因公出国（境）费",
    "vehicles": "公务用车购置及运行维护费/小计",
    "vehicle_purchase": "公务用车购置及运行维护费/公务用车购置费",
    "vehicle_operation": "公务用车购置及运行维护费/公务用车运行维护费",
    "official_reception": "公务接待费",
}
ITEM_ROWS = {
    "total": "“三公”经费合计",
    "overseas_travel": "1.因公出国（境）费",
    "vehicles": "2.公务用车购置及运行维护费",
    "vehicle_purchase": "（1）公务用车购置费",
    "vehicle_operation": "（2）公务用车运行维护费",
    "official_reception": "3.公务接待费",
}
STAGES = {"budget": "预算数", "final": "决算数"}
TABLES = (
    "income_expenditure_summary",
    "revenue",
    "expenditure",
    "appropriation_summary",
    "general_budget_expenditure",
    "basic_expenditure",
    "government_fund",
    "state_capital",
    "three_public",
)
TITLES = {
    "income_expenditure_summary": "收入支出决算总表",
    "appropriation_summary": "财政拨款收入支出决算总表",
    "basic_expenditure": "一般公共预算财政拨款基本支出决算表",
    "three_public": "财政拨款“三公”经费支出决算表",
    **{code: title for code, (title, _) in FUNCTIONAL.items()},
}
EMPTY_SENTENCES = (
    "本表本年度无发生额。",
    "本部门没有政府性基金预算财政拨款收入支出，故本表为空。",
    "注：本部门2023年度无国有资本经营预算财政拨款支出，故本表无数据。",
    "说明：本单位2023年度没有使用国有资本经营预算安排的支出，本表为空表。",
)
_NOTHING = ("", "-", "——", "/", "无")
_FULL_WIDTH = str.maketrans("0123456789.,-()", "０１２３４５６７８９．，－（）")


@dataclass(frozen=True)
class Style:
    """How a report is laid out."""

    unit: str = "万元"
    separators: str = "all"  # all, none, mixed
    zero: str = "0.00"  # "0.00", "0", "" or a mark for nothing
    numbered: bool = True  # 行次 and 栏次
    total_first: bool = True
    code: str = "one"  # one, parts (201|03|01), whole (201|20103|2010301), left_out (201 | empty|03), with_name
    skip_level: int | None = None  # 1 类, 2 款, 3 项
    break_every: int | None = None  # rows on a page
    repeat_header: bool = True
    page_mark: str = ""  # what stands between two pages
    cut_names: bool = False
    title: str = "{title}"
    unit_line: str = "单位：{unit}"
    full_width: bool = False
    economic: str = "pairs"  # pairs, triples, list
    three_public: str = "blocks"  # blocks, pairs, rows
    contents: bool = False
    empty_table: str | None = None
    order: tuple[str, ...] = TABLES


@dataclass(frozen=True, order=True)
class Expected:
    """What must be read of one printed cell."""

    table: str
    line: int
    column_key: str
    row_key: str
    level: int | None
    parent: str | None
    amount: Decimal
    is_blank: bool


@dataclass
class Rendered:
    """A report's lines and what must be read from them."""

    lines: list[str] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The report as text."""
        return "\n".join(self.lines) + "\n"


@dataclass(frozen=True)
class _Cell:
    """An amount in the unit's hundredths, with its coordinates."""

    hundredths: int
    row_key: str
    column_key: str
    level: int | None
    parent: str | None


_Row = list[str | _Cell]


class Renderer:
    """Writes one report in one style."""

    def __init__(self, seed: int, style: Style, codes: int = 12) -> None:
        self.random = random.Random(seed)
        self.style = style
        self.codes = codes
        self.out = Rendered()

    def render(self) -> Rendered:
        """The whole report: title, contents, tables, a closing sentence."""
        self._write(TITLE, "")
        if self.style.contents:
            self._write(
                "目录",
                "",
                *[
                    f"{number}、{TITLES[code]}"
                    for number, code in zip("一二三四五六七八九", self.style.order, strict=True)
                ],
                "",
            )
            self._write("一、部门概况", "", "本部门负责本市水资源的管理，下设两个单位。", "")
        for number, code in enumerate(self.style.order, start=1):
            self.table(code, number)
        self._write("以上各表均以本年度决算报表为准。")
        return self.out

    def table(self, code: str, number: int = 1) -> None:
        """One table with its title and unit."""
        title = self.style.title.format(title=TITLES[code], number=number, chinese="一二三四五六七八九"[number - 1])
        self._write(
            *title.split("\n"), "", self.style.unit_line.format(unit=self.style.unit, department=DEPARTMENT), ""
        )
        if self.style.empty_table and code in ("government_fund", "state_capital"):
            self._write(self.style.empty_table, "")
            return
        header, rows = self._content(code)
        self._grid(code, header, rows)
        self._write("", "注：本表反映本年度情况。", "")

    def _content(self, code: str) -> tuple[list[list[str]], list[_Row]]:
        if code in FUNCTIONAL:
            return self._functional(FUNCTIONAL[code][1])
        if code == "basic_expenditure":
            return self._economic_list() if self.style.economic == "list" else self._economic()
        if code == "three_public":
            return self._three_public()
        return self._lines(code)

    # --- tables by functional code

    def tree(self) -> list[str]:
        """Codes of all levels in print order."""
        found: list[str] = []
        classes = self.random.sample(
            sorted(EXPENDITURE_LINES), k=min(len(EXPENDITURE_LINES), self.random.randint(1, 5))
        )
        while len(found) < self.codes:
            group = self.random.choice(classes) + f"{self.random.randint(1, 30):02d}"
            item = group + f"{self.random.randint(1, 99):02d}"
            found = sorted({*found, item[:3], group, item})
        return found

    def _functional(self, columns: dict[str, str]) -> tuple[list[list[str]], list[_Row]]:
        codes = self.tree()
        leaves = [code for code in codes if len(code) == 7]
        amounts = {(leaf, column): self._amount() for leaf in leaves for column in columns}
        skipped = {1: 3, 2: 5, 3: 7}.get(self.style.skip_level or 0)
        printed = [code for code in codes if len(code) != skipped]
        rows: list[_Row] = []
        for code in printed:
            parents = [code[:size] for size in (5, 3) if size < len(code) and code[:size] in printed]
            rows.append(
                [
                    *self._code_cells(code, f"科目{code}（类款项）支出"),
                    *[
                        _Cell(
                            sum(amounts[leaf, column] for leaf in leaves if leaf.startswith(code)),
                            code,
                            column,
                            {3: 1, 5: 2, 7: 3}[len(code)],
                            parents[0] if parents else "total",
                        )
                        for column in columns
                    ],
                ]
            )
        if self.style.code == "left_out":
            self._leave_out(rows)
        naming = self._naming_count()
        total: _Row = [
            *self._label_cells("合计", naming),
            *[_Cell(sum(amounts[leaf, column] for leaf in leaves), "total", column, 0, None) for column in columns],
        ]
        rows = [total, *rows] if self.style.total_first else [*rows, total]
        return self._functional_header(list(columns.values()), naming), rows

    def _naming_count(self) -> int:
        return {"one": 2, "with_name": 1}.get(self.style.code, 4)

    def _code_cells(self, code: str, name: str) -> list[str]:
        if self.style.code == "one":
            return [code, name]
        if self.style.code == "with_name":
            return [f"{code} {name}"]
        if self.style.code == "whole":
            return [*[code[:size] if size <= len(code) else "" for size in (3, 5, 7)], name]
        return [code[:3], code[3:5], code[5:7], name]

    def _leave_out(self, rows: list[_Row]) -> None:
        """Each code's parts that are those of the row above are left empty."""
        above: list[str] = []
        for row in rows:
            parts = [str(cell) for cell in row[:3]]
            own = max(index for index, part in enumerate(parts) if part)
            if above[:own] == parts[:own]:
                row[:own] = [""] * own
            above = parts

    def _label_cells(self, label: str, count: int) -> list[str]:
        cells = [""] * count
        cells[self.random.randrange(count)] = label
        return cells

    def _functional_header(self, columns: list[str], naming: int) -> list[list[str]]:
        first = ["项目", *[""] * (naming - 1)]
        second = ["功能分类科目编码", *[""] * (naming - 2), "科目名称"] if naming > 1 else ["科目"]
        for index, column in enumerate(columns):
            above, _, below = column.partition("/")
            is_same = index > 0 and columns[index - 1].partition("/")[0] == above
            first.append("" if is_same else above)
            second.append(below)
        header = [first, second]
        numbers = [str(number) for number in range(1, len(columns) + 1)]
        if naming == 4:
            levels = ["类", "款", "项", "栏次" if self.style.numbered else ""]
            header.append([*levels, *(numbers if self.style.numbered else [""] * len(columns))])
        elif self.style.numbered:
            header.append([*self._label_cells("栏次", naming), *numbers])
        return header

    # --- the two summary tables

    def _lines(self, code: str) -> tuple[list[list[str]], list[_Row]]:
        whole = code == "income_expenditure_summary"
        left_columns = {"amount": "决算数" if whole else "金额"}
        right_columns = {"amount": "决算数"} if whole else {"total": "合计", **FUNDS}
        keys = list(INCOME_LINES) if whole else list(FUNDS)
        left = self._half(
            "income",
            {
                key: INCOME_LINES[key] if whole else f"{'一二三'[number]}、{FUNDS[key]}"
                for number, key in enumerate(keys)
            },
            left_columns,
            "revenue_of_year",
            {"use_of_surplus": "使用非财政拨款结余（含专用结余）", "opening_balance": "年初结转和结余"}
            if whole
            else {
                "opening_balance": "年初财政拨款结转和结余",
                **{f"opening.{key}": name for key, name in FUNDS.items()},
            },
        )
        right = self._half(
            "expenditure",
            EXPENDITURE_LINES,
            right_columns,
            "expenditure_of_year",
            {"surplus_distribution": "结余分配", "closing_balance": "年末结转和结余"}
            if whole
            else {"closing_balance": "年末财政拨款结转和结余"},
        )
        numbered = self.style.numbered
        height = max(len(left), len(right))
        rows: list[_Row] = []
        for index in range(height):
            row: _Row = []
            for side, start, columns in ((left, 0, left_columns), (right, height, right_columns)):
                # The sums stand at the foot of both halves, side by side.
                offset = index if index < len(side) - 3 else index - (height - len(side))
                line = (
                    side[offset]
                    if 0 <= offset < len(side) and (index < len(side) - 3 or offset >= len(side) - 3)
                    else None
                )
                row.append(str(line[0]) if line else "")
                row += [str(start + index + 1)] if numbered else []
                row += line[1:] if line else [""] * len(columns)
            rows.append(row)
        header: list[list[str]] = [[], []]
        for name, columns in (("收入", left_columns), ("支出", right_columns)):
            header[0] += [name, *[""] * (len(columns) + numbered)]
            header[1] += ["项目", *["行次"] * numbered, *columns.values()]
        if numbered:
            numbers = iter(range(1, 99))
            header.append(
                [
                    cell
                    for columns in (left_columns, right_columns)
                    for cell in ["栏次", "", *[str(next(numbers)) for _ in columns]]
                ]
            )
        return header, rows

    def _half(
        self, side: str, names: dict[str, str], columns: dict[str, str], sum_key: str, balances: dict[str, str]
    ) -> list[_Row]:
        parts = {(key, column): self._amount() for key in [*names, *balances] for column in columns}
        word = {"income": "收入", "expenditure": "支出"}[side]
        rows: list[_Row] = [
            [name, *[_Cell(parts[key, column], key, column, 2, sum_key) for column in columns]]
            for key, name in names.items()
        ]
        sums = {column: sum(parts[key, column] for key in names) for column in columns}
        total = f"total_{side}"
        rows.append([f"本年{word}合计", *[_Cell(sums[column], sum_key, column, 1, total) for column in columns]])
        for key, name in balances.items():
            is_part = key.startswith("opening.")
            level, parent = (2, "opening_balance") if is_part else (1, total)
            rows.append([name, *[_Cell(parts[key, column], key, column, level, parent) for column in columns]])
        rows.append(["总计", *[_Cell(sums[column] + 7, total, column, 0, None) for column in columns]])
        return rows

    # --- basic expenditure by economic class

    def _economic_rows(self, classes: tuple[str, ...]) -> list[tuple[str, str, int]]:
        found = []
        for code in classes:
            parts = [
                (f"{code}{number:02d}", f"经济科目{code}{number:02d}", self._amount())
                for number in sorted(self.random.sample(range(1, 40), k=self.random.randint(1, 5)))
            ]
            found += [(code, f"经济科目{code}", sum(amount for _, _, amount in parts)), *parts]
        return found

    def _economic(self) -> tuple[list[list[str]], list[_Row]]:
        triples = self.style.economic == "triples"
        groups = [("personnel", ("301", "303")), ("public", ("302",) if triples else ("302", "310"))]
        if triples:
            groups.append(("public", ("307", "310")))
        lists = [self._economic_rows(classes) for _, classes in groups]
        rows: list[_Row] = []
        for index in range(max(len(entries) for entries in lists)):
            row: _Row = []
            for (group, _), entries in zip(groups, lists, strict=True):
                if index >= len(entries):
                    row += ["", "", ""]
                    continue
                code, name, amount = entries[index]
                level, parent = (2, group) if len(code) == 3 else (3, code[:3])
                row += [code, name, _Cell(amount, code, "amount", level, parent)]
            rows.append(row)
        sums = [sum(amount for code, _, amount in entries if len(code) == 3) for entries in lists]
        foot: _Row = ["人员经费合计", "", _Cell(sums[0], "personnel", "amount", 1, "total"), "公用经费合计", ""]
        # A total's label spans the groups: with a blank amount it would stand in no group at all.
        foot += ["", "", ""] if triples else []
        foot.append(_Cell(sum(sums[1:]) or 100, "public", "amount", 1, "total"))
        rows.append(foot)
        pair = ["经济分类科目编码", "科目名称", "金额"]
        first = ["人员经费", "", "", "公用经费", *[""] * (3 * len(groups) - 4)]
        return [first, pair * len(groups)], rows

    def _economic_list(self) -> tuple[list[list[str]], list[_Row]]:
        rows: list[_Row] = []
        sums = {"personnel": 0, "public": 0}
        for group, classes in (("personnel", ("301", "303")), ("public", ("302", "310"))):
            for code, name, amount in self._economic_rows(classes):
                level, parent = (2, group) if len(code) == 3 else (3, code[:3])
                sums[group] += amount if level == 2 else 0
                rows.append(
                    [
                        code,
                        name,
                        _Cell(amount, code, "amount", level, parent),
                        _Cell(amount if group == "personnel" else 0, code, "personnel", level, parent),
                        _Cell(amount if group == "public" else 0, code, "public", level, parent),
                    ]
                )
        total: _Row = ["", "合计", _Cell(sum(sums.values()), "total", "amount", 0, None)]
        total += [_Cell(amount, group, "amount", 1, "total") for group, amount in sums.items()]
        rows = [total, *rows] if self.style.total_first else [*rows, total]
        header = [
            ["项目", "", "一般公共预算财政拨款基本支出", "", ""],
            ["经济分类科目编码", "科目名称", "合计", "人员经费", "公用经费"],
        ]
        return header, rows

    # --- 三公

    def _three_public(self) -> tuple[list[list[str]], list[_Row]]:
        cells = {(stage, item): _Cell(self._amount(), stage, item, None, None) for stage in STAGES for item in ITEMS}
        if self.style.three_public == "rows":
            table_rows: list[_Row] = [
                [name, *[cells[stage, item] for stage in STAGES]] for item, name in ITEM_ROWS.items()
            ]
            return [["项目", *STAGES.values()]], table_rows
        if self.style.three_public == "pairs":
            header: list[list[str]] = [[], [], []]
            for item, words in ITEMS.items():
                above, _, below = words.partition("/")
                is_same = item in ("vehicle_purchase", "vehicle_operation")
                header[0] += ["" if is_same else above, ""]
                header[1] += [below, ""]
                header[2] += list(STAGES.values())
            return header, [[cells[stage, item] for item in ITEMS for stage in STAGES]]
        header = [[], [], []]
        for name in STAGES.values():
            header[0] += [name, *[""] * (len(ITEMS) - 1)]
            for item, words in ITEMS.items():
                above, _, below = words.partition("/")
                header[1].append("" if item in ("vehicle_purchase", "vehicle_operation") else above)
                header[2].append(below)
        if self.style.numbered:
            header.append([str(number) for number in range(1, 2 * len(ITEMS) + 1)])
        return header, [[cells[stage, item] for stage in STAGES for item in ITEMS]]

    # --- writing

    def _amount(self) -> int:
        return self.random.choice(
            [0, 0, self.random.randint(1, 99), self.random.randint(1, 10**9), 10 * self.random.randint(1, 10**4)]
        )

    def _grid(self, table: str, header: list[list[str]], rows: list[_Row]) -> None:
        width = len(header[0])
        self._write(*["\t".join(self._wide(cell) for cell in row) for row in header])
        pending: list[str] | None = None
        on_page = 0
        for number, row in enumerate(rows):
            cut = None
            if self.style.break_every and on_page == self.style.break_every:
                self._write("", *([self.style.page_mark, ""] if self.style.page_mark else []))
                if self.style.repeat_header:
                    self._write(*["\t".join(self._wide(cell) for cell in line) for line in header])
                if pending is not None:
                    self._write("\t".join(pending))
                pending, on_page = None, 0
            on_page += 1
            texts = [cell if isinstance(cell, str) else self._printed(cell.hundredths) for cell in row]
            last_on_page = on_page == self.style.break_every and number + 1 < len(rows)
            if (
                self.style.cut_names
                and last_on_page
                and table in FUNCTIONAL
                and (name := self._name_column(row)) is not None
            ):
                cut = 4 + len(texts[name]) // 2
                pending = [""] * width
                pending[name], texts[name] = texts[name][cut:], texts[name][:cut]
            line = len(self.out.lines) + 1
            for cell, text in zip(row, texts, strict=True):
                if isinstance(cell, _Cell):
                    worth = Decimal(100 if self.style.unit == "万元" else 1) / (1 if self.style.unit == "万元" else 100)
                    amount = (cell.hundredths * worth).quantize(Decimal("0.01"))
                    self.out.expected.append(
                        Expected(
                            table,
                            line,
                            cell.column_key,
                            cell.row_key,
                            cell.level,
                            cell.parent,
                            amount,
                            text in _NOTHING,
                        )
                    )
            assert len(texts) == width, (table, width, texts)
            self._write("\t".join(self._wide(text) for text in texts))

    def _name_column(self, row: _Row) -> int | None:
        return next((i for i, cell in enumerate(row) if isinstance(cell, str) and cell.endswith("支出")), None)

    def _printed(self, hundredths: int) -> str:
        if hundredths == 0:
            return self.style.zero
        with_separators = self.style.separators == "all" or (
            self.style.separators == "mixed" and self.random.random() < 0.5
        )
        value = Decimal(hundredths) / 100
        return f"{value:,.2f}" if with_separators else f"{value:.2f}"

    def _wide(self, text: str) -> str:
        return text.translate(_FULL_WIDTH) if self.style.full_width else text

    def _write(self, *lines: str) -> None:
        self.out.lines.extend(part for line in lines for part in line.split("\n"))


def render(seed: int = 1, style: Style | None = None, codes: int = 12) -> Rendered:
    """A report drawn from a seed in a style."""
    return Renderer(seed, style or Style(), codes).render()


def without(text: str, old: str, new: str = "") -> str:
    """The text with one thing replaced, which must be there."""
    assert old in text, old
    return text.replace(old, new, 1)
