#!/usr/bin/env node
// Tables: bytes of a first visit, time of a verification in WebAssembly, size of the codes, the lists of a country. `make bench` has built
// what is measured.
// Ends with an error where a limit is passed.
import { cp, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { carriage } from "./bench-carriage.mjs";
import { timeToVerdict } from "./bench-door.mjs";
import { issuing } from "./bench-issue.mjs";
import { countryLists } from "./bench-lists.mjs";
import { verificationOfPeers } from "./bench-peers.mjs";
import { readingFrames } from "./bench-reader.mjs";
import { launch } from "./browser.mjs";
import { startServer } from "./serve.mjs";
import { PROGRAMS } from "./site-rules.mjs";

const SITE = "target/site";
const KB = 1000;
const LIMITS = {
  before: { limit: 200 * KB, aim: 150 * KB },
  all: { limit: 280 * KB, aim: 250 * KB },
  requests: 10,
};
const failures = [];

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  for (const row of rows) {
    console.log(`  ${row.map((cell, column) => (column === 0 ? String(cell).padEnd(widths[0]) : String(cell).padStart(widths[column]))).join("  ")}`);
  }
}

const size = (file) => stat(file).then((found) => found.size, () => null);
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Paths that a first visit asks for, in order, without the worker or with it. */
async function visit(browser, site, where, serviceWorkers) {
  const context = await browser.newContext({ serviceWorkers });
  const page = await context.newPage();
  const before = site.requests.length;
  await page.goto(site.origin + where, { waitUntil: "networkidle" });
  if (serviceWorkers === "allow") {
    await page.evaluate(() => Promise.race([navigator.serviceWorker.ready, new Promise((_, no) => setTimeout(no, 20_000))]))
      .catch(() => failures.push("the app has registered no service worker within 20 s"));
    await page.waitForLoadState("networkidle");
  }
  await context.close();
  return site.requests.slice(before).map(({ path: asked }) => asked);
}

/** What a path costs on the wire: its brotli copy, or itself. */
async function cost(asked) {
  const name = Object.values(PROGRAMS).find(({ path: own }) => own === asked)?.document ?? asked.slice(1);
  const raw = await size(path.join(SITE, name));
  return { raw, wire: (await size(path.join(SITE, `${name}.br`))) ?? raw ?? 0 };
}

function judge(name, value, { limit, aim }) {
  const inside = value <= limit;
  if (!inside) failures.push(`${name}: ${value} bytes, more than ${limit}`);
  return `${value}  (limit ${limit}, aim ${aim}: ${!inside ? "TOO MUCH" : value <= aim ? "aim met" : "limit met, aim not"})`;
}

/** The first visit of a phone that opens this page: what is loaded for it, and what the worker stores for a day without a network. */
async function firstLoad(browser, where, name, companion) {
  const site = await startServer({ site: SITE });
  const page = await visit(browser, site, where, "block");
  const all = [...new Set([...page, ...(await visit(browser, site, where, "allow"))])];
  await site.close();
  const rows = [[`first visit of the ${name}`, "asked by", "raw", "brotli"]];
  const { files, parts } = JSON.parse((await readFile(path.join(SITE, "sw.js"), "utf8")).match(/const BUILD = (\{[\s\S]*?\n\});/)[1]);
  const isLater = (asked) => asked in parts[companion] && !(asked in parts[name]) && !(asked in files);
  let before = 0;
  let total = 0;
  let later = 0;
  for (const asked of all) {
    const { raw, wire } = await cost(asked);
    const first = page.includes(asked);
    if (first) before += wire;
    if (isLater(asked)) later += wire;
    else total += wire;
    rows.push([asked, first ? "page" : isLater(asked) ? "worker, later" : "worker", raw ?? "-", wire]);
  }
  table(rows);
  const count = page.length;
  if (count >= LIMITS.requests) failures.push(`${name}: ${count} requests before the camera, not fewer than ${LIMITS.requests}`);
  console.log(`\n  requests before the camera   ${count}  (fewer than ${LIMITS.requests})`);
  console.log(`  bytes before the camera      ${judge(`${name}, before the camera`, before, LIMITS.before)}`);
  console.log(`  bytes in all                 ${judge(`${name}, in all`, total, LIMITS.all)}`);
  console.log(`  and later, for a day without a network: ${later}`);
}

/** What is fetched only once it is needed. */
async function later() {
  const sum = async (folder, of = () => true) => {
    const names = (await readdir(path.join(SITE, folder))).filter((name) => !/\.(br|gz)$/.test(name) && of(name));
    const costs = await Promise.all(names.map((name) => cost(`/${folder}/${name}`)));
    return costs.reduce((all, { wire }) => all + wire, 0);
  };
  console.log(`  with a language other than English: ${await sum("words", (name) => name.startsWith("ar"))} bytes at most`);
}

/** Runs in the page: interleaved rounds, so that a busy machine disturbs both alike. */
async function measure(rounds, each) {
  const { default: init, Bench } = await import("/bench.js");
  await init();
  const bench = Bench.prepare();
  const timed = (name) => {
    const start = performance.now();
    const good = bench[name](each);
    const spent = performance.now() - start;
    if (good !== each) throw new Error(`${name}: ${good} of ${each} were good`);
    return (spent * 1000) / each;
  };
  timed("verify");
  timed("bare");
  const times = { verify: [], bare: [] };
  for (let round = 0; round < rounds; round += 1) for (const name of round % 2 ? ["verify", "bare"] : ["bare", "verify"]) times[name].push(timed(name));
  return { times, codes: bench.codes().split("\n").map((line) => line.split("\t")) };
}

/** A page that has nothing but the measured module and `files`, and what `run` makes of it. */
async function inPage(browser, run, files = {}) {
  const dir = await mkdtemp(path.join(os.tmpdir(), "tessera-bench-"));
  try {
    const site = path.join(dir, "site");
    await mkdir(site);
    for (const name of ["bench.js", "bench_bg.wasm"]) await cp(path.join("target/bench", name), path.join(site, name));
    for (const [name, bytes] of Object.entries(files)) await writeFile(path.join(site, name), bytes);
    await cp(path.join(SITE, "_headers"), path.join(site, "_headers"));
    await writeFile(path.join(site, "index.html"), "<!doctype html><title>Bench</title>");
    const server = await startServer({ site });
    const page = await browser.newPage();
    await page.goto(server.origin);
    const result = await run(page);
    await page.close();
    await server.close();
    return result;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function verification(browser) {
  const { times, codes } = await inPage(browser, (page) => page.evaluate(`(${measure})(41, 100)`));
  const [verify, bare] = [median(times.verify), median(times.bare)];
  const ratio = median(times.verify.map((time, round) => time / times.bare[round]));
  console.log("\n  verification in WebAssembly, Chromium, median of 41 interleaved rounds of 100\n");
  table([
    ["", "microseconds"],
    ["one presentation, text to verdict", verify.toFixed(0)],
    ["its two signatures alone", bare.toFixed(0)],
    ["ratio", ratio.toFixed(2)],
  ]);
  console.log("");
  table([["code", "characters", "version", "modules"], ...codes]);
}

const browser = await launch();
try {
  console.log("");
  await firstLoad(browser, "/", "wallet", "more");
  console.log("");
  await firstLoad(browser, "/shop", "shop", "lists");
  await later();
  await verification(browser);
  await verificationOfPeers(browser, inPage, table);
  await readingFrames(browser, inPage, table);
  await timeToVerdict(browser, table);
  await countryLists(browser, inPage, table);
  await issuing(process.env.TESSERA ?? "target/tool/tessera", table);
  await carriage("target/carrier", table);
} finally {
  await browser.close();
}
for (const failure of failures) console.error(`\nbench: ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;
