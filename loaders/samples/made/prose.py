"""Part three of a report: sentences that state what the tables show, with changes, rates, shares and counts."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace

from loaders.samples.made.departments import FUNDS, Department, added, total
from loaders.samples.made.report import Paragraph, Said, Style, three_public
from loaders.samples.made.sentences import Writer, overall, started

_REVENUE = (
    ("general_public_budget", "一般公共预算财政拨款收入"),
    ("government_fund", "政府性基金预算财政拨款收入"),
    ("state_capital", "国有资本经营预算财政拨款收入"),
    ("subsidy_from_above", "上级补助收入"),
    ("business", "事业收入"),
    ("operating", "经营收入"),
    ("remitted_by_subsidiaries", "附属单位上缴收入"),
    ("other", "其他收入"),
)
_EXPENDITURE = (
    ("basic", "基本支出"),
    ("project", "项目支出"),
    ("remitted_to_above", "上缴上级支出"),
    ("operating", "经营支出"),
    ("subsidies_to_subsidiaries", "对附属单位补助支出"),
)
_FUND_EXPENDITURE = (
    ("general_public_budget", "一般公共预算财政拨款支出"),
    ("government_fund", "政府性基金预算财政拨款支出"),
    ("state_capital", "国有资本经营预算财政拨款支出"),
)


def prose(made: Department, style: Style, rng: random.Random) -> list[Paragraph]:
    """All paragraphs in print order."""
    write = Writer(style, rng)
    who = f"{made.name}{made.year}年度"
    return [
        ["一、" + who + "收入支出决算总体情况说明"],
        *_totals(made, write, who),
        ["二、" + who + "财政拨款收入支出总表说明"],
        *_appropriations(made, write, who),
        ["三、" + who + "财政拨款“三公”经费支出决算情况说明"],
        *_three_public(made, write, who, rng),
        ["四、其他重要事项的情况说明"],
        *_matters(made, write, rng, f"{made.year}年度"),
        *_performance(made, write, rng),
    ]


def _totals(made: Department, write: Writer, who: str) -> Iterator[Paragraph]:
    received, spent = made.received, made.spent
    lines = {fund: total(made.funds[fund].revenue) for fund in FUNDS} | {s: total(a) for s, a in received.items()}
    revenue, expenditure = sum(map(total, received.values())), sum(map(total, spent.values()))
    yield ["（一）年度收入总体情况"]
    yield [
        who,
        write.amount("revenue.total", "总收入", revenue + made.use_of_surplus + made.opening),
        "，其中",
        write.amount("revenue.of_year", "本年收入", revenue, parent="revenue.total"),
        "。具体情况如下：",
    ]
    yield from _listed(write, "revenue", _REVENUE, lines)
    yield ["（二）年度支出总体情况"]
    yield [
        who,
        write.amount("expenditure.total", "总支出", expenditure + made.surplus_distribution + made.closing),
        "，其中",
        write.amount("expenditure.of_year", "本年支出", expenditure, parent="expenditure.total"),
        "。具体情况如下：",
    ]
    yield from _listed(write, "expenditure", _EXPENDITURE, {kind: total(amounts) for kind, amounts in spent.items()})


def _listed(write: Writer, side: str, lines: Iterable[tuple[str, str]], amounts: dict[str, int]) -> Iterator[Paragraph]:
    for number, (key, subject) in enumerate(lines, start=1):
        said = write.amount(f"{side}.{key}", subject, amounts[key])
        yield [f"{number}. ", said, *write.moved(said, "change", amounts[key], write.base(amounts[key])), "。"]


def _appropriations(made: Department, write: Writer, who: str) -> Iterator[Paragraph]:
    revenue = {fund: total(made.funds[fund].revenue) for fund in FUNDS}
    spent = {fund: total(made.funds[fund].spent) for fund in FUNDS}
    for heading, side, subject, lines, amounts, aspect in (
        ("（一）财政拨款收入说明", "revenue", "财政拨款收入合计", _REVENUE[:3], revenue, "change"),
        ("（二）财政拨款支出说明", "expenditure", "财政拨款支出合计", _FUND_EXPENDITURE, spent, "budget_difference"),
    ):
        yield [heading]
        inside = "revenue." if side == "revenue" else "expenditure.appropriation."
        whole = f"{side}.appropriation"
        paragraph: Paragraph = [who, write.amount(whole, subject, sum(amounts.values())), "。其中："]
        for key, name in lines:
            said = write.amount(inside + key, name, amounts[key], parent=whole)
            paragraph += [said, *write.moved(said, aspect, amounts[key], write.base(amounts[key])), "；"]
        yield [*paragraph[:-1], "。"]


def _three_public(made: Department, write: Writer, who: str, rng: random.Random) -> Iterator[Paragraph]:
    final, budget = three_public(made.three_public["final"]), three_public(made.three_public["budget"])
    before = three_public({item: write.base(final[item]) for item in made.three_public["final"]})
    items = (
        ("total", "“三公”经费财政拨款", "支出决算为", "", "。其中："),
        ("overseas_travel", "因公出国（境）费", "支出决算为", "three_public.total", "；"),
        ("vehicles", "公务用车购置及运行维护费", "支出决算为", "three_public.total", "；其中："),
        ("vehicle_purchase", "公务用车购置支出", "决算为", "three_public.vehicles", "；"),
        ("vehicle_operation", "公务用车运行维护费", "支出决算为", "three_public.vehicles", "；"),
        ("official_reception", "公务接待费", "支出决算为", "three_public.total", "。"),
    )
    yield ["（一）“三公”经费财政拨款支出决算总体情况说明"]
    paragraph: Paragraph = [who]
    stated: dict[str, set[tuple[str, bool]]] = {}
    for key, subject, label, parent, end in items:
        said = write.remember(
            write.amount(f"three_public.{key}", subject, final[key], label=label, parent=parent), final[key]
        )
        words = "完成全年预算" if key == "total" else "完成预算"
        moved = write.moved(said, "change", final[key], before[key])
        stated[said.key] = {(one.aspect, one.kind == "flat") for one in moved if isinstance(one, Said)}
        # A change is part of the whole's change only where the whole states one.
        paragraph += [said, *write.completed(said, words, budget[key])]
        paragraph += [
            replace(one, parent=parent)
            if isinstance(one, Said) and (one.aspect, one.kind == "flat") in stated.get(parent, ())
            else one
            for one in moved
        ]
        paragraph.append(end)
    yield paragraph
    yield ["（二）“三公”经费财政拨款支出决算具体情况说明"]
    sentence: Paragraph = [f"{made.year}年度“三公”经费财政拨款支出决算中，"]
    for key, subject, label, end in (
        ("overseas_travel", "因公出国（境）费", "", "；"),
        ("vehicles", "公务用车购置及运行维护费", "支出", "；"),
        ("official_reception", "公务接待费", "支出", "。"),
    ):
        said = write.amount(f"three_public.{key}", subject, final[key], label=label)
        share = write.share(said, "占", final[key], final["total"], "three_public.total")
        sentence += [said, "，", share, end]
    yield [*sentence, "具体情况如下："]
    yield from _three_public_counts(write, final, rng)


def _three_public_counts(write: Writer, final: dict[str, int], rng: random.Random) -> Iterator[Paragraph]:
    def item(key: str, subject: str, label: str = "支出", parent: str = "") -> Said:
        return write.amount(f"three_public.{key}", subject, final[key], label=label, parent=parent)

    yield [
        "1. ",
        item("overseas_travel", "因公出国（境）费"),
        "。全年使用财政拨款安排",
        write.count("overseas.groups", "出国（境）团组", "出国（境）团组", rng.randint(0, 3), "个"),
        "、",
        write.count("overseas.persons", "出国（境）团组", "累计", rng.randint(0, 9), "人次"),
        "。",
    ]
    owned = rng.randint(0, 30)
    yield [
        "2. ",
        item("vehicles", "公务用车购置及运行维护费"),
        "，其中：",
        replace(item("vehicle_purchase", "公务用车购置支出", "为", "three_public.vehicles"), label=""),
        "，",
        write.count("vehicles.purchased", "公务用车购置数", "公务用车购置数", rng.randint(0, 3), "辆"),
        "。",
        item("vehicle_operation", "公务用车运行维护费"),
        "，",
        write.count("vehicles.owned", "公务用车保有量", "公务用车保有量为", owned, "辆"),
        "。",
    ]
    yield [
        "3. ",
        item("official_reception", "公务接待费"),
        "，",
        write.count("reception.domestic_times", "国内接待", "发生国内接待", rng.randint(0, 90), "次"),
        "，",
        write.count("reception.domestic_guests", "接待人数", "接待人数共", rng.randint(0, 900), "人"),
        "。",
    ]


def _matters(made: Department, write: Writer, rng: random.Random, year: str) -> Iterator[Paragraph]:
    cost = sum(total(made.economic, code) for code in ("302", "307", "310", "399"))
    said = write.amount("operating_cost", "机关运行经费支出", cost)
    yield ["（一）机关运行经费支出情况"]
    yield [f"{year}本部门", said, *write.moved(said, "change", cost, write.base(cost)), "。"]
    spent = {kind: rng.randrange(1, 10**10) if rng.random() < 0.8 else 0 for kind in ("goods", "works", "services")}
    awarded = {kind: int(amount * rng.choice((1.0, rng.random()))) for kind, amount in spent.items()}
    whole, sme = sum(spent.values()), sum(awarded.values())
    micro = int(sme * rng.random())
    award = write.amount("procurement.award_sme", "授予中小企业合同金额", sme)
    small = write.amount("procurement.award_small_micro", "授予小微企业合同金额", micro, parent="procurement.award_sme")
    names = {"goods": "货物", "works": "工程", "services": "服务"}
    paragraph: Paragraph = [f"{year}本部门", write.amount("procurement.total", "政府采购支出总额", whole), "，其中："]
    for kind, name in names.items():
        subject = f"政府采购{name}支出"
        paragraph += [write.amount(f"procurement.{kind}", subject, spent[kind], parent="procurement.total"), "、"]
    paragraph[-1] = "。"
    paragraph += [
        award,
        "，",
        write.share(award, "占政府采购支出总额的", sme, whole, "procurement.total"),
        "，其中：",
        small,
        "，",
        write.share(small, "占授予中小企业合同金额的", micro, sme, "procurement.award_sme"),
        "；",
    ]
    for kind, name in names.items():
        subject = f"{name}采购授予中小企业合同金额"
        of = write.amount(f"procurement.{kind}_award_sme", subject, 0)
        words = f"占{name}支出金额的"
        share = write.share(of, words, awarded[kind], spent[kind], f"procurement.{kind}")
        paragraph += [started(share, subject), "，"]
    yield ["（二）政府采购支出情况说明"]
    yield [*paragraph[:-1], "。"]
    uses = {"confidential": "机要通信用车", "emergency": "应急保障用车", "other": "其他用车"}
    held = {use: rng.randint(0, 10) for use in uses}
    yield ["（三）国有资产占用情况说明"]
    vehicles: Paragraph = [write.count("vehicles.total", "共有车辆", "共有车辆", sum(held.values()), "辆"), "，其中，"]
    for use, name in uses.items():
        vehicles += [write.count(f"vehicles.{use}", name, name, held[use], "辆", parent="vehicles.total"), "、"]
    yield [
        f"截至{year[:4]}年12月31日，本部门",
        *vehicles[:-1],
        "；",
        write.count(
            "assets.equipment_over_1m",
            "单位价值100万元以上设备（不含车辆）",
            "单位价值100万元以上设备（不含车辆）",
            rng.randint(0, 5),
            "台（套）",
        ),
        "。",
    ]


def _performance(made: Department, write: Writer, rng: random.Random) -> Iterator[Paragraph]:
    first, second = rng.randint(1, 20), rng.randint(0, 40)
    project = total(made.general.project)
    covered = int(project * rng.choice((1.0, rng.random())))
    general = "performance.projects_self_evaluated.general_public_budget"
    amount = write.amount("performance.amount_covered.general_public_budget", "涉及资金", covered)
    yield ["（四）绩效评价情况的说明"]
    yield [
        write.count(
            general,
            "一般公共预算项目支出",
            f"绩效评价工作开展情况。根据预算绩效管理要求，我部门组织对{made.year}年度",
            first + second,
            "个",
            tail="一般公共预算项目支出开展绩效自评",
        ),
        "，其中",
        write.count("performance.projects_level_1", "一级项目", "一级项目", first, "个", parent=general),
        "，",
        write.count("performance.projects_level_2", "二级项目", "二级项目", second, "个", parent=general),
        "，共",
        amount,
        "，",
        write.share(
            amount,
            "占一般公共预算项目支出总额的",
            covered,
            project,
            "expenditure.appropriation.general_public_budget.project",
        ),
        "。",
    ]
    spent = total(added(*made.spent.values()))
    said = write.amount("overall.execution", "部门整体支出绩效自评综述", spent, words="", label="执行数")
    whole = write.remember(said, spent)
    budget = int(spent * rng.uniform(1.0, 1.3))
    stated, rate = write.completed(whole, "全年预算数", budget)
    assert isinstance(stated, Said)
    assert isinstance(rate, Said)
    yield ["部门整体支出绩效自评综述：", *overall(stated, whole, rate), "，绩效自评结果为优。"]
    general_spent, fund_spent = (total(made.funds[fund].spent) for fund in FUNDS[:2])
    inside = "performance.whole_amount."
    yield [
        "组织部门整体支出绩效自评，",
        write.amount(inside + "general_public_budget", "涉及一般公共预算支出", general_spent),
        "，",
        write.amount(inside + "government_fund", "政府性基金预算支出", fund_spent),
        "。",
    ]
