/** The site's own data files, each asked for once. */
import { useEffect, useState } from "preact/hooks";

export type Loaded<T> =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly data: T }
  | { readonly state: "failed"; readonly reason: string };

/** A file of the site, and how to read it. */
export interface Source<T> {
  readonly path: string;
  readonly decode: (file: unknown) => T;
}

const asked = new Map<string, Promise<unknown>>();

/** The content of the file; a failure is not remembered, so that the next visit asks again. */
export function load<T>({ path, decode }: Source<T>): Promise<T> {
  let content = asked.get(path) as Promise<T> | undefined;
  if (!content) {
    content = read(path).then(decode);
    asked.set(path, content);
    content.catch(() => asked.delete(path));
  }
  return content;
}

/** The content of a file while a component shows it. */
export function useData<T>(source: Source<T>): Loaded<T> {
  const [found, setFound] = useState<{ path: string; loaded: Loaded<T> }>();
  useEffect(() => {
    let isCurrent = true;
    const show = (loaded: Loaded<T>) => {
      if (isCurrent) setFound({ path: source.path, loaded });
    };
    load(source).then(
      (data) => {
        show({ state: "ready", data });
      },
      (error: unknown) => {
        show({ state: "failed", reason: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [source.path]);
  return found?.path === source.path ? found.loaded : { state: "loading" };
}

async function read(path: string): Promise<unknown> {
  const answer = await fetch(`data/${path}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${answer.statusText}`);
  return answer.json();
}
