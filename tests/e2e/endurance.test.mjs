// A long day at a door: ten thousand visitors in eight hours, by a clock that the test turns.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { openedBrowser, openedSite, ready } from "./harness.mjs";
import { HOUR, Office } from "./office.mjs";
import { button, heading, link } from "./steps.mjs";

const VISITORS = 10_000;
/** So many come one after the other, and then for a while nobody. */
const GROUP = 10;
const HOURS = 8;
/** Time from one group to the next, in milliseconds. */
const EACH = (HOURS * HOUR * 1000 * GROUP) / VISITORS;
/** The lists end three quarters of an hour after the last visitor, in seconds. */
const LIFE = HOURS * HOUR + 45 * 60;
/** Visitors after which everything that grows to a bound has reached it. */
const SETTLED = 3_000;
/** A page of WebAssembly's memory, in bytes: less cannot be seen. */
const WASM_PAGE = 65_536;

/** Runs in the page before its own scripts: keeps the memories of its modules in sight. */
function watchMemories() {
  window.memories = [];
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...of) => {
      const made = await original.apply(WebAssembly, of);
      const { memory } = (made.instance ?? made).exports;
      if (memory) window.memories.push(memory);
      return made;
    };
  }
}

/** Runs in the page before its own scripts and after the clock's: the clock numbers its timers beyond what fits where the app keeps a timer's number. */
function numberTimers() {
  const first = 1e12;
  const { setTimeout, clearTimeout, setInterval, clearInterval } = window;
  window.setTimeout = (...of) => setTimeout(...of) - first;
  window.setInterval = (...of) => setInterval(...of) - first;
  window.clearTimeout = (id) => clearTimeout(id + first);
  window.clearInterval = (id) => clearInterval(id + first);
}

/** Runs in the page: gives it one text after the other by the keyboard's paste, and says what the door then says. */
async function visit(texts) {
  const told = async (before) => {
    for (let turns = 0; turns < 1_000; turns += 1) {
      const title = document.querySelector('[role="alert"] :is(h1, h2)');
      if (title && title !== before) return title;
      await new Promise((resolve) => queueMicrotask(resolve));
    }
    return null;
  };
  const words = [];
  let title = null;
  for (const text of texts) {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    title = await told(title);
    words.push(title?.textContent ?? "");
  }
  return words;
}

/** What the page holds, in bytes, and its nodes and listeners, after all that nobody holds has gone. */
async function held(devtools, page) {
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  const { nodes, jsEventListeners } = await devtools.send("Memory.getDOMCounters");
  const wasm = await page.evaluate(() => window.memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0));
  return { heap: usedSize, wasm, nodes, listeners: jsEventListeners };
}

test("ten thousand visitors in eight hours ask nothing of the network and leave nothing in memory; then the lists are too old, until there are others", async (t) => {
  const office = new Office();
  const site = await openedSite(t, { settle: (folder) => office.settle(folder, office.day({ life: LIFE + HOUR })) });
  const { page, context } = await openedBrowser(t);
  await page.goto(`${site.origin}/shop`);
  await ready(page);
  await page.goto(`${site.origin}/shop/rules`);
  await page.getByRole("radio", { name: /^Queue/ }).check();

  await context.addInitScript(watchMemories);
  await page.clock.install();
  await page.addInitScript(numberTimers);
  await page.goto(`${site.origin}/shop`);
  await page.getByText("Ready to check offline").waitFor();
  await link(page, "Start scanning").click();
  await heading(page, "Scan a pass").waitFor();
  const begun = Date.now() + 1_000;
  await page.clock.pauseAt(begun);
  const devtools = await context.newCDPSession(page);
  const asked = [];
  site.interfere = (_, __, pathname) => {
    // The browser itself looks for a newer worker now and then.
    if (pathname !== "/sw.js") asked.push(pathname);
    return false;
  };

  const passes = Array.from({ length: VISITORS }, (_, index) => office.pass(index));
  let settled;
  for (let n = 0; n < VISITORS; n += GROUP) {
    const words = await page.evaluate(visit, passes.slice(n, n + GROUP));
    assert.deepEqual(words, Array(GROUP).fill("Let in"), `visitor ${n}`);
    await page.clock.fastForward(EACH);
    if (n === SETTLED) settled = await held(devtools, page);
  }
  const after = await held(devtools, page);
  const grown = JSON.stringify([settled, after]);
  assert.ok(after.wasm <= settled.wasm + WASM_PAGE, grown);
  assert.ok(after.heap <= settled.heap + 300_000, grown);
  assert.ok(after.nodes <= settled.nodes + 100 && after.listeners <= settled.listeners, grown);
  assert.deepEqual(asked, [], "all that while nothing was asked of the host");

  // The lists end while there is no network.
  await site.stop();
  await page.clock.fastForward("45:00");
  assert.deepEqual(await page.evaluate(visit, [passes[0]]), ["Cannot tell"]);
  await page.getByText("The lists are too old", { exact: true }).waitFor();
  const ahead = (await page.evaluate(() => Date.now())) - Date.now();
  // The host's clock goes with the shop's.
  site.interfere = (_, res) => {
    res.setHeader("date", new Date(Date.now() + ahead).toUTCString());
    return false;
  };
  await office.publish(site.lists, office.day({ number: 2, at: Math.floor((Date.now() + ahead) / 1000) - 60 }));
  await site.start();
  await button(page, "Scan the next one").click();
  // It asks by itself, for it is of no use as it is.
  let words = [];
  for (let n = 1; n < 30 && words[0] !== "Let in"; n += 1) {
    await page.clock.fastForward("00:30");
    // Nobody comes while it fetches them: a visitor would put that off.
    await new Promise((resolve) => setTimeout(resolve, 500));
    words = await page.evaluate(visit, [passes[n]]);
    if (words[0] !== "Let in") await button(page, "Scan the next one").click();
  }
  assert.deepEqual(words, ["Let in"], "the new lists are in force");
});

test("the reader holds after ten thousand frames what it held after five hundred, with codes in them, without, and of all sizes", async (t) => {
  const site = await openedSite(t);
  const { page } = await openedBrowser(t);
  const { svg } = await site.code("green");
  const sizes = [231, 260, 290];
  const pixels = await page.evaluate(async ([drawing, sides]) => {
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([drawing], { type: "image/svg+xml" }));
    await image.decode();
    return sides.map((side) => {
      const context = new OffscreenCanvas(side, side).getContext("2d");
      context.fillStyle = "#fff";
      context.fillRect(0, 0, side, side);
      context.drawImage(image, 10, 10, side - 20, side - 20);
      return Array.from(context.getImageData(0, 0, side, side).data);
    });
  }, [svg, sizes]);
  const frames = pixels.map((data, n) => ({ side: sizes[n], data: Uint8Array.from(data) }));
  const reader = await import("../../target/reader/reader.js");
  const { memory } = reader.initSync({ module: await readFile("target/reader/reader_bg.wasm") });
  let read = 0;
  let settled;
  for (let n = 0; n < 10_000; n += 1) {
    const { side, data } = frames[n % frames.length];
    // Every other frame has lost its lower half.
    const shown = n % 2 ? data.slice() : data.slice().fill(255, data.length / 2);
    const [text] = reader.read(shown, side, side, n);
    read += Number(typeof text === "string");
    if (n === 500) settled = memory.buffer.byteLength;
  }
  assert.equal(memory.buffer.byteLength, settled);
  assert.ok(read > 4_900, `${read} of 5,000 whole frames were read`);
});
