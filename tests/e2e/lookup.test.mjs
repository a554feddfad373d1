// The proof that nobody is looked up: every request is counted and shown.
import assert from "node:assert/strict";
import { test } from "node:test";
import { atEnd, openBrowser, openSite, ready } from "./harness.mjs";
import { Office } from "./office.mjs";
import { heading, link } from "./steps.mjs";

test("what goes out while the sheet is open appears on it at once, and without a network nothing does", async (t) => {
  const office = new Office();
  const site = await openSite({ settle: (folder) => office.settle(folder, office.day()) });
  atEnd(t, site.close);
  const { page, faults, close } = await openBrowser();
  atEnd(t, close);
  await page.goto(`${site.origin}/shop`);
  await ready(page);
  await page.goto(`${site.origin}/shop/requests`);
  await page.getByText("over the network since this tab was opened", { exact: false }).waitFor();
  const line = page.locator(".requests li").filter({ hasText: "/lists/snapshot.cwt" });
  await page.evaluate(() => fetch("/lists/snapshot.cwt"));
  await line.getByText(/over the network/).waitFor();
  await site.stop();
  await page.reload();
  await page.locator(".requests li").filter({ hasText: "/shop/requests" }).getByText(/from this device/).waitFor();
  await link(page, "Shop").click();
  await heading(page, "Shop").waitFor();
  assert.deepEqual(faults, []);
});
