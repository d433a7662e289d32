// Ways of using the pages: another language, the keyboard alone, paper, a slow look at the first page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, facts, figure, open, visiting } from "./browser.mjs";

const { department } = facts;
const accounts = `department/${department.id}/${department.year}`;

test("the other language shows the same page, and back", async () => {
  await visiting({}, async (page) => {
    await open(page, `zh/${accounts}?code=201`);
    await page.getByRole("link", { name: "English" }).click();
    await figure(page, "Expenditure by function").waitFor();
    assert.ok(page.url().endsWith(`#/en/${accounts}?code=201`));
    assert.equal(await page.locator("h1").innerText(), department.name);
    await page.getByRole("link", { name: "中文" }).click();
    await figure(page, "支出按功能分类").waitFor();
  });
});

test("the first view is there within two seconds, without the engine of the SQL page", async () => {
  /** @type {number[]} */
  const times = [];
  for (let round = 0; round < 3; round += 1) {
    await visiting({}, async (page, requests) => {
      const start = performance.now();
      await page.goto("./");
      await page.locator("tbody tr:visible").first().waitFor();
      await page.locator("canvas").first().waitFor();
      times.push(performance.now() - start);
      await page.waitForLoadState("networkidle");
      assert.ok(!requests.some((url) => /wasm|engine|juesuan\.duckdb/.test(url)));
    });
  }
  console.log(`first view: ${times.map(Math.round).join(", ")} ms`);
  assert.ok(Math.min(...times) <= 2000, `${times.map(Math.round).join(", ")} ms`);
});

test("the keyboard alone: past the navigation, to a number, into its source and back", async () => {
  await visiting({}, async (page) => {
    await open(page, `zh/${accounts}`);
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "跳到正文");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "main");
    // The years, then the first number.
    const number = page.locator(".facts .number").first();
    for (
      let step = 0;
      step < 5 && !(await number.evaluate((element) => element === document.activeElement));
      step += 1
    ) {
      await page.keyboard.press("Tab");
    }
    assert.equal(await focused(page), facts.totals.revenue_of_year);
    const outline = await number.evaluate((element) => getComputedStyle(element).outlineStyle);
    assert.notEqual(outline, "none");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    assert.equal(await focused(page), facts.totals.revenue_of_year);
  });
});

test("another page begins at its heading", async () => {
  await visiting({}, async (page) => {
    await open(page, `zh/${accounts}`);
    await page.evaluate(() => {
      scrollTo(0, 2000);
    });
    await page.getByRole("navigation", { name: "主导航" }).getByRole("link", { name: "问题清单" }).press("Enter");
    await page.getByRole("heading", { name: "问题清单", level: 1 }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), "main");
    assert.equal(await page.evaluate(() => scrollY), 0);
    await page.goBack();
    await page.getByRole("heading", { name: department.name }).waitFor();
  });
});

test("on paper: no controls, charts with their tables, nothing cut", async () => {
  await visiting({}, async (page) => {
    await open(page, `zh/${accounts}`);
    await page.emulateMedia({ media: "print" });
    for (const hidden of [".site-nav", ".views", ".preferences"]) {
      assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
    }
    const box = figure(page, "支出按功能分类");
    assert.ok(await box.locator("canvas").isVisible());
    assert.ok(await box.locator("table").isVisible());
    await page.setViewportSize({ ...DESKTOP, width: 700 }); // the width of A4
    const cut = await page.evaluate(
      () =>
        [...document.querySelectorAll("canvas")].filter(
          (canvas) => canvas.getBoundingClientRect().right > innerWidth + 1,
        ).length,
    );
    assert.equal(cut, 0);
    assert.ok((await page.pdf({ format: "A4" })).length > 20_000);
  });
});

/** @param {import("playwright-core").Page} page */
function focused(page) {
  return page.evaluate(() =>
    document.activeElement instanceof HTMLElement ? document.activeElement.innerText.trim() : "",
  );
}
