// Names that want to be markup, code, links or very long: shown as text on every page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, PHONE, facts, open, overflow, setting, visiting } from "./browser.mjs";

const site = setting("JUESUAN_HOSTILE_SITE");

for (const lang of ["zh", "en"]) {
  test(`hostile names are text on every page, in ${lang}`, async () => {
    await visiting({ site }, async (page) => {
      for (const path of facts.pages) {
        await page.setViewportSize(DESKTOP);
        await open(page, `${lang}/${path}`);
        const found = await page.evaluate(() => ({
          ran: "pwned" in window,
          markup: document.querySelectorAll("main img, main script, main iframe, main [onerror], main [onload]").length,
          links: [...document.querySelectorAll("a")]
            .map((link) => link.getAttribute("href") ?? "")
            .filter((href) => !href.startsWith("#") && href !== "licenses.txt"),
        }));
        assert.deepEqual(found, { ran: false, markup: 0, links: [] }, path);
        assert.ok((await overflow(page)) <= 0, `${lang}/${path} is too wide`);
        await page.setViewportSize(PHONE);
        assert.ok((await overflow(page)) <= 0, `${lang}/${path} is too wide for a phone`);
      }
    });
  });
}

test("a hostile name shows whole, in the page, the title and a tooltip", async () => {
  await visiting({ site }, async (page) => {
    const { department } = facts;
    await open(page, `zh/department/${department.id}/${department.year}`);
    const name = await page.locator("h1").innerText();
    assert.ok(name.includes("<img src=x onerror="), name);
    assert.ok((await page.title()).includes("<img src=x onerror="));
    const chart = page.locator(".chart").nth(1);
    await chart.scrollIntoViewIfNeeded();
    await page.waitForTimeout(600); // the bars have grown
    const size = await chart.boundingBox();
    assert.ok(size);
    await chart.hover({ position: { x: size.width / 2, y: 52 } });
    const tip = page.locator(".chart-tooltip dt").first();
    await tip.waitFor();
    assert.ok((await tip.innerText()).length > 0);
    assert.equal(await page.locator(".chart-tooltip img").count(), 0);
    assert.equal(await page.evaluate(() => "pwned" in window), false);
  });
});
