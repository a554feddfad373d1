// "Erase everything", seen from the disk.
import assert from "node:assert/strict";
import { test } from "node:test";
import { atEnd, folder, openBrowser, opened, openedSite } from "./harness.mjs";
import { filesOf, holding, keyIn, openWith, sealedEntries } from "./disk.mjs";
import { button, code, getPass, heading, link } from "./steps.mjs";

const database = ({ name }) => /IndexedDB/.test(name);

/** Keeps a database open from a page of its own, so that it cannot go; the answer lets it. */
async function held(page, name) {
  await page.evaluate((name) => new Promise((resolve) => {
    const ask = indexedDB.open(name);
    ask.onsuccess = () => resolve((globalThis.held = ask.result));
  }).then(() => undefined), name);
  return () => page.evaluate(() => globalThis.held.close());
}

async function nothingStays(t, { isFirstFileLate }) {
  const site = await openedSite(t);
  const { dir: profile, close } = await folder("profile");
  atEnd(t, close);
  let browser = await openBrowser({ profile });
  atEnd(t, () => browser.close().catch(() => undefined));
  let letGo = () => undefined;
  if (isFirstFileLate) {
    const beside = await browser.context.newPage();
    await beside.goto(`${site.origin}/config.json`);
    letGo = await held(beside, "tessera-new-log");
  }
  const isFile = ({ name }) => name.endsWith(".ldb");
  const answer = await getPass(browser.page, site, "green");
  const [entry] = await sealedEntries(browser.page, "passes");
  const [holder] = await sealedEntries(browser.page, "holder-keys");
  if (isFirstFileLate) assert.ok(!(await filesOf(profile)).filter(database).some(isFile), "the key was there before the first file");
  await letGo();
  // Again, so that nothing of this start is still under way.
  await browser.page.reload();
  await code(browser.page).waitFor();
  await browser.close();

  const before = await filesOf(profile);
  const key = keyIn(before.filter(database), entry);
  assert.ok(key, "without a lock the key lies in the database's files, in the open");
  if (isFirstFileLate) assert.ok(keyIn(before.filter(database).filter(isFile), entry), "and not only in its log");
  const seed = openWith(key, holder);

  browser = await openBrowser({ profile });
  await browser.page.goto(`${site.origin}/about`);
  await link(browser.page, "Erase everything").click();
  await button(browser.page, "Erase every pass and key").click();
  await heading(browser.page, "No pass yet").waitFor();
  await browser.close();

  const after = await filesOf(profile);
  assert.deepEqual(holding(after, key), []);
  assert.equal(keyIn(after.filter(database), entry), null, "nothing there opens it");
  for (const bytes of [entry.bytes, holder.bytes, seed.subarray(4, 36)]) assert.deepEqual(holding(after, Buffer.from(bytes)), []);
  assert.ok(!after.some(({ bytes }) => bytes.includes(answer.text)), "nor the text of the pass");
}

test("after everything was erased no file of the profile holds the key, or anything that it opened", (t) =>
  nothingStays(t, { isFirstFileLate: false }));

test("nor does a file that lies deepest, since it was the database's first and late", (t) =>
  nothingStays(t, { isFirstFileLate: true }));

test("erasing that is asked for before the storage answers waits for it", async (t) => {
  const { site, page, context } = await opened(t);
  await getPass(page, site, "green");
  const other = await context.newPage();
  await other.goto(`${site.origin}/config.json`);
  // A transaction that goes on holds up all that come after it.
  await other.evaluate(() => new Promise((resolve) => {
    const ask = indexedDB.open("tessera");
    ask.onsuccess = () => {
      const store = ask.result.transaction("sealing", "readwrite").objectStore("sealing");
      const goOn = () => (globalThis.isEnough ? ask.result.close() : (store.count().onsuccess = goOn));
      goOn();
      resolve();
    };
  }));
  await page.goto(`${site.origin}/erase`);
  await button(page, "Erase every pass and key").click();
  await page.getByRole("status").filter({ hasText: "One moment…" }).waitFor();
  await other.evaluate(() => (globalThis.isEnough = true));
  await heading(page, "No pass yet").waitFor();
  for (const shelf of ["passes", "holder-keys", "people", "uses"]) assert.deepEqual(await sealedEntries(page, shelf), []);
});
