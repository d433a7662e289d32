/** Codes in the order in which the warehouse lists them. */

/** The codes without repetition: those that are listed in the order of the list, then the others. */
export function inOrderOf(list: { rows: readonly { code: string }[] }, codes: Iterable<string>): string[] {
  const listed = list.rows.map((row) => row.code);
  const place = (code: string) => (listed.includes(code) ? listed.indexOf(code) : listed.length);
  return [...new Set(codes)].sort((a, b) => place(a) - place(b) || a.localeCompare(b));
}
