// How long a bundle of lists takes from one screen to another's camera: bytes, codes, seconds. The module is the site's own, run here; the camera
// is simulated: it loses each code with the same chance.
import { readFile } from "node:fs/promises";
import path from "node:path";

/** As in src/ui/pages/lists_show.rs. */
const CODES_A_SECOND = 8;
const SIZES = [10_000, 60_000, 400_000];
const LOSSES = [0, 0.1, 0.3, 0.5];
const ROUNDS = 5;

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function film({ Shown, Filmed }, bytes, loss, next) {
  const shown = Shown.of(bytes);
  const filmed = new Filmed();
  // The camera comes when it comes.
  shown.next(Math.floor(next() * shown.pieces()) + 1);
  for (let codes = 1; ; codes += 1) {
    const [text] = shown.next(1);
    if (next() < loss) continue;
    const [known, pieces] = filmed.take(text);
    if (known === pieces && known > 0) {
      if (Buffer.compare(filmed.whole(), bytes) !== 0) throw new Error("the bytes came together wrong");
      const found = { codes, pieces: shown.pieces() };
      shown.free();
      filmed.free();
      return found;
    }
  }
}

/** Prints the table. `folder` has carrier.js and carrier_bg.wasm. */
export async function carriage(folder, table) {
  const script = await readFile(path.join(folder, "carrier.js"), "base64");
  const module = await import(`data:text/javascript;base64,${script}`);
  module.initSync({ module: await readFile(path.join(folder, "carrier_bg.wasm")) });
  const next = chance(1);
  const rows = [["bundle, bytes", "pieces", ...LOSSES.map((loss) => `${loss * 100} % lost`)]];
  for (const size of SIZES) {
    const bytes = Uint8Array.from({ length: size }, () => next() * 256);
    let pieces = 0;
    const cells = LOSSES.map((loss) => {
      const codes = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const found = film(module, bytes, loss, next);
        codes.push(found.codes);
        pieces = found.pieces;
      }
      const median = codes.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)];
      return `${median} codes, ${Math.ceil(median / CODES_A_SECOND)} s`;
    });
    rows.push([size, pieces, ...cells]);
  }
  console.log(`\n  lists from screen to camera, ${CODES_A_SECOND} codes a second, median of ${ROUNDS} films that start in the middle\n`);
  table(rows);
}
