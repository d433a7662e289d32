/** Bars of amounts, one below the other, in one or several series. */
import type { EChartsOption } from "echarts";
import type { Theme } from "./theme";
import { type Line, axisTooltip } from "./tooltip";

export interface Bar {
  /** What is told when the bar is clicked. */
  readonly key: string;
  readonly name: string;
  /** What the tooltip says. */
  readonly lines: readonly Line[];
}

export interface Series {
  readonly name: string;
  /** A value for each bar, in the unit of the axis. */
  readonly values: readonly number[];
  /** Place in the palette. */
  readonly colour: number;
}

interface Options {
  readonly isStacked?: boolean;
  readonly canPick?: boolean;
  /** Where the axis ends, if not where its values do. */
  readonly end?: number;
}

const NAME_WIDTH = { wide: 200, narrow: 104 };

export function bars(
  items: readonly Bar[],
  series: readonly Series[],
  options: Options = {},
): (theme: Theme) => EChartsOption {
  const isSeveral = series.length > 1;
  return (theme) => ({
    grid: { left: 4, right: 20, top: isSeveral ? 34 : 8, bottom: 4, containLabel: true },
    ...(isSeveral && {
      legend: {
        type: "scroll",
        top: 0,
        left: 0,
        icon: "rect",
        itemWidth: 12,
        itemHeight: 12,
        textStyle: { color: theme.ink },
        data: series.map(({ name }) => name),
      },
    }),
    tooltip: axisTooltip((under) => items[under[0]?.dataIndex ?? -1]?.lines ?? []),
    xAxis: {
      type: "value",
      axisLabel: { color: theme.muted, hideOverlap: true },
      ...(options.end !== undefined && { max: options.end }),
      splitNumber: theme.isNarrow ? 3 : 5,
      splitLine: { lineStyle: { color: theme.rule } },
    },
    yAxis: {
      type: "category",
      inverse: true,
      data: items.map((item) => item.name),
      triggerEvent: false,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: theme.rule } },
      axisLabel: {
        color: theme.ink,
        fontSize: 13,
        width: theme.isNarrow ? NAME_WIDTH.narrow : NAME_WIDTH.wide,
        overflow: "truncate",
      },
    },
    series: series.map(({ name, values, colour }) => ({
      type: "bar",
      name,
      ...(options.isStacked && { stack: "all" }),
      barMaxWidth: options.isStacked || !isSeveral ? 18 : 12,
      cursor: options.canPick ? "pointer" : "default",
      itemStyle: { color: theme.series[colour % theme.series.length] ?? theme.ink },
      data: values.map((value, index) => ({ value, key: items[index]?.key })),
    })),
  });
}

/** The height that bars need. */
export function barsHeight(items: number, series = 1): number {
  return 48 + items * Math.max(34, 14 + 14 * series);
}
