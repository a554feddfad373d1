// A browser that is killed in the middle of writing.
import assert from "node:assert/strict";
import { appendFile, readdir, readlink } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { atEnd, folder, openBrowser, openedSite } from "./harness.mjs";
import { sealedEntries } from "./disk.mjs";
import { PASSPHRASE, button, code, getPass, heading, link, unlock } from "./steps.mjs";

const ROUNDS = 20;
const CHANGES = 10;

/** Ends the browser of a profile as a phone does that runs out of power: at once, whatever it is about. */
async function kill(profile) {
  // Chromium names its process in the profile that it uses.
  const owner = await readlink(path.join(profile, "SingletonLock"));
  process.kill(Number(owner.split("-").at(-1)), "SIGKILL");
}

/** Writes what stands before a record into the log of a profile's database, and no record, as a browser that is killed between two writes. */
async function breakOff(profile) {
  const databases = path.join(profile, "Default", "IndexedDB");
  const database = path.join(databases, (await readdir(databases)).find((name) => name.endsWith(".leveldb")));
  const log = (await readdir(database)).filter((name) => name.endsWith(".log")).sort().at(-1);
  // Four bytes of a checksum, two of a length, and that the record is whole.
  await appendFile(path.join(database, log), Uint8Array.of(0x11, 0x22, 0x33, 0x44, 0x60, 0x00, 0x01));
}

test("a write of the browser that broke off, again and again, takes nothing with it that was there", async (t) => {
  const site = await openedSite(t);
  const { dir: profile, close } = await folder("profile");
  atEnd(t, close);
  let kept;
  for (let start = 0; start < 4; start += 1) {
    const browser = await openBrowser({ profile });
    atEnd(t, () => browser.close().catch(() => undefined));
    const { page } = browser;
    if (start === 0) await getPass(page, site, "green");
    await page.goto(site.origin);
    await code(page).waitFor();
    const now = await sealedEntries(page, "passes");
    kept ??= now;
    assert.deepEqual(now, kept, `at start ${start}`);
    assert.equal(now.length, 1);
    // A key for a request is written behind what broke off.
    await link(page, "Add").click();
    await link(page, "Get a pass").click();
    await page.getByLabel("The request as text").inputValue();
    await kill(profile);
    await new Promise((resolve) => browser.context.once("close", resolve));
    await breakOff(profile);
  }
});

test("a browser killed twenty times while it keeps a pass loses none that was there", async (t) => {
  const site = await openedSite(t);
  const { dir: profile, close } = await folder("profile");
  atEnd(t, close);
  let before = [];
  const moments = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const browser = await openBrowser({ profile });
    atEnd(t, () => browser.close().catch(() => undefined));
    const { page } = browser;
    await page.goto(site.origin);
    await code(page).or(link(page, "Get a pass")).first().waitFor();
    const now = await sealedEntries(page, "passes");
    const there = `killed after ${moments.at(-1)} ms; ${now.length} entries, before the last kill ${before.length}`;
    for (const entry of before) assert.deepEqual(now.find(({ id }) => id === entry.id), entry, there);
    if (now.length > 0) {
      await code(page).waitFor();
      assert.equal(await page.getByText("does not open").count(), 0, `killed after ${moments.at(-1)} ms`);
    }
    if (round === ROUNDS) {
      await browser.close();
      break;
    }
    before = now;
    if (now.length > 0) await link(page, "Add").click();
    await link(page, "Get a pass").click();
    const asked = await page.getByLabel("The request as text").inputValue();
    const answer = await site.answer("green", asked);
    await page.goto(`${site.origin}/add#${answer.fragment}`);
    await button(page, "Keep it").waitFor();
    const moment = Math.floor(Math.random() * 25);
    moments.push(moment);
    const told = page.waitForEvent("console", { predicate: (line) => line.text() === "now" });
    await page.evaluate((moment) => {
      [...document.querySelectorAll("button")].find(({ textContent }) => textContent.trim() === "Keep it").click();
      // The console tells the moment at which the browser is to be killed.
      setTimeout(() => console.log("now"), moment);
    }, moment);
    await told;
    await kill(profile);
    await new Promise((resolve) => browser.context.once("close", resolve));
  }
  const kept = before.length;
  t.diagnostic(`${kept} of ${ROUNDS} were kept; killed after ${moments.join(", ")} ms`);
  assert.ok(kept > 0, "some writes came in time");
});

test("a browser killed ten times while its lock changes has the lock from before or the one after, and every pass opens", async (t) => {
  const site = await openedSite(t);
  const { dir: profile, close } = await folder("profile");
  atEnd(t, close);
  const states = [];
  for (let round = 0; round <= CHANGES; round += 1) {
    const browser = await openBrowser({ profile });
    atEnd(t, () => browser.close().catch(() => undefined));
    const { page } = browser;
    const shut = heading(page, "Your passes are locked");
    if (round === 0) await getPass(page, site, "green");
    await page.goto(site.origin);
    await code(page).or(shut).first().waitFor();
    const isLocked = await shut.isVisible();
    states.push(isLocked);
    if (isLocked) await unlock(page);
    await code(page).waitFor();
    assert.equal(await page.getByText("does not open").count(), 0, `at start ${round}`);
    if (round === CHANGES) {
      await browser.close();
      break;
    }
    await page.goto(`${site.origin}/lock`);
    if (isLocked) {
      await unlock(page);
      await button(page, "Remove the lock").click();
      await page.getByLabel("Present passphrase").fill(PASSPHRASE);
    } else {
      await button(page, "Lock with a passphrase").click();
      await page.getByLabel("New passphrase", { exact: true }).fill(PASSPHRASE);
      await page.getByLabel("New passphrase once more").fill(PASSPHRASE);
    }
    const moment = Math.floor(Math.random() * 25);
    const told = page.waitForEvent("console", { predicate: (line) => line.text() === "now", timeout: 120_000 });
    await page.evaluate((moment) => {
      // What seals is taken away first; everything else of the change is in the same transaction.
      const { clear } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.clear = function (...given) {
        setTimeout(() => console.log("now"), moment);
        return clear.apply(this, given);
      };
    }, moment);
    await button(page, isLocked ? "Remove" : "Set it").click();
    await told;
    await kill(profile);
    await new Promise((resolve) => browser.context.once("close", resolve));
  }
  const changed = states.filter((state, n) => n > 0 && state !== states[n - 1]).length;
  t.diagnostic(`${changed} of ${CHANGES} changes came to their end`);
  assert.ok(changed > 0, "some changes came in time");
});
