/** How money flows from its sources through functional classes (类) to types of expenditure. */
import type { AppropriationRow, ExpenditureRow, RevenueRow } from "../../data/department";
import { type Decimal, abs, sum } from "../../number/decimal";

export const CLASS_DIGITS = 3;

export interface Link {
  readonly source: string;
  readonly target: string;
  readonly value: Decimal;
  /** The printed figures it is the sum of; empty where it is the difference of others. */
  readonly figures: readonly string[];
}

/** Keys of the nodes: what they stand for, and its code. */
export const nodes = {
  source: (code: string) => `source:${code}`,
  fund: (code: string) => `fund:${code}`,
  class: (code: string) => `class:${code}`,
  type: (code: string) => `type:${code}`,
  drawn: "balance:drawn",
  added: "balance:added",
};

/**
 * The flow of all money. Where a class spends more than it received, the difference is drawn from balances; where
 * less, it is added to them. A difference that rounding alone explains is no flow.
 */
export function flowOfAllMoney(revenue: readonly RevenueRow[], expenditure: readonly ExpenditureRow[]): Link[] {
  const inward = links(revenue, (row) => [nodes.source(row.revenue_source), nodes.class(classOf(row))]);
  const outward = links(expenditure, (row) => [nodes.class(classOf(row)), nodes.type(row.expenditure_type)]);
  const classes = new Set([...revenue, ...expenditure].map(classOf));
  const differences = [...classes].flatMap((code): Link[] => {
    const received = revenue.filter((row) => classOf(row) === code);
    const spent = expenditure.filter((row) => classOf(row) === code);
    const difference = sum(received.map((row) => row.amount_cny)) - sum(spent.map((row) => row.amount_cny));
    const slack = sum([...received, ...spent].map((row) => row.rounding_unit_cny ?? 0n)) / 2n;
    if (abs(difference) <= slack) return [];
    const [source, target] = difference < 0n ? [nodes.drawn, nodes.class(code)] : [nodes.class(code), nodes.added];
    return [{ source, target, value: abs(difference), figures: [] }];
  });
  return [...inward, ...outward, ...differences].filter((link) => link.value > 0n);
}

/** The flow of appropriations alone, for reports that do not tell where all money comes from. */
export function flowOfAppropriations(appropriation: readonly AppropriationRow[]): Link[] {
  return [
    ...links(appropriation, (row) => [nodes.fund(row.fund), nodes.class(classOf(row))]),
    ...links(appropriation, (row) => [nodes.class(classOf(row)), nodes.type(row.expenditure_type)]),
  ].filter((link) => link.value > 0n);
}

function classOf(row: { functional_code: string }): string {
  return row.functional_code.slice(0, CLASS_DIGITS);
}

/** Adds up the rows between the same two nodes. */
function links<R extends { amount_cny: Decimal; figure_id: string }>(
  rows: readonly R[],
  ends: (row: R) => readonly [string, string],
): Link[] {
  const found = new Map<string, Link>();
  for (const row of rows) {
    const [source, target] = ends(row);
    const key = `${source} ${target}`;
    const before = found.get(key);
    found.set(key, {
      source,
      target,
      value: (before?.value ?? 0n) + row.amount_cny,
      figures: [...(before?.figures ?? []), row.figure_id],
    });
  }
  return [...found.values()];
}
