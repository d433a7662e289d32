import { Chart } from "../../charts/chart";
import { type FlowNode, sankey } from "../../charts/sankey";
import type { DepartmentData } from "../../data/department";
import { pick } from "../../data/figures";
import { money } from "../../number/money";
import { Amount } from "../../parts/amount";
import { type Column, DataTable } from "../../parts/data-table";
import { FigureBox } from "../../parts/figure-box";
import { useSettings, useWords } from "../../settings";
import { type Link, flowOfAllMoney, flowOfAppropriations, nodes } from "./flow";

/** Room for a class in the middle, in pixels. */
const CLASS_HEIGHT = 44;

export function Flow({ data }: { readonly data: DepartmentData }) {
  const { t, notes, source, fund, type, unitLine, lang } = useWords();
  const { unit } = useSettings();
  const hasRevenue = data.revenue.rows.length > 0;
  const links = hasRevenue
    ? flowOfAllMoney(data.revenue.rows, data.expenditure.rows)
    : flowOfAppropriations(data.appropriation.rows);
  if (!links.length) return null;

  const nameOf = (key: string) => {
    if (key === nodes.drawn) return t("drawn");
    if (key === nodes.added) return t("added");
    const [kind, code = ""] = key.split(/:(.*)/s, 2);
    if (kind === "source") return source(code);
    if (kind === "fund") return fund(code);
    return kind === "type" ? type(code) : (data.classes.get(code) ?? code);
  };
  const keys = [...new Set(links.flatMap((link) => [link.source, link.target]))];
  const flowNodes = keys.map((key): FlowNode => {
    const column = key.startsWith("class:") ? 1 : key.startsWith("type:") || key === nodes.added ? 2 : 0;
    const peers = keys.filter((other) => other.split(":")[0] === key.split(":")[0]);
    return { key, name: nameOf(key), column, colour: column === 1 ? 6 : peers.indexOf(key) + (column ? 2 : 0) };
  });
  const amount = (value: bigint) => money(value, unit);
  const option = sankey(
    flowNodes,
    links.map(({ source: from, target, value }) => ({
      source: from,
      target,
      value,
      lines: [{ name: `${nameOf(from)} → ${nameOf(target)}`, value: amount(value) }],
    })),
    amount,
    unit,
  );
  const title = t("flow");
  const columns: readonly Column<Link>[] = [
    {
      key: "from",
      title: t("flow_from"),
      isWide: true,
      cell: (link) => nameOf(link.source),
      sort: (link) => nameOf(link.source),
    },
    {
      key: "to",
      title: t("flow_to"),
      isWide: true,
      cell: (link) => nameOf(link.target),
      sort: (link) => nameOf(link.target),
    },
    {
      key: "amount",
      title: t("amount"),
      isNumber: true,
      cell: (link) => (
        <Amount
          value={link.value}
          label={`${nameOf(link.source)} → ${nameOf(link.target)}`}
          figures={pick(data.figures, link.figures)}
        />
      ),
      sort: (link) => link.value,
    },
  ];
  const classes = keys.filter((key) => key.startsWith("class:")).length;
  return (
    <FigureBox
      title={title}
      sql={hasRevenue ? `${data.revenue.sql};\n\n${data.expenditure.sql}` : data.appropriation.sql}
      unit={unitLine}
      note={notes(hasRevenue ? "flow_note" : "flow_note_funds", "rounding_note")}
      chart={<Chart title={title} height={Math.max(300, 80 + classes * CLASS_HEIGHT)} option={option} />}
      table={
        <DataTable
          caption={title}
          unit={unitLine}
          isCaptionHidden
          columns={columns}
          rows={links}
          rowKey={(link) => `${link.source} ${link.target} ${lang}`}
        />
      }
    />
  );
}
