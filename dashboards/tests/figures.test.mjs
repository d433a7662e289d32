// Numbers: they are the warehouse's, and each leads to its place.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cells, facts, figure, open, visiting } from "./browser.mjs";

const { department } = facts;
const accounts = `zh/department/${department.id}/${department.year}`;

test("the totals are those of the report", async () => {
  await visiting({}, async (page) => {
    await open(page, accounts);
    const shown = await page.locator(".facts .number").allInnerTexts();
    assert.deepEqual(
      shown,
      ["revenue_of_year", "expenditure_of_year", "opening_balance", "closing_balance"].map(
        (line) => facts.totals[line],
      ),
    );
  });
});

test("the unit of money changes everywhere and is remembered", async () => {
  await visiting({}, async (page) => {
    await open(page, accounts);
    await page.getByLabel("金额单位").selectOption("yuan");
    const inYuan = `${facts.totals.revenue_of_year?.replace(".", "").replace(/,/g, "")}00.00`;
    const shown = page.locator(".facts .number").first();
    assert.equal((await shown.innerText()).replace(/,/g, ""), inYuan);
    await page.reload();
    await open(page, accounts);
    assert.equal((await shown.innerText()).replace(/,/g, ""), inYuan);
    assert.ok((await page.locator(".table-unit").first().innerText()).endsWith("元"));
  });
});

test("a number leads to the line it was printed on", async () => {
  await visiting({}, async (page) => {
    await open(page, accounts);
    await page.locator(".facts .number").first().click();
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    assert.ok((await dialog.innerText()).includes(`第 ${facts.revenue.line} 行`));
    await dialog.getByRole("link").click();
    const cell = page.locator(".pointed");
    await cell.waitFor();
    assert.equal(await cell.innerText(), facts.revenue.printed);
    assert.ok(await cell.isVisible());
    assert.equal(await page.getByRole("dialog").count(), 0);
  });
});

test("a sum lists every figure it is made of", async () => {
  await visiting({}, async (page) => {
    await open(page, accounts);
    const box = figure(page, "支出按功能分类");
    await box.getByRole("button", { name: "表", exact: true }).click();
    const [largest] = facts.classes;
    assert.ok(largest);
    await box.locator("tbody tr", { hasText: largest.name }).locator(".number").last().click();
    assert.equal(await page.locator(".source-list li").count(), largest.below);
  });
});

test("expenditure opens from class to section to item, by table and by chart", async () => {
  await visiting({}, async (page) => {
    await open(page, accounts);
    const box = figure(page, "支出按功能分类");
    await box.getByRole("button", { name: "表", exact: true }).click();
    const rows = (/** @type {string[][]} */ body) => body.map((row) => [row[0], row[1], row.at(-2)]);
    assert.deepEqual(
      rows(await cells(box.locator("table"))),
      facts.classes.map(({ code, name, total }) => [code, name, total]),
    );
    const [section] = facts.sections;
    assert.ok(section);
    const parent = facts.classes.find(({ code }) => section.code.startsWith(code));
    assert.ok(parent);
    await box.locator("tbody").getByRole("link", { name: parent.name, exact: true }).click();
    await box.locator("tbody tr", { hasText: section.code }).waitFor();
    assert.deepEqual(
      rows(await cells(box.locator("table"))),
      facts.sections.map(({ code, name, total }) => [code, name, total]),
    );
    await box.locator("tbody").getByRole("link", { name: section.name, exact: true }).click();
    await box
      .locator("tbody tr", { hasText: new RegExp(`^${section.code}\\d\\d`) })
      .first()
      .waitFor();
    assert.equal(await box.locator("tbody a").count(), 0, "an item has nothing below it");
    await box.locator(".figure-table").getByRole("link", { name: "全部支出" }).click();
    await box.locator("tbody tr", { hasText: parent.name }).waitFor();

    await box.getByRole("button", { name: "图", exact: true }).click();
    await page.waitForFunction(() => document.querySelectorAll(".figure-chart:not([hidden]) canvas").length > 0);
    await page.waitForTimeout(600); // the bars have grown
    const [largest] = facts.classes;
    const size = await box.locator(".chart").boundingBox();
    assert.ok(size);
    await box.locator(".chart").click({ position: { x: size.width / 2, y: 52 } });
    await page.waitForURL(new RegExp(`code=${largest?.code ?? ""}`));
  });
});

test("the flow loses nothing: what comes into a class goes out of it", async () => {
  await visiting({}, async (page) => {
    await open(page, accounts);
    await page.getByLabel("金额单位").selectOption("yuan");
    const box = figure(page, "收支流向");
    await box.getByRole("button", { name: "表", exact: true }).click();
    /** @type {Map<string, bigint>} */
    const balance = new Map();
    for (const [from = "", to = "", amount = ""] of await cells(box.locator("table"))) {
      const fen = BigInt(amount.replace(/[,.]/g, ""));
      balance.set(from, (balance.get(from) ?? 0n) - fen);
      balance.set(to, (balance.get(to) ?? 0n) + fen);
    }
    for (const { name } of facts.classes) {
      // Differences that rounding explains are no flow: half a last place for each printed part, at most.
      const left = balance.get(name) ?? 0n;
      assert.ok(left <= 100_000n && left >= -100_000n, `${name}: ${left} fen`);
    }
  });
});

test("the overview counts what the warehouse has", async () => {
  await visiting({}, async (page) => {
    await open(page, "zh");
    const box = figure(page, "核对结论");
    await box.getByRole("button", { name: "表", exact: true }).click();
    const footer = await box.locator("tfoot tr").first().locator("td").allInnerTexts();
    const total = (/** @type {string} */ verdict) =>
      facts.verdicts.filter((row) => row.verdict === verdict).reduce((sum, row) => sum + row.checks, 0);
    assert.deepEqual(
      footer.map((text) => Number(text.replace(/,/g, ""))),
      ["exact", "within_rounding", "violated", "not_applicable"].map(total),
    );
  });
});

test("columns sort up and down, by the number and not by its letters", async () => {
  await visiting({}, async (page) => {
    await open(page, accounts);
    const box = figure(page, "支出按功能分类");
    await box.getByRole("button", { name: "表", exact: true }).click();
    const totals = async () =>
      (await cells(box.locator("table"))).map((row) => Number((row.at(-2) ?? "").replace(/,/g, "")));
    const header = box.getByRole("columnheader", { name: "合计" });
    await header.getByRole("button").click();
    assert.equal(await header.getAttribute("aria-sort"), "descending");
    const down = await totals();
    assert.deepEqual(
      down,
      [...down].sort((a, b) => b - a),
    );
    await header.getByRole("button").click();
    assert.equal(await header.getAttribute("aria-sort"), "ascending");
    assert.deepEqual(await totals(), down.toReversed());
  });
});

test("the query of a chart runs on the SQL page as it stands", async () => {
  await visiting({}, async (page) => {
    await open(page, accounts);
    const box = figure(page, "支出按功能分类");
    await box.getByRole("button", { name: "SQL", exact: true }).click();
    const sql = await box.locator("pre").innerText();
    await box.getByRole("link", { name: "在 SQL 页运行" }).click();
    assert.equal(await page.locator("textarea").inputValue(), sql);
  });
});
