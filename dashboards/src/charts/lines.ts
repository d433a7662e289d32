/** Values over years, a line for each department. */
import type { EChartsOption } from "echarts";
import type { Theme } from "./theme";
import { type Line, axisTooltip } from "./tooltip";

export interface Series {
  readonly name: string;
  /** A value for each year; null where there is none. */
  readonly values: readonly (number | null)[];
}

/** @param tips what the tooltip says of each year */
export function lines(
  years: readonly string[],
  series: readonly Series[],
  tips: readonly (readonly Line[])[],
): (theme: Theme) => EChartsOption {
  return (theme) => ({
    grid: { left: 4, right: 24, top: 40, bottom: 4, containLabel: true },
    legend: { type: "scroll", top: 0, left: 0, icon: "roundRect", itemHeight: 4, textStyle: { color: theme.ink } },
    tooltip: axisTooltip((under) => tips[under[0]?.dataIndex ?? -1] ?? []),
    xAxis: {
      type: "category",
      data: [...years],
      boundaryGap: true,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: theme.rule } },
      axisLabel: { color: theme.ink },
    },
    yAxis: { type: "value", axisLabel: { color: theme.muted }, splitLine: { lineStyle: { color: theme.rule } } },
    series: series.map(({ name, values }) => ({ type: "line", name, symbolSize: 8, data: [...values] })),
  });
}
