// How long a visitor stands at a door: from the first frame of the camera that shows the code to the verdict on the screen. The real page, in a queue's
// manner, with a film in the camera's place. A block of colour beside the code tells the measuring script which frames have one.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { startScanning } from "../tests/e2e/steps.mjs";
import { folder, openBrowser, openSite } from "../tests/e2e/harness.mjs";
import { Office } from "../tests/e2e/office.mjs";

const PASSES = 40;
/** The first are for the browser's compilers. */
const UNCOUNTED = 4;
/** Frames a second of the film, and how many of them each code stays. */
const RATE = 30;
const STAYS = 20;
/** Frames before the first code: the page is loaded while they run. */
const LEAD = 120;
/** Frames without a code between two; an accept has left after 36 of them. Not always as many, or the film would run in step with the page. */
const gap = (n) => 46 + ((n * 7) % 10);
const [WIDTH, HEIGHT] = [1280, 720];

/** JPEGs one after the other, as the fake camera takes them. */
async function shoot(browser, texts, file) {
  const script = await readFile("target/bench/bench.js", "base64");
  const bench = await import(`data:text/javascript;base64,${script}`);
  bench.initSync({ module: await readFile("target/bench/bench_bg.wasm") });
  const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
  const lines = Array.from({ length: 9 }, (_, n) => `<p style="width:${40 + ((n * 37) % 50)}%"></p>`).join("");
  const shot = async (code) => {
    await page.setContent(`<style>
      body { margin: 0; height: 100vh; display: grid; place-items: center; background: linear-gradient(#777, #aaa) }
      main { width: 500px; height: 640px; display: grid; place-items: center; background: #f4f4f4 }
      p { height: 14px; margin: 0; background: #444 } svg { width: 460px }
      i { position: fixed; left: 40px; top: 40px; width: 120px; height: 120px; background: ${code ? "#0f0" : "#000"} }
    </style><i></i><main>${code ?? lines}</main>`);
    return page.screenshot({ type: "jpeg", quality: 85 });
  };
  const without = await shot(null);
  const frames = Array(LEAD).fill(without);
  for (const [n, text] of texts.entries()) {
    const [extent, path] = bench.drawn(text).split(/ (.*)/s);
    const code = await shot(`<svg viewBox="0 0 ${extent} ${extent}"><path d="${path}"/></svg>`);
    frames.push(...Array(STAYS).fill(code), ...Array(gap(n)).fill(without));
  }
  await page.close();
  await writeFile(file, Buffer.concat(frames));
}

/** Runs in the page before its own scripts: notes when a code came into view, when the reader was asked and answered, when a verdict was painted. */
function watch() {
  const seen = { shown: [], asked: [], told: [], frames: 0 };
  window.seen = seen;
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (message, ...more) {
    if (message?.frame) {
      const at = performance.now();
      this.addEventListener("message", ({ data }) => seen.asked.push({ at, answered: performance.now(), text: Boolean(data.codes?.[0]) }), { once: true });
    }
    return postMessage.call(this, message, ...more);
  };
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  let wasShown = false;
  const look = (video) => video.requestVideoFrameCallback((_, { presentationTime }) => {
    seen.frames += 1;
    context.drawImage(video, 90, 90, 20, 20, 0, 0, 1, 1);
    const [red, green] = context.getImageData(0, 0, 1, 1).data;
    const isShown = green > 128 && red < 100;
    if (isShown && !wasShown) seen.shown.push(presentationTime);
    wasShown = isShown;
    look(video);
  });
  const videos = new WeakSet();
  let wasTold = false;
  new MutationObserver(() => {
    const video = document.querySelector("video");
    if (video && !videos.has(video)) {
      videos.add(video);
      look(video);
    }
    const isTold = document.querySelector('[role="alert"] :is(h1, h2)') !== null;
    if (isTold && !wasTold) requestAnimationFrame(() => requestAnimationFrame(() => seen.told.push(performance.now())));
    wasTold = isTold;
  }).observe(document, { childList: true, subtree: true });
}

/** What lies between the marks, in milliseconds: { all, waited, read, painted } for each code that was told; null where none was. */
function between({ shown, asked, told }) {
  return shown.slice(0, PASSES).map((from, n) => {
    const until = shown[n + 1] ?? Infinity;
    const verdict = told.find((at) => at > from && at < until);
    const reading = asked.find(({ at, answered, text }) => text && answered > from && at < until);
    if (verdict === undefined || !reading) return null;
    return { all: verdict - from, waited: reading.at - from, read: reading.answered - reading.at, painted: verdict - reading.answered };
  }).slice(UNCOUNTED);
}

export async function timeToVerdict(browser, table) {
  const office = new Office();
  const site = await openSite({ settle: (folder) => office.settle(folder, office.day()) });
  const { dir, close } = await folder("door");
  let door;
  try {
    const camera = path.join(dir, "visitors.mjpeg");
    await shoot(browser, Array.from({ length: PASSES }, (_, index) => office.pass(index)), camera);
    door = await openBrowser({ camera });
    await door.context.addInitScript(watch);
    await door.page.goto(`${site.origin}/shop/rules`);
    await door.page.getByRole("radio", { name: /^Queue/ }).check();
    await startScanning(door.page, site.origin);
    const told = () => door.page.evaluate(() => window.seen.shown.length);
    const end = Date.now() + (1000 * (LEAD + PASSES * (STAYS + 56))) / RATE + 20_000;
    while ((await told()) < PASSES && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 500));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const seen = await door.page.evaluate(() => window.seen);
    const all = between(seen);
    const found = all.filter(Boolean);
    const at = (share, part) => {
      const sorted = found.map((each) => each[part]).toSorted((a, b) => a - b);
      return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    };
    const row = (title, part) => [title, ...[0.5, 0.9].flatMap((share) => [at(share, part).toFixed(0), ((at(share, part) * RATE) / 1000).toFixed(1)])];
    console.log(`\n  from the first frame that shows a code to the painted verdict, in a queue, ${found.length} of ${all.length} passes told\n`);
    table([
      ["", "median, ms", "in frames", "90 %, ms", "in frames"],
      row("in all", "all"),
      row("  until the reader is asked about a frame with the code", "waited"),
      row("  until it has read it", "read"),
      row("  until the verdict is painted", "painted"),
    ]);
    const aim = (2 * 1000) / RATE + at(0.5, "read");
    console.log(`\n  aim: a median of two frames and the reading, ${aim.toFixed(0)} ms: ${at(0.5, "all") <= aim ? "met" : "NOT met"}`);
  } finally {
    await door?.close();
    await close();
    await site.close();
  }
}
