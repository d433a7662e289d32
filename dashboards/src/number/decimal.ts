/** Exact decimals: a bigint counts millionths, the finest unit of the warehouse. No amount passes through a float. */

export type Decimal = bigint;

export const PLACES = 6;
const ONE = 10n ** BigInt(PLACES);
const FORM = /^(-?)(\d+)(?:\.(\d{1,6}))?$/;

/** The decimal written as `-1234.5`; throws for anything else. */
export function parseDecimal(text: string): Decimal {
  const match = FORM.exec(text);
  if (!match) throw new Error(`not a decimal: ${text}`);
  const [, sign, whole = "", fraction = ""] = match;
  const magnitude = BigInt(whole) * ONE + BigInt(fraction.padEnd(PLACES, "0"));
  return sign ? -magnitude : magnitude;
}

/** The nearest number a chart can place; never for text. */
export function toNumber(value: Decimal): number {
  return Number(value) / Number(ONE);
}

export function sum(values: Iterable<Decimal>): Decimal {
  let total = 0n;
  for (const value of values) total += value;
  return total;
}

export function abs(value: Decimal): Decimal {
  return value < 0n ? -value : value;
}

/** `part` in percent of `whole`, to six places; undefined where the whole is zero. */
export function percent(part: Decimal, whole: Decimal): Decimal | undefined {
  return whole === 0n ? undefined : rounded(part * 100n * ONE, whole);
}

/**
 * The value with its digits in groups, rounded half away from zero.
 * @param places digits after the point
 * @param shift the power of ten it is divided by: 4 for 万
 */
export function format(value: Decimal, places: number, shift = 0): string {
  const digits = rounded(abs(value), 10n ** BigInt(PLACES + shift - places))
    .toString()
    .padStart(places + 1, "0");
  const split = digits.length - places;
  const whole = digits.slice(0, split).replace(/\B(?=(\d{3})+$)/g, ",");
  const isZero = /^0*$/.test(digits);
  return `${value < 0n && !isZero ? "−" : ""}${whole}${places ? `.${digits.slice(split)}` : ""}`;
}

/** The value with its digits in groups and no zeros at its end: 1,234.5. */
export function plain(value: Decimal): string {
  return format(value, PLACES).replace(/\.?0+$/, "");
}

/** The quotient rounded half away from zero. */
function rounded(value: bigint, by: bigint): bigint {
  const isNegative = value < 0n !== by < 0n;
  const [top, bottom] = [abs(value), abs(by)];
  const quotient = (top * 2n + bottom) / (bottom * 2n);
  return isNegative ? -quotient : quotient;
}
