/** Where the reader is: everything a page shows follows from the address, so that an address can be sent to others. */
import { useEffect, useState } from "preact/hooks";
import type { Lang } from "./words/text";

export interface Route {
  lang: Lang;
  /** The page and what it is about: `["department", "440113-…", "2023"]`. */
  path: readonly string[];
  /** What is chosen on the page. */
  query: URLSearchParams;
}

export type Query = Record<string, string | undefined>;

/** The route of an address's hash: `#/zh/department/440113-…/2023?code=201`. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?", 2);
  const [lang = "", ...rest] = path.split("/").map(decode);
  return { lang: lang === "en" ? "en" : "zh", path: rest.filter(Boolean), query: new URLSearchParams(query) };
}

/** The address of a page; choices that are undefined or empty are left out. */
export function href(lang: Lang, path: readonly string[], query: Query = {}): string {
  const chosen = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) chosen.set(name, value);
  const search = chosen.toString();
  return `#/${[lang, ...path].map(encodeURIComponent).join("/")}${search ? `?${search}` : ""}`;
}

/** The present route; the component is drawn again when it changes. */
export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => {
      setHash(location.hash);
    };
    addEventListener("hashchange", follow);
    return () => {
      removeEventListener("hashchange", follow);
    };
  }, []);
  return parseRoute(hash);
}

/** Changes what is chosen on the present page, without a step in the browser's history. */
export function choose(route: Route, change: Query): void {
  const query = { ...Object.fromEntries(route.query), ...change };
  location.replace(href(route.lang, route.path, query));
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // an address typed by hand: shown as it is
  }
}
