/** What stands in the place of data that is not there yet, or could not be loaded. */
import type { ComponentChildren } from "preact";
import { type Loaded, type Source, useData } from "../data/load";
import { useWords } from "../settings";

interface Props<T> {
  readonly source: Source<T>;
  readonly children: (data: T) => ComponentChildren;
}

/** Shows its content once the file is loaded. */
export function WithData<T>({ source, children }: Props<T>) {
  const loaded = useData(source);
  return loaded.state === "ready" ? <>{children(loaded.data)}</> : <Waiting loaded={loaded} />;
}

export function Waiting({ loaded }: { readonly loaded: Exclude<Loaded<unknown>, { state: "ready" }> }) {
  const { t } = useWords();
  if (loaded.state === "loading") {
    return (
      <p class="waiting" role="status">
        {t("loading")}
      </p>
    );
  }
  return (
    <p class="failure" role="alert">
      {t("failed", { reason: loaded.reason })}
    </p>
  );
}
