/** Queries to begin with. */
import type { Pair } from "../words/text";

export interface Example {
  readonly key: string;
  readonly title: Pair;
  readonly sql: string;
}

export const EXAMPLES: readonly Example[] = [
  {
    key: "functions",
    title: ["支出按功能分类（类）及占比", "Expenditure by functional class, with shares"],
    sql: `select
    spent.fiscal_year,
    class.functional_code,
    class.functional_name,
    sum(spent.amount_cny) as amount_cny,
    round(100 * sum(spent.amount_cny) / sum(sum(spent.amount_cny)) over (partition by spent.fiscal_year), 2) as share_percent
from marts.fct_expenditure_by_function as spent
inner join marts.dim_functional_class as class
    on left(spent.functional_code, 3) = class.functional_code
group by spent.fiscal_year, class.functional_code, class.functional_name
order by spent.fiscal_year, amount_cny desc`,
  },
  {
    key: "three_public",
    title: ["“三公”经费预算、决算与完成率", "“Three public” spending: budget, final and completion"],
    sql: `select
    department.department_name,
    spent.fiscal_year,
    spent.item,
    sum(spent.amount_cny) filter (where spent.stage = 'budget') as budget_cny,
    sum(spent.amount_cny) filter (where spent.stage = 'final') as final_cny,
    round(100 * final_cny / nullif(budget_cny, 0), 1) as completion_percent
from marts.fct_three_public_spending as spent
inner join marts.dim_department as department
    on spent.department_id = department.department_id
group by department.department_name, spent.fiscal_year, spent.item
order by department.department_name, spent.fiscal_year, spent.item`,
  },
  {
    key: "findings",
    title: ["有哪些问题，在哪一行", "What was found, and on which line"],
    sql: `select
    finding.severity,
    finding.message_zh,
    finding.message,
    finding.stated_value,
    finding.expected_value,
    finding.unit,
    document.file_name,
    finding.page,
    finding.line
from marts.fct_finding as finding
inner join marts.dim_document as document
    on finding.document_id = document.document_id
order by document.file_name, finding.line, finding.finding_id`,
  },
  {
    key: "verdicts",
    title: ["各类核对的结论", "Verdicts by category of rule"],
    sql: `select
    rule.category,
    count(*) filter (where checked.verdict = 'exact') as exact,
    count(*) filter (where checked.verdict = 'within_rounding') as within_rounding,
    count(*) filter (where checked.verdict = 'violated') as violated,
    count(*) filter (where checked.verdict = 'not_applicable') as not_applicable
from marts.fct_identity_check as checked
inner join marts.dim_identity as rule
    on checked.identity_id = rule.identity_id
group by rule.category
order by rule.category`,
  },
  {
    key: "places",
    title: ["一个金额出现在哪些文件的哪一行", "Where an amount is printed"],
    sql: `select
    document.file_name,
    figure.page,
    figure.line,
    figure.table_code,
    figure.row_label,
    figure.column_label,
    figure.printed_text
from marts.fct_reported_figure as figure
inner join marts.dim_document as document
    on figure.document_id = document.document_id
where figure.amount_cny = 189802800
order by document.file_name, figure.line`,
  },
  {
    key: "indicators",
    title: ["绩效目标与完成情况", "Targets and results"],
    sql: `select
    project.project_name,
    indicator.level_1,
    indicator.indicator_name,
    indicator.target_text,
    indicator.actual_text
from marts.fct_project_indicator as indicator
inner join marts.dim_project as project
    on indicator.project_id = project.project_id
order by project.project_name, indicator.indicator_number
limit 200`,
  },
];
