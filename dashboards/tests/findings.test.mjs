// Findings: narrowed by choices that stand in the address, each with evidence that can be redone by hand.
import assert from "node:assert/strict";
import { test } from "node:test";
import { facts, open, visiting } from "./browser.mjs";

const all = facts.findings.length;

test("findings are narrowed by severity, and the address keeps the choice", async () => {
  await visiting({}, async (page) => {
    await open(page, "zh/findings");
    assert.equal(await page.locator("tbody tr").count(), all);
    for (const [severity, count] of Object.entries(facts.severities)) {
      await page.getByLabel("程度").selectOption(severity);
      await page.waitForFunction((n) => document.querySelectorAll("tbody tr").length === n, count);
      assert.equal(await page.locator(`tbody .badge.${severity}`).count(), count);
      assert.ok((await page.locator(".filter-count").innerText()).startsWith(`${count} / ${all}`));
    }
    const [last, count] = Object.entries(facts.severities).at(-1) ?? ["", 0];
    await page.reload();
    await open(page, `zh/findings?severity=${last}`);
    assert.equal(await page.locator("tbody tr").count(), count);
  });
});

test("findings are found by their words, and nothing found says so", async () => {
  await visiting({}, async (page) => {
    await open(page, "zh/findings");
    await page.getByLabel("查找").fill("机关运行经费");
    await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
    await page.getByLabel("查找").fill("没有这样的问题");
    await page.getByText("没有符合条件的记录。").waitFor();
  });
});

test("every finding shows its terms, its suspect and the figures around it", async () => {
  await visiting({}, async (page) => {
    for (const finding of facts.findings) {
      await open(page, `zh/finding/${finding.document}/${encodeURIComponent(finding.id)}`);
      const shown = await page.locator(".proof tbody tr td:nth-child(3)").allInnerTexts();
      assert.deepEqual(shown.map((text) => text.replace(/ × .*/, "")).sort(), [...finding.terms].sort(), finding.id);
      const pointed = page.locator(".pointed");
      if (finding.suspect === null) {
        assert.equal(await pointed.count(), 0, finding.id);
      } else {
        assert.equal(await pointed.innerText(), finding.printed, finding.id);
        await page.getByRole("link", { name: "在文档中查看" }).last().click();
        await page.getByRole("heading", { name: "报告中的数字" }).waitFor();
        await pointed.waitFor();
        assert.equal(await pointed.innerText(), finding.printed, finding.id);
      }
    }
  });
});

test("a term leads to its own document", async () => {
  await visiting({}, async (page) => {
    const finding = facts.findings.find(({ terms }) => terms.length > 1);
    assert.ok(finding);
    await open(page, `zh/finding/${finding.document}/${encodeURIComponent(finding.id)}`);
    const printed = await page.locator(".proof tbody tr").first().locator("td").nth(1).innerText();
    await page.locator(".proof tbody .place").first().click();
    await page.locator(".pointed").waitFor();
    assert.equal(await page.locator(".pointed").innerText(), printed.replace(/ × .*/, ""));
  });
});
