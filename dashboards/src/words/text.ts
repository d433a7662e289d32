/** The words of the pages in both languages: Chinese first, English beside it. */

export type Lang = "zh" | "en";
export type Pair = readonly [zh: string, en: string];

/** The word in the language; `{names}` in it are filled. */
export function say(pair: Pair, lang: Lang, values: Record<string, string | number> = {}): string {
  const word = pair[lang === "zh" ? 0 : 1];
  return word.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** A count in groups of three digits. */
export function counted(value: number): string {
  return value.toLocaleString("en-US");
}
