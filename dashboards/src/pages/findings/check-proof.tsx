/** One check that fails: both sides with what each may stand for, and every term with its place. */
import type { Check, Term } from "../../data/findings";
import type { Decimal } from "../../number/decimal";
import { exactly } from "../../number/quantity";
import { type Column, DataTable } from "../../parts/data-table";
import { Place } from "../../parts/place";
import { useWords } from "../../settings";
import { Intervals } from "./intervals";

interface Props {
  readonly check: Check;
  readonly terms: readonly Term[];
  readonly heading: string;
  readonly suspect: string | null;
}

export function CheckProof({ check, terms, heading, suspect }: Props) {
  const { t, code, either } = useWords();
  const columns: readonly Column<Term>[] = [
    { key: "side", title: t("side"), cell: (term) => code("side", term.side) },
    {
      key: "term",
      title: t("term"),
      isWide: true,
      cell: (term) => (
        <>
          {term.label}
          <span class="second-line">
            {code("table", term.table_code)} · <span class="file-name">{term.file_name}</span> ·{" "}
            <Place document={term.document_id} page={term.page} line={term.line} figure={term.figure_id} />
          </span>
        </>
      ),
    },
    {
      key: "printed",
      title: t("printed"),
      isNumber: true,
      cell: (term) => (
        <>
          {term.printed_text}
          {term.times_printed_text && ` × ${term.times_printed_text}%`}
        </>
      ),
    },
    { key: "sign", title: t("sign"), isNumber: true, cell: (term) => `× ${term.multiplier}`.replace("-", "−") },
    {
      key: "value",
      title: t("term_value"),
      isNumber: true,
      cell: (term) => <Exact value={term.term_value} unit={term.unit} />,
    },
    {
      key: "interval",
      title: t("interval"),
      isNumber: true,
      cell: (term) => <Interval low={term.term_low} high={term.term_high} unit={term.unit} />,
    },
  ];
  const quotient = check.operator === "ratio" ? t("right_quotient") : t("right_side");
  return (
    <section class="proof">
      <h2>{heading}</h2>
      <p class="rule">
        {either(check.title_zh, check.title_en)}
        <span class="second-line">
          <code>{check.identity_id}</code> · {code("operator", check.operator)}
          {check.formula && (
            <>
              {" · "}
              <code>{check.formula}</code>
            </>
          )}
        </span>
      </p>
      <div class="sides">
        <Side name={t("left_side")} value={check.lhs} low={check.lhs_low} high={check.lhs_high} unit={check.unit} />
        <Side name={quotient} value={check.rhs} low={check.rhs_low} high={check.rhs_high} unit={check.unit} />
        <div class="side">
          <span class="side-name">{t("difference")}</span>
          <strong class="bad">
            <Exact value={check.difference} unit={check.unit} />
          </strong>
          <span class="second-line">
            {t("allowed")} <Exact value={check.allowed_difference} unit={check.unit} />
          </span>
        </div>
      </div>
      <Intervals check={check} />
      <DataTable
        caption={either(check.title_zh, check.title_en)}
        isCaptionHidden
        columns={columns}
        rows={terms}
        rowKey={(term) => String(term.term_order)}
        rowClass={(term) => (term.figure_id === suspect ? "suspect-row" : undefined)}
      />
    </section>
  );
}

interface SideProps {
  readonly name: string;
  readonly value: Decimal | null;
  readonly low: Decimal | null;
  readonly high: Decimal | null;
  readonly unit: string | null;
}

function Side({ name, value, low, high, unit }: SideProps) {
  const { t } = useWords();
  return (
    <div class="side">
      <span class="side-name">{name}</span>
      <strong>
        <Exact value={value} unit={unit} />
      </strong>
      <span class="second-line">
        {t("interval")} <Interval low={low} high={high} unit={unit} />
      </span>
    </div>
  );
}

/** A value to its last digit: a proof is no place for rounding. */
function Exact({ value, unit }: { readonly value: Decimal | null; readonly unit: string | null }) {
  return <span class="number">{value === null ? "—" : exactly(value, unit)}</span>;
}

function Interval({ low, high, unit }: Pick<SideProps, "low" | "high" | "unit">) {
  if (low === null || high === null) return <>—</>;
  if (low === high) return <Exact value={low} unit={unit} />;
  return (
    <>
      <Exact value={low} unit={null} /> … <Exact value={high} unit={null} />
    </>
  );
}
