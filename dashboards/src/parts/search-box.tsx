/** A box to narrow a list by words. */
import { useWords } from "../settings";

interface Props {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function SearchBox({ value, onChange }: Props) {
  const { t } = useWords();
  return (
    <label class="filter">
      <span>{t("search")}</span>
      <input
        type="search"
        value={value}
        onInput={({ currentTarget }) => {
          onChange(currentTarget.value);
        }}
      />
    </label>
  );
}

/** Whether each word of `wanted` is in one of the texts. */
export function matches(wanted: string, texts: readonly string[]): boolean {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => texts.some((text) => text.toLowerCase().includes(word)));
}
