// What is written down about anybody: nothing.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { atEnd, openBrowser, openedSite, ready } from "./harness.mjs";
import { decide, getPass, next, pasteAtShop, startScanning } from "./steps.mjs";
import { stored } from "./stored.mjs";

test("after 50 scans neither storage, caches nor requests know anything about a visitor", async (t) => {
  const site = await openedSite(t);
  const { page, faults, close } = await openBrowser();
  atEnd(t, close);
  await startScanning(page, site.origin);
  await ready(page);
  await page.waitForLoadState("networkidle");
  const before = await stored(page);
  const asked = site.requests.length;
  const seen = [];
  for (let scan = 0; scan < 50; scan += 1) {
    const { id } = site.residents[scan % site.residents.length];
    const { text } = await site.code(id);
    seen.push(text);
    await pasteAtShop(page, text);
    const told = await decide(page);
    assert.ok(["Let in", "Do not let in", "Cannot tell", "Already let in here"].includes(told.word), id);
    await next(page);
  }
  assert.equal(seen.length, 50);
  assert.deepEqual(await stored(page), before, "storage and caches are the same to the byte");
  assert.deepEqual(site.requests.slice(asked), [], "and nothing was asked for");
  assert.deepEqual(faults, []);
});

/** Every file under a folder, as { name, bytes }. */
async function files(root) {
  const names = (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  return Promise.all(names.map(async (entry) => {
    const name = path.join(entry.parentPath ?? entry.path, entry.name);
    return { name: path.relative(root, name), bytes: await readFile(name) };
  }));
}

test("who knows every name and has every file of a production host learns nothing about any resident", async (t) => {
  const site = await openedSite(t, { withDemo: false });
  const resident = await openBrowser();
  atEnd(t, resident.close);
  const before = await files(site.site);
  const answer = await getPass(resident.page, site, "green");
  assert.deepEqual(await files(site.site), before, "issuing a pass changes no file");

  // Names, and numbers of the kind that the leaked system asked for.
  const known = site.residents.flatMap(({ name, name_zh }) => [name, name_zh]);
  known.push("11010519491231002X", "440524188001010014", answer.text, answer.fragment);
  for (const { name, bytes } of before) {
    for (const word of known) assert.ok(!bytes.includes(Buffer.from(word)), `${name} holds ${word}`);
  }
  // Whatever is asked, with any of it: a page of the app, which is the same for everybody, or nothing.
  const index = await readFile(path.join(site.site, "index.html"), "utf8");
  for (const word of known.slice(0, 6).map(encodeURIComponent)) {
    for (const where of [`/${word}`, `/pass/${word}`, `/api/pass?name=${word}`, `/?name=${word}`, `/lists/${word}`, `/demo/code/${word}.json`, `/demo/residents.json`]) {
      const response = await fetch(site.origin + where);
      const body = await response.text();
      assert.ok(response.status === 404 || body === index, `${where}: ${response.status}`);
    }
  }
});

test("from the first paint to the verdict no request names anybody, and none leaves the origin", async (t) => {
  const site = await openedSite(t);
  const { page, context, close } = await openBrowser();
  atEnd(t, close);
  const all = [];
  context.on("request", (request) => all.push(request.url()));
  await getPass(page, site, "green");
  await startScanning(page, site.origin);
  await pasteAtShop(page, (await site.code("green")).text);
  await decide(page);
  assert.ok(all.length > 5);
  for (const url of all) {
    assert.ok(url.startsWith(`${site.origin}/`), url);
    assert.ok(!/HP1|MS|1985|Mei|\?/.test(new URL(url).pathname + new URL(url).search), url);
  }
});
