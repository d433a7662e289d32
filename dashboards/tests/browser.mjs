// A real browser on a served site. Whatever a test does, nothing may leave the host and nothing may go wrong in the page.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {{ id: string, name: string, year: string }} Department */
/**
 * What the warehouse says, asked by other queries than the dashboard's.
 * @typedef {object} Facts
 * @property {Department} department the one with final accounts
 * @property {string[]} pages every page, without the language
 * @property {Record<string, string>} totals printed totals by line, in 万元
 * @property {{ code: string, name: string, total: string, below: number }[]} classes 类, the largest first, in 万元
 * @property {{ code: string, name: string, total: string }[]} sections 款 of the first 类 that has several, in 万元
 * @property {Record<string, number>} severities findings by severity
 * @property {{ id: string, document: string, suspect: string | null, printed: string | null, terms: string[] }[]} findings
 * @property {{ category: string, verdict: string, checks: number }[]} verdicts
 * @property {{ figure: string, document: string, printed: string, line: number }} revenue where the revenue is printed
 * @property {string[][]} departments all of dim_department
 * @property {[string, string][]} formulas texts, and what a spreadsheet is given for them
 */

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };

/** @type {unknown} */
const told = JSON.parse(readFileSync(setting("JUESUAN_FACTS"), "utf-8"));
export const facts = /** @type {Facts} */ (told);

/** @param {string} name */
export function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: these tests are run by tests/python/test_dashboard_browser.py`);
  return value;
}

/** @type {import("playwright-core").Browser} */
let browser;

before(async () => {
  browser = await chromium.launch({
    executablePath: setting("JUESUAN_CHROMIUM"),
    // Chromium has no sandbox for root, which is who runs in a container.
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
});
after(() => browser.close());

/**
 * Visits the site and asserts afterwards that nothing went wrong: no error in the console or the page, no request to
 * another host, none that failed.
 * @param {{ site?: string, viewport?: typeof PHONE, locale?: string }} options
 * @param {(page: Page, requests: string[]) => Promise<void>} visit
 */
export async function visiting({ site = setting("JUESUAN_SITE"), viewport = DESKTOP }, visit) {
  const context = await browser.newContext({ viewport, baseURL: site, acceptDownloads: true });
  /** @type {string[]} */
  const problems = [];
  /** @type {string[]} */
  const requests = [];
  context.on("request", (request) => {
    requests.push(request.url());
    const isOwn = request.url().startsWith(site) || /^(blob|data):/.test(request.url());
    if (!isOwn) problems.push(`asked another host: ${request.url()}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`);
  });
  context.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => problems.push(`page: ${error.error().message}`));
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on("dialog", (dialog) => {
    problems.push(`a dialog opened: ${dialog.message()}`);
    void dialog.dismiss();
  });
  try {
    await visit(page, requests);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
}

/**
 * Opens a page and waits until its data is shown.
 * @param {Page} page
 * @param {string} path as in an address: `zh/findings`
 */
export async function open(page, path) {
  await page.goto(`./#/${path}`);
  await page.locator("main h1").waitFor();
  await page.waitForFunction(() => !document.querySelector(".waiting, .failure"));
  // Charts are drawn once their part of the program is there.
  await page.waitForFunction(() =>
    [...document.querySelectorAll(".figure-chart:not([hidden]) .chart")].every((chart) =>
      chart.querySelector("canvas"),
    ),
  );
}

/**
 * The cells of a table's body, row by row.
 * @param {import("playwright-core").Locator} table
 */
export function cells(table) {
  return table
    .locator("tbody tr")
    .evaluateAll((rows) =>
      rows.map((row) => [...row.children].map((cell) => (cell instanceof HTMLElement ? cell.innerText.trim() : ""))),
    );
}

/**
 * The figure with this title.
 * @param {Page} page
 * @param {string} title
 */
export function figure(page, title) {
  return page.locator("figure.figure-box").filter({ has: page.getByRole("heading", { name: title, exact: true }) });
}

/** How far the page is wider than its window. @param {Page} page */
export function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}
