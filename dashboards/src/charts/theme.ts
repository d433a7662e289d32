/** The colours and letters of the charts: those of the style sheet. */
import type { MoneyUnit } from "../number/money";

export interface Theme {
  readonly font: string;
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly paper: string;
  /** For parts of a whole, in order. */
  readonly series: readonly string[];
  /** By verdict, and by severity. */
  readonly state: Readonly<Record<string, string>>;
  /** Whether the chart has the width of a phone. */
  readonly isNarrow: boolean;
  readonly unit: MoneyUnit;
}

const STATES = ["exact", "within_rounding", "violated", "not_applicable", "error", "warning", "note"];
const SERIES = 8;
const NARROW = 560;

/** The theme for a chart in `box`. */
export function themeOf(box: HTMLElement, unit: MoneyUnit): Theme {
  const style = getComputedStyle(box);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    font: style.fontFamily,
    ink: colour("ink"),
    muted: colour("muted"),
    rule: colour("rule"),
    paper: colour("paper"),
    series: Array.from({ length: SERIES }, (_, index) => colour(`series-${index + 1}`)),
    state: Object.fromEntries(STATES.map((name) => [name, colour(name.replace("_", "-"))])),
    isNarrow: box.clientWidth < NARROW,
    unit,
  };
}
