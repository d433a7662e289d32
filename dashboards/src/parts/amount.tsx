/** Numbers that lead to where they were printed. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Figure, Suspect } from "../data/figures";
import type { Decimal } from "../number/decimal";
import { inYuan, money } from "../number/money";
import { useSettings, useWords } from "../settings";

/** A number as shown, and the printed figures it comes from; none where it is calculated from others. */
export interface Traced {
  readonly label: string;
  readonly shown: string;
  readonly figures: readonly Figure[];
  /** Those of them that findings suspect. */
  readonly suspects: readonly Suspect[];
}

export const TraceContext = createContext<(traced: Traced) => void>(() => undefined);

/** The figures of the page that findings suspect. */
export const SuspectsContext = createContext<readonly Suspect[]>([]);

interface AmountProps {
  readonly value: Decimal | null | undefined;
  /** What the amount is of, for the dialog. */
  readonly label: string;
  readonly figures?: readonly Figure[];
  /** The page where its figures are, in the place of the figures themselves. */
  readonly href?: string;
}

/** An amount of money in the reader's unit; the exact yuan shows on hover and in the dialog. */
export function Amount({ value, label, figures, href }: AmountProps) {
  const { lang, unit } = useSettings();
  if (value === null || value === undefined) return <span class="absent">—</span>;
  const exact = inYuan(value, lang);
  const shown = money(value, unit);
  if (href) {
    return (
      <a class="number" href={href} title={exact}>
        {shown}
      </a>
    );
  }
  return <Number label={label} shown={shown} exact={exact} {...(figures && { figures })} />;
}

interface NumberProps {
  readonly label: string;
  readonly shown: string;
  /** Said on hover and in the dialog, in place of what is shown. */
  readonly exact: string;
  readonly figures?: readonly Figure[];
}

/** A number; with figures it is a button that shows where it comes from, and is marked if a finding suspects one. */
export function Number({ label, shown, exact, figures }: NumberProps) {
  const trace = useContext(TraceContext);
  const known = useContext(SuspectsContext);
  const { t } = useWords();
  if (!figures) {
    return (
      <span class="number" title={exact}>
        {shown}
      </span>
    );
  }
  const suspects = known.filter((suspect) => figures.some((figure) => figure.figure_id === suspect.figure_id));
  return (
    <button
      type="button"
      class={suspects.length ? "number suspect" : "number"}
      title={suspects.length ? `${exact} · ${t("suspected")}` : exact}
      aria-label={t(suspects.length ? "source_open_suspected" : "source_open", { shown, amount: exact })}
      onClick={() => {
        trace({ label, shown: exact, figures, suspects });
      }}
    >
      {shown}
    </button>
  );
}
