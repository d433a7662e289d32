import type { Decimal } from "../../number/decimal";
import { exactly, quantity } from "../../number/quantity";
import { useSettings, useWords } from "../../settings";

interface Props {
  readonly stated: Decimal | null;
  readonly expected: Decimal | null;
  readonly unit: string | null;
}

/** What is stated, and below it what was to be expected. */
export function Values({ stated, expected, unit }: Props) {
  return (
    <>
      <Value value={stated} unit={unit} />
      <span class="expected">
        <Value value={expected} unit={unit} />
      </span>
    </>
  );
}

interface ValueProps {
  readonly value: Decimal | null;
  readonly unit: string | null;
}

/** A value in the reader's unit; on hover to the last digit. */
export function Value({ value, unit }: ValueProps) {
  const { unit: moneyUnit } = useSettings();
  const { lang } = useWords();
  if (value === null) return <span class="absent">—</span>;
  return (
    <span class="number" title={exactly(value, unit)}>
      {quantity(value, unit, moneyUnit, lang)}
    </span>
  );
}
