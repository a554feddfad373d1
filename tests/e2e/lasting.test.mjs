// What a wallet must survive: a full disk, an update, storage that the browser withholds.
import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { opened, ready } from "./harness.mjs";
import { button, code, getPass, heading, paste } from "./steps.mjs";
import { fillRoom, makeRoom, smallRoom } from "./room.mjs";
import { stored } from "./stored.mjs";

const passes = async (page) => (await stored(page)).filter((entry) => entry.startsWith("tessera/passes/"));

test("on a full disk a new pass is not kept, says what to do, and the old ones are untouched", async (t) => {
  const { site, page, context, faults } = await opened(t);
  await smallRoom(context, 4_000_000);
  const request = await (async () => {
    await getPass(page, site, "green");
    await page.goto(`${site.origin}/get`);
    return page.getByLabel("The request as text").inputValue();
  })();
  const before = await passes(page);
  assert.equal(before.length, 1);
  await page.goto(`${site.origin}/add`);
  assert.equal(await fillRoom(page), 3);
  await paste(page, (await site.answer("yellow", request)).text);
  await button(page, "Keep it").click();
  await page.getByText("The phone's storage is full", { exact: true }).waitFor();
  assert.deepEqual(await passes(page), before);
  await makeRoom(page);
  await button(page, "Keep it").click();
  await code(page).waitFor();
  assert.equal((await passes(page)).length, 2, "the same press keeps it once there is room");
  assert.deepEqual(faults, []);
});

test("a pass that was removed and finds no room any more can be put back once there is", async (t) => {
  const { site, page, context } = await opened(t);
  await smallRoom(context, 4_000_000);
  await getPass(page, site, "green");
  const before = await passes(page);
  await button(page, "Remove this pass").click();
  await button(page, "Undo").waitFor();
  assert.equal(await fillRoom(page), 3);
  await button(page, "Undo").click();
  await page.getByText("The pass could not be put back").waitFor();
  assert.deepEqual(await passes(page), []);
  await makeRoom(page);
  await button(page, "Undo").click();
  await code(page).waitFor();
  assert.equal((await passes(page)).length, before.length);
});

test("a new version is offered, waits for the person, and leaves the passes alone", async (t) => {
  const { site, page, faults } = await opened(t);
  await getPass(page, site, "green");
  await ready(page);
  const before = await passes(page);
  const worker = path.join(site.site, "sw.js");
  await writeFile(worker, (await readFile(worker, "utf8")).replace(/"version": "\w+"/, '"version": "next"'));
  await Promise.all([".br", ".gz"].map((ending) => rm(worker + ending, { force: true })));
  await site.stop();
  await site.start();
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await page.getByText("A new version is ready").waitFor();
  await button(page, "Later").click();
  await code(page).waitFor();
  await page.reload();
  await page.getByText("A new version is ready").waitFor();
  const loaded = page.waitForEvent("load");
  await button(page, "Update").click();
  await loaded;
  await code(page).waitFor();
  assert.deepEqual(await passes(page), before);
  assert.ok((await page.evaluate(() => caches.keys())).includes("tessera-app-next"));
  assert.deepEqual(faults, []);
});

test("where the browser withholds storage the wallet says so and the shop still decides", async (t) => {
  const { site, page } = await opened(t);
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("storage is off", "SecurityError");
    };
  });
  await page.goto(site.origin);
  await page.getByText("This browser does not let the app store anything").waitFor();
  await page.goto(`${site.origin}/shop`);
  await page.getByText("Ready to check offline").waitFor();
});

test("a reload in the middle of asking leaves one key, and the answer to the first request still fits", async (t) => {
  const { site, page, faults } = await opened(t);
  await page.goto(`${site.origin}/get`);
  const field = page.getByLabel("The request as text");
  await field.waitFor();
  const first = await field.inputValue();
  await page.reload();
  await field.waitFor();
  const keys = (await stored(page)).filter((entry) => entry.startsWith("tessera/holder-keys/"));
  assert.equal(keys.length, 1);
  const { fragment } = await site.answer("green", first);
  await page.goto(`${site.origin}/add#${fragment}`);
  await heading(page, "Check before you keep it").waitFor();
  assert.deepEqual(faults, []);
});
