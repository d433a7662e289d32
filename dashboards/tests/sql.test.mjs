// The SQL page: it answers, and does nothing else.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { facts, open, setting, visiting } from "./browser.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** @param {Page} page @param {string} sql */
async function ask(page, sql) {
  await page.locator("textarea").fill(sql);
  await page.getByRole("button", { name: "运行" }).click();
  await page.waitForFunction(() => !document.querySelector(".console .waiting"), undefined, { timeout: 150_000 });
}

/** @param {Page} page */
const answer = (page) =>
  page
    .locator(".answer tbody tr")
    .evaluateAll((rows) =>
      rows.map((row) => [...row.children].map((cell) => (cell instanceof HTMLElement ? cell.innerText : ""))),
    );

test("the engine is loaded when it is asked for, and answers", async () => {
  await visiting({}, async (page, requests) => {
    await open(page, "zh/sql");
    assert.ok(!requests.some((url) => /wasm|worker|duckdb/.test(url)));
    await ask(page, "select * from marts.dim_department order by department_id");
    assert.deepEqual(await answer(page), facts.departments);
    // Decimals to the last digit, no binary fraction; a name twice; a comment at the end; nothing.
    await ask(page, "select 12345678901234567.89 as a, 0.10 as a, null as b -- the end");
    assert.deepEqual(await answer(page), [["12345678901234567.89", "0.10", "null"]]);
    await ask(page, "select 1 where false;");
    assert.deepEqual(await answer(page), []);
  });
});

test("the keyboard runs a query", async () => {
  await visiting({}, async (page) => {
    await open(page, "zh/sql");
    await page.locator("textarea").fill("select 6 * 7 as n");
    await page.locator("textarea").press("Control+Enter");
    await page.locator(".answer td", { hasText: "42" }).waitFor();
  });
});

test("examples run", async () => {
  await visiting({}, async (page) => {
    await open(page, "zh/sql");
    const options = await page
      .getByLabel("示例")
      .locator("option")
      .evaluateAll((all) => all.map((one) => one.getAttribute("value") ?? ""));
    for (const option of options.filter(Boolean)) {
      await page.getByLabel("示例").selectOption(option);
      await ask(page, await page.locator("textarea").inputValue());
      assert.ok((await answer(page)).length > 0, option);
    }
  });
});

test("writing, other files, other hosts, extensions and settings are refused", async () => {
  await visiting({}, async (page, requests) => {
    await open(page, "zh/sql");
    const refused = [
      "create table x as select 1",
      "insert into marts.dim_department values (1)",
      "delete from marts.dim_department",
      "drop table marts.dim_department",
      "attach ':memory:' as other",
      "copy marts.dim_department to 'x.csv'",
      "select * from read_csv('https://example.com/x.csv')",
      "select * from 'https://example.com/x.parquet'",
      "select * from read_blob('/etc/passwd')",
      "install httpfs",
      "load json",
      "set lock_configuration = false",
      "set enable_external_access = true",
      "pragma enable_profiling",
      "select 1; drop table marts.dim_department",
      "select 1) ; drop table marts.dim_department; select * from (select 1",
      "",
      ")",
    ];
    for (const sql of refused.filter(Boolean)) {
      await ask(page, sql);
      assert.equal(await page.getByRole("alert").count(), 1, sql);
    }
    await ask(page, "select count(*) from marts.dim_department");
    assert.deepEqual(await answer(page), [[String(facts.departments.length)]]);
    assert.ok(requests.every((url) => !url.includes("example.com")));
  });
});

test("a query that runs too long is stopped, and the next one runs", async () => {
  await visiting({}, async (page) => {
    await open(page, "zh/sql");
    await page.locator("textarea").fill("select sum(a.range * b.range) from range(10000000) a, range(10000000) b");
    await page.getByRole("button", { name: "运行" }).click();
    await page.waitForTimeout(3000);
    await page.getByRole("button", { name: "停止" }).click();
    await page.getByRole("alert").getByText("已停止").waitFor();
    await ask(page, "select 1 as one");
    assert.deepEqual(await answer(page), [["1"]]);
  });
});

test("the CSV file has every row, and nothing that a spreadsheet would run", async () => {
  await visiting({}, async (page) => {
    await open(page, "zh/sql");
    const values = facts.formulas.map(([text]) => `(${quoted(text)})`).join(", ");
    await ask(page, `select t, -1.5 as n, null as nothing from (values ${values}) as texts (t)`);
    const waiting = page.waitForEvent("download");
    await page.getByRole("button", { name: "下载 CSV" }).click();
    const download = await waiting;
    const file = await readFile(await download.path(), "utf-8");
    assert.equal(download.suggestedFilename(), "juesuan.csv");
    const field = (/** @type {string} */ text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const expected = facts.formulas.map(([, neutral]) => `${field(neutral)},-1.5,\r\n`).join("");
    assert.equal(file, `\uFEFFt,n,nothing\r\n${expected}`);
  });
});

test("a server that knows no ranges serves the SQL page too", async () => {
  await visiting({ site: setting("JUESUAN_PLAIN_SITE") }, async (page) => {
    await open(page, "zh/sql");
    await ask(page, "select count(*) from marts.dim_department");
    assert.deepEqual(await answer(page), [[String(facts.departments.length)]]);
  });
});

/** @param {string} text */
function quoted(text) {
  return `'${text.replaceAll("'", "''")}'`;
}
