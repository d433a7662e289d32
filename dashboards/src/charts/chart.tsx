/** A chart drawn by ECharts, in words for those who do not see it. */
import type { EChartsOption } from "echarts";
import type { EChartsType } from "echarts/core";
import { useEffect, useRef } from "preact/hooks";
import { useSettings, useWords } from "../settings";
import { type Theme, themeOf } from "./theme";

interface Props {
  readonly title: string;
  /** Height in pixels, on a wide and on a narrow page. */
  readonly height: number | ((isNarrow: boolean) => number);
  readonly option: (theme: Theme) => EChartsOption;
  /** Called with the key of the item that was clicked, where items have one. */
  readonly onPick?: (key: string) => void;
}

export function Chart({ title, height, option, onPick }: Props) {
  const { unit } = useSettings();
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>();
  const draw = () => {
    const element = box.current;
    // A hidden chart has no width; it is drawn when it is shown.
    if (!chart.current || !element?.clientWidth) return;
    const theme = themeOf(element, unit);
    element.style.height = `${typeof height === "number" ? height : height(theme.isNarrow)}px`;
    chart.current.resize();
    chart.current.setOption({ ...base(theme), ...option(theme) }, { notMerge: true });
  };
  const latest = useRef({ draw, onPick });
  latest.current = { draw, onPick };

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let isGone = false;
    const watch = new ResizeObserver(() => {
      latest.current.draw();
    });
    void import("./echarts").then(({ init }) => {
      if (isGone) return;
      chart.current = init(element);
      chart.current.on("click", ({ data }) => {
        const key = (data as { key?: unknown } | undefined)?.key;
        if (typeof key === "string") latest.current.onPick?.(key);
      });
      watch.observe(element);
    });
    return () => {
      isGone = true;
      watch.disconnect();
      chart.current?.dispose();
      chart.current = undefined;
    };
  }, []);
  useEffect(draw, [option, height, unit]);

  return <div ref={box} class="chart" role="img" aria-label={t("chart_of", { title })} />;
}

function base(theme: Theme): EChartsOption {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    animation: !isStill,
    animationDuration: 300,
    textStyle: { fontFamily: theme.font, color: theme.ink, fontSize: 13 },
    color: [...theme.series],
  };
}
