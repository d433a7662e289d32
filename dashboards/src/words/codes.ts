/** What the codes of the warehouse are called. A code that is not here is shown as it is, so that new ones show too. */
import { type Lang, type Pair, say } from "./text";

const CODES = {
  document_kind: {
    final_accounts: ["部门决算", "Final accounts"],
    unit_final_accounts: ["单位决算", "Final accounts of a unit"],
    department_budget: ["部门预算", "Budget"],
    unit_budget: ["单位预算", "Budget of a unit"],
    department_self_evaluation: ["部门整体支出绩效自评", "Departmental self-evaluation"],
    project_self_evaluation: ["项目支出绩效自评", "Project self-evaluation"],
    project_evaluation: ["项目绩效评价", "Project evaluation"],
    project_targets: ["项目支出绩效目标", "Project targets"],
    unknown: ["种类未知", "Unknown kind"],
  },
  load_status: {
    loaded: ["已装载", "Loaded"],
    duplicate: ["重复", "Duplicate"],
    superseded: ["已被新版本取代", "Superseded"],
    blank: ["空白表", "Blank form"],
    quarantined: ["隔离", "Quarantined"],
  },
  document_stage: {
    budget: ["预算", "Budget"],
    final: ["决算", "Final"],
  },
  level: {
    country: ["中央", "National"],
    province: ["省级", "Province"],
    city: ["市级", "City"],
    county: ["区县级", "County"],
    town: ["乡镇级", "Town"],
  },
  table: {
    income_expenditure_summary: ["收入支出决算总表", "Income and expenditure summary"],
    revenue: ["收入决算表", "Revenue"],
    expenditure: ["支出决算表", "Expenditure"],
    appropriation_summary: ["财政拨款收入支出决算总表", "Appropriation summary"],
    general_budget_expenditure: ["一般公共预算财政拨款支出决算表", "General public budget expenditure"],
    basic_expenditure: ["一般公共预算财政拨款基本支出决算明细表", "Basic expenditure in detail"],
    government_fund: ["政府性基金预算财政拨款收入支出决算表", "Government funds"],
    state_capital: ["国有资本经营预算财政拨款支出决算表", "State capital operating budget"],
    three_public: ["财政拨款“三公”经费支出决算表", "“Three public” spending"],
    revenue_by_source: ["收入预算表（按来源）", "Revenue by source"],
    appropriation_expenditure: ["财政拨款支出表", "Appropriations by function"],
    appropriation_basic_expenditure: ["财政拨款基本支出表", "Basic expenditure of all appropriations"],
    operating_cost: ["机关运行经费支出预算表", "Operating cost"],
    procurement: ["政府采购表", "Procurement"],
    state_capital_balance: ["国有资本经营预算财政拨款收入支出决算表", "State capital, revenue and expenditure"],
    government_fund_basic_expenditure: [
      "政府性基金预算财政拨款基本支出决算表",
      "Basic expenditure of government funds",
    ],
    appropriation_economic: ["财政拨款支出决算明细表", "Appropriations by economic class"],
    general_budget_detail: ["一般公共预算财政拨款支出决算明细表", "General public budget in detail"],
    basic_expenditure_detail: [
      "一般公共预算财政拨款基本支出决算明细表（按功能分类）",
      "Basic expenditure by function and class",
    ],
    general_budget_project_detail: [
      "一般公共预算财政拨款项目支出决算明细表",
      "Project expenditure by function and class",
    ],
    general_budget_project_economic: [
      "一般公共预算财政拨款项目支出决算明细表（按经济分类）",
      "Project expenditure by economic class",
    ],
    general_budget_project_expenditure: ["一般公共预算财政拨款项目支出表", "Projects of the general public budget"],
    project_expenditure: ["项目支出表", "Projects"],
    project_balance: ["项目收入支出决算表", "Projects, revenue and expenditure"],
    government_fund_three_public: [
      "政府性基金预算财政拨款“三公”经费支出表",
      "“Three public” spending of government funds",
    ],
    purchased_services: ["政府购买服务支出情况表", "Purchased services"],
    operating_information: ["机构运行信息表", "Operation of the organ"],
    narrative: ["正文", "Prose"],
    project_payment: ["项目支付明细表", "Project payments"],
    project_execution: ["项目支出绩效自评表（资金）", "Project self-evaluation (money)"],
    project_target: ["项目支出绩效目标表（金额）", "Project targets (amounts)"],
    project_indicator: ["绩效指标（数字）", "Performance indicators (numbers)"],
    evaluation_sheet: ["评分表", "Scored sheet"],
    evaluation_prose: ["评价正文", "Evaluation prose"],
    stated: ["表外说明（年度与单位）", "Years and units as stated"],
    unplaced: ["未归位数字", "Figures without a place"],
  },
  category: {
    within_table: ["表内", "Within a table"],
    between_tables: ["表间", "Between tables"],
    prose: ["正文之内", "Within the prose"],
    prose_table: ["正文与表", "Prose against tables"],
    between_documents: ["报告之间", "Between documents"],
    evaluation: ["绩效评价", "Evaluations"],
  },
  verdict: {
    exact: ["一致", "Exact"],
    within_rounding: ["舍入范围内", "Within rounding"],
    violated: ["不符", "Violated"],
    not_applicable: ["不适用", "Not applicable"],
  },
  severity: {
    error: ["错误", "Error"],
    warning: ["警告", "Warning"],
    note: ["提示", "Note"],
  },
  hypothesis: {
    unit_slip: ["单位误写", "Unit slip"],
    decimal_slip: ["小数点错位", "Decimal point misplaced"],
    digit_slip: ["一位数字误写", "One digit wrong"],
    digits_exchanged: ["相邻数字颠倒", "Two digits exchanged"],
    digit_lost: ["漏写或多写一位数字", "A digit lost or doubled"],
    sign: ["正负号或增减方向相反", "Wrong sign or direction word"],
    roles_exchanged: ["两个数字位置互换", "Two figures in each other’s place"],
    neighbour_column: ["误填相邻栏数字", "The neighbouring column’s figure"],
    last_year: ["误填上年数", "Last year’s figure"],
    other_scope: ["误填其他口径数字", "The figure of another scope"],
    row_lost: ["缺少一行", "A row is missing among the parts"],
    row_doubled: ["重复一行", "A row is printed twice among the parts"],
    wrong_factor: ["公式系数误写", "A formula printed with a wrong factor"],
    share_or_rate_misprinted: ["比率与所依据的数字不符", "The share or rate does not follow from its figures"],
    count_wrong: ["所述个数与所列个数不符", "The number stated is not the number listed"],
  },
  stage: {
    initial: ["年初预算", "Initial budget"],
    adjustment: ["预算调整", "Adjustment"],
    adjustment_1: ["第一次调整", "First adjustment"],
    adjustment_2: ["第二次调整", "Second adjustment"],
    adjustment_3: ["第三次调整", "Third adjustment"],
    budget: ["全年预算", "Budget of the year"],
    whole_year: ["全年预算", "Budget of the year"],
    final: ["决算", "Final"],
    target: ["目标表金额", "Target form"],
  },
  item: {
    overseas_travel: ["因公出国（境）费", "Official travel abroad"],
    vehicle_purchase: ["公务用车购置费", "Vehicle purchase"],
    vehicle_operation: ["公务用车运行维护费", "Vehicle operation"],
    official_reception: ["公务接待费", "Official reception"],
  },
  balance: {
    opening: ["年初结转和结余", "Opening balance"],
    revenue: ["本年收入", "Revenue of the year"],
    surplus_used: ["使用非财政拨款结余", "Surplus used"],
    expenditure: ["本年支出", "Expenditure of the year"],
    distribution: ["结余分配", "Surplus distributed"],
    closing: ["年末结转和结余", "Closing balance"],
  },
  total: {
    revenue_of_year: ["本年收入", "Revenue of the year"],
    expenditure_of_year: ["本年支出", "Expenditure of the year"],
    opening_balance: ["年初结转和结余", "Opening balance"],
    closing_balance: ["年末结转和结余", "Closing balance"],
    total_income: ["收入总计", "Total income"],
    total_expenditure: ["支出总计", "Total expenditure"],
  },
  measure: {
    revenue: ["本年收入", "Revenue"],
    expenditure: ["本年支出", "Expenditure"],
    closing: ["年末结转和结余", "Closing balance"],
    "three_public.budget": ["“三公”经费预算", "“Three public” budget"],
    "three_public.final": ["“三公”经费决算", "“Three public” spending"],
    "three_public.completion": ["“三公”经费完成率", "“Three public” completion"],
    findings: ["发现的问题（错误与警告）", "Findings (errors and warnings)"],
  },
  subject: {
    overseas: ["因公出国（境）", "Travel abroad"],
    vehicles: ["公务用车", "Vehicles"],
    reception: ["公务接待", "Receptions"],
    procurement: ["政府采购", "Procurement"],
    operating_cost: ["机关运行经费", "Operating cost"],
    non_tax: ["非税收入", "Non-tax revenue"],
    assets: ["国有资产", "Assets"],
  },
  indicator_set: {
    target_form: ["目标表", "Target form"],
    initial_targets: ["年初目标", "Initial targets"],
    self_evaluation: ["自评", "Self-evaluation"],
    evaluation: ["评价", "Evaluation"],
  },
  column: {
    amount: ["金额", "Amount"],
    count: ["数量", "Count"],
    total: ["合计", "Total"],
    budget: ["预算", "Budget"],
    initial_budget: ["年初预算", "Initial budget"],
    planned_budget: ["计划安排", "Planned budget"],
    requested_budget: ["资金需求", "Requested budget"],
    actual: ["实际值", "Actual"],
    adjustment: ["预算调整", "Adjustment"],
    adjustment_1: ["第一次调整", "First adjustment"],
    adjustment_2: ["第二次调整", "Second adjustment"],
    adjustment_3: ["第三次调整", "Third adjustment"],
    budget_difference: ["与预算的差额", "Against the budget"],
    budget_difference_rate: ["与预算的差率", "Against the budget, %"],
    change: ["比上年增减", "Change"],
    change_rate: ["增减率", "Change rate"],
    last_year: ["上年数", "Last year"],
    completion_rate: ["完成率", "Completion rate"],
    control_rate: ["控制率", "Control rate"],
    difference: ["差额", "Difference"],
    rate: ["比率", "Rate"],
    share: ["占比", "Share"],
    target: ["目标值", "Target"],
    period_target: ["实施周期指标值", "Target of the period"],
    year_target: ["年度指标值", "Target of the year"],
    weight: ["分值", "Weight"],
    weight_share: ["分值占比", "Weight share"],
    score: ["得分", "Score"],
    score_rate: ["得分率", "Score rate"],
    grade: ["等级", "Grade"],
    heading: ["标题", "Heading"],
  },
  side: {
    lhs: ["左边", "Left"],
    rhs: ["右边", "Right"],
    divisor: ["除数", "Divisor"],
  },
  operator: {
    eq: ["左边 ＝ 右边", "left = right"],
    le: ["左边 ≤ 右边", "left ≤ right"],
    ge: ["左边 ≥ 右边", "left ≥ right"],
    ratio: ["左边 ＝ 右边 ÷ 除数", "left = right ÷ divisor"],
    within: ["左边在右边的范围内", "left within right"],
  },
} as const satisfies Record<string, Record<string, Pair>>;

export type Domain = keyof typeof CODES;

/** What a code of the domain is called. */
export function codeName(domain: Domain, code: string, lang: Lang): string {
  const pair = (CODES[domain] as Record<string, Pair | undefined>)[code];
  return pair ? say(pair, lang) : code;
}

/** Whether the domain knows the code. */
export function isKnown(domain: Domain, code: string): boolean {
  return code in CODES[domain];
}

/** The codes of the domain in the order in which people of the field name them, then those it does not know. */
export function inOrder(domain: Domain, codes: Iterable<string>): string[] {
  const order = Object.keys(CODES[domain]);
  const place = (code: string) => (order.includes(code) ? order.indexOf(code) : order.length);
  return [...new Set(codes)].sort((a, b) => place(a) - place(b) || a.localeCompare(b));
}
