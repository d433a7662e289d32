"""What the forms of final accounts print besides amounts: lines, columns, headers and names, as in Guangdong in 2023."""

from __future__ import annotations

from dataclasses import dataclass

_CLASSES = (
    "201 一般公共服务支出 202 外交支出 203 国防支出 204 公共安全支出 205 教育支出 206 科学技术支出 207 文化旅游体育与传媒支出 "
    "208 社会保障和就业支出 210 卫生健康支出 211 节能环保支出 212 城乡社区支出 213 农林水支出 214 交通运输支出 "
    "215 资源勘探工业信息等支出 216 商业服务业等支出 217 金融支出 219 援助其他地区支出 220 自然资源海洋气象等支出 221 住房保障支出 "
    "222 粮油物资储备支出 223 国有资本经营预算支出 224 灾害防治及应急管理支出 229 其他支出 231 债务还本支出 232 债务付息支出 "
    "234 抗疫特别国债安排的支出"
).split()
CLASS_LINES = dict(zip(_CLASSES[::2], _CLASSES[1::2], strict=True))
"""The 26 functional lines of the summary tables: code to name."""

FUND_CODES = {
    "21208": "国有土地使用权出让收入安排的支出",
    "2120801": "征地和拆迁补偿支出",
    "2120803": "城市建设支出",
    "2120804": "农村基础设施建设支出",
    "2120899": "其他国有土地使用权出让收入安排的支出",
    "22904": "其他政府性基金及对应专项债务收入安排的支出",
    "2290402": "其他地方自行试点项目收益专项债券收入安排的支出",
    "22960": "彩票公益金安排的支出",
    "2296002": "用于社会福利的彩票公益金支出",
    "2296003": "用于体育事业的彩票公益金支出",
}
CAPITAL_CODES = {
    "22301": "解决历史遗留问题及改革成本支出",
    "2230105": "国有企业退休人员社会化管理补助支出",
    "22302": "国有企业资本金注入",
    "2230201": "国有经济结构调整支出",
}

_PERSONNEL = (
    "301 工资福利支出 30101 基本工资 30102 津贴补贴 30103 奖金 30106 伙食补助费 30107 绩效工资 30108 机关事业单位基本养老保险缴费 "
    "30109 职业年金缴费 30110 职工基本医疗保险缴费 30111 公务员医疗补助缴费 30112 其他社会保障缴费 30113 住房公积金 30114 医疗费 "
    "30199 其他工资福利支出 303 对个人和家庭的补助 30301 离休费 30302 退休费 30303 退职（役）费 30304 抚恤金 30305 生活补助 30306 救济费 "
    "30307 医疗费补助 30308 助学金 30309 奖励金 30310 个人农业生产补贴 30311 代缴社会保险费 30399 其他对个人和家庭的补助"
).split()
_PUBLIC = (
    "302 商品和服务支出 30201 办公费 30202 印刷费 30203 咨询费 30204 手续费 30205 水费 30206 电费 30207 邮电费 30208 取暖费 30209 物业管理费 "
    "30211 差旅费 30212 因公出国（境）费用 30213 维修（护）费 30214 租赁费 30215 会议费 30216 培训费 30217 公务接待费 30218 专用材料费 "
    "30224 被装购置费 30225 专用燃料费 30226 劳务费 30227 委托业务费 30228 工会经费 30229 福利费 30231 公务用车运行维护费 30239 其他交通费用 "
    "30240 税金及附加费用 30299 其他商品和服务支出 307 债务利息及费用支出 30701 国内债务付息 30702 国外债务付息 310 资本性支出 "
    "31001 房屋建筑物购建 31002 办公设备购置 31003 专用设备购置 31005 基础设施建设 31006 大型修缮 31007 信息网络及软件购置更新 31008 物资储备 "
    "31009 土地补偿 31010 安置补助 31011 地上附着物和青苗补偿 31012 拆迁补偿 31013 公务用车购置 31019 其他交通工具购置 31021 文物和陈列品购置 "
    "31022 无形资产购置 31099 其他资本性支出 399 其他支出 39907 国家赔偿费用支出 39908 对民间非营利组织和群众性自治组织补贴 "
    "39909 经常性赠与 39910 资本性赠与 39999 其他支出"
).split()
PERSONNEL = tuple(zip(_PERSONNEL[::2], _PERSONNEL[1::2], strict=True))
PUBLIC = tuple(zip(_PUBLIC[::2], _PUBLIC[1::2], strict=True))
BASIC_ITEMS = tuple(code for code, _ in (*PERSONNEL, *PUBLIC) if len(code) == 5)

NUMERALS = (
    "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九 二十 二十一 二十二 二十三 二十四 二十五 二十六"
).split()
SUMMARY_LINES = (
    ("general_public_budget", "一、一般公共预算财政拨款收入"),
    ("government_fund", "二、政府性基金预算财政拨款收入"),
    ("state_capital", "三、国有资本经营预算财政拨款收入"),
    ("subsidy_from_above", "四、上级补助收入"),
    ("business", "五、事业收入"),
    ("operating", "六、经营收入"),
    ("remitted_by_subsidiaries", "七、附属单位上缴收入"),
    ("other", "八、其他收入"),
)
APPROPRIATION_LINES = (
    ("general_public_budget", "一、一般公共预算财政拨款"),
    ("government_fund", "二、政府性基金预算财政拨款"),
    ("state_capital", "三、国有资本经营预算财政拨款"),
)


@dataclass(frozen=True)
class Form:
    """One table's form: its header as printed, and key and label of each column that holds amounts (from 0)."""

    code: str
    title: str
    header: tuple[tuple[str, ...], ...]
    columns: dict[int, tuple[str, str]]
    shape: str = "functional"


def _functional(code: str, title: str, columns: str, header: tuple[str, ...], below: tuple[str, ...] = ()) -> Form:
    """A form by functional code; `columns` are key and label in turn, `below` the second line of the header."""
    words = columns.split()
    return Form(
        code,
        title,
        (("项目", "", *header), ("功能分类科目编码", "科目名称", *(below or ("",) * len(header)))),
        {index: pair for index, pair in enumerate(zip(words[::2], words[1::2], strict=True), start=2)},
    )


_TYPES = "total 本年支出合计 basic 基本支出 project 项目支出"
REVENUE = _functional(
    "revenue",
    "收入决算表",
    "total 本年收入合计 fiscal_appropriation 财政拨款收入 subsidy_from_above 上级补助收入 business 事业收入 operating 经营收入 "
    "remitted_by_subsidiaries 附属单位上缴收入 other 其他收入",
    ("本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"),
)
EXPENDITURE = _functional(
    "expenditure",
    "支出决算表",
    f"{_TYPES} remitted_to_above 上缴上级支出 operating 经营支出 subsidies_to_subsidiaries 对附属单位补助支出",
    ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"),
)
GENERAL_BUDGET = _functional(
    "general_budget_expenditure", "一般公共预算财政拨款支出决算表", _TYPES, ("本年支出合计", "基本支出", "项目支出")
)
GOVERNMENT_FUND = _functional(
    "government_fund",
    "政府性基金预算财政拨款收入支出决算表",
    "opening 年初结转和结余 revenue 本年收入 total 小计 basic 基本支出 project 项目支出 closing 年末结转和结余",
    ("年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余"),
    ("", "", "小计", "基本支出", "项目支出", ""),
)
STATE_CAPITAL = _functional(
    "state_capital",
    "国有资本经营预算财政拨款支出决算表",
    "total 小计 basic 基本支出 project 项目支出",
    ("本年支出", "", ""),
    ("小计", "基本支出", "项目支出"),
)
SUMMARY = Form(
    "income_expenditure_summary",
    "收入支出决算总表",
    (("收入", "", "", "支出", "", ""), ("项目", "行次", "决算数", "项目", "行次", "决算数")),
    {2: ("amount", "决算数"), 5: ("amount", "决算数")},
    "lines",
)
APPROPRIATION_SUMMARY = Form(
    "appropriation_summary",
    "财政拨款收入支出决算总表",
    (
        ("收入", "", "", "支出", "", "", "", "", ""),
        ("项目", "行次", "金额", "项目", "行次", "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"),
    ),
    {
        2: ("amount", "金额"),
        5: ("total", "合计"),
        6: ("general_public_budget", "一般公共预算财政拨款"),
        7: ("government_fund", "政府性基金预算财政拨款"),
        8: ("state_capital", "国有资本经营预算财政拨款"),
    },
    "lines",
)
BASIC = Form(
    "basic_expenditure",
    "一般公共预算财政拨款基本支出决算明细表",
    (
        ("人员经费", "", "", "公用经费", "", ""),
        ("经济分类科目编码", "科目名称", "金额", "经济分类科目编码", "科目名称", "金额"),
    ),
    {2: ("amount", "金额"), 5: ("amount", "金额")},
    "economic",
)
_STAGE = (
    ("total", "合计"),
    ("overseas_travel", "因公出国(境)费"),
    ("vehicles", "小计"),
    ("vehicle_purchase", "公务用车购置费"),
    ("vehicle_operation", "公务用车运行维护费"),
    ("official_reception", "公务接待费"),
)
THREE_PUBLIC_TABLE = Form(
    "three_public",
    "财政拨款“三公”经费支出决算表",
    (
        ("预算数", "", "", "", "", "", "决算数", "", "", "", "", ""),
        ("合计", "因公出国(境)费", "公务用车购置及运行维护费", "", "", "公务接待费") * 2,
        ("", "", "小计", "公务用车购置费", "公务用车运行维护费", "") * 2,
    ),
    dict(enumerate(_STAGE * 2)),
    "stage_item",
)
