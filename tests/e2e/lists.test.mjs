// Lists from day to day: fetched, kept, passed on, and what a shop decides with them.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { atEnd, folder, openBrowser, openSite, ready } from "./harness.mjs";
import { DAY, HOUR, Office, STANDING, bundle, fileName, now } from "./office.mjs";
import { fillRoom, smallRoom } from "./room.mjs";
import { button, decide, listsNumber, next, openLists, pasteAtShop, updateNow } from "./steps.mjs";

/** The site of an office that published lists an hour ago, and a browser. */
async function opened(t, { day, ...options } = {}) {
  const office = new Office();
  const site = await openSite({ settle: (folder) => office.settle(folder, day ?? office.day()) });
  atEnd(t, site.close);
  const browser = await openBrowser(options);
  atEnd(t, browser.close);
  return { office, site, ...browser };
}

/** What the door says about a pass. */
async function ask(page, site, text) {
  if (!page.url().endsWith("/shop/scan")) await page.goto(`${site.origin}/shop/scan`);
  await pasteAtShop(page, text);
  const told = await decide(page);
  await next(page);
  return told;
}

const asked = (site, from = 0) => site.requests.slice(from).filter(({ path: where }) => where.startsWith("/lists/"));

/** Names and lengths of what is stored of the lists. */
const kept = (page) => page.evaluate(async () => {
  const settled = (ask) => new Promise((resolve, reject) => {
    ask.onsuccess = () => resolve(ask.result);
    ask.onerror = () => reject(ask.error);
  });
  const db = await settled(indexedDB.open("tessera"));
  const store = db.transaction("lists").objectStore("lists");
  const [names, files] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
  db.close();
  return Object.fromEntries(names.map((name, n) => [name, files[n].length]));
});

/** Sets the device's clock, and with it that of the host where it is told so. */
async function later(page, seconds, site) {
  await page.clock.setSystemTime(new Date(Date.now() + seconds * 1000));
  if (site) {
    site.interfere = (_, res) => {
      res.setHeader("Date", new Date(Date.now() + seconds * 1000).toUTCString());
      return false;
    };
  }
}

test("a pass is let in until the lists say that it was called back, and its colour follows them", async (t) => {
  const { office, site, page, faults } = await opened(t);
  const [revoked, suspended, observed, other] = [5, 6, 7, 8].map((index) => office.pass(index));
  for (const pass of [revoked, suspended, observed, other]) assert.equal((await ask(page, site, pass)).word, "Let in");
  await openLists(page, site.origin);
  await office.publish(site.lists, office.day({ number: 2, at: now(), revoked: { 5: STANDING.revoked, 6: STANDING.suspended, 7: STANDING.observe } }));
  assert.equal(await updateNow(page), "The lists were updated");
  assert.equal(await listsNumber(page), 2);
  const told = [];
  for (const pass of [revoked, suspended, observed, other]) told.push((await ask(page, site, pass)).reason);
  assert.deepEqual(told.slice(0, 3), ["Called back", "Not green", "Not green"]);
  assert.match(told[3], /demonstration/);
  assert.deepEqual(faults, []);
});

test("a host that has nothing newer is asked with few bytes, and no file is fetched twice", async (t) => {
  const { office, site, page } = await opened(t);
  await openLists(page, site.origin);
  const first = asked(site).length;
  assert.equal(await updateNow(page), "There is nothing newer");
  const again = asked(site, 0).slice(first);
  assert.deepEqual(again.map(({ path: where, status }) => [where, status]), [["/lists/snapshot.cwt", 304]]);
  assert.ok(again[0].headers["if-none-match"]);
  const list = office.status({ at: now() - 60 });
  const day = (number, more) => office.day({ number, at: now() - 30 + number, list, ...more });
  for (const [number, files] of [[2, 2], [3, 1]]) {
    const from = site.requests.length;
    await office.publish(site.lists, day(number));
    assert.equal(await updateNow(page), "The lists were updated");
    assert.equal(asked(site, from).length - 1, files, "only what is not there already");
  }
});

test("nothing is fetched while a scan is going on, and it is made up for afterwards", async (t) => {
  const { site, page } = await opened(t);
  await openLists(page, site.origin);
  const from = site.requests.length;
  await page.goto(`${site.origin}/shop/scan`);
  await page.evaluate(() => ["online", "visibilitychange"].forEach((name) => {
    window.dispatchEvent(new Event(name));
    document.dispatchEvent(new Event(name));
  }));
  await page.waitForTimeout(4_000);
  assert.deepEqual(asked(site, from), []);
  await page.getByRole("link", { name: "Shop" }).click();
  await page.waitForTimeout(1_000);
  assert.deepEqual(asked(site, from).map(({ path: where }) => where), ["/lists/snapshot.cwt"]);
});

test("while a verdict is on the screen nothing is fetched, though the lists are too old to decide by", async (t) => {
  const { office, site, page } = await opened(t);
  await openLists(page, site.origin);
  await later(page, 2 * DAY, site);
  await page.goto(`${site.origin}/shop/scan`);
  await pasteAtShop(page, office.pass(5));
  assert.equal((await decide(page)).word, "Cannot tell");
  await later(page, 2 * DAY + 3 * HOUR, site);
  const from = site.requests.length;
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await page.waitForTimeout(3_000);
  assert.deepEqual(asked(site, from), []);
  await next(page);
  await page.waitForTimeout(1_000);
  assert.deepEqual(asked(site, from).map(({ path: where }) => where), ["/lists/snapshot.cwt"]);
});

test("without a network for a day a shop decides, and after two days it says that it cannot know", async (t) => {
  const { office, site, page, faults } = await opened(t);
  await openLists(page, site.origin);
  await ready(page);
  await site.stop();
  for (const [hours, word, reason] of [[24, "Let in"], [49, "Cannot tell", "The lists are too old"]]) {
    await later(page, hours * HOUR);
    await page.goto(`${site.origin}/shop`);
    await page.getByText(hours === 24 ? "Good for another 22 hours" : "The lists are too old.", { exact: false }).waitFor();
    const told = await ask(page, site, office.pass(5));
    assert.equal(told.word, word);
    if (reason) assert.equal(told.reason, reason);
  }
  assert.deepEqual(faults, []);
});

test("a host that stands still is noticed: after two days its lists decide nothing", async (t) => {
  const { office, site, page } = await opened(t);
  await openLists(page, site.origin);
  await later(page, 2 * DAY, site);
  await openLists(page, site.origin);
  assert.equal(await updateNow(page), "There is nothing newer");
  await page.getByText("The lists are too old. Connect to a network, or take lists from another shop.").waitFor();
  const told = await ask(page, site, office.pass(5));
  assert.deepEqual([told.word, told.reason], ["Cannot tell", "The lists are too old"]);
});

test("a clock that is ahead of the host is named, and put right it is in order again", async (t) => {
  const { office, site, page } = await opened(t);
  await later(page, DAY);
  await openLists(page, site.origin);
  await updateNow(page);
  await page.getByText("This device's clock is ahead", { exact: true }).waitFor();
  await page.goto(`${site.origin}/shop`);
  await page.getByText("This device's clock is ahead", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Start scanning" }).click();
  await pasteAtShop(page, office.pass(5));
  const told = await decide(page);
  assert.deepEqual([told.word, told.reason], ["Cannot tell", "This device's clock is ahead"]);
  await next(page);
  await later(page, 0);
  await pasteAtShop(page, office.pass(6));
  assert.equal((await decide(page)).word, "Let in", "the clock was set, so the host's word of before holds no more");
});

test("lists go from one shop to another as a file, with no network", async (t) => {
  const { office, site, page } = await opened(t);
  const { dir, close } = await folder("carried");
  atEnd(t, close);
  const other = await openBrowser();
  atEnd(t, other.close);
  await openLists(other.page, site.origin);
  await ready(other.page);
  await openLists(page, site.origin);
  await office.publish(site.lists, office.day({ number: 2, at: now(), revoked: { 5: STANDING.revoked } }));
  assert.equal(await updateNow(page), "The lists were updated");
  await site.stop();
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Pass on as a file").click()]);
  assert.equal(download.suggestedFilename(), "lists.tessera-lists");
  const file = path.join(dir, "lists.tessera-lists");
  await download.saveAs(file);

  const input = other.page.getByLabel("Take from a file");
  await other.page.reload();
  assert.equal(await listsNumber(other.page), 1);
  await input.setInputFiles(file);
  await other.page.getByText("Newer lists", { exact: true }).waitFor();
  assert.equal(await listsNumber(other.page), 1, "nothing is in force before it is asked for");
  await button(other.page, "Use these lists").click();
  await other.page.getByText("The new lists are in force").waitFor();
  assert.equal((await ask(other.page, site, office.pass(5))).reason, "Called back");
  await openLists(other.page, site.origin);
  assert.equal(await listsNumber(other.page), 2, "and they are kept");

  const refused = async (bytes) => {
    const bad = path.join(dir, "bad.tessera-lists");
    await writeFile(bad, bytes);
    await other.page.evaluate(() => document.querySelectorAll(".advice").forEach((advice) => (advice.dataset.seen = "yes")));
    await input.setInputFiles(bad);
    return other.page.locator(".advice:not([data-seen]) > .advice-title").innerText();
  };
  const good = await readFile(file);
  assert.equal(await refused(good), "There is nothing newer");
  assert.equal(await refused(good.subarray(0, good.length - 1)), "Damaged, or not lists at all");
  assert.equal(await refused(Buffer.alloc((16 << 20) + 1)), "Too large to be lists");
  assert.equal(await refused("Hello"), "Damaged, or not lists at all");
  assert.equal(await listsNumber(other.page), 2);
  assert.deepEqual([...other.faults], []);
});

test("one tab that gets newer lists tells the others, and two at once end with the same", async (t) => {
  const { office, site, page, context } = await opened(t);
  const second = await context.newPage();
  await Promise.all([page, second].map((tab) => openLists(tab, site.origin)));
  await office.publish(site.lists, office.day({ number: 2, at: now() }));
  assert.equal(await updateNow(page), "The lists were updated");
  await second.waitForFunction(() => document.querySelector(".claims dd").textContent === "2");
  for (const number of [3, 4, 5]) {
    const day = office.day({ number, at: now() + number });
    await office.publish(site.lists, day);
    await Promise.all([page, second].map(updateNow));
    for (const tab of [page, second]) assert.equal(await listsNumber(tab), number);
    const names = day.files.map((file) => [fileName(file).toString("hex"), file.length]);
    assert.deepEqual(await kept(page), Object.fromEntries([...names, ["snapshot", day.snapshot.length]]));
  }
});

test("lists that wait to be used do not come back over newer ones of another tab", async (t) => {
  const { office, site, page, context } = await opened(t);
  await openLists(page, site.origin);
  const { snapshot, files } = office.day({ number: 2, at: now() });
  const chosen = { name: "lists.tessera-lists", mimeType: "application/octet-stream", buffer: bundle(snapshot, files) };
  await page.getByLabel("Take from a file").setInputFiles(chosen);
  await page.getByText("Newer lists", { exact: true }).waitFor();
  const other = await context.newPage();
  await openLists(other, site.origin);
  await office.publish(site.lists, office.day({ number: 3, at: now() + 1 }));
  assert.equal(await updateNow(other), "The lists were updated");
  const before = await kept(page);
  await button(page, "Use these lists").click();
  await page.getByText("Newer lists", { exact: true }).waitFor({ state: "detached" });
  await page.waitForTimeout(500);
  assert.deepEqual(await kept(page), before);
  for (const tab of [page, other]) {
    assert.equal(await listsNumber(tab), 3);
    await openLists(tab, site.origin);
    assert.equal(await listsNumber(tab), 3);
  }
});

test("on a full disk newer lists serve until the page is closed, and those from before are still kept", async (t) => {
  const { office, site, page, context } = await opened(t);
  await smallRoom(context, 4_000_000);
  await openLists(page, site.origin);
  await updateNow(page);
  const before = await kept(page);
  await ready(page);
  await office.publish(site.lists, office.day({ number: 2, at: now(), revoked: { 5: STANDING.revoked } }));
  assert.equal(await fillRoom(page), 3);
  assert.equal(await updateNow(page), "The phone's storage is full");
  assert.equal(await listsNumber(page), 2, "in force");
  assert.deepEqual(await kept(page), before, "not kept");
  await site.stop();
  await page.reload();
  await page.locator(".claims").waitFor();
  assert.equal(await listsNumber(page), 1);
});

test("a first start without a network has the lists that came with the app", async (t) => {
  const { office, site, page } = await opened(t);
  await page.goto(`${site.origin}/shop`);
  await ready(page);
  await site.stop();
  await page.evaluate(() => new Promise((resolve) => {
    const gone = indexedDB.deleteDatabase("tessera");
    gone.onsuccess = gone.onblocked = resolve;
  }));
  await openLists(page, site.origin);
  assert.equal(await listsNumber(page), 1);
  assert.deepEqual(await kept(page), {});
  assert.equal((await ask(page, site, office.pass(5))).word, "Let in");
});

test("lists that were changed where they are stored are not believed, and the single list of former versions goes", async (t) => {
  const { office, site, page } = await opened(t);
  await openLists(page, site.origin);
  await office.publish(site.lists, office.day({ number: 2, at: now() }));
  await updateNow(page);
  const spoil = (name) => page.evaluate(async (which) => {
    const settled = (ask) => new Promise((resolve) => (ask.onsuccess = () => resolve(ask.result)));
    const db = await settled(indexedDB.open("tessera"));
    const store = db.transaction("lists", "readwrite").objectStore("lists");
    if (which === "trust") await settled(store.put(new Uint8Array(9), "trust"));
    else {
      const [name] = (await settled(store.getAllKeys())).filter((key) => key !== "snapshot");
      const bytes = await settled(store.get(name));
      bytes[bytes.length - 1] ^= 1;
      await settled(store.put(bytes, name));
    }
    db.close();
  }, name);
  await spoil("trust");
  await ready(page);
  await site.stop();
  await page.reload();
  await page.locator(".claims").waitFor();
  assert.equal(await listsNumber(page), 2, "a file that no snapshot names is no matter");
  await spoil("a file");
  await page.reload();
  await page.locator(".claims").waitFor();
  assert.equal(await listsNumber(page), 1, "those that came with the app");
  await site.start();
  assert.equal(await updateNow(page), "The lists were updated");
  assert.equal(Object.keys(await kept(page)).length, 3);
});
