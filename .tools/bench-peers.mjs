// A verification against those of the comparable codes: an EU Digital COVID Certificate, read and checked by the JavaScript that two of its
// publishers give to developers. Theirs has one signature, as our paper passes; a live code has two. The rules that a verifier then asks are left out of
// theirs.
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { cached } from "./cached.mjs";

export const PEERS = path.join(import.meta.dirname, "../tests/peers");
const ROUNDS = 15;

const ENTRY = `
export { DCC } from "dcc-utils";
export { addCachedKeys, makeCWT, signAndPack, unpackAndVerify } from "@pathcheck/dcc-sdk/lib/main.js";
`;

/** Packages in one script for a page, with what browsers lack of Node: as whoever ships them has to do it. */
export async function bundle(entry) {
  const require = createRequire(path.join(PEERS, "package.json"));
  const lock = await readFile(path.join(PEERS, "package-lock.json"));
  return cached("peers", [lock, entry], async () => {
    const { build } = require("esbuild-wasm");
    const node = require("node-stdlib-browser");
    const { outputFiles } = await build({
      stdin: { contents: entry, resolveDir: PEERS },
      // Pictures are not read here.
      alias: { ...node, jimp: node.fs },
      inject: [require.resolve("node-stdlib-browser/helpers/esbuild/shim")],
      define: { global: "globalThis" },
      bundle: true, minify: true, platform: "browser", format: "esm", write: false, logLevel: "error",
    });
    return outputFiles[0].contents;
  });
}

/** Runs in the page: interleaved rounds, so that a busy machine disturbs all alike. */
async function measure(rounds) {
  const peers = await import("/peers.js");
  const { default: init, Bench } = await import("/bench.js");
  await init();
  const bench = Bench.prepare();

  const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
  const pem = (label, bytes) => `-----BEGIN ${label}-----\n${base64(bytes).replace(/.{64}(?=.)/g, "$&\n")}\n-----END ${label}-----`;
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const { publicKey, privateKey } = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const spki = await crypto.subtle.exportKey("spki", publicKey);
  const publicPem = pem("PUBLIC KEY", spki);
  const vaccination = {
    tg: "840539006", vp: "1119349007", mp: "EU/1/20/1528", ma: "ORG-100030215", dn: 2, sd: 2, dt: "2021-06-11", co: "XX", is: "Sample Ministry of Health",
    ci: "URN:UVCI:01:XX:5A9C2F0B7D1E4C8396AF#K",
  };
  const certificate = { ver: "1.3.0", nam: { fn: "Sample", fnt: "SAMPLE", gn: "Mei Li", gnt: "MEI<LI" }, dob: "1985-04-09", v: [vaccination] };
  const text = await peers.signAndPack(await peers.makeCWT(certificate, 12, "XX"), publicPem, pem("PRIVATE KEY", await crypto.subtle.exportKey("pkcs8", privateKey)));
  const { kid } = await peers.DCC.fromRaw(text);
  peers.addCachedKeys({ [kid]: base64(spki) });
  const listed = { [kid]: { publicKeyPem: base64(spki), publicKeyAlgorithm: { ...algorithm, hash: { name: "SHA-256" } } } };

  const forged = await peers.DCC.fromRaw(text);
  forged._coseRaw[forged._coseRaw.length - 1] ^= 1;
  if (await forged.checkSignatureWithCertificate(publicPem).catch(() => false)) throw new Error("a forgery was taken");

  // Each gives how many were good.
  const each = async (times, good) => {
    let count = 0;
    for (let n = 0; n < times; n += 1) count += (await good()) ? 1 : 0;
    return count;
  };
  const contenders = {
    tessera: { times: 100, run: (times) => bench.verify(times) },
    paper: { times: 100, run: (times) => bench.paper(times) },
    bare: { times: 100, run: (times) => bench.bare(times) },
    "dcc-utils": { times: 5, run: (times) => each(times, async () => (await peers.DCC.fromRaw(text)).checkSignatureWithCertificate(publicPem)) },
    "dcc-utils, WebCrypto": { times: 20, run: (times) => each(times, async () => (await peers.DCC.fromRaw(text)).checkSignatureWithKeysList(listed)) },
    "dcc-sdk, WebCrypto": { times: 20, run: (times) => each(times, async () => (await peers.unpackAndVerify(text)).status === "verified") },
  };
  const names = Object.keys(contenders);
  const found = Object.fromEntries(names.map((name) => [name, []]));
  // The first two rounds are for the browser's compilers.
  for (let round = -2; round < rounds; round += 1) {
    for (let n = 0; n < names.length; n += 1) {
      const name = names[(n + round + names.length) % names.length];
      const { times, run } = contenders[name];
      // Right after a run of its own, so that none pays for what the one before has left in caches and to be collected.
      await run(times);
      const start = performance.now();
      const good = await run(times);
      const spent = performance.now() - start;
      if (good !== times) throw new Error(`${name}: ${good} of ${times} were good`);
      if (round >= 0) found[name].push((spent * 1000) / times);
    }
  }
  return { found, length: text.length };
}

export async function verificationOfPeers(browser, inPage, table) {
  const { found, length } = await inPage(browser, (page) => page.evaluate(`(${measure})(${ROUNDS})`), { "peers.js": await bundle(ENTRY) });
  const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
  const times = (name, to) => median(found[name].map((time, round) => time / found[to][round]));
  const { devDependencies: version } = JSON.parse(await readFile(path.join(PEERS, "package.json"), "utf8"));
  const [utils, sdk] = ["dcc-utils", "@pathcheck/dcc-sdk"].map((name) => `${name} ${version[name]}`);
  const row = (title, name) => [title, median(found[name]).toFixed(0), ...["tessera", "paper"].map((own) => `${times(name, own).toFixed(1)} times`)];
  console.log(`\n  a verification against those of EU certificates (${length} characters), text to verdict, one page, median of ${ROUNDS} interleaved rounds\n`);
  table([
    ["", "microseconds", "to a live code", "to paper"],
    row("Tessera, a live code, two Ed25519 signatures", "tessera"),
    row("Tessera, on paper, one Ed25519 signature", "paper"),
    row(`${utils}, one ES256 signature in JavaScript`, "dcc-utils"),
    row(`${utils}, with the browser's own ES256`, "dcc-utils, WebCrypto"),
    row(`${sdk}, with the browser's own ES256`, "dcc-sdk, WebCrypto"),
  ]);
  console.log(`\n  ours to its two signatures alone: ${times("tessera", "bare").toFixed(2)}`);
}
