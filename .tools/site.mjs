#!/usr/bin/env node
// Makes the site, all that a host serves, from what was compiled:
//
//   node .tools/site.mjs --compiled DIR --config DIR --out DIR
//
// --compiled  what was compiled, a folder each: dist (the output of `trunk build --release`: the wallet, the document, the style sheets), the other
//             programs (shop, lists, more) and what runs in workers (reader and reader-plain, carrier, strongbox, stretch, pdf)
// --config    config.json and lists/ of the office that the site is for
//
// Files of the app are named by their content; style sheets are joined into one; the service worker gets the exact list of files
// with their SHA-256; compressed copies lie beside. The folder is made anew beside the old one and then takes its place.
import { cached } from "./cached.mjs";
import { shorten } from "./shorten.mjs";
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs, promisify } from "node:util";
import zlib from "node:zlib";
import { createRequire } from "node:module";
import { FIRST_LISTS, HEADERS, LISTS, MAX_FIRST_LISTS, META_POLICY, PROGRAMS } from "./site-rules.mjs";

const { minify } = createRequire(path.join(import.meta.dirname, "../tests/package.json"))("terser");
const publicDir = path.join(import.meta.dirname, "../public");
const wordsDir = path.join(import.meta.dirname, "../src/ui/words");
const options = ["compiled", "config", "out"];
const { values } = parseArgs({ options: Object.fromEntries(options.map((name) => [name, { type: "string" }])) });
for (const name of options) if (!values[name]) fail(`say where with --${name} DIR`);
const { compiled, config, out } = values;
const dist = path.join(compiled, "dist");
/** What runs in workers, and which parts of the app need it. One that is a part of its own is stored when it is first used. */
const MODULES = { reader: ["shop", "lists", "more"], carrier: ["wallet", "lists", "more"], strongbox: ["more"], stretch: ["wallet", "more"], pdf: ["pdf"] };

function fail(message) {
  console.error(`site: ${message}`);
  process.exit(1);
}

const digest = (bytes) => createHash("sha256").update(bytes).digest();
const named = (stem, extension, bytes) => `${stem}-${digest(bytes).toString("hex").slice(0, 16)}.${extension}`;
const text = (file) => readFile(file, "utf8");
// Which terser: another version makes a script anew.
const packages = await text(path.join(import.meta.dirname, "../tests/package-lock.json"));

/** Exactly one occurrence is replaced; anything else means that a tool changed its output, and guessing would be worse. */
function replaceOne(source, pattern, replacement, what) {
  const found = source.match(new RegExp(pattern, `${pattern.flags.replace("g", "")}g`))?.length ?? 0;
  if (found !== 1) fail(`found ${found} of ${what} instead of one: the build tool's output has changed`);
  return source.replace(pattern, () => replacement);
}

async function filesUnder(root, folder = "") {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true });
  const nested = entries.map((entry) => {
    const name = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(root, name) : [name];
  });
  return (await Promise.all(nested)).flat().sort();
}

/** A script that does the same in fewer bytes. */
function smaller(script, more = {}) {
  return cached(`smaller ${JSON.stringify(more)}`, [packages, script], async () => {
    const { code } = await minify(script, { module: true, compress: { passes: 2 }, format: { comments: false }, ...more });
    return code;
  });
}

/** A compiled program: module with its start appended, wasm, snippets; returns the two names. */
async function writeProgram(site, program, from) {
  const folder = path.join(site, "app");
  const built = [await readFile(path.join(from, `${program}_bg.wasm`)), await text(path.join(from, `${program}.js`))];
  const { wasm, script: module } = shorten(...built);
  const wasmName = named(program, "wasm", wasm);
  await writeFile(path.join(folder, wasmName), wasm);
  const init = module.match(/export \{[^}]*?(\w+) as default[^}]*\}/)?.[1] ?? fail(`${program}.js exports no default`);
  let start = await text(path.join(publicDir, "boot.js"));
  start = start.replace(/^ *\/\/.*\n/gm, "");
  start = replaceOne(start, /__init__/, init, "__init__ in boot.js");
  start = replaceOne(start, /__wasm__/, `new URL(${JSON.stringify(wasmName)}, import.meta.url)`, "__wasm__ in boot.js");
  // Nothing imports the module once its start is in it, so what it exports may go, and with it what only others would use.
  const alone = module.replace(/^export \{[^}]*\};?$/m, "").replace(/^export (?=class|function)/gm, "");
  const joined = await smaller(`${alone}\n${start}`, { toplevel: true });
  const moduleName = named(program, "js", joined);
  await writeFile(path.join(folder, moduleName), joined);
  const snippets = path.join(from, "snippets");
  if (await stat(snippets).catch(() => null)) await cp(snippets, path.join(folder, "snippets"), { recursive: true });
  return { wasmName, moduleName };
}

/** The style sheets that index.html names, in its order, as one file without comments. */
async function writeStyle(site, html) {
  const links = [...html.matchAll(/<link\b[^>]*\brel="?stylesheet"?[^>]*>/g)].map(([link]) => link);
  const sources = links.map((link) => link.match(/\bhref="?([^"\s>]+)/)?.[1] ?? fail(`no href in ${link}`));
  const sheets = await Promise.all(sources.map((source) => text(path.join(dist, source))));
  const joined = sheets.join("\n").replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s+/gm, "").replace(/(?<=[{};])\s+|\s+(?=[{}])|(?<=^[a-z-]+:) /gm, "");
  const name = named("app", "css", joined);
  if (links.length > 0) await writeFile(path.join(site, "app", name), joined);
  return { links, styleName: links.length > 0 ? name : null };
}

/** The documents of the programs: one, with the names of each program in it. */
async function writeDocuments(site) {
  const source = await text(path.join(dist, "index.html"));
  await mkdir(path.join(site, "app"));
  const style = await writeStyle(site, source);
  for (const [program, { document }] of Object.entries(PROGRAMS)) {
    const names = await writeProgram(site, program, program === "wallet" ? dist : path.join(compiled, program));
    await writeFile(path.join(site, document), documentOf(source, style, names));
  }
}

function documentOf(source, { links, styleName }, { wasmName, moduleName }) {
  let html = source;
  for (const link of links) html = html.replace(link, "");
  html = replaceOne(html, /<script type="?module"?[^>]*>[\s\S]*?<\/script>/, "", "the inline start script");
  html = html.replace(/<link\b[^>]*\brel="?(?:modulepreload|preload)"?[^>]*>/g, "").replace(/<!--[\s\S]*?-->/g, "");
  // No `integrity`: index.html comes from the same host as what it would vouch for, and the worker checks every file anyway.
  const head = [
    `<meta http-equiv="Content-Security-Policy" content="${META_POLICY}">`,
    styleName && `<link rel="stylesheet" href="/app/${styleName}">`,
    `<link rel="preload" href="/app/${wasmName}" as="fetch" type="application/wasm" crossorigin>`,
    `<script type="module" src="/app/${moduleName}"></script>`,
  ].filter(Boolean);
  html = replaceOne(html, /<meta charset="?utf-8"?\s*\/?>/i, `<meta charset="utf-8">${head[0]}`, "the charset");
  html = replaceOne(html, /<\/head>/, `${head.slice(1).join("\n")}\n</head>`, "the head's end");
  if (/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/i.test(html)) fail("index.html has something inline that the policy forbids");
  return html.replace(/\n\s*(?=\n)/g, "");
}

/** The reader without vector instructions, beside the one that has them. Both speak through the same bindings. */
async function writePlainReader(folder) {
  const plain = path.join(compiled, "reader-plain");
  const [one, other] = await Promise.all([folder, plain].map((from) => text(path.join(from, "reader.js"))));
  if (one !== other) fail("the two readers do not have the same bindings");
  await cp(path.join(plain, "reader_bg.wasm"), path.join(folder, "plain_bg.wasm"));
}

/** A module that runs in a worker: what was compiled, and the worker's script. */
async function writeModule(site, name) {
  const folder = path.join(site, name);
  await mkdir(folder);
  for (const from of [path.join(compiled, name), path.join(publicDir, name)]) await cp(from, folder, { recursive: true });
  if (name === "reader") await writePlainReader(folder);
  for (const script of (await filesUnder(folder)).filter((file) => file.endsWith(".js"))) {
    const file = path.join(folder, script);
    await writeFile(file, await smaller(await text(file)));
  }
}

async function writeConfig(site) {
  const settings = JSON.parse(await text(path.join(config, "config.json")));
  const known = ["built", "lists", "policy", "roots", "threshold"];
  if (Object.keys(settings).sort().join() !== known.join()) fail(`config.json must have exactly: ${known.join(", ")}`);
  if (settings.lists !== LISTS) fail(`config.json: "lists" must be ${LISTS}`);
  const keys = settings.roots.every((root) => /^[\w-]{43}$/.test(root));
  if (!keys || settings.roots.length === 0) fail("config.json: \"roots\" must be public keys, 43 characters of base64url each");
  const { threshold, roots } = settings;
  if (!Number.isInteger(threshold) || threshold < 1 || threshold > roots.length) fail("config.json: \"threshold\" must be how many of the roots sign");
  if (!["door", "demonstration"].includes(settings.policy)) fail("config.json: \"policy\" must be door or demonstration");
  await writeFile(path.join(site, "config.json"), `${JSON.stringify(settings)}\n`);
}

/** The head of a CBOR item (RFC 8949, section 3). */
function head(major, n) {
  if (n < 24) return Buffer.from([(major << 5) | n]);
  const [code, bytes] = [[24, 1], [25, 2], [26, 4]].find(([, size]) => n < 2 ** (8 * size));
  const long = Buffer.alloc(1 + bytes);
  long[0] = (major << 5) | code;
  long.writeUIntBE(n, 1, bytes);
  return long;
}

const item = (major, bytes) => Buffer.concat([head(major, bytes.length), bytes]);

/** The lists that the office's snapshot names: as files, and as the bundle that is part of the app. */
async function writeLists(site) {
  const from = path.join(config, LISTS);
  const to = path.join(site, LISTS);
  const snapshot = await readFile(path.join(from, "snapshot.cwt")).catch(() => fail(`there is no snapshot in ${from}`));
  // An office leaves the files of former days for those who are still fetching them; a name is 16 bytes of a hash, so none is there by chance.
  const names = (await readdir(from)).filter((name) => /^[0-9a-f]{32}\.cwt$/.test(name) && snapshot.includes(Buffer.from(name.slice(0, 32), "hex")));
  await mkdir(to, { recursive: true });
  const files = await Promise.all(names.sort().map((name) => readFile(path.join(from, name))));
  await Promise.all(files.map((bytes, n) => writeFile(path.join(to, names[n]), bytes)));
  await writeFile(path.join(to, "snapshot.cwt"), snapshot);
  // As in src/trust/bundle.rs.
  const parts = [item(3, Buffer.from("tessera-lists")), item(2, snapshot), head(4, files.length), ...files.map((bytes) => item(2, bytes))];
  const bundle = Buffer.concat([head(4, 3), ...parts]);
  if (bundle.length <= MAX_FIRST_LISTS) await writeFile(path.join(site, FIRST_LISTS), bundle);
  else console.log("site: the lists are too large to be part of the app, so a first start needs a network");
}

/** The texts of the languages that are not in the programs, without the names that only translators need. */
async function writeWords(site) {
  const folder = path.join(site, "words");
  await mkdir(folder);
  for (const name of (await readdir(wordsDir)).filter((name) => name.endsWith(".txt"))) {
    const lines = (await text(path.join(wordsDir, name))).trimEnd().split("\n");
    await writeFile(path.join(folder, name), lines.map((line) => `${line.replace(/^\w+: /, "")}\n`).join(""));
  }
}

/** The exact list of files, into the service worker: those of every phone, and those of each part, with what it needs in workers. */
async function writeWorker(site) {
  const files = {};
  const parts = Object.fromEntries(Object.keys(PROGRAMS).map((program) => [program, {}]));
  const documents = new Map(Object.entries(PROGRAMS).map(([role, { document, path }]) => [document, { role, path }]));
  for (const name of await filesUnder(site)) {
    // Lists travel on their own; pictures of the icon are for the system that installs the app, which keeps its own.
    if (`/${name}`.startsWith(LISTS) || name.endsWith(".png")) continue;
    const bytes = await readFile(path.join(site, name));
    const own = documents.get(name) ?? { role: name.match(/^app\/([a-z]+)-\w+\.(?:js|wasm)$/)?.[1], path: `/${name}` };
    // Moving codes carry lists between shops, and what is too large for one code out of a wallet.
    const [folder, rest] = name.split("/");
    const inParts = { ...MODULES, words: [rest?.replace(".txt", "")] }[folder] ?? [own.role].filter(Boolean);
    const lists = inParts.length > 0 ? inParts.map((part) => (parts[part] ??= {})) : [files];
    for (const list of lists) list[own.path] = `sha256-${digest(bytes).toString("base64")}`;
  }
  const source = await text(path.join(publicDir, "sw.js"));
  const screens = Object.values(PROGRAMS).flatMap(({ path, routes }) => routes.map((route) => [route, path]));
  const build = { files, parts, screens };
  const version = digest(source + JSON.stringify(build)).toString("hex").slice(0, 12);
  const written = JSON.stringify({ version, ...build }, null, 1);
  await writeFile(path.join(site, "sw.js"), replaceOne(source, /\b__BUILD__\b/, written, "__BUILD__ in sw.js"));
  return { version, count: new Set([files, ...Object.values(parts)].flatMap(Object.keys)).size };
}

async function writeHostRules(site) {
  const headers = HEADERS.map(([where, set]) => `${where}\n${Object.entries(set).map(([name, value]) => `  ${name}: ${value}\n`).join("")}`);
  await writeFile(path.join(site, "_headers"), headers.join(""));
  const rules = Object.values(PROGRAMS).flatMap(({ document, routes }) =>
    routes.filter((route) => route !== "^/$").map((route) => `${route.slice(1, -1).replace("[^/]+", "*")} /${document} 200\n`));
  await writeFile(path.join(site, "_redirects"), rules.join(""));
}

async function compress(site) {
  const brotli = promisify(zlib.brotliCompress);
  const gzip = promisify(zlib.gzip);
  const names = (await filesUnder(site)).filter((name) => /\.(html|js|css|wasm|json|svg|txt|webmanifest)$/.test(name));
  await Promise.all(names.map(async (name) => {
    const file = path.join(site, name);
    const bytes = await readFile(file);
    const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    await writeFile(`${file}.br`, await cached("brotli", [bytes], () => brotli(bytes, { params })));
    await writeFile(`${file}.gz`, await cached("gzip", [bytes], () => gzip(bytes, { level: 9 })));
  }));
}

const fresh = `${out}.new`;
const before = await readdir(out).catch(() => null);
if (before?.length > 0 && !before.includes("sw.js")) fail(`${out} is not a site of ours: give an empty or new folder`);
await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });
await writeDocuments(fresh);
await cp(path.join(publicDir, "manifest.webmanifest"), path.join(fresh, "manifest.webmanifest"));
await cp(path.join(publicDir, "icons"), path.join(fresh, "icons"), { recursive: true });
for (const name of Object.keys(MODULES)) await writeModule(fresh, name);
await writeWords(fresh);
await writeConfig(fresh);
await writeLists(fresh);
const { version, count } = await writeWorker(fresh);
await writeHostRules(fresh);
await compress(fresh);
await rm(out, { recursive: true, force: true });
await rename(fresh, out);
console.log(`site: version ${version}, ${count} files, in ${out}`);
