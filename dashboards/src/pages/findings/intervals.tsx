/** Both sides of a check on one line: where their intervals lie, and what lies between them. */
import type { Check } from "../../data/findings";
import { type Decimal, toNumber } from "../../number/decimal";
import { useWords } from "../../settings";

const WIDTH = 600;
const HEIGHT = 64;
const MARGIN = 24;
/** Intervals are drawn at least this wide, in pixels, so that a point shows. */
const LEAST = 4;

export function Intervals({ check }: { readonly check: Check }) {
  const { t } = useWords();
  const { lhs_low, lhs_high, rhs_low, rhs_high } = check;
  if (lhs_low === null || lhs_high === null || rhs_low === null || rhs_high === null) return null;
  const ends = [lhs_low, lhs_high, rhs_low, rhs_high].map(toNumber);
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  const x = (value: Decimal) =>
    MARGIN + (to === from ? 0.5 : (toNumber(value) - from) / (to - from)) * (WIDTH - 2 * MARGIN);
  const sides = [
    { name: t("left_side"), low: x(lhs_low), high: x(lhs_high), y: 22, style: "interval-left" },
    { name: t("right_side"), low: x(rhs_low), high: x(rhs_high), y: 46, style: "interval-right" },
  ];
  return (
    <svg class="intervals" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {sides.map(({ name, low, high, y, style }) => {
        const width = Math.max(high - low, LEAST);
        const start = Math.min((low + high - width) / 2, WIDTH - MARGIN - width / 2);
        const isRight = start > WIDTH / 2;
        return (
          <g key={name} class={style}>
            <line x1={MARGIN} x2={WIDTH - MARGIN} y1={y} y2={y} />
            <rect x={start} y={y - 6} width={width} height={12} />
            <text x={isRight ? start - 8 : start + width + 8} y={y - 4} text-anchor={isRight ? "end" : "start"}>
              {name}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
