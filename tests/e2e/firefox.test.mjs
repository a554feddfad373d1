// The whole path in Firefox as its maker ships it: what differs there from Chromium is storage, its question about it, pages kept aside, and the
// engine under the reader.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { test as declare } from "node:test";
import { findFirefox } from "../../.tools/browser.mjs";
import { atEnd, film, folder, openFirefox, openedSite, ready } from "./harness.mjs";
import { pdf, squares } from "./pdf.mjs";
import { PASSPHRASE, button, code, decide, getPass, heading, link, startScanning, unlock } from "./steps.mjs";

const test = (name, run) => declare(name, { skip: findFirefox() ? false : "Firefox is not installed" }, run);

async function openedFirefox(t, options) {
  const browser = await openFirefox(options);
  atEnd(t, async () => {
    await browser.close();
    assert.deepEqual(browser.faults, []);
  });
  return browser;
}

/** What Firefox answers in the resident's place when it is asked to keep the storage. */
const answering = (allow) => ({ "dom.storageManager.prompt.testing": true, "dom.storageManager.prompt.testing.allow": allow });

test("Firefox: a pass is got, shown without a network, filmed and let in", async (t) => {
  const site = await openedSite(t);
  const { dir, close } = await folder("firefox");
  atEnd(t, close);
  const resident = await openedFirefox(t, { deviceScaleFactor: 2 });
  await getPass(resident.page, site, "green");
  await ready(resident.page);
  const profile = path.join(dir, "shop");
  const before = await openFirefox({ profile });
  await before.page.goto(`${site.origin}/shop`);
  await before.page.getByText("Ready to check offline").waitFor();
  await ready(before.page);
  await before.close();

  await site.stop();
  await resident.page.reload();
  await code(resident.page).waitFor();
  // A hidden caret would be another style.
  const camera = await film([await resident.page.screenshot({ caret: "initial" })], path.join(dir, "screen.mjpeg"));
  const shop = await openedFirefox(t, { profile, camera });
  await startScanning(shop.page, site.origin);
  const { hint, word } = await decide(shop.page);
  assert.deepEqual([hint, word], ["MS 1985", "Let in"]);
});

test("Firefox: a pass is kept while its question about the storage stays open, and what it answers is said", async (t) => {
  const site = await openedSite(t);
  const open = await openedFirefox(t);
  await getPass(open.page, site, "green");
  for (const [allow, answer] of [[true, "Kept. The browser will not clear your passes by itself."], [false, "Kept. The browser may clear it when space runs low: see More."]]) {
    const { page } = await openedFirefox(t, { preferences: answering(allow) });
    await getPass(page, site, "green");
    await page.getByRole("status").filter({ hasText: answer }).waitFor();
  }
});

test("Firefox: a locked wallet opens by its passphrase and no other", async (t) => {
  const site = await openedSite(t);
  const { page } = await openedFirefox(t);
  await getPass(page, site, "green");
  await page.goto(`${site.origin}/lock`);
  await button(page, "Lock with a passphrase").click();
  await page.getByLabel("New passphrase", { exact: true }).fill(PASSPHRASE);
  await page.getByLabel("New passphrase once more").fill(PASSPHRASE);
  await button(page, "Set it").click();
  await page.getByRole("status").filter({ hasText: "The lock was changed" }).waitFor();
  await page.goto(site.origin);
  await heading(page, "Your passes are locked").waitFor();
  await unlock(page, "another one altogether");
  await page.getByText("That did not open it").waitFor();
  await unlock(page);
  await code(page).waitFor();
});

test("Firefox: a backup is saved as a file, and opens on another phone", async (t) => {
  const site = await openedSite(t);
  const { dir, close } = await folder("downloads");
  atEnd(t, close);
  const { page } = await openedFirefox(t, { downloadsPath: dir });
  await getPass(page, site, "green");
  await page.goto(`${site.origin}/backup`);
  await page.locator(".secret li").first().waitFor();
  const words = await page.locator(".secret li").allInnerTexts();
  await page.getByLabel("I have written them down").check();
  await button(page, "Make the backup").click();
  await page.getByText("The backup is made").waitFor({ timeout: 60_000 });
  const name = await page.getByText(/^tessera-\d{4}-\d\d-\d\d\.age$/).innerText();
  assert.deepEqual(await readdir(dir), [name]);

  const fresh = await openedFirefox(t);
  await fresh.page.goto(`${site.origin}/restore`);
  await fresh.page.locator("input[type=file]").setInputFiles({ name, mimeType: "", buffer: await readFile(path.join(dir, name)) });
  await fresh.page.getByLabel("The words or passphrase").fill(words.join(" "));
  await button(fresh.page, "Open it").click();
  await button(fresh.page, "Add 1 pass").click({ timeout: 60_000 });
  await fresh.page.getByText("1 pass was added").waitFor();
  await link(fresh.page, "Go to my pass").click();
  await code(fresh.page).waitFor();
});

test("Firefox: a code comes out of a document, and a page that was kept aside is loaded anew", async (t) => {
  const site = await openedSite(t);
  const { page } = await openedFirefox(t);
  await page.goto(`${site.origin}/shop/scan`);
  await heading(page, "Scan a pass").waitFor();
  const { svg } = await site.code("paper");
  await page.locator("input[type=file]").first().setInputFiles({ name: "paper.pdf", mimeType: "application/pdf", buffer: pdf([squares(svg, 100, 100, 300)]) });
  assert.equal((await decide(page)).word, "Let in");

  await page.goto(`${site.origin}/shop`);
  await heading(page, "Shop").waitFor();
  await page.evaluate(() => {
    globalThis.isFirst = true;
    addEventListener("pageshow", (event) => sessionStorage.setItem("brought back", `${event.persisted} ${document.body.checkVisibility()}`));
  });
  await link(page, "Rules of this door").click();
  await heading(page, "Rules of this door").waitFor();
  await page.evaluate(() => history.back());
  await link(page, "Start scanning").waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.getItem("brought back")), "true false");
  assert.ok(await page.evaluate(() => !globalThis.isFirst));
});
