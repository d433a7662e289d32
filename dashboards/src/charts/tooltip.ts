/** What shows beside the pointer: built of text nodes, for names may hold anything. */
import type { TooltipComponentOption } from "echarts/components";

export interface Line {
  readonly name: string;
  readonly value: string;
}

/** What ECharts tells of an item: `data` is what the chart was given for it. */
export interface Item {
  readonly name: string;
  readonly seriesName?: string;
  readonly dataIndex: number;
  readonly dataType?: string;
  readonly data: unknown;
}

/** Shows the lines of the item under the pointer; nothing where there are none. */
export function itemTooltip(lines: (item: Item) => readonly Line[]): TooltipComponentOption {
  return { ...LOOK, trigger: "item", formatter: (params) => element(lines(params as Item)) };
}

/** Shows the lines of all items at the pointer's place on the axis. */
export function axisTooltip(lines: (items: readonly Item[]) => readonly Line[]): TooltipComponentOption {
  return { ...LOOK, trigger: "axis", formatter: (params) => element(lines(params as readonly Item[])) };
}

// The style sheet says how it looks.
const LOOK: TooltipComponentOption = {
  className: "chart-tooltip",
  backgroundColor: "transparent",
  borderWidth: 0,
  padding: 0,
  extraCssText: "box-shadow:none",
  confine: true,
  axisPointer: { type: "shadow", shadowStyle: { color: "rgba(29, 61, 92, 0.05)" } },
};

function element(lines: readonly Line[]): HTMLElement | string {
  if (!lines.length) return "";
  const list = document.createElement("dl");
  for (const { name, value } of lines) {
    const term = document.createElement("dt");
    term.textContent = name;
    const detail = document.createElement("dd");
    detail.textContent = value;
    list.append(term, detail);
  }
  return list;
}
