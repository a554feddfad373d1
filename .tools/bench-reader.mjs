// The reader against the reader that most pages would take, zxing-wasm: the same frames in the same page. The frames are drawn here, the same in each
// run: codes of our passes, of versions 8 to 27, as a camera shows them six times in a row, and scenes without a code.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";
import { PEERS, bundle } from "./bench-peers.mjs";

const ENTRY = 'export { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";';

/** Runs in the page. */
async function measure(seed) {
  const SIDE = 720;
  const FRAMES = 6;
  const VERSIONS = 6;
  const { default: init, Bench } = await import("/bench.js");
  await init();
  const all = Bench.prepare().symbols().split("\n").map((line) => {
    const [version, width, text, modules] = line.split("\t");
    return { version: Number(version), width: Number(width), text, modules };
  });
  // From the smallest to the largest.
  const symbols = Array.from({ length: VERSIONS }, (_, n) => all[Math.round((n * (all.length - 1)) / (VERSIONS - 1))]);

  /** Numbers from 0 to 1 that are the same in every run (mulberry32). */
  let state = seed;
  const chance = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low, high) => low + (high - low) * chance();
  const bell = () => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());

  /** What lies around a code, or all that there is: a ground with stripes, blocks and lines of print. */
  function surroundings() {
    const [ground, across, down, lines] = [between(90, 200), between(0.01, 0.05), between(0.01, 0.05), between(8, 22)];
    const words = Array.from({ length: 512 }, chance);
    const from = between(0.1, 0.9) * SIDE;
    return (x, y) => {
      const shade = ground + 25 * Math.sin(x * across) + 25 * Math.cos(y * down);
      if (y < from) return shade;
      const line = Math.floor(y / lines);
      const isInk = y / lines - line < 0.6 && words[(line * 31 + Math.floor(x / 4) * 7) & 511] > 0.45;
      return isInk ? shade - 70 : shade + 20;
    };
  }

  /** How one scene's code lies, is lit and is seen. Lengths are in pixels, `blur` in modules. */
  function pose(kind) {
    const usual = { pixels: 3.2, turn: between(-20, 20), lean: 0.15, blur: 0.25, noise: 6, light: [35, 225], fall: 0 };
    const kinds = {
      tilted: { pixels: 4, turn: between(0, 360), lean: between(0.4, 0.75) },
      blurred: { pixels: between(3.2, 4.2), blur: between(0.3, 0.6) },
      small: { pixels: between(1.9, 2.4), noise: 4 },
      noisy: { noise: between(8, 36), light: [70, 190] },
      shaded: { fall: between(0.6, 0.85), light: [25, 215] },
    };
    return { ...usual, ...kinds[kind] };
  }

  function draw({ code, how, ground }) {
    // A hand shakes.
    const turn = ((how.turn + between(-1.5, 1.5)) * Math.PI) / 180;
    const [leanX, leanY] = [how.lean * Math.cos(turn * 3) + between(-0.03, 0.03), how.lean * Math.sin(turn * 3) + between(-0.03, 0.03)];
    const [midX, midY] = [SIDE / 2 + between(-12, 12), SIDE / 2 + between(-12, 12)];
    const [sin, cos] = [Math.sin(turn), Math.cos(turn)];
    const modules = code ? code.width : 0;
    const pixels = code ? Math.min(how.pixels, (SIDE * 0.68) / modules) : 1;
    const half = (modules + 8) / 2;
    const plane = new Float32Array(SIDE * SIDE);
    const [dark, bright] = how.light;
    const at = (x, y) => {
      const [dx, dy] = [x - midX, y - midY];
      if (!code) return ground(x, y);
      // A plane that leans, seen from one and a half of the frame's sides.
      const depth = 1 + (leanX * dx + leanY * dy) / (1.5 * SIDE);
      const u = (cos * dx + sin * dy) / (pixels * depth) + half;
      const v = (cos * dy - sin * dx) / (pixels * depth) + half;
      if (u < 0 || v < 0 || u >= 2 * half || v >= 2 * half) return ground(x, y);
      const [column, row] = [Math.floor(u) - 4, Math.floor(v) - 4];
      const isDark = column >= 0 && row >= 0 && column < modules && row < modules && code.modules[row * modules + column] === "1";
      return isDark ? dark : bright;
    };
    for (let y = 0; y < SIDE; y += 1) {
      for (let x = 0; x < SIDE; x += 1) {
        plane[y * SIDE + x] = (at(x + 0.25, y + 0.25) + at(x + 0.75, y + 0.25) + at(x + 0.25, y + 0.75) + at(x + 0.75, y + 0.75)) / 4;
      }
    }
    const sigma = how.blur * pixels;
    const reach = Math.ceil(sigma * 2.5);
    const kernel = Array.from({ length: 2 * reach + 1 }, (_, n) => Math.exp(-((n - reach) ** 2) / (2 * sigma * sigma)));
    const sum = kernel.reduce((a, b) => a + b);
    const smooth = (from, step, place) => {
      const to = new Float32Array(from.length);
      for (let n = 0; n < from.length; n += 1) {
        const here = place(n);
        let value = 0;
        for (let k = -reach; k <= reach; k += 1) value += kernel[k + reach] * from[n + step * (Math.min(SIDE - 1, Math.max(0, here + k)) - here)];
        to[n] = value / sum;
      }
      return to;
    };
    const soft = smooth(smooth(plane, 1, (n) => n % SIDE), SIDE, (n) => Math.floor(n / SIDE));
    const frame = new ImageData(SIDE, SIDE);
    for (let n = 0; n < soft.length; n += 1) {
      const light = 1 - how.fall * ((n % SIDE) / SIDE);
      frame.data.fill(soft[n] * light + how.noise * bell(), 4 * n, 4 * n + 3);
      frame.data[4 * n + 3] = 255;
    }
    return frame;
  }

  // Ours, as the page asks it (src/web/reader/frame.rs): one turn a frame, and after a code that was located and not read its surroundings with every look.
  const { default: start, read } = await import("/reader.js");
  await start();
  const MARGIN = 0.12;
  const cut = (frame, { left, top, width, height }) => {
    const piece = new ImageData(width, height);
    for (let y = 0; y < height; y += 1) {
      const from = 4 * ((top + y) * SIDE + left);
      piece.data.set(frame.data.subarray(from, from + 4 * width), 4 * y * width);
    }
    return piece;
  };
  const around = (corners) => {
    const span = (axis) => {
      const places = corners.filter((_, n) => n % 2 === axis);
      const [low, high] = [Math.min(...places), Math.max(...places)];
      const margin = (high - low) * MARGIN;
      const from = Math.max(0, Math.floor(low - margin));
      return [from, Math.min(SIDE, Math.ceil(high + margin)) - from];
    };
    const [[left, width], [top, height]] = [span(0), span(1)];
    return width >= 40 && height >= 40 ? { left, top, width, height } : null;
  };
  const tessera = () => {
    let turn = 0;
    let close = null;
    return (frame) => {
      const piece = close ? cut(frame, close) : frame;
      const found = read(piece.data, piece.width, piece.height, close ? -1 : turn);
      const wasClose = close !== null;
      close = null;
      if (!wasClose) {
        turn += 1;
        if (found.length >= 9 && found[0] === undefined) close = around(found.slice(1, 9));
      }
      return found[0] ?? null;
    };
  };

  const { prepareZXingModule, readBarcodes } = await import("/zxing.js");
  await prepareZXingModule({ overrides: { locateFile: (name) => `/${name}` }, fireImmediately: true });
  const zxing = (more) => () => async (frame) => {
    const [found] = await readBarcodes(frame, { formats: ["QRCode"], maxNumberOfSymbols: 1, ...more });
    return found?.isValid ? found.text : null;
  };
  const fast = { tryHarder: false, tryRotate: false, tryInvert: false, tryDownscale: false };
  const readers = { tessera, zxing: zxing({}), "zxing, denoising": zxing({ tryDenoise: true }), "zxing, fast": zxing(fast) };
  const names = Object.keys(readers);

  const scenes = ["tilted", "blurred", "small", "noisy", "shaded"].flatMap((kind) => symbols.map((code) => ({ kind, code, how: pose(kind), ground: surroundings() })));
  for (let n = 0; n < 10; n += 1) scenes.push({ kind: "no code", code: null, how: pose("usual"), ground: surroundings() });
  const results = [];
  for (const [n, scene] of [scenes[0], ...scenes].entries()) {
    const frames = Array.from({ length: FRAMES }, () => draw(scene));
    const of = names.map(() => ({ read: null, spent: [] }));
    for (let place = 0; place < names.length; place += 1) {
      const which = (n + place) % names.length;
      const look = readers[names[which]]();
      for (const [at, frame] of frames.entries()) {
        const begun = performance.now();
        const text = await look(frame);
        of[which].spent.push(performance.now() - begun);
        if (text !== null && text !== scene.code?.text) throw new Error(`${names[which]} misread a code: ${scene.kind}`);
        if (text !== null) of[which].read ??= at + 1;
      }
    }
    // The first is for the browser's compilers.
    if (n > 0) results.push({ kind: scene.kind, version: scene.code?.version, of });
  }
  return { names, results, versions: symbols.map(({ version }) => version), frames: FRAMES };
}

export async function readingFrames(browser, inPage, table) {
  const bytes = async (...names) => (await Promise.all(names.map((name) => readFile(name)))).map((file) => brotliCompressSync(file).length).reduce((a, b) => a + b);
  const wasm = path.join(PEERS, "node_modules/zxing-wasm/dist/reader/zxing_reader.wasm");
  const zxing = await bundle(ENTRY);
  const files = {
    "zxing.js": zxing,
    "zxing_reader.wasm": await readFile(wasm),
    "reader.js": await readFile("target/reader/reader.js"),
    "reader_bg.wasm": await readFile("target/reader/reader_bg.wasm"),
  };
  const { names, results, versions, frames } = await inPage(browser, (page) => page.evaluate(`(${measure})(20261)`), files);
  const sizes = [await bytes("target/reader/reader.js", "target/reader/reader_bg.wasm"), (await bytes(wasm)) + brotliCompressSync(zxing).length];
  const { version } = JSON.parse(await readFile(path.join(PEERS, "node_modules/zxing-wasm/package.json"), "utf8"));
  const titles = {
    tessera: "Tessera, as the page asks it",
    zxing: `zxing-wasm ${version}, as it comes`,
    "zxing, denoising": "  with its denoising",
    "zxing, fast": "  with its fast options",
  };
  const withCode = results.filter(({ version }) => version);
  const share = (most, which, of = withCode) => `${((100 * of.filter((scene) => scene.of[which].read && scene.of[which].read <= most).length) / of.length).toFixed(0)} %`;
  const mean = (of, which) => {
    const spent = of.flatMap((scene) => scene.of[which].spent);
    return spent.reduce((a, b) => a + b, 0) / spent.length;
  };
  const without = results.filter(({ version }) => !version);
  console.log(`\n  reading frames of 720 x 720: ${withCode.length} scenes with a code, of versions ${versions.join(", ")}, and ${without.length} without, ${frames} frames each\n`);
  table([
    ["", "read in the first frame", `in ${frames}`, "ms a frame", "to ours", "without a code, ms", "to ours", "brotli, bytes"],
    ...names.map((name, which) => [
      titles[name],
      share(1, which), share(frames, which), mean(results, which).toFixed(1), (mean(results, which) / mean(results, 0)).toFixed(2),
      mean(without, which).toFixed(1), (mean(without, which) / mean(without, 0)).toFixed(2), sizes[Math.min(which, 1)],
    ]),
  ]);
  console.log("");
  const kinds = [...new Set(withCode.map(({ kind }) => kind))];
  table([
    [`read in ${frames} frames`, ...kinds],
    ...names.map((name, which) => [name, ...kinds.map((kind) => share(frames, which, withCode.filter((scene) => scene.kind === kind)))]),
  ]);
}
