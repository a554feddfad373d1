// What the lists of 30 million people cost a shop: bytes, time and memory, with one pass each and with booklets. Simulated: entries at random
// places, signed and compressed by the project's own code in WebAssembly, and loaded as the app loads them.

const PEOPLE = 30_000_000;
/** Copies of a pass that a booklet has for one day. */
const COPIES = 3;
/** Entries that change in a day. */
const CHANGES = 3_000;
const LOOK_UPS = 1_000_000;
const ROUNDS = 5;

/** A shard has 2^25 entries, the most that there may be, unless it says otherwise. */
const CASES = [
  { name: "one pass each, 0.1 %", entries: PEOPLE, shardBits: 25, oneIn: 1_000, changed: true },
  { name: "one pass each, 1 %", entries: PEOPLE, shardBits: 25, oneIn: 100, changed: true },
  { name: "the same, in shards of 2^20", entries: PEOPLE, shardBits: 20, oneIn: 100, changed: true },
  { name: "booklets, 0.1 %", entries: PEOPLE * COPIES, shardBits: 25, oneIn: 1_000, changed: false },
  { name: "booklets, 1 %", entries: PEOPLE * COPIES, shardBits: 25, oneIn: 100, changed: false },
];

/** Runs in the page. The office and the shop are two instances, so that the shop's memory is its own. */
async function simulate({ entries, shardBits, oneIn, changed }, changes, lookUps, rounds) {
  const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
  const office = await import("/bench.js?office");
  await office.default();
  const country = office.Country.new(entries, shardBits, oneIn);
  const first = country.bundle();
  const entropy = country.entropy();
  const shards = Array.from({ length: country.shards() }, (_, n) => ({ plain: country.plain(n), zlib: country.compressed(n) }));

  const shop = await import("/bench.js?shop");
  const { memory } = await shop.default();
  const before = memory.buffer.byteLength;
  const inflate = async (zlib) => {
    const stream = new Blob([zlib]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer()).length;
  };
  const times = { load: [], inflate: [], lookUp: [], plain: [] };
  let held;
  let peak;
  for (let round = 0; round < rounds; round += 1) {
    let start = performance.now();
    const loaded = shop.Shop.load(first);
    times.load.push(performance.now() - start);
    if (!loaded) throw new Error("the lists were not taken");
    peak ??= memory.buffer.byteLength - before;
    held = [...loaded.held()];
    start = performance.now();
    for (const { zlib } of shards) await inflate(zlib);
    times.inflate.push(performance.now() - start);
    start = performance.now();
    const others = loaded.look_up(lookUps);
    times.lookUp.push(performance.now() - start);
    const share = others / lookUps;
    if (share < 0.5 / oneIn || share > 2 / oneIn) throw new Error(`${others} of ${lookUps} entries are not as issued`);
    // The peer: the whole list decompressed, and two bits taken out of it.
    start = performance.now();
    let found = 0;
    for (let n = 0; n < lookUps; n += 1) {
      const { plain } = shards[Math.floor(Math.random() * shards.length)];
      const index = Math.floor(Math.random() * plain.length * 4);
      if ((plain[index >> 2] >> ((index & 3) * 2)) & 3) found += 1;
    }
    times.plain.push(performance.now() - start);
    if (found === 0) throw new Error("the peer found nothing");
    loaded.free();
  }
  const result = {
    shards: shards.length, first: first.length, entropy, held, peak,
    zlib: shards.reduce((sum, { zlib }) => sum + zlib.length, 0),
    plain: shards.reduce((sum, { plain }) => sum + plain.length, 0),
    load: median(times.load), inflate: median(times.inflate),
    lookUp: (median(times.lookUp) * 1e6) / lookUps, plainLookUp: (median(times.plain) * 1e6) / lookUps,
  };
  if (!changed) return { ...result, later: first.length };
  // A month of changes: what each day adds, and what a shop then has to load when it starts.
  const days = [];
  for (let day = 0; day < 30; day += 1) days.push(country.next_day(changes));
  const month = country.bundle();
  const start = performance.now();
  if (!shop.Shop.load(month)) throw new Error("the changes of a month were not taken");
  return { ...result, later: median(days), month: month.length, loadMonth: performance.now() - start };
}

const kb = (bytes) => `${(bytes / 1000).toFixed(bytes < 100_000 ? 1 : 0)} KB`;

export async function countryLists(browser, inPage, table) {
  console.log(`\n  lists of ${PEOPLE / 1e6} million people, in WebAssembly; ${CHANGES} changes a day; booklets of ${COPIES} copies a day\n`);
  const bytes = [["a shop downloads", "lists", "first day", "to entropy", "to zlib", "each later day", "of the first"]];
  const costs = [["a shop's own cost", "load", "to inflating", "look-up", "to plain bits", "statuses", "to plain bits", "peak memory"]];
  const months = [];
  for (const each of CASES) {
    const args = [each, CHANGES, LOOK_UPS, ROUNDS].map((value) => JSON.stringify(value)).join(", ");
    const run = await inPage(browser, (page) => page.evaluate(`(${simulate})(${args})`));
    bytes.push([
      each.name, run.shards, kb(run.first), (run.first / run.entropy).toFixed(2), (run.first / run.zlib).toFixed(2), kb(run.later),
      `${((100 * run.later) / run.first).toFixed(1)} %`,
    ]);
    costs.push([
      each.name, `${run.load.toFixed(0)} ms`, (run.load / run.inflate).toFixed(2), `${run.lookUp.toFixed(0)} ns`,
      (run.lookUp / run.plainLookUp).toFixed(2), kb(run.held[0]), (run.held[0] / run.plain).toFixed(3), kb(run.peak),
    ]);
    if (run.month) months.push(`  ${each.name}: after 30 days of changes ${kb(run.month)} in all, loaded in ${run.loadMonth.toFixed(0)} ms`);
  }
  table(bytes);
  console.log("");
  table(costs);
  console.log(`\n${months.join("\n")}`);
}
