/** Questions to the warehouse itself, answered in the browser. */
import { useEffect, useRef, useState } from "preact/hooks";
import { columns } from "../../data/columns";
import { PageHead } from "../../parts/page-head";
import { WithData } from "../../parts/waiting";
import { type Route, choose } from "../../route";
import { useWords } from "../../settings";
import type { Answer } from "../../sql/engine";
import { EXAMPLES } from "../../sql/examples";
import { Runner, Stopped } from "../../sql/runner";
import { say } from "../../words/text";
import { AnswerTable } from "./answer-table";
import { Tables } from "./tables";

/** Rows that are fetched at most. */
const LIMIT = 50_000;
/** Seconds after which a query is stopped. */
const SECONDS = 60;

type State =
  | { readonly is: "idle" }
  | { readonly is: "running" }
  | { readonly is: "answered"; readonly answer: Answer; readonly milliseconds: number }
  | { readonly is: "failed"; readonly reason: string };

export function Sql({ route }: { readonly route: Route }) {
  const { t } = useWords();
  return (
    <>
      <PageHead title={t("sql_title")} lede={t("sql_lede")} />
      <Console route={route} />
      <section>
        <h2>{t("tables")}</h2>
        <WithData source={columns}>{(data) => <Tables rows={data.columns.rows} />}</WithData>
      </section>
    </>
  );
}

function Console({ route }: { readonly route: Route }) {
  const { t, lang } = useWords();
  const asked = route.query.get("q") ?? EXAMPLES[0]?.sql ?? "";
  const [sql, setSql] = useState(asked);
  const [state, setState] = useState<State>({ is: "idle" });
  const [runner] = useState(() => new Runner());
  useEffect(() => {
    setSql(asked);
  }, [asked]);
  useEffect(
    () => () => {
      runner.stop();
    },
    [runner],
  );
  const isRunning = state.is === "running";

  const run = async () => {
    if (isRunning || !sql.trim()) return;
    setState({ is: "running" });
    choose(route, { q: sql });
    const start = performance.now();
    try {
      const answer = await runner.ask(sql, LIMIT, SECONDS);
      setState({ is: "answered", answer, milliseconds: Math.round(performance.now() - start) });
    } catch (error) {
      setState({ is: "failed", reason: reasonOf(error) });
    }
  };
  const reasonOf = (error: unknown): string => {
    if (error instanceof Stopped) {
      return error.reason === "timeout" ? t("sql_timeout", { seconds: SECONDS }) : t("sql_cancelled");
    }
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n\n", 1);
    return `${reason}\n${t("sql_only_select")}`;
  };

  return (
    <form
      class="console"
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <label class="filter">
        <span>{t("sql_examples")}</span>
        <select
          value=""
          onChange={({ currentTarget }) => {
            const example = EXAMPLES.find((each) => each.key === currentTarget.value);
            if (example) setSql(example.sql);
          }}
        >
          <option value="">{t("sql_choose")}</option>
          {EXAMPLES.map((example) => (
            <option key={example.key} value={example.key}>
              {say(example.title, lang)}
            </option>
          ))}
        </select>
      </label>
      <label class="editor">
        <span>{t("sql_query")}</span>
        <textarea
          value={sql}
          rows={14}
          spellcheck={false}
          autocomplete="off"
          onInput={({ currentTarget }) => {
            setSql(currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              void run();
            }
          }}
        />
      </label>
      <div class="console-actions">
        <button type="submit" class="button primary" disabled={isRunning}>
          {t("sql_run")}
        </button>
        {isRunning && (
          <button
            type="button"
            class="button"
            onClick={() => {
              runner.stop();
            }}
          >
            {t("sql_cancel")}
          </button>
        )}
        <span class="hint">{t("sql_hint", { seconds: SECONDS })}</span>
      </div>
      <Outcome state={state} />
    </form>
  );
}

function Outcome({ state }: { readonly state: State }) {
  const { t } = useWords();
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (state.is === "answered") end.current?.scrollIntoView({ block: "nearest" });
  }, [state]);
  return (
    <div class="outcome">
      <div role="status">
        {state.is === "running" && <p class="waiting">{t("sql_running")}</p>}
        {state.is === "answered" && (
          <p ref={end} class="outcome-head">
            {t(state.answer.isCut ? "sql_rows_cut" : "sql_rows", {
              n: state.answer.rows.length,
              milliseconds: state.milliseconds,
            })}
          </p>
        )}
      </div>
      {state.is === "failed" && (
        <pre class="failure" role="alert">
          {state.reason}
        </pre>
      )}
      {state.is === "answered" && <AnswerTable answer={state.answer} />}
    </div>
  );
}
