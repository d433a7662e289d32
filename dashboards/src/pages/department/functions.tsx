import { Chart } from "../../charts/chart";
import { bars, barsHeight } from "../../charts/bars";
import type { DepartmentData, ExpenditureRow } from "../../data/department";
import { grouped } from "../../data/group";
import { pick } from "../../data/figures";
import { type Decimal, format, percent, sum } from "../../number/decimal";
import { forAxis, money } from "../../number/money";
import { Amount } from "../../parts/amount";
import { type Column, DataTable } from "../../parts/data-table";
import { FigureBox } from "../../parts/figure-box";
import { type Route, choose } from "../../route";
import { useSettings, useWords } from "../../settings";
import { inOrderOf } from "../../words/order";

interface Group {
  readonly code: string;
  readonly rows: readonly ExpenditureRow[];
  readonly total: Decimal;
  /** Whether it is made of others. */
  readonly canOpen: boolean;
}

/** Expenditure down the functional hierarchy: 类, 款, 项. */
export function Functions({ data, route }: { readonly data: DepartmentData; readonly route: Route }) {
  const { t, notes, to, type, unitLine } = useWords();
  const { unit, site } = useSettings();
  const { rows, sql } = data.expenditure;
  if (!rows.length) return null;

  const wanted = route.query.get("code") ?? "";
  const above = data.classes.has(wanted) ? wanted : "";
  const inside = rows.filter((row) => row.functional_code.startsWith(above));
  const groups = childrenOf(above, inside, [...data.classes.keys()]);
  const whole = sum(inside.map((row) => row.amount_cny));
  const types = inOrderOf(
    site.expenditure_types,
    inside.map((row) => row.expenditure_type),
  );
  const name = (code: string) => data.classes.get(code) ?? code;
  const of = (group: Group, code: string) => group.rows.filter((row) => row.expenditure_type === code);
  const share = (value: Decimal) => {
    const found = percent(value, whole);
    return found === undefined ? "—" : `${format(found, 2)}%`;
  };
  const open = (code: string) => {
    choose(route, { code });
  };

  const option = bars(
    groups.map((group) => ({
      key: group.canOpen ? group.code : "",
      name: `${group.code} ${name(group.code)}`,
      lines: [
        { name: name(group.code), value: `${money(group.total, unit)} · ${share(group.total)}` },
        ...types.map((code) => ({
          name: type(code),
          value: money(sum(of(group, code).map((row) => row.amount_cny)), unit),
        })),
      ],
    })),
    types.map((code, index) => ({
      name: type(code),
      colour: index,
      values: groups.map((group) => forAxis(sum(of(group, code).map((row) => row.amount_cny)), unit)),
    })),
    { isStacked: true, canPick: true },
  );
  const amountOf = (label: string, own: readonly ExpenditureRow[]) => (
    <Amount
      value={sum(own.map((row) => row.amount_cny))}
      label={label}
      figures={pick(
        data.figures,
        own.map((row) => row.figure_id),
      )}
    />
  );
  const columns: readonly Column<Group>[] = [
    { key: "code", title: t("code"), cell: (group) => group.code, sort: (group) => group.code },
    {
      key: "name",
      title: t("name"),
      isWide: true,
      cell: (group) =>
        group.canOpen ? (
          <a href={to(route.path, { ...Object.fromEntries(route.query), code: group.code })}>{name(group.code)}</a>
        ) : (
          name(group.code)
        ),
    },
    ...types.map((code) => ({
      key: code,
      title: type(code),
      isNumber: true,
      cell: (group: Group) => amountOf(`${name(group.code)} ${type(code)}`, of(group, code)),
    })),
    {
      key: "total",
      title: t("total"),
      isNumber: true,
      cell: (group) => amountOf(name(group.code), group.rows),
      sort: (group) => group.total,
    },
    {
      key: "share",
      title: t("share"),
      isNumber: true,
      cell: (group) => share(group.total),
      sort: (group) => group.total,
    },
  ];
  const printed = above ? [] : data.totals.rows.filter((row) => row.measure === "expenditure_of_year");
  const title = t("by_function");
  const blanks = types.map(() => "");
  return (
    <FigureBox
      title={title}
      sql={sql}
      unit={unitLine}
      note={notes("by_function_note", "rounding_note")}
      chart={
        <>
          <Breadcrumb code={above} name={name} known={data.classes} route={route} />
          <Chart
            title={title}
            height={barsHeight(groups.length)}
            option={option}
            onPick={(code) => {
              if (code) open(code);
            }}
          />
        </>
      }
      table={
        <>
          <Breadcrumb code={above} name={name} known={data.classes} route={route} />
          <DataTable
            caption={above ? name(above) : title}
            unit={unitLine}
            isCaptionHidden
            columns={columns}
            rows={groups}
            rowKey={(group) => group.code}
            footer={[
              [
                t("total"),
                "",
                ...types.map((code) =>
                  amountOf(
                    `${t("total")} ${type(code)}`,
                    inside.filter((row) => row.expenditure_type === code),
                  ),
                ),
                amountOf(t("total"), inside),
                "",
              ],
              ...printed.map((row) => [
                t("printed_total"),
                "",
                ...blanks,
                <Amount
                  key="printed"
                  value={row.amount_cny}
                  label={t("printed_total")}
                  figures={pick(data.figures, [row.figure_id])}
                />,
                "",
              ]),
            ]}
          />
        </>
      }
    />
  );
}

interface BreadcrumbProps {
  readonly code: string;
  readonly name: (code: string) => string;
  readonly known: ReadonlyMap<string, string>;
  readonly route: Route;
}

function Breadcrumb({ code, name, known, route }: BreadcrumbProps) {
  const { t, to } = useWords();
  const above = [...known.keys()].filter((other) => other !== code && code.startsWith(other)).sort();
  const link = (target: string) => to(route.path, { ...Object.fromEntries(route.query), code: target });
  return (
    <nav class="breadcrumb" aria-label={t("path")}>
      <ol>
        <li>{code ? <a href={link("")}>{t("whole")}</a> : <span aria-current="true">{t("whole")}</span>}</li>
        {above.map((other) => (
          <li key={other}>
            <a href={link(other)}>{name(other)}</a>
          </li>
        ))}
        {code && (
          <li>
            <span aria-current="true">{name(code)}</span>
          </li>
        )}
      </ol>
    </nav>
  );
}

/** The groups next below `above`, the largest first. */
function childrenOf(above: string, rows: readonly ExpenditureRow[], known: readonly string[]): Group[] {
  const digits = Math.min(...known.map((code) => code.length).filter((length) => length > above.length));
  return [...grouped(rows, (row) => row.functional_code.slice(0, digits))]
    .map(([code, own]) => ({
      code,
      rows: own,
      total: sum(own.map((row) => row.amount_cny)),
      canOpen: own.some((row) => row.functional_code.length > code.length),
    }))
    .sort((a, b) => (a.total === b.total ? a.code.localeCompare(b.code) : a.total < b.total ? 1 : -1));
}
