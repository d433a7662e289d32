/** Which page an address is. */
import type { VNode } from "preact";
import type { Route } from "../route";
import { NotFound } from "./not-found";
import { Overview } from "./overview";

export function pageOf(route: Route): VNode {
  const [name] = route.path;
  switch (name) {
    case undefined:
      return <Overview />;
    default:
      return <NotFound />;
  }
}
