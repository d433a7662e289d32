/** Which page an address is. */
import type { VNode } from "preact";
import type { Route } from "../route";
import { Compare } from "./compare/compare";
import { Department } from "./department/department";
import { DepartmentList } from "./department/department-list";
import { Document } from "./documents/document";
import { Documents } from "./documents/documents";
import { Finding } from "./findings/finding";
import { Findings } from "./findings/findings";
import { NotFound } from "./not-found";
import { Performance } from "./projects/performance";
import { Projects } from "./projects/projects";
import { Sql } from "./sql/sql";
import { Overview } from "./overview";

export function pageOf(route: Route): VNode {
  const [name, about] = route.path;
  switch (name) {
    case undefined:
      return <Overview />;
    case "department":
      return about ? <Department route={route} /> : <DepartmentList />;
    case "documents":
      return <Documents route={route} />;
    case "document":
      return <Document key={about} route={route} />;
    case "findings":
      return <Findings route={route} />;
    case "finding":
      return <Finding key={route.path.join("/")} route={route} />;
    case "projects":
      return about ? <Projects route={route} /> : <Performance />;
    case "compare":
      return <Compare route={route} />;
    case "sql":
      return <Sql route={route} />;
    default:
      return <NotFound />;
  }
}
