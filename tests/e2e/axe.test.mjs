// Every screen, in every language and both themes, held against axe's rules for WCAG 2.2 AA and good practice.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { atEnd, openBrowser, openSite } from "./harness.mjs";
import { visitEveryScreen } from "./screens.mjs";

const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds on the page as it stands, as lines. */
async function findings(page) {
  // The content policy lets no script in; the debugger's own evaluation is not under it.
  await page.evaluate(source);
  const { violations, passes } = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  }));
  assert.ok(passes.length > 5, "axe has looked at something");
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}

for (const [locale, colorScheme] of [["en-GB", "light"], ["en-GB", "dark"], ["zh-CN", "light"], ["zh-CN", "dark"], ["ar-EG", "light"]]) {
  test(`axe finds nothing on any screen, ${locale}, ${colorScheme}`, async (t) => {
    const site = await openSite();
    atEnd(t, site.close);
    const browser = await openBrowser({ locale, colorScheme });
    atEnd(t, browser.close);
    const seen = [];
    await visitEveryScreen(site, browser, async (name) => {
      seen.push(name);
      assert.deepEqual(await findings(browser.page), [], name);
    });
    assert.ok(seen.length >= 20, `${seen.length} screens`);
    assert.deepEqual(browser.faults, []);
  });
}
