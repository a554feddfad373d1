// Storage that does not lose: databases of other versions, other tabs, damage.
import assert from "node:assert/strict";
import { test } from "node:test";
import { opened } from "./harness.mjs";
import { button, code, getPass, heading, link } from "./steps.mjs";
import { aside, becomeVersion1, damage, schema, stored } from "./stored.mjs";

/** A profile as version 1 left it, with one pass in it; nothing of the app is open. */
async function version1(t) {
  const { site, page, context } = await opened(t);
  await getPass(page, site, "green");
  await page.goto(`${site.origin}/config.json`);
  assert.equal(await becomeVersion1(page), 2, "a pass and its holder key");
  return { site, page, context };
}

/** One more pass, for a wallet that has one. */
async function getAnother(page, site, id) {
  await page.goto(site.origin);
  await code(page).waitFor();
  await link(page, "Add").click();
  await link(page, "Get a pass").click();
  const asked = await page.getByLabel("The request as text").inputValue();
  const answer = await site.answer(id, asked);
  await page.goto(`${site.origin}/add#${answer.fragment}`);
  await button(page, "Keep it").click();
  await code(page).waitFor();
}

const sealed = async (page) => (await stored(page)).filter((entry) => /^tessera\/(passes|holder-keys)\//.test(entry));

test("a database of version 1 gets the new stores, and every entry in it stays to the byte", async (t) => {
  const { site, page } = await version1(t);
  const before = await sealed(page);
  assert.equal((await schema(page)).databases[0].version, 1);
  await page.goto(site.origin);
  await code(page).waitFor();
  const { databases, stores } = await schema(page);
  assert.equal(databases[0].version, 2);
  assert.deepEqual(stores, ["holder-keys", "lists", "passes", "people", "sealing", "uses"]);
  assert.deepEqual(await sealed(page), before);
});

test("a database that a newer app has written is told, and nothing in it is touched", async (t) => {
  const { site, page } = await opened(t);
  await getPass(page, site, "green");
  await page.goto(`${site.origin}/config.json`);
  await page.evaluate(() => new Promise((resolve, reject) => {
    const ask = indexedDB.open("tessera", 3);
    ask.onupgradeneeded = () => ask.result.createObjectStore("of-the-future").put("something", "new");
    ask.onsuccess = () => resolve(ask.result.close());
    ask.onerror = () => reject(ask.error);
  }));
  const before = await stored(page);
  await page.goto(site.origin);
  await page.getByText("A newer version of Tessera was used here").waitFor();
  await page.goto(`${site.origin}/config.json`);
  assert.deepEqual((await stored(page)).filter((entry) => entry.startsWith("tessera/")), before.filter((entry) => entry.startsWith("tessera/")));
  assert.equal((await schema(page)).databases[0].version, 3);
});

test("an upgrade that an old tab holds up says what to do, and goes on when that tab is closed", async (t) => {
  const { site, page, context } = await version1(t);
  const old = await aside(context, site.origin);
  await old.evaluate(() => new Promise((resolve) => {
    const ask = indexedDB.open("tessera", 1);
    // It keeps its connection, whatever the newer version asks of it.
    ask.onsuccess = () => resolve(void (globalThis.kept = ask.result));
  }));
  await page.goto(site.origin);
  await page.getByText("Tessera is open in another tab").waitFor();
  assert.ok(!(await code(page).isVisible()));
  await old.close();
  await code(page).waitFor();
});

test("a record that was damaged is set aside and told, and the others open", async (t) => {
  const { site, page } = await opened(t);
  await getPass(page, site, "green");
  await getAnother(page, site, "yellow");
  await page.goto(`${site.origin}/config.json`);
  const before = (await stored(page)).filter((entry) => entry.startsWith("tessera/passes/")).length;
  await damage(page, "passes");
  await page.goto(site.origin);
  await code(page).waitFor();
  await page.getByText("Passes that do not open: 1").waitFor();
  const entries = (await stored(page)).filter((entry) => entry.startsWith("tessera/passes/"));
  assert.equal(entries.length, before, "it is left where it is");
});

test("whether the browser keeps the passes is asked for with the first of them, and its answer is shown", async (t) => {
  for (const [allowed, answer] of [[true, "Kept. The browser will not clear your passes by itself."], [false, "Kept. The browser may clear it when space runs low: see More."]]) {
    const { site, page, context } = await opened(t);
    const cdp = await context.newCDPSession(page);
    await cdp.send("Browser.setPermission", { origin: site.origin, permission: { name: "persistent-storage" }, setting: allowed ? "granted" : "denied" });
    await getPass(page, site, "green");
    await page.getByRole("status").filter({ hasText: answer }).waitFor();
    await page.goto(`${site.origin}/about`);
    await page.getByText(allowed ? "This browser has agreed to keep your passes." : "This browser may clear passes by itself").waitFor();
    await getAnother(page, site, "yellow");
    assert.equal(await page.getByText(answer).count(), 0, "said once");
  }
});

const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

test("on an iPhone the way to the Home Screen comes before the first pass, and not once the app was opened from there", async (t) => {
  const hint = "On an iPhone: add Tessera to the Home Screen first";
  const { site, page, context } = await opened(t, { userAgent: IPHONE });
  for (const where of ["/", "/get"]) {
    await page.goto(site.origin + where);
    await page.getByText(hint).waitFor();
  }
  // Safari's own word for an app that was opened from the Home Screen.
  await context.addInitScript(() => Object.defineProperty(navigator, "standalone", { value: true }));
  await page.goto(site.origin);
  await heading(page, "No pass yet").waitFor();
  assert.equal(await page.getByText(hint).count(), 0);
  const desk = await opened(t);
  await desk.page.goto(desk.site.origin);
  await heading(desk.page, "No pass yet").waitFor();
  assert.equal(await desk.page.getByText(hint).count(), 0);
});
