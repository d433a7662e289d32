/** One department in one year. */
import { type DepartmentData, departmentSource, kindsOf, ofKind } from "../../data/department";
import { pick } from "../../data/figures";
import { Amount, SuspectsContext } from "../../parts/amount";
import { Facts } from "../../parts/facts";
import { PageHead } from "../../parts/page-head";
import { WithData } from "../../parts/waiting";
import { type Route, choose } from "../../route";
import { useSettings, useWords } from "../../settings";
import { inOrder } from "../../words/codes";
import { NotFound } from "../not-found";
import { departmentPath, yearName } from "../paths";
import { Balances } from "./balances";
import { BudgetStages } from "./budget-stages";
import { yearsOf } from "./department-list";
import { Disclosures } from "./disclosures";
import { Documents } from "./documents";
import { Economic } from "./economic";
import { Flow } from "./flow-figure";
import { Funds } from "./funds";
import { Functions } from "./functions";
import { ThreePublic } from "./three-public";

export function Department({ route }: { readonly route: Route }) {
  const { site } = useSettings();
  const { code, to, year, t } = useWords();
  const [, id = "", chosen] = route.path;
  const own = site.departments.rows.filter((row) => row.department_id === id);
  const [department] = own;
  const years = yearsOf(own);
  const present = chosen ?? yearName(years[0] ?? null);
  if (!department || !years.some((each) => yearName(each) === present)) return <NotFound />;
  const { department_name: name, region_name: region, administrative_level: level } = department;
  return (
    <>
      <PageHead eyebrow={[region, level && code("level", level)].filter(Boolean).join(" · ")} title={name} />
      <nav class="tabs" aria-label={t("years")}>
        {years.map((each) => (
          <a
            key={yearName(each)}
            href={to(departmentPath(id, each))}
            aria-current={yearName(each) === present ? "page" : undefined}
          >
            {each === null ? year(each) : t("year_of", { year: each })}
          </a>
        ))}
      </nav>
      <WithData source={departmentSource(id, present)}>
        {(data) => <Contents key={`${id} ${present}`} data={data} route={route} department={id} year={present} />}
      </WithData>
    </>
  );
}

interface ContentsProps {
  readonly data: DepartmentData;
  readonly route: Route;
  readonly department: string;
  readonly year: string;
}

function Contents({ data, route, department, year }: ContentsProps) {
  const { t, to } = useWords();
  const kinds = inOrder("document_kind", kindsOf(data));
  const kind = kinds.find((each) => each === route.query.get("basis")) ?? kinds[0];
  const shown = kind ? ofKind(data, kind) : data;
  return (
    <SuspectsContext.Provider value={data.suspects.rows}>
      {kinds.length > 1 && <Basis kinds={kinds} chosen={kind} route={route} />}
      {kind ? <Totals data={shown} /> : <p class="empty">{t("no_accounts_note")}</p>}
      <p class="page-links">
        <a href={to(["projects", department])}>{t("to_projects")}</a>
        <a href={to(["findings"], { department, year })}>{t("to_findings")}</a>
      </p>
      <Flow data={shown} />
      <Functions data={shown} route={route} />
      <Funds data={shown} />
      <Economic data={shown} />
      <ThreePublic data={shown} />
      <BudgetStages data={data} />
      <Balances data={shown} />
      <Disclosures data={shown} />
      <Documents data={data} />
    </SuspectsContext.Provider>
  );
}

interface BasisProps {
  readonly kinds: readonly string[];
  readonly chosen: string | undefined;
  readonly route: Route;
}

/** Which kind of document the figures are from, where several were loaded: final accounts, a budget. */
function Basis({ kinds, chosen, route }: BasisProps) {
  const { t, code } = useWords();
  return (
    <div class="basis" role="group" aria-label={t("basis")}>
      <span>{t("basis")}</span>
      <div class="views">
        {kinds.map((kind) => (
          <button
            key={kind}
            type="button"
            aria-pressed={kind === chosen}
            onClick={() => {
              choose(route, { basis: kind });
            }}
          >
            {code("document_kind", kind)}
          </button>
        ))}
      </div>
    </div>
  );
}

function Totals({ data }: { readonly data: DepartmentData }) {
  const { code, unitName } = useWords();
  const told = new Set(data.totals.rows.map((row) => row.measure));
  // Totals with what is carried over only where the year's own are not printed, as in budgets.
  const left = told.has("revenue_of_year") ? ["total_income", "total_expenditure"] : [];
  const measures = inOrder("total", told).filter((measure) => !left.includes(measure));
  const facts = measures.map((measure) => {
    const rows = data.totals.rows.filter((row) => row.measure === measure);
    const [first] = rows;
    const name = code("total", measure);
    return {
      name,
      unit: unitName,
      value: <Amount value={first?.amount_cny} label={name} figures={pick(data.figures, [first?.figure_id ?? null])} />,
    };
  });
  return facts.length ? <Facts facts={facts} /> : null;
}
