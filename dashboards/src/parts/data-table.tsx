/** Tables of numbers, sorted by any column that can be. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useWords } from "../settings";

type SortKey = bigint | number | string | null | undefined;

export interface Column<R> {
  readonly key: string;
  readonly title: string;
  readonly isNumber?: boolean;
  /** Whether it holds running text and keeps some width on a phone. */
  readonly isWide?: boolean;
  /** Whether a phone leaves it out, because another column says the same there. */
  readonly isForDesktop?: boolean;
  readonly cell: (row: R) => ComponentChildren;
  /** What the column is sorted by; without it, it is not. */
  readonly sort?: (row: R) => SortKey;
}

interface Props<R> {
  readonly caption: string;
  /** Stands at the right above the table, where official tables state their unit. */
  readonly unit?: string;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  readonly rowKey: (row: R) => string;
  readonly rowClass?: (row: R) => string | undefined;
  /** Rows that close the table, in the order of print. */
  readonly footer?: readonly (readonly ComponentChildren[])[];
  readonly isCaptionHidden?: boolean;
}

const SHOWN = 60;

interface Order {
  readonly key: string;
  readonly isDescending: boolean;
}

export function DataTable<R>(props: Props<R>) {
  const { columns, rows, footer = [], caption, unit } = props;
  const { t, lang } = useWords();
  const [order, setOrder] = useState<Order>();
  const [isWhole, setWhole] = useState(false);
  const sortBy = columns.find((column) => column.key === order?.key)?.sort;
  const sorted = order && sortBy ? sort(rows, sortBy, order.isDescending, lang) : rows;
  const shown = isWhole ? sorted : sorted.slice(0, SHOWN);
  return (
    <div class="table-box">
      {(unit ?? !props.isCaptionHidden) && (
        <div class="table-head">
          {!props.isCaptionHidden && <span class="table-title">{caption}</span>}
          {unit && <span class="table-unit">{unit}</span>}
        </div>
      )}
      <div class="table-scroll" role="region" aria-label={caption} tabIndex={0}>
        <table aria-label={unit ? `${caption} (${unit})` : caption}>
          <thead>
            <tr>
              {columns.map((column) => (
                <Header key={column.key} column={column} order={order} onSort={setOrder} />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={props.rowKey(row)} class={props.rowClass?.(row)}>
                {columns.map((column, index) => (
                  <Cell key={column.key} isFirst={index === 0} column={column}>
                    {column.cell(row)}
                  </Cell>
                ))}
              </tr>
            ))}
          </tbody>
          {footer.length > 0 && (
            <tfoot>
              {footer.map((cells, line) => (
                <tr key={line}>
                  {cells.map((cell, index) => (
                    <Cell key={index} isFirst={index === 0} column={columns[index]}>
                      {cell}
                    </Cell>
                  ))}
                </tr>
              ))}
            </tfoot>
          )}
        </table>
      </div>
      {rows.length === 0 && <p class="empty">{t("no_match")}</p>}
      {rows.length > shown.length && (
        <button
          type="button"
          class="button"
          onClick={() => {
            setWhole(true);
          }}
        >
          {t("show_all", { n: rows.length })}
        </button>
      )}
    </div>
  );
}

type Look = Pick<Column<never>, "isNumber" | "isWide" | "isForDesktop">;

function styleOf(look: Look | undefined): string | undefined {
  const style = look?.isNumber ? "numeric" : look?.isWide ? "wide" : "";
  return [style, look?.isForDesktop && "for-desktop"].filter(Boolean).join(" ") || undefined;
}

interface CellProps {
  readonly isFirst: boolean;
  readonly column: Look | undefined;
  readonly children: ComponentChildren;
}

function Cell({ isFirst, column, children }: CellProps) {
  const style = styleOf(column);
  if (!isFirst) return <td class={style}>{children}</td>;
  return (
    <th scope="row" class={style}>
      {children}
    </th>
  );
}

interface HeaderProps<R> {
  readonly column: Column<R>;
  readonly order: Order | undefined;
  readonly onSort: (order: Order) => void;
}

function Header<R>({ column, order, onSort }: HeaderProps<R>) {
  const { t } = useWords();
  const style = styleOf(column);
  if (!column.sort) {
    return (
      <th scope="col" class={style}>
        {column.title}
      </th>
    );
  }
  const isChosen = order?.key === column.key;
  const direction = order?.isDescending ? "descending" : "ascending";
  return (
    <th scope="col" class={style} aria-sort={isChosen ? direction : "none"}>
      <button
        type="button"
        class="sort"
        title={t("sort_by", { column: column.title })}
        onClick={() => {
          onSort({ key: column.key, isDescending: isChosen ? !order.isDescending : Boolean(column.isNumber) });
        }}
      >
        {column.title}
      </button>
    </th>
  );
}

/** The rows in order; rows without a value come last either way. */
function sort<R>(rows: readonly R[], by: (row: R) => SortKey, isDescending: boolean, lang: string): R[] {
  const sign = isDescending ? -1 : 1;
  const words = new Intl.Collator(lang === "zh" ? "zh-Hans-CN" : "en", { numeric: true });
  return rows
    .map((row) => ({ row, value: by(row) ?? null }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
      if (typeof a.value === "string" || typeof b.value === "string") {
        return sign * words.compare(String(a.value), String(b.value));
      }
      return sign * (a.value < b.value ? -1 : a.value > b.value ? 1 : 0);
    })
    .map(({ row }) => row);
}
