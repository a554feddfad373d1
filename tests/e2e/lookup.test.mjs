// The proof that nobody is looked up: every request is counted and shown, and checks make none.
import assert from "node:assert/strict";
import { test } from "node:test";
import { atEnd, openBrowser, openSite, ready } from "./harness.mjs";
import { Office } from "./office.mjs";
import { heading, link, startScanning } from "./steps.mjs";

const CHECKS = 1_000;

/** Memory that the program's page holds, in bytes, after what is dropped has been collected: scripts' and WebAssembly's. */
async function memory(page, debug) {
  await debug.send("HeapProfiler.collectGarbage");
  const { usedSize } = await debug.send("Runtime.getHeapUsage");
  const { nodes, jsEventListeners } = await debug.send("Memory.getDOMCounters");
  const wasm = await page.evaluate(() => window.memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0));
  return { usedSize, nodes, jsEventListeners, wasm };
}

/** Checks each text as a hand-held scanner's paste would, as fast as the page takes them; gives how often each word was told. */
const check = (page, texts) => page.evaluate(async (given) => {
  const words = {};
  const frame = () => new Promise((resolve) => setTimeout(resolve, 0));
  for (const text of given) {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
    let word;
    for (let tries = 0; !word && tries < 1_000; tries += 1) {
      await frame();
      word = document.querySelector(".verdict-word")?.textContent;
    }
    words[word] = (words[word] ?? 0) + 1;
    document.querySelector(".verdict .button-primary").click();
    while (document.querySelector(".verdict-word")) await frame();
  }
  return words;
}, texts);

test("a thousand checks make no request, hold no memory, and the sheet shows every request that there was", async (t) => {
  const office = new Office();
  const site = await openSite({ settle: (folder) => office.settle(folder, office.day()) });
  atEnd(t, site.close);
  const { page, context, faults, close } = await openBrowser();
  atEnd(t, close);
  await context.addInitScript(() => {
    window.memories = [];
    const { instantiateStreaming } = WebAssembly;
    WebAssembly.instantiateStreaming = async (...given) => {
      const made = await instantiateStreaming.apply(WebAssembly, given);
      window.memories.push(made.instance.exports.memory);
      return made;
    };
  });
  await page.goto(`${site.origin}/shop/rules`);
  await page.getByRole("radio", { name: /^Queue/ }).check();
  await startScanning(page, site.origin);
  await ready(page);
  await page.waitForLoadState("networkidle");
  const texts = Array.from({ length: CHECKS }, (_, index) => (index % 10 === 9 ? `HP1:${index}` : office.pass(index)));
  await check(page, texts.slice(0, 100));
  const debug = await context.newCDPSession(page);
  const [asked, before] = [site.requests.length, await memory(page, debug)];
  const words = await check(page, texts.slice(100));
  assert.deepEqual(words, { "Let in": 810, "Do not let in": 90 });
  const after = await memory(page, debug);
  // The browser itself looks for a newer worker now and then.
  const since = site.requests.slice(asked).map(({ path }) => path).filter((path) => path !== "/sw.js");
  assert.deepEqual(since, [], "nobody was asked about anybody");
  // The framework keeps a stub of each view that has gone.
  assert.ok(after.wasm - before.wasm <= 1_024 * 900, `${before.wasm} bytes of the program have become ${after.wasm}`);
  assert.ok(after.usedSize < before.usedSize * 1.2, `${before.usedSize} bytes of scripts have become ${after.usedSize}`);
  assert.ok(after.nodes <= before.nodes + 50, `${before.nodes} nodes have become ${after.nodes}`);
  assert.ok(after.jsEventListeners <= before.jsEventListeners + 20, `${before.jsEventListeners} listeners have become ${after.jsEventListeners}`);

  await page.goto(`${site.origin}/shop`);
  await page.getByRole("link", { name: /requests over the network/ }).click();
  await heading(page, "Every request").waitFor();
  const lines = await page.locator(".requests li").allInnerTexts();
  const listed = lines.map((line) => line.split("\n")[0]);
  const wanted = new Set(site.requests.map(({ path }) => path));
  for (const path of listed) assert.ok(path === "/shop" || wanted.has(path) || path.startsWith("/shop/"), `${path} was never asked for`);
  assert.ok(listed.includes("/shop/lists") || listed.includes("/shop/requests"), "the page itself is among them");
  assert.ok(listed.every((path) => !/HP1|MS|1985/.test(path)));
  assert.deepEqual(faults, []);
});

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
