// What a code on a screen says, read a second time, from the standards: the text out of its picture, base45 (RFC 9285), CBOR (RFC 8949),
// COSE (RFC 9052) with its signatures, and what an SD-CWT discloses (draft-ietf-spice-sd-cwt). The app is not held against itself.
import assert from "node:assert/strict";
import crypto from "node:crypto";
import { cbor, Tag } from "./office.mjs";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/** The bytes of a base45 text. */
export function unbase45(text) {
  const out = [];
  for (let at = 0; at < text.length; at += 3) {
    const digits = [...text.slice(at, at + 3)].map((c) => ALPHABET.indexOf(c));
    assert.ok(digits.every((digit) => digit >= 0), "a character of base45");
    const n = digits.reduceRight((sum, digit) => sum * 45 + digit, 0);
    out.push(...(digits.length === 3 ? [n >> 8, n & 255] : [n]));
  }
  return Buffer.from(out);
}

/** One CBOR item that fills the bytes: maps as Map, tags as Tag, simple values as {simple}. */
export function uncbor(bytes) {
  let at = 0;
  const argument = (low) => {
    if (low < 24) return low;
    const size = 1 << (low - 24);
    const n = size === 8 ? Number(bytes.readBigUInt64BE(at)) : bytes.readUIntBE(at, size);
    at += size;
    return n;
  };
  const item = () => {
    const initial = bytes[at++];
    const major = initial >> 5;
    const n = argument(initial & 31);
    const slice = () => bytes.subarray(at, (at += n));
    if (major === 0) return n;
    if (major === 1) return -1 - n;
    if (major === 2) return slice();
    if (major === 3) return slice().toString();
    if (major === 4) return Array.from({ length: n }, item);
    if (major === 5) return new Map(Array.from({ length: n }, () => [item(), item()]));
    if (major === 6) return new Tag(n, item());
    return n === 20 || n === 21 ? n === 21 : { simple: n };
  };
  const value = item();
  assert.equal(at, bytes.length, "one item and no more");
  return value;
}

/** Whether a COSE_Sign1 is signed by an Ed25519 key, given as a COSE_Key. */
function holds([header, , payload, signature], key) {
  const jwk = { kty: "OKP", crv: "Ed25519", x: Buffer.from(key.get(-2)).toString("base64url") };
  const signed = cbor(["Signature1", header, Buffer.alloc(0), payload]);
  return crypto.verify(null, signed, crypto.createPublicKey({ key: jwk, format: "jwk" }), signature);
}

const isRedactedKeys = (key) => key?.simple === 59;

/** The claims with what is disclosed in its place, and how many hashes stay closed. */
function disclose(value, disclosures, closed) {
  const take = (hash) => {
    const found = disclosures.get(hash.toString("hex"));
    if (found) disclosures.delete(hash.toString("hex"));
    else closed.count += 1;
    return found;
  };
  if (value instanceof Map) {
    const open = new Map();
    for (const [key, part] of value) {
      if (!isRedactedKeys(key)) open.set(key, disclose(part, disclosures, closed));
      else for (const hash of part) {
        const found = take(hash);
        if (found) open.set(found[2], disclose(found[1], disclosures, closed));
      }
    }
    return open;
  }
  if (!Array.isArray(value)) return value;
  return value.flatMap((part) => {
    if (!(part instanceof Tag) || part.number !== 60) return [disclose(part, disclosures, closed)];
    const found = take(part.value);
    return found ? [disclose(found[1], disclosures, closed)] : [];
  });
}

/**
 * A live code: { claims, closed, binding }. The claims are those of the pass inside with what is disclosed; `closed` counts what is not.
 * The wallet's signature is checked with the key in the pass.
 */
export function readLive(message) {
  const token = uncbor(message);
  assert.equal(token.number, 18);
  const header = uncbor(token.value[0]);
  assert.equal(header.get(16), 294, "a key binding token");
  const [, unprotected, payload] = header.get(13).value;
  const disclosures = new Map();
  for (const disclosure of unprotected.get(17) ?? []) {
    disclosures.set(crypto.createHash("sha256").update(cbor(disclosure)).digest("hex"), uncbor(disclosure));
  }
  const closed = { count: 0 };
  const claims = disclose(uncbor(payload), disclosures, closed);
  assert.equal(disclosures.size, 0, "each disclosure belongs to a hash");
  assert.ok(holds(token.value, claims.get(8).get(1)), "signed by the key in the pass");
  return { claims, closed: closed.count, binding: uncbor(token.value[2]) };
}

/** A page that reads pictures of codes with the site's own reader. */
export async function openReader(context, origin) {
  const page = await context.newPage();
  await page.goto(`${origin}/about`);
  await page.evaluate(async () => {
    const worker = new Worker("/reader/worker.js", { type: "module" });
    await new Promise((resolve) => (worker.onmessage = resolve));
    window.read = async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const frame = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const answer = new Promise((resolve) => (worker.onmessage = ({ data }) => resolve(data)));
      worker.postMessage({ id: 1, frame, turn: -1 }, [frame]);
      return answer;
    };
  });
  return {
    /** The text of the code in a picture. */
    async text(png) {
      const { codes } = await page.evaluate((base64) => window.read(base64), png.toString("base64"));
      // A text and its four corners.
      assert.equal(codes.length, 9, "one code in the picture");
      return codes[0];
    },
    close: () => page.close(),
  };
}
