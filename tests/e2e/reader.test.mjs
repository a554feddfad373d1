// The QR reader in its worker, in Chromium, under the site's own content policy.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { launch } from "../../.tools/browser.mjs";
import { activated, arrived, atEnd, film, folder, listed, openBrowser, openSite, openedSite } from "./harness.mjs";
import { decide, startScanning } from "./steps.mjs";

/** A screenshot of an SVG code, as on a phone held before a camera. */
async function screenshot(svg) {
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
    await page.setContent(`<style>body{margin:0;height:100vh;display:grid;place-items:center;background:#fff}</style><img src="${source}" width="390">`);
    await page.waitForFunction(() => document.images[0].complete && document.images[0].naturalWidth > 0);
    return await page.screenshot();
  } finally {
    await browser.close();
  }
}

// One site and one film for all: the reader does not mind that the code grows old.
let site;
let films;
const shown = {};
before(async () => {
  site = await openSite();
  films = await folder("films");
  const pictures = [];
  for (const { id } of site.residents.slice(0, 3)) {
    shown[id] = await site.code(id);
    pictures.push((shown[id].png = await screenshot(shown[id].svg)));
  }
  await film(pictures, path.join(films.dir, "all.mjpeg"));
  await film(pictures.slice(0, 1), path.join(films.dir, "one.mjpeg"));
});
after(async () => {
  await site?.close();
  await films?.close();
});

/** Gives a page `ask(message, transfer)` to a fresh worker, and `restart()`. */
const connect = (page) =>
  page.evaluate(async () => {
    const state = {};
    window.restart = async () => {
      state.worker?.terminate();
      state.worker = new Worker("/reader/worker.js", { type: "module" });
      await new Promise((resolve, reject) => {
        state.worker.onmessage = ({ data }) => (data.ready ? resolve() : reject(new Error("an answer before the worker was ready")));
        state.worker.onerror = (event) => reject(new Error(event.message));
      });
    };
    window.ask = (message, transfer = []) =>
      new Promise((resolve, reject) => {
        state.worker.onmessage = ({ data }) => resolve(data);
        state.worker.onerror = (event) => reject(new Error(event.message));
        state.worker.postMessage(message, transfer);
      });
    await window.restart();
  });

/** Lets the page's worker read a picture file, with every look. */
const readPicture = (page, png) =>
  page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const frame = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    return window.ask({ id: 7, frame, turn: -1 }, [frame]);
  }, png.toString("base64"));

test("the worker reads the code in a screenshot, says where it is, and goes on after nonsense", async (t) => {
  const { page, faults, close } = await openBrowser();
  atEnd(t, close);
  const [{ text, png }] = Object.values(shown);
  await page.goto(`${site.origin}/about`);
  await connect(page);

  const answer = await readPicture(page, png);
  assert.equal(answer.id, 7);
  assert.equal(answer.codes.length, 9, "one code");
  assert.equal(answer.codes[0], text);
  const [left, top, right, , , bottom] = answer.codes.slice(1);
  assert.ok(left > 5 && right < 385 && right - left > 250, `from ${left} to ${right}`);
  assert.ok(top > 230 && bottom < 614, `from ${top} to ${bottom}`);

  // White, then far too small, then no picture at all.
  const blank = await page.evaluate(() => window.ask({ id: 8, frame: new ImageData(new Uint8ClampedArray(400 * 400 * 4).fill(255), 400), turn: 0 }));
  assert.deepEqual(blank, { id: 8, codes: [] });
  const tiny = await page.evaluate(() => window.ask({ id: 9, frame: new ImageData(1, 1), turn: 3 }));
  assert.deepEqual(tiny, { id: 9, codes: [] });
  const nonsense = await page.evaluate(() => window.ask({ id: 10, frame: null, turn: 0 }));
  assert.equal(nonsense.id, 10);
  assert.equal(typeof nonsense.fault, "string");
  await page.evaluate(() => window.restart());
  assert.equal((await readPicture(page, png)).codes[0], text, "a new worker reads");
  assert.deepEqual(faults, []);
});

test("a browser without vector instructions stores the reader without them, and scans with it when there is no network", async (t) => {
  const own = await openedSite(t);
  const { page, faults, close } = await openBrowser({ camera: path.join(films.dir, "one.mjpeg"), hasVectors: false });
  atEnd(t, close);
  await page.goto(`${own.origin}/shop`);
  await activated(page);
  const { parts } = await listed(page, { hasVectors: false });
  await arrived(page, Object.keys({ ...parts.shop, ...parts.lists }));
  assert.equal(await page.evaluate(() => caches.match("/reader/reader_bg.wasm")), undefined, "nor the one that it cannot run");
  await own.stop();
  await startScanning(page, own.origin);
  await decide(page);
  assert.deepEqual(faults, []);
});

test("the worker reads what the camera films", async (t) => {
  const { page, faults, close } = await openBrowser({ camera: path.join(films.dir, "all.mjpeg") });
  atEnd(t, close);
  await page.goto(`${site.origin}/about`);
  await connect(page);
  const seen = await page.evaluate(async (enough) => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720 } });
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    const texts = new Set();
    for (let turn = 0; turn < 200 && texts.size < enough; turn += 1) {
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      const frame = await createImageBitmap(video, 280, 0, 720, 720);
      const { codes } = await window.ask({ id: turn + 1, frame, turn }, [frame]);
      if (codes[0]) texts.add(codes[0]);
    }
    stream.getTracks().forEach((track) => track.stop());
    return [...texts].sort();
  }, Object.keys(shown).length);
  assert.deepEqual(seen, Object.values(shown).map(({ text }) => text).sort());
  assert.deepEqual(faults, []);
});

/** A shop whose camera sees a code; the page runs `script(argument)` first, and `window.seen` tells of its cameras and workers. */
async function openShop(t, script, argument) {
  const shop = await openBrowser({ camera: path.join(films.dir, "one.mjpeg") });
  atEnd(t, shop.close);
  await shop.context.addInitScript(() => {
    window.seen = { tracks: [], workers: 0 };
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      window.seen.tracks.push(...stream.getTracks());
      return stream;
    };
    window.seen.states = () => window.seen.tracks.map((track) => track.readyState);
    window.Worker = class extends Worker {
      constructor(...all) {
        super(...all);
        window.seen.workers += 1;
        window.seen.made?.(this, window.seen.workers);
      }
    };
  });
  await shop.context.addInitScript(script, argument);
  return shop;
}

for (const how of ["traps", "fails", "falls silent"]) {
  test(`a reader that ${how} is started anew and reads the pass before the camera`, async (t) => {
    const spoil = (how) => {
      window.seen.made = (worker, number) => {
        if (number > 1) return;
        const post = worker.postMessage.bind(worker);
        const ways = {
          traps: ({ id }) => post({ id, frame: null, turn: 0 }),
          fails: () => worker.dispatchEvent(new ErrorEvent("error")),
          "falls silent": () => {},
        };
        worker.postMessage = ways[how];
      };
    };
    const { page, faults } = await openShop(t, spoil, how);
    await startScanning(page, site.origin);
    assert.ok((await decide(page)).word, "there is a verdict");
    assert.ok((await page.evaluate(() => window.seen.workers)) >= 2, "by another worker than the first");
    assert.deepEqual(faults, []);
  });
}

test("where the browser reads codes itself, no worker is loaded", async (t) => {
  const bring = (text) => {
    window.BarcodeDetector = class {
      static getSupportedFormats = async () => ["ean_13", "qr_code"];
      detect = async () => [{ rawValue: text, format: "qr_code" }];
    };
  };
  const { page, faults } = await openShop(t, bring, Object.values(shown)[0].text);
  await startScanning(page, site.origin);
  assert.ok((await decide(page)).word);
  assert.equal(await page.evaluate(() => window.seen.workers), 0);
  assert.deepEqual(faults, []);
});

test("where the browser's reader is broken, blind or silent, ours reads", async (t) => {
  const bring = (kind) => {
    window.BarcodeDetector = class {
      static getSupportedFormats = () => (kind === "asleep" ? new Promise(() => {}) : Promise.resolve(["qr_code"]));
      detect = async () => {
        if (kind === "broken") throw new DOMException("no service", "NotSupportedError");
        return kind === "silent" ? new Promise(() => {}) : [];
      };
    };
  };
  for (const kind of ["broken", "blind", "silent", "asleep"]) {
    const { page } = await openShop(t, bring, kind);
    await startScanning(page, site.origin);
    assert.ok((await decide(page)).word, kind);
  }
});

test("where workers cannot draw, or pictures cannot be resized on the way, ours reads", async (t) => {
  const hinder = (kind) => {
    if (kind === "no drawing") delete window.OffscreenCanvas;
    const make = window.createImageBitmap;
    const numbers = (all) => all.filter((one) => typeof one === "number");
    window.createImageBitmap = (picture, ...all) => make.call(window, picture, ...numbers(all));
  };
  for (const kind of ["no drawing", "no resizing"]) {
    const { page } = await openShop(t, hinder, kind);
    await startScanning(page, site.origin);
    assert.ok((await decide(page)).word, kind);
  }
});

test("the camera is off while the page is hidden and after it is left", async (t) => {
  const { page, faults } = await openShop(t, () => {
    let state = "visible";
    Object.defineProperty(Document.prototype, "visibilityState", { get: () => state });
    Object.defineProperty(Document.prototype, "hidden", { get: () => state === "hidden" });
    window.seen.turn = (next) => {
      state = next;
      document.dispatchEvent(new Event("visibilitychange"));
    };
    // Nothing is read, so that the viewfinder stays.
    window.seen.made = (worker) => (worker.postMessage = () => {});
  });
  const states = (wanted) => page.waitForFunction((wanted) => window.seen.states().join() === wanted, wanted, { timeout: 10_000 });
  const workers = async (wanted) => {
    const end = Date.now() + 10_000;
    while (page.workers().length !== wanted && Date.now() < end) await page.waitForTimeout(50);
    assert.equal(page.workers().length, wanted, "workers");
  };
  await startScanning(page, site.origin);
  await states("live");
  await page.evaluate(() => window.seen.turn("hidden"));
  await states("ended");
  await page.evaluate(() => window.seen.turn("visible"));
  await states("ended,live");
  await workers(1);
  await page.goBack();
  await states("ended,ended");
  // The last frames lie in its memory.
  await workers(0);
  assert.deepEqual(faults, []);
});
