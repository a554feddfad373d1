// What the browser tests share: the site of a fresh demo office on a server of its own, browsers with profiles of their own, and
// films for the fake camera. Nothing here builds: `make e2e` has built the site's parts and the tool.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { launch, launchFirefox, launchProfile } from "../../.tools/browser.mjs";
import { tessera } from "../../.tools/demo-routes.mjs";
import { startServer } from "../../.tools/serve.mjs";

const root = path.join(import.meta.dirname, "../..");
const run = promisify(execFile);

/** A phone, a small phone, a desk. */
export const VIEWPORTS = {
  phone: { width: 390, height: 844 },
  small: { width: 320, height: 568 },
  desk: { width: 1280, height: 800 },
};

/** A folder that is gone after `close`. */
export async function folder(name) {
  const dir = await mkdtemp(path.join(os.tmpdir(), `tessera-${name}-`));
  return { dir, close: () => rm(dir, { recursive: true, force: true, maxRetries: 5 }) };
}

const ends = new WeakMap();

/** What is to be ended with the test, the last first. Whatever fails, all of it is ended: a browser or server left over keeps the run from its end. */
export function atEnd(t, end) {
  if (ends.has(t)) return void ends.get(t).push(end);
  ends.set(t, [end]);
  t.after(async () => {
    const faults = [];
    for (const each of ends.get(t).reverse()) await Promise.resolve().then(each).catch((fault) => faults.push(fault));
    if (faults.length > 0) throw faults.length > 1 ? new AggregateError(faults, faults.join("\n")) : faults[0];
  });
}

async function tool(args, input) {
  const { code, stdout, stderr } = await tessera(args, input);
  assert.equal(code, 0, `tessera ${args.slice(0, 1)}: ${stderr}`);
  return stdout;
}

/**
 * A fresh demo office, its site, and a server.
 *
 * { origin, requests, residents, site, demo, lists, interfere, code(id), answer(id, request, ...more), record(id, request), stop(), start(), close() }
 *
 * `stop` ends the server, so that nothing answers any more; `start` brings it back at the same address. `withDemo: false` serves what a
 * production host serves: the site and nothing beside it. `settle(folder)` puts another office in the demo's place: it writes config.json and
 * lists/ into the folder. `lists` is the folder that the host serves; `interfere`, when set, answers in its place (see startServer).
 */
export async function openSite({ withDemo = true, settle } = {}) {
  const { dir, close } = await folder("site");
  const demo = path.join(dir, "demo");
  const site = path.join(dir, "site");
  const office = settle ? path.join(dir, "office") : path.join(demo, "site");
  await (settle ? settle(office) : tool(["demo", demo]));
  await run(process.execPath, [path.join(root, ".tools/site.mjs"), "--compiled", "target", "--config", office, "--out", site], { cwd: root });
  const residents = settle ? [] : JSON.parse(await readFile(path.join(demo, "residents.json"), "utf8"));
  const host = { interfere: () => false };
  const interfere = (...request) => host.interfere(...request);
  const serve = (port) => startServer({ site, demo: withDemo && !settle ? demo : null, port, interfere });
  let server = await serve(0);
  const { origin, port } = server;
  const requests = [server.requests];
  return {
    origin,
    residents,
    site,
    demo,
    lists: path.join(site, "lists"),
    set interfere(answer) {
      host.interfere = answer;
    },
    /** Everything asked for so far, over all restarts. */
    get requests() {
      return requests.flat();
    },
    code: async (id) => JSON.parse(await tool(["demo", demo, "--code", id])),
    answer: async (id, request, ...more) => JSON.parse(await tool(["demo", demo, "--answer", id, ...more], request)),
    record: async (id, request) => JSON.parse(await tool(["demo", demo, "--record", id], request)),
    async stop() {
      await server?.close();
      server = null;
      await assert.rejects(fetch(origin), "the server is stopped, so nothing answers");
    },
    async start() {
      server = await serve(port);
      assert.equal(server.port, port, "the same address again");
      requests.push(server.requests);
    },
    async close() {
      await server?.close();
      await close();
    },
  };
}

/**
 * A browser with a profile of its own.
 *
 * - `camera`: a film (see `film`) that its camera shows; without one the machine has no camera.
 * - `profile`: a folder, to come back to the same profile later; otherwise a fresh one that is gone after `close`.
 * - `hasVectors`: whether WebAssembly has vector instructions; old browsers lack them.
 * - `viewport`, `colorScheme` ("light", "dark"), `locale` ("en-GB", "zh-CN"), and whatever else Playwright's contexts take.
 *
 * { page, context, profile, faults, close() }: `faults` lists errors of pages and breaches of the content policy; tests expect it empty.
 */
export async function openBrowser({ camera, profile, viewport = VIEWPORTS.phone, colorScheme = "light", locale = "en-GB", hasVectors = true, ...more } = {}) {
  const args = camera
    ? ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${camera}`]
    : [];
  // As on a processor that has none for WebAssembly to stand on.
  if (!hasVectors) args.push("--js-flags=--no-enable-sse4-1");
  return watched(profile, OFFLINE, (dir) => launchProfile(dir, { viewport, colorScheme, locale, args, ...more }));
}

/**
 * The same of Firefox, where one is installed. Its cameras play no films, so a canvas does: all that is behind `getUserMedia` is the browser's own.
 * `preferences` are those of `about:config`.
 */
export const openFirefox = ({ camera, profile, viewport = VIEWPORTS.phone, locale = "en-GB", ...more } = {}) =>
  watched(profile, (text) => OFFLINE(text) || text.includes("NetworkError") || text.includes(DRIVERS_STYLE), async (dir) => {
    const context = await launchFirefox(dir, { viewport, locale, ...more });
    if (camera) await context.addInitScript(playing, [...new Set(jpegs(await readFile(camera)).map((jpeg) => jpeg.toString("base64")))]);
    return context;
  });

/** The pictures of a film. */
function jpegs(film) {
  const starts = [];
  for (let at = 0; at >= 0; at = film.indexOf(Buffer.from([0xff, 0xd8, 0xff]), at + 1)) starts.push(at);
  return starts.map((start, n) => film.subarray(start, starts[n + 1]));
}

/** Runs in a page: a camera that shows these pictures in turn, thirty a second. */
function playing(pictures) {
  if (!navigator.mediaDevices) return;
  const begin = async () => {
    const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const frames = await Promise.all(pictures.map((picture) => createImageBitmap(new Blob([bytes(picture)], { type: "image/jpeg" }))));
    const canvas = Object.assign(document.createElement("canvas"), { width: frames[0].width, height: frames[0].height });
    let count = 0;
    setInterval(() => canvas.getContext("2d").drawImage(frames[count++ % frames.length], 0, 0), 33);
    return canvas;
  };
  let canvas;
  navigator.mediaDevices.getUserMedia = async () => (await (canvas ??= begin())).captureStream(30);
}

// A request that fails because the server is stopped is what the offline tests are about.
const OFFLINE = (text) => /net::ERR_|Failed to load resource/.test(text);

// For a picture of a page the driver puts an empty style into Firefox's, and the page's policy refuses it, as it should.
const DRIVERS_STYLE = createHash("sha256").update("body {}").digest("base64");

/** A browser that `start` starts in a folder. Lines of its console that are `expected` are no faults. */
async function watched(profile, expected, start) {
  const own = profile ? null : await folder("profile");
  const context = await start(profile ?? own.dir);
  const faults = [];
  const watch = (page) => {
    page.on("pageerror", (fault) => String(fault).includes(DRIVERS_STYLE) || faults.push(String(fault)));
    page.on("console", (line) => {
      const text = line.text();
      if (line.type() === "error" && !expected(text)) faults.push(text);
    });
  };
  context.pages().forEach(watch);
  context.on("page", watch);
  return {
    context,
    page: context.pages()[0] ?? (await context.newPage()),
    profile: profile ?? own.dir,
    faults,
    async close() {
      await context.close();
      await own?.close();
    },
  };
}

/** A site (see `openSite`) that ends with the test. */
export async function openedSite(t, options) {
  const site = await openSite(options);
  atEnd(t, site.close);
  return site;
}

/** A browser (see `openBrowser`) that ends with the test, without a fault. */
export async function openedBrowser(t, options) {
  const browser = await openBrowser(options);
  atEnd(t, async () => {
    await browser.close();
    assert.deepEqual(browser.faults, []);
  });
  return browser;
}

/** Both: { site, page, context, profile, faults, close }. */
export async function opened(t, options) {
  return { site: await openedSite(t), ...(await openedBrowser(t, options)) };
}

/** Waits until the service worker has stored the program of this page and serves it. */
export async function activated(page) {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
  });
}

/** What the build wrote into the worker: { version, files, parts, screens }; of the two readers the one that this browser does not store is left out. */
export async function listed(page, { hasVectors = true } = {}) {
  const source = await page.evaluate(async () => (await fetch("/sw.js")).text());
  const build = JSON.parse(source.match(/const BUILD = (\{[\s\S]*?\n\});/)[1]);
  const other = hasVectors ? "/reader/plain_bg.wasm" : "/reader/reader_bg.wasm";
  for (const part of ["shop", "lists", "more"]) {
    assert.ok(other in build.parts[part], `${part} names both`);
    delete build.parts[part][other];
  }
  return build;
}

/** Waits until files are in the caches, a minute at most. */
export async function arrived(page, paths) {
  const missing = await page.evaluate(async (wanted) => {
    const missing = async () => (await Promise.all(wanted.map(async (path) => ((await caches.match(path)) ? [] : [path])))).flat();
    const end = Date.now() + 60_000;
    while ((await missing()).length > 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 100));
    return missing();
  }, paths);
  assert.deepEqual(missing, [], "these files are not stored");
}

/** Waits until a day without a network finds all of what the person of this page needs; the network is still there. */
export async function ready(page) {
  await activated(page);
  const { parts } = await listed(page);
  const programs = new URL(page.url()).pathname.startsWith("/shop") ? [parts.shop, parts.lists] : [parts.wallet, parts.more];
  await arrived(page, Object.keys(Object.assign({}, ...programs)));
}

/**
 * A film for the fake camera out of pictures (PNG or JPEG buffers, as screenshots are): each fills the height of a frame of
 * 1280 x 720, as a phone held before a camera does. It plays at 30 frames a second, again and again; each picture stays for `stays` of
 * them, and `blurred(place)` says how far out of focus it is, in pixels. Gives the file.
 */
export async function film(pictures, file, { width = 1280, height = 720, margin = 20, ground = "#777", stays = 1, blurred = () => 0, quality = 92 } = {}) {
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: { width, height } });
    const frames = [];
    for (const [place, picture] of pictures.entries()) {
      const type = picture[0] === 0xff ? "jpeg" : "png";
      const image = `<img src="data:image/${type};base64,${Buffer.from(picture).toString("base64")}">`;
      await page.setContent(`<style>body{margin:0;height:100vh;display:grid;place-items:center;background:${ground}}
        img{filter:blur(${blurred(place)}px);max-width:${width - 2 * margin}px;height:${height - 2 * margin}px;object-fit:contain}</style>${image}`);
      await page.waitForFunction(() => document.images[0].complete);
      frames.push(...Array(stays).fill(await page.screenshot({ type: "jpeg", quality })));
    }
    // An .mjpeg is JPEGs one after the other; the camera wants more than one to start.
    const enough = frames.length > 1 ? frames : [...frames, ...frames];
    await writeFile(file, Buffer.concat(enough));
    return file;
  } finally {
    await browser.close();
  }
}
