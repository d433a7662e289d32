/** How the checks of each category came out, as parts of a bar. */
import type { EChartsOption } from "echarts";
import { counted } from "../words/text";
import type { Theme } from "./theme";
import { axisTooltip } from "./tooltip";

export interface VerdictBar {
  readonly name: string;
  readonly counts: ReadonlyMap<string, number>;
}

export function verdictBars(
  bars: readonly VerdictBar[],
  verdicts: readonly { readonly code: string; readonly name: string }[],
): (theme: Theme) => EChartsOption {
  return (theme) => ({
    grid: { left: 0, right: 16, top: 32, bottom: 0, containLabel: true },
    legend: { top: 0, left: 0, icon: "rect", itemWidth: 12, itemHeight: 12, textStyle: { color: theme.ink } },
    tooltip: axisTooltip((items) =>
      items.map((item) => ({ name: item.seriesName ?? "", value: counted(Number(item.data)) })),
    ),
    xAxis: {
      type: "value",
      axisLabel: { color: theme.muted },
      splitLine: { lineStyle: { color: theme.rule } },
    },
    yAxis: {
      type: "category",
      inverse: true,
      data: bars.map((bar) => bar.name),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: theme.rule } },
      axisLabel: { color: theme.ink, fontSize: 13 },
    },
    series: verdicts.map(({ code, name }) => ({
      type: "bar",
      name,
      stack: "checks",
      barWidth: 16,
      itemStyle: { color: theme.state[code] ?? theme.muted },
      data: bars.map((bar) => bar.counts.get(code) ?? 0),
    })),
  });
}
