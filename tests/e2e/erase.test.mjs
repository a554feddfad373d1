// "Erase everything", seen from the disk.
import assert from "node:assert/strict";
import { test } from "node:test";
import { atEnd, folder, openBrowser, opened, openedSite } from "./harness.mjs";
import { filesOf, holding, keyIn, openWith, sealedEntries } from "./disk.mjs";
import { button, getPass, heading, link } from "./steps.mjs";

const database = ({ name }) => /IndexedDB/.test(name);

test("after everything was erased no file of the profile holds the key, or anything that it opened", async (t) => {
  const site = await openedSite(t);
  const { dir: profile, close } = await folder("profile");
  atEnd(t, close);
  let browser = await openBrowser({ profile });
  atEnd(t, () => browser.close().catch(() => undefined));
  const answer = await getPass(browser.page, site, "green");
  const [entry] = await sealedEntries(browser.page, "passes");
  const [holder] = await sealedEntries(browser.page, "holder-keys");
  await browser.close();

  const before = await filesOf(profile);
  const key = keyIn(before.filter(database), entry);
  assert.ok(key, "without a lock the key lies in the database's files, in the open");
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
});
