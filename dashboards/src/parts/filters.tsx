/** Choices that narrow a list; what is chosen stands in the address. */
import type { ComponentChildren } from "preact";
import { type Route, choose } from "../route";
import { useWords } from "../settings";

interface FiltersProps {
  readonly count: number;
  readonly of: number;
  readonly children: ComponentChildren;
}

export function Filters({ count, of, children }: FiltersProps) {
  const { t } = useWords();
  return (
    <search class="filters">
      {children}
      <p class="filter-count" role="status">
        {t("filter_count", { count, of })}
      </p>
    </search>
  );
}

interface ChoiceProps {
  /** Its name in the address. */
  readonly name: string;
  readonly title: string;
  readonly options: readonly { readonly value: string; readonly name: string }[];
  readonly route: Route;
  /** Whether nothing need be chosen. */
  readonly hasAll?: boolean;
  /** What is chosen, where the address does not say. */
  readonly preset?: string;
}

export function Choice({ name, title, options, route, hasAll = true, preset = "" }: ChoiceProps) {
  const { t } = useWords();
  return (
    <label class="filter">
      <span>{title}</span>
      <select
        value={route.query.get(name) ?? preset}
        onChange={({ currentTarget }) => {
          choose(route, { [name]: currentTarget.value });
        }}
      >
        {hasAll && <option value="">{t("all")}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
    </label>
  );
}
