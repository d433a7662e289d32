/** A row of a few numbers that matter most. */
import type { ComponentChildren } from "preact";

export interface Fact {
  readonly name: string;
  readonly value: ComponentChildren;
  readonly unit?: string;
  readonly note?: ComponentChildren;
}

export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map((fact) => (
        <div key={fact.name} class="fact">
          <dt>{fact.name}</dt>
          <dd>
            <span class="fact-value">{fact.value}</span>
            {fact.unit && <span class="fact-unit"> {fact.unit}</span>}
          </dd>
          {fact.note && <dd class="fact-note">{fact.note}</dd>}
        </div>
      ))}
    </dl>
  );
}
