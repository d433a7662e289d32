/** Values of measures, some of which are money. */
import type { MeasureRow } from "../../data/compare";
import { plain, toNumber } from "../../number/decimal";
import { type MoneyUnit, forAxis, money, unitName } from "../../number/money";
import { YUAN } from "../../number/quantity";
import { Amount } from "../../parts/amount";
import { useWords } from "../../settings";
import { type Lang, say } from "../../words/text";
import { UI } from "../../words/ui";
import { departmentPath, yearName } from "../paths";

/** The value, which leads to where its figures are: the department's page of the year, or its findings. */
export function MeasureValue({ row }: { readonly row: MeasureRow }) {
  const { to } = useWords();
  const year = yearName(row.fiscal_year);
  const href =
    row.measure === "findings"
      ? to(["findings"], { department: row.department_id, year })
      : to(departmentPath(row.department_id, row.fiscal_year));
  if (row.unit === YUAN) return <Amount value={row.value} label={row.measure} href={href} />;
  return (
    <a class="number" href={href}>
      {plain(row.value)}
    </a>
  );
}

export function shownAs(row: MeasureRow, unit: MoneyUnit): string {
  return row.unit === YUAN ? money(row.value, unit) : plain(row.value);
}

export function onAxis(row: MeasureRow, unit: MoneyUnit): number {
  return row.unit === YUAN ? forAxis(row.value, unit) : toNumber(row.value);
}

/** What the measure counts in, as tables state it. */
export function unitOf(row: MeasureRow | undefined, unit: MoneyUnit, lang: Lang): string {
  if (!row) return "";
  return say(UI.unit_of, lang, { unit: row.unit === YUAN ? unitName(unit, lang) : row.unit });
}
