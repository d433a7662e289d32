/** Amounts as people of the field print them: in 万元 or 亿元, the yuan at hand. */
import { type Decimal, PLACES, format } from "./decimal";
import type { Lang } from "../words/text";

export const MONEY_UNITS = ["wan", "yi", "yuan"] as const;
export type MoneyUnit = (typeof MONEY_UNITS)[number];

interface Scale {
  /** The power of ten of one unit, in yuan. */
  shift: number;
  places: number;
  zh: string;
  en: string;
}

const SCALES: Record<MoneyUnit, Scale> = {
  wan: { shift: 4, places: 2, zh: "万元", en: "CNY 10,000" },
  yi: { shift: 8, places: 4, zh: "亿元", en: "CNY 100 million" },
  yuan: { shift: 0, places: 2, zh: "元", en: "CNY" },
};

export function isMoneyUnit(text: string | null): text is MoneyUnit {
  return MONEY_UNITS.some((unit) => unit === text);
}

/** The amount in the unit, without its name. */
export function money(yuan: Decimal, unit: MoneyUnit): string {
  return format(yuan, SCALES[unit].places, SCALES[unit].shift);
}

/** Whether the unit shows the amount to its last digit. */
export function isWhole(yuan: Decimal, unit: MoneyUnit): boolean {
  const { shift, places } = SCALES[unit];
  return yuan % 10n ** BigInt(PLACES + shift - places) === 0n;
}

/** The exact amount in yuan. */
export function inYuan(yuan: Decimal, lang: Lang): string {
  const amount = format(yuan, 2);
  return lang === "zh" ? `${amount} 元` : `CNY ${amount}`;
}

export function unitName(unit: MoneyUnit, lang: Lang): string {
  return SCALES[unit][lang];
}

/** The amount in the unit as a number, for the axis of a chart. */
export function forAxis(yuan: Decimal, unit: MoneyUnit): number {
  return Number(yuan) / 10 ** (PLACES + SCALES[unit].shift);
}
