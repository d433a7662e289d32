/** All departments with their years. */
import { useState } from "preact/hooks";
import { grouped } from "../../data/group";
import type { Site } from "../../data/sources";
import { type Column, DataTable } from "../../parts/data-table";
import { PageHead } from "../../parts/page-head";
import { SearchBox, matches } from "../../parts/search-box";
import { useSettings, useWords } from "../../settings";
import { departmentPath, yearName } from "../paths";

type DepartmentRow = Site["departments"]["rows"][number];

interface Department extends DepartmentRow {
  readonly years: readonly (number | null)[];
}

export function DepartmentList() {
  const { t, to, code, year } = useWords();
  const { site } = useSettings();
  const [wanted, setWanted] = useState("");
  const columns: readonly Column<Department>[] = [
    {
      key: "name",
      title: t("department"),
      isWide: true,
      cell: (row) => (
        <a class="name" dir="auto" href={to(departmentPath(row.department_id, row.years[0] ?? null))}>
          {row.department_name}
        </a>
      ),
      sort: (row) => row.department_name,
    },
    {
      key: "level",
      title: t("level"),
      cell: (row) => (row.administrative_level ? code("level", row.administrative_level) : "—"),
      sort: (row) => row.administrative_level,
    },
    { key: "region", title: t("region"), cell: (row) => row.region_name ?? "—", sort: (row) => row.region_code },
    {
      key: "years",
      title: t("years"),
      cell: (row) => (
        <span class="year-links">
          {row.years.map((each) => (
            <a key={yearName(each)} href={to(departmentPath(row.department_id, each))}>
              {year(each)}
            </a>
          ))}
        </span>
      ),
    },
  ];
  const rows = gathered(site.departments.rows).filter((row) =>
    matches(wanted, [row.department_name, row.region_name ?? "", row.region_code ?? ""]),
  );
  return (
    <>
      <PageHead title={t("departments")} lede={t("departments_lede")} />
      <SearchBox value={wanted} onChange={setWanted} />
      <DataTable
        caption={t("departments")}
        isCaptionHidden
        columns={columns}
        rows={rows}
        rowKey={(row) => row.department_id}
      />
    </>
  );
}

/** One row for each department, its years from the latest; a year that is not stated comes last. */
function gathered(rows: readonly DepartmentRow[]): Department[] {
  return [...grouped(rows, (row) => row.department_id).values()].flatMap((own) => {
    const [first] = own;
    return first ? [{ ...first, years: yearsOf(own) }] : [];
  });
}

/** The years of a department from the latest, an unstated one last. */
export function yearsOf(rows: readonly DepartmentRow[]): (number | null)[] {
  return rows.map((row) => row.fiscal_year).sort((a, b) => (b ?? 0) - (a ?? 0));
}
