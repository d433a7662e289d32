import { Chart } from "../../charts/chart";
import { bars, barsHeight } from "../../charts/bars";
import type { DepartmentData } from "../../data/department";
import { pick } from "../../data/figures";
import { format, percent, sum } from "../../number/decimal";
import { forAxis, money } from "../../number/money";
import { Amount } from "../../parts/amount";
import { type Column, DataTable } from "../../parts/data-table";
import { FigureBox } from "../../parts/figure-box";
import { useSettings, useWords } from "../../settings";
import { inOrder } from "../../words/codes";
import { DisclosureTable, THREE_PUBLIC_SUBJECTS, subjectOf } from "./disclosures";

/** 三公 spending: what was allowed and what was spent, and how many trips, vehicles and guests that paid for. */
export function ThreePublic({ data }: { readonly data: DepartmentData }) {
  const { t, code, unitLine } = useWords();
  const { unit } = useSettings();
  const { rows, sql } = data.three_public;
  if (!rows.length) return null;
  const items = inOrder(
    "item",
    rows.map((row) => row.item),
  );
  const stages = inOrder(
    "document_stage",
    rows.map((row) => row.stage),
  );
  const of = (item: string | undefined, stage: string) =>
    rows.filter((row) => row.stage === stage && (item === undefined || row.item === item));
  const total = (item: string | undefined, stage: string) => sum(of(item, stage).map((row) => row.amount_cny));
  const amountOf = (label: string, item: string | undefined, stage: string) => {
    const own = of(item, stage);
    if (!own.length) return "—";
    const keys = own.map((row) => row.figure_id);
    return <Amount value={total(item, stage)} label={label} figures={pick(data.figures, keys)} />;
  };
  const completion = (item: string | undefined) => {
    const found = percent(total(item, "final"), total(item, "budget"));
    return found === undefined ? "—" : `${format(found, 1)}%`;
  };
  const option = bars(
    items.map((item) => ({
      key: item,
      name: code("item", item),
      lines: [
        { name: code("item", item), value: completion(item) },
        ...stages.map((stage) => ({ name: code("document_stage", stage), value: money(total(item, stage), unit) })),
      ],
    })),
    stages.map((stage, index) => ({
      name: code("document_stage", stage),
      colour: index === 0 ? 6 : 0,
      values: items.map((item) => forAxis(total(item, stage), unit)),
    })),
  );
  const columns: readonly Column<string>[] = [
    { key: "item", title: t("item"), isWide: true, cell: (item) => code("item", item) },
    ...stages.map((stage) => ({
      key: stage,
      title: code("document_stage", stage),
      isNumber: true,
      cell: (item: string) => amountOf(`${code("item", item)} ${code("document_stage", stage)}`, item, stage),
    })),
    { key: "completion", title: t("completion"), isNumber: true, cell: completion },
  ];
  const counts = data.disclosures.rows.filter((row) => THREE_PUBLIC_SUBJECTS.includes(subjectOf(row)));
  const title = t("three_public");
  return (
    <>
      <FigureBox
        title={title}
        sql={sql}
        unit={unitLine}
        chart={<Chart title={title} height={barsHeight(items.length, stages.length)} option={option} />}
        table={
          <DataTable
            caption={title}
            unit={unitLine}
            isCaptionHidden
            columns={columns}
            rows={items}
            rowKey={(item) => item}
            footer={[
              [
                t("total"),
                ...stages.map((stage) => amountOf(`${t("total")} ${code("document_stage", stage)}`, undefined, stage)),
                completion(undefined),
              ],
            ]}
          />
        }
      />
      {counts.length > 0 && (
        <FigureBox
          title={t("trips")}
          level={3}
          sql={data.disclosures.sql}
          table={<DisclosureTable caption={t("trips")} rows={counts} figures={data.figures} />}
        />
      )}
    </>
  );
}
