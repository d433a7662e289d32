/** A flow from left to right. */
import type { EChartsOption } from "echarts";
import { type MoneyUnit, forAxis } from "../number/money";
import type { Decimal } from "../number/decimal";
import type { Theme } from "./theme";
import { type Line, itemTooltip } from "./tooltip";

export interface FlowNode {
  readonly key: string;
  readonly name: string;
  readonly column: number;
  readonly colour: number;
}

export interface FlowLink {
  readonly source: string;
  readonly target: string;
  readonly value: Decimal;
  /** What the tooltip says. */
  readonly lines: readonly Line[];
}

/** Width of a name on a phone, in pixels. */
const NARROW_LABEL = 96;

export function sankey(
  flowNodes: readonly FlowNode[],
  links: readonly FlowLink[],
  amount: (value: Decimal) => string,
  unit: MoneyUnit,
): (theme: Theme) => EChartsOption {
  const last = Math.max(...flowNodes.map((node) => node.column));
  const through = (key: string) => {
    const ends = (side: "source" | "target") =>
      links.filter((link) => link[side] === key).reduce((total, link) => total + link.value, 0n);
    const [given, taken] = [ends("source"), ends("target")];
    return given > taken ? given : taken;
  };
  return (theme) => ({
    tooltip: itemTooltip(({ data }) => (data as { lines?: readonly Line[] }).lines ?? []),
    series: {
      type: "sankey",
      left: 0,
      right: 0,
      top: 8,
      bottom: 8,
      nodeWidth: theme.isNarrow ? 8 : 14,
      // A line of its own for each name.
      nodeGap: 18,
      layoutIterations: 64,
      draggable: false,
      emphasis: { focus: "adjacency" },
      lineStyle: { color: "gradient", opacity: 0.32 },
      data: flowNodes.map((node) => {
        const total = amount(through(node.key));
        return {
          name: node.key,
          depth: node.column,
          lines: [{ name: node.name, value: total }],
          itemStyle: { color: theme.series[node.colour % theme.series.length] ?? theme.ink },
          label: {
            position: node.column === last ? "left" : "right",
            formatter: theme.isNarrow ? plainText(node.name) : `${plainText(node.name)}  ${total}`,
            ...(theme.isNarrow && { width: NARROW_LABEL, overflow: "truncate" as const }),
            color: theme.ink,
            fontSize: theme.isNarrow ? 11 : 13,
            textBorderColor: theme.paper,
            textBorderWidth: 3,
          },
        };
      }),
      links: links.map((link) => ({
        source: link.source,
        target: link.target,
        value: forAxis(link.value, unit),
        lines: link.lines,
      })),
    },
  });
}

/** ECharts reads `{name}` in a label as a template and `{style|…}` as markup. */
function plainText(name: string): string {
  return name.replaceAll("{", "｛").replaceAll("}", "｝");
}
