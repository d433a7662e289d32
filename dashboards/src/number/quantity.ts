/** Values with the unit of their figure: money in the reader's unit, anything else as counted. */
import type { Lang } from "../words/text";
import { type Decimal, plain } from "./decimal";
import { type MoneyUnit, isWhole, money, unitName } from "./money";

export const YUAN = "元";

/** The value with its unit: `7,511.88 万元`, `18.7%`, `8 个`. Money that the unit would round stays in yuan. */
export function quantity(value: Decimal, of: string | null, unit: MoneyUnit, lang: Lang): string {
  return of === YUAN && isWhole(value, unit) ? `${money(value, unit)} ${unitName(unit, lang)}` : exactly(value, of);
}

/** The value with its unit to the last digit: of money the yuan. */
export function exactly(value: Decimal, of: string | null): string {
  return of === "%" ? `${plain(value)}%` : of ? `${plain(value)} ${of}` : plain(value);
}
