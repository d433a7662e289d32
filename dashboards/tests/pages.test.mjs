// Every page in both languages: it shows, reads well to everyone (names, roles, headings, contrast), and fits a phone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { DESKTOP, PHONE, facts, open, overflow, visiting } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");

/** @typedef {{ violations: { id: string, impact: string, nodes: { html: string, failureSummary: string }[] }[] }} Axe */

for (const lang of ["zh", "en"]) {
  test(`every page shows, reads well to everyone and fits a phone, in ${lang}`, async () => {
    await visiting({}, async (page) => {
      for (const path of facts.pages) {
        await page.setViewportSize(DESKTOP);
        await open(page, `${lang}/${path}`);
        assert.equal(await page.locator("main h1").count(), 1, path);
        assert.equal(await page.evaluate(() => document.documentElement.lang), lang === "zh" ? "zh-CN" : "en", path);
        assert.ok((await page.title()).includes((await page.locator("h1").innerText()).trim()), path);
        // The SQL page lists tables and columns with what their codes mean.
        const codes = path === "sql" ? [] : await codesShown(page);
        assert.deepEqual(codes, [], `${path}: codes of the warehouse where words should be`);
        if (lang === "zh") {
          // The tables in the place of the charts too.
          for (const button of await page.getByRole("button", { name: "表", exact: true }).all()) await button.click();
          assert.deepEqual(await accessibilityProblems(page), [], path);
        }
        await page.setViewportSize(PHONE);
        assert.ok((await overflow(page)) <= 0, `${lang}/${path} is too wide for a phone`);
      }
    });
  });
}

test("an address that is no page says so", async () => {
  for (const path of ["zh/nothing", "zh/department/nobody/2023", "zh/projects/nobody"]) {
    await visiting({}, async (page) => {
      await open(page, path);
      assert.equal(await page.locator("h1").innerText(), "没有这个页面");
      await page.getByRole("link", { name: "回到总览" }).click();
      await page.getByRole("heading", { name: "部门决算公开数据核验" }).waitFor();
    });
  }
});

/**
 * Words with an underscore that are neither code, file names nor addresses.
 * @param {import("playwright-core").Page} page
 */
function codesShown(page) {
  return page.evaluate(() => {
    const skipped = "code, pre, textarea, .file-name, .digest, summary .second-line, dd.file-name";
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    /** @type {string[]} */
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement?.closest(skipped)) continue;
      found.push(...(node.textContent?.match(/\b[a-z]+(?:[_.][a-z0-9]+)*_[a-z0-9]+\b/g) ?? []));
    }
    return found;
  });
}

/** @param {import("playwright-core").Page} page */
async function accessibilityProblems(page) {
  await page.evaluate(axe);
  const result = /** @type {Axe} */ (await page.evaluate("axe.run(document, { resultTypes: ['violations'] })"));
  return result.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map((node) => node.html)
        .slice(0, 3)
        .join(" | ")}`,
  );
}
