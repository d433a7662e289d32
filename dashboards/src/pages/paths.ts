/** Addresses of pages about departments. */

/** Stands for the year of documents that do not state theirs, in addresses and in the names of data files. */
export const UNSTATED = "unstated";

export function yearName(year: number | null): string {
  return year === null ? UNSTATED : String(year);
}

export function departmentPath(department: string, year: number | null): readonly string[] {
  return ["department", department, yearName(year)];
}
