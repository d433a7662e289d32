/** One finding with its evidence, so that a person can redo it by hand. */
import { type Evidence, type Finding as FindingRow, type Term, evidenceSource } from "../../data/findings";
import { parseDecimal } from "../../number/decimal";
import { quantity } from "../../number/quantity";
import { PageHead } from "../../parts/page-head";
import { Place } from "../../parts/place";
import { WithData } from "../../parts/waiting";
import { SqlText } from "../../parts/figure-box";
import type { Route } from "../../route";
import { useSettings, useWords } from "../../settings";
import { NotFound } from "../not-found";
import { CheckProof } from "./check-proof";
import { Passage } from "./passage";
import { Severity } from "./severity";
import { Value } from "./values";

export function Finding({ route }: { readonly route: Route }) {
  const [, document = "", id = ""] = route.path;
  return (
    <WithData source={evidenceSource(document)}>
      {(evidence) => {
        const finding = evidence.findings.rows.find((row) => row.finding_id === id);
        return finding ? <Contents document={document} finding={finding} evidence={evidence} /> : <NotFound />;
      }}
    </WithData>
  );
}

interface ContentsProps {
  readonly document: string;
  readonly finding: FindingRow;
  readonly evidence: Evidence;
}

function Contents({ document, finding, evidence }: ContentsProps) {
  const { t, either, code } = useWords();
  const ids = (finding.check_ids ?? "").split("\n");
  const checks = evidence.checks.rows.filter((check) => ids.includes(check.check_id));
  const named = checks.find((check) => check.identity_id === finding.identity_id) ?? checks[0];
  const title = named ? either(named.title_zh, named.title_en) : finding.identity_id;
  return (
    <>
      <PageHead
        eyebrow={
          <>
            <Severity code={finding.severity} /> {finding.hypothesis && code("hypothesis", finding.hypothesis)}
          </>
        }
        title={title}
        lede={either(finding.message_zh, finding.message)}
      />
      <Suspect document={document} finding={finding} terms={evidence.terms.rows} />
      {checks.map((check, index) => (
        <CheckProof
          key={check.check_id}
          check={check}
          terms={evidence.terms.rows.filter((term) => term.check_id === check.check_id)}
          heading={checks.length > 1 ? t("check_n", { n: index + 1, of: checks.length }) : t("evidence")}
          suspect={finding.suspected_figure_id}
        />
      ))}
      <Passage document={document} finding={finding} />
      <details class="query">
        <summary>{t("view_sql")}</summary>
        <SqlText sql={evidence.terms.sql} />
      </details>
    </>
  );
}

interface SuspectProps {
  readonly document: string;
  readonly finding: FindingRow;
  readonly terms: readonly Term[];
}

/** The figure to blame, or those of which any may be. */
function Suspect({ document, finding, terms }: SuspectProps) {
  const { t, to, code, lang } = useWords();
  const { unit: money } = useSettings();
  const { suspected_figure_id: figure, unit } = finding;
  const others = (finding.alternatives ?? "").split(", ").filter(Boolean);
  const label = [finding.row_label, finding.column_label].filter(Boolean).join(" / ");
  return (
    <dl class="particulars">
      <dt>{t("stated")}</dt>
      <dd>
        <Value value={finding.stated_value} unit={unit} />
      </dd>
      <dt>{t("expected")}</dt>
      <dd>
        <Value value={finding.expected_value} unit={unit} />
      </dd>
      <dt>{t("suspected_cell")}</dt>
      <dd>
        {figure ? (
          <>
            {label} <strong class="bad">{finding.printed_text}</strong>{" "}
            <span class="second-line">
              {finding.table_code && `${code("table", finding.table_code)} · `}
              <Place document={document} page={finding.page} line={finding.line} figure={figure} />
            </span>
          </>
        ) : (
          t("no_suspect")
        )}
      </dd>
      {finding.suggested_value !== null && (
        <>
          <dt>{t("suggested")}</dt>
          <dd>
            <Value value={finding.suggested_value} unit={unit} />
          </dd>
        </>
      )}
      {others.length > 0 && (
        <>
          <dt>{t("alternatives")}</dt>
          <dd>
            <ul class="alternatives">
              {others.map((other) => {
                const [key = "", value = ""] = other.split("=", 2);
                const term = terms.find((each) => each.figure_id === key);
                return (
                  <li key={other}>
                    {term && `${term.label ?? ""} ${term.printed_text ?? ""} `}
                    {value &&
                      t("would_be", { value: quantity(parseDecimal(value), term?.unit ?? unit, money, lang) })}{" "}
                    <a href={to(["document", term?.document_id ?? document], { figure: key })}>{t("to_document")}</a>
                  </li>
                );
              })}
            </ul>
          </dd>
        </>
      )}
    </dl>
  );
}
