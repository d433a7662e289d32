/** Departments beside each other, and years beside each other. */
import { type MeasureRow, compare } from "../../data/compare";
import { Choice, Filters } from "../../parts/filters";
import { PageHead } from "../../parts/page-head";
import { SearchBox, matches } from "../../parts/search-box";
import { WithData } from "../../parts/waiting";
import { type Route, choose } from "../../route";
import { useSettings, useWords } from "../../settings";
import { inOrder } from "../../words/codes";
import { yearName } from "../paths";
import { Composition } from "./composition";
import { Departments } from "./departments";
import { Years } from "./years";

type Data = ReturnType<typeof compare.decode>;

export function Compare({ route }: { readonly route: Route }) {
  const { t } = useWords();
  return (
    <>
      <PageHead title={t("compare_title")} lede={t("compare_lede")} />
      <WithData source={compare}>{(data) => <Contents data={data} route={route} />}</WithData>
    </>
  );
}

function Contents({ data, route }: { readonly data: Data; readonly route: Route }) {
  const { t, measure: measureName, year } = useWords();
  const { site } = useSettings();
  const { rows, sql } = data.measures;
  const names = new Map(site.departments.rows.map((row) => [row.department_id, row.department_name]));
  const name = (id: string) => names.get(id) ?? id;
  const measures = inOrder(
    "measure",
    rows.map((row) => row.measure),
  );
  const years = [...new Set(rows.map((row) => row.fiscal_year))].sort((a, b) => (b ?? 0) - (a ?? 0));
  const measure = route.query.get("measure") ?? measures[0] ?? "";
  // At first the year that most departments can be compared in, of several the latest.
  const departmentsOf = (each: number | null) =>
    rows.filter((row) => row.measure === measure && row.fiscal_year === each);
  const [fullest] = [...years].sort((a, b) => departmentsOf(b).length - departmentsOf(a).length);
  const present = route.query.get("year") ?? yearName(fullest ?? null);
  const wanted = route.query.get("q") ?? "";
  const chosen = rows.filter((row) => row.measure === measure && matches(wanted, [name(row.department_id)]));
  const ofYear = chosen.filter((row) => yearName(row.fiscal_year) === present);
  if (!rows.length) return <p class="empty">{t("none")}</p>;
  return (
    <>
      <Filters count={ofYear.length} of={departmentsIn(rows)}>
        <Choice
          name="measure"
          title={t("measure")}
          route={route}
          hasAll={false}
          preset={measure}
          options={measures.map((value) => ({ value, name: measureName(value) }))}
        />
        <Choice
          name="year"
          title={t("year")}
          route={route}
          hasAll={false}
          preset={present}
          options={years.map((each) => ({ value: yearName(each), name: year(each) }))}
        />
        <SearchBox
          value={wanted}
          onChange={(q) => {
            choose(route, { q });
          }}
        />
      </Filters>
      <Departments rows={ofYear} title={measureName(measure)} sql={sql} name={name} />
      <Years rows={chosen} title={measureName(measure)} sql={sql} name={name} />
      <Composition
        rows={data.functions.rows.filter(
          (row) => yearName(row.fiscal_year) === present && matches(wanted, [name(row.department_id)]),
        )}
        sql={data.functions.sql}
        name={name}
      />
    </>
  );
}

function departmentsIn(rows: readonly MeasureRow[]): number {
  return new Set(rows.map((row) => row.department_id)).size;
}
