/** Answers as CSV. A text that a spreadsheet would take for a formula gets an apostrophe before it. */
import type { Answer } from "./engine";

// As in loaders/report_formats/neutral.py: blank and invisible characters may stand before a formula, and NFKC folds the
// full-width forms of its first character. Plain numbers stay as they are.
const CONTROL = /^['\t\r\n]/;
const UNSEEN = /^[\s\p{Cc}\u00ad\u200b-\u200f\u2060\ufeff]*/u;
const NUMBER = /^[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?%?$/;

export function csv({ columns, rows }: Answer): string {
  const lines = [
    columns.map(({ name }) => quoted(neutral(name))),
    ...rows.map((row) =>
      row.map((cell, index) => (cell === null ? "" : quoted(columns[index]?.isNumber ? cell : neutral(cell)))),
    ),
  ];
  return lines.map((line) => `${line.join(",")}\r\n`).join("");
}

function neutral(text: string): string {
  const start = text.replace(UNSEEN, "").slice(0, 1).normalize("NFKC");
  const acts = CONTROL.test(text) || (/^[=+\-@]/.test(start) && !NUMBER.test(text));
  return acts ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
