// A health office in a few lines, for what no tool of ours would sign: real Ed25519 signatures over lists of any kind. Its formats are
// written down a second time here, from the standards, so that the app is not held against itself.
import crypto from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import zlib from "node:zlib";

export const HOUR = 3_600;
export const DAY = 24 * HOUR;
export const now = () => Math.floor(Date.now() / 1000);

// -- CBOR (RFC 8949, deterministic): numbers, texts, bytes, arrays, maps, booleans, tags.
const head = (major, n) => {
  if (n < 24) return Buffer.from([(major << 5) | n]);
  const sizes = [[1, 24], [2, 25], [4, 26], [8, 27]];
  const [bytes, code] = sizes.find(([size]) => size === 8 || n < 2 ** (8 * size));
  const out = Buffer.alloc(1 + bytes);
  out[0] = (major << 5) | code;
  if (bytes === 8) out.writeBigUInt64BE(BigInt(n), 1);
  else out.writeUIntBE(n, 1, bytes);
  return out;
};

export class Tag {
  constructor(number, value) {
    Object.assign(this, { number, value });
  }
}

export function cbor(value) {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "boolean") return Buffer.from([value ? 0xf5 : 0xf4]);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)]);
  if (value instanceof Tag) return Buffer.concat([head(6, value.number), cbor(value.value)]);
  const entries = [...value].map(([key, part]) => [cbor(key), cbor(part)]).sort(([a], [b]) => Buffer.compare(a, b));
  return Buffer.concat([head(5, entries.length), ...entries.flat()]);
}

const map = (entries) => new Map(entries.filter(([, value]) => value !== undefined));

// -- keys and COSE (RFC 9052, RFC 9053, RFC 9679)
export class Key {
  #secret;

  constructor() {
    const { publicKey, privateKey } = crypto.generateKeyPairSync("ed25519");
    this.#secret = privateKey;
    this.x = Buffer.from(publicKey.export({ format: "jwk" }).x, "base64url");
    this.cose = map([[1, 1], [-1, 6], [-2, this.x]]);
    this.id = crypto.createHash("sha256").update(cbor(this.cose)).digest().subarray(0, 8);
  }

  sign = (bytes) => crypto.sign(null, bytes, this.#secret);
}

const none = Buffer.alloc(0);

/** COSE_Sign1 with `kid` and `typ`. */
export function sign1(key, typ, payload) {
  const header = cbor(map([[1, -19], [4, key.id], [16, typ]]));
  const body = cbor(payload);
  const signature = key.sign(cbor(["Signature1", header, none, body]));
  return cbor(new Tag(18, [header, new Map(), body, signature]));
}

/** COSE_Sign by several keys. */
export function signAll(keys, typ, payload) {
  const header = cbor(map([[16, typ]]));
  const body = cbor(payload);
  const signatures = keys.map((key) => {
    const signer = cbor(map([[1, -19], [4, key.id]]));
    return [signer, new Map(), key.sign(cbor(["Signature", header, signer, none, body]))];
  });
  return cbor(new Tag(98, [header, new Map(), body, signatures]));
}

export const fileName = (bytes) => crypto.createHash("sha256").update(bytes).digest().subarray(0, 16);

/** The one array that a bundle is. */
export const bundle = (snapshot, files) => cbor(["tessera-lists", snapshot, files]);

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/** Base45 (RFC 9285). */
export function base45(bytes) {
  let out = "";
  for (let at = 0; at < bytes.length; at += 2) {
    let n = at + 1 < bytes.length ? bytes[at] * 256 + bytes[at + 1] : bytes[at];
    for (let digit = 0; digit < (at + 1 < bytes.length ? 3 : 2); digit += 1, n = Math.floor(n / 45)) out += ALPHABET[n % 45];
  }
  return out;
}

/** Entries of two bits, lowest bits first, as zlib data (draft-ietf-oauth-status-list, section 4.1). */
export function entries(size, changes = {}) {
  const plain = Buffer.alloc(size / 4);
  for (const [index, status] of Object.entries(changes)) plain[index >> 2] |= status << (2 * (index & 3));
  return zlib.deflateSync(plain, { level: 9 });
}

export const STANDING = { revoked: 1, suspended: 2, observe: 3 };
const URI = "https://lists.example/s/1";

/** An office with three roots, of which two must sign, and one key for everything else. */
export class Office {
  roots = [new Key(), new Key(), new Key()];
  key = new Key();
  threshold = 2;
  uri = URI;

  config(built = now() - DAY) {
    const roots = this.roots.map((root) => root.x.toString("base64url"));
    return { roots, threshold: this.threshold, policy: "demonstration", lists: "/lists/", built };
  }

  card({ key = this.key, ...more } = {}) {
    const at = now();
    return map([
      [1, "demo"], [2, "Test Health Office"], [3, "Nowhere"], [4, at - 60 * DAY], [5, at + 60 * DAY], [6, key.cose], [7, [0, 1, 2, 3, 4, 5]],
      [8, more.retired], [9, more.compromised], [10, "https://lists.example/"],
    ]);
  }

  trust({ number = 1, at = now() - HOUR, life = 7 * DAY, keys = [this.card()], signers = this.roots.slice(0, 2), next } = {}) {
    const handOver = next && map([[0, next.threshold], [1, next.keys.map((key) => key.cose)]]);
    const body = map([[0, number], [1, keys], [2, handOver]]);
    return signAll(signers, "application/vnd.tessera.trust-list+cwt", map([[4, at + life], [6, at], [-65538, body]]));
  }

  status({ uri = this.uri, at = now() - HOUR, life = 7 * DAY, lst = entries(1 << 16), key = this.key } = {}) {
    const body = map([["bits", 2], ["lst", lst]]);
    return sign1(key, "application/statuslist+cwt", map([[2, uri], [4, at + life], [6, at], [65534, 43_200], [65533, body]]));
  }

  snapshot({ number = 1, at = now() - HOUR, life = 7 * DAY, trust, handOvers = [], lists = [], key = this.key }) {
    const listed = lists.map(({ uri = this.uri, list, deltas = [] }) => [uri, fileName(list), deltas.map(fileName)]);
    const body = map([[0, number], [1, fileName(trust)], [2, handOvers.map(fileName)], [3, listed]]);
    return sign1(key, "application/vnd.tessera.snapshot+cwt", map([[4, at + life], [6, at], [-65539, body]]));
  }

  /** A day's lists: { snapshot, files }. What is not given is as an honest office makes it. */
  day({ number = 1, at = now() - HOUR, life, revoked = {}, size = 1 << 16, trust, list, handOvers = [], deltas = [], key } = {}) {
    trust ??= this.trust({ number, at });
    list ??= this.status({ at, lst: entries(size, revoked) });
    const snapshot = this.snapshot({ number, at, life, trust, handOvers, lists: [{ list, deltas }], key });
    return { snapshot, files: [trust, ...handOvers, list, ...deltas] };
  }

  /** A paper pass with a place in the status list, as the text of its code. */
  pass(index, { uri = this.uri } = {}) {
    const at = now();
    const status = map([["status_list", map([["idx", index], ["uri", uri]])]]);
    const body = map([[0, 0], [1, 1985], [2, true]]);
    const claims = map([[1, "demo"], [2, "MS"], [4, at + 8 * DAY], [5, at - DAY], [65535, status], [-65537, body]]);
    return `HP1:${base45(sign1(this.key, 61, claims))}`;
  }

  /** Rules for doors, as the text of their code; `rules` is [[key, value], …] as src/hp1.cddl has it. */
  rules(rules = [[0, [0]], [1, true]], { at = now() - 60, life = 30 * DAY, key = this.key } = {}) {
    const claims = map([[1, "demo"], [4, at + life], [6, at], [-65542, map(rules)]]);
    return `HP1:${base45(sign1(key, "application/vnd.tessera.rules+cwt", claims))}`;
  }

  /** Writes a day's lists into a folder, the snapshot last and at once. */
  async publish(folder, { snapshot, files }, { keepOld = true } = {}) {
    await mkdir(folder, { recursive: true });
    if (!keepOld) await Promise.all((await readdir(folder)).map((name) => rm(path.join(folder, name))));
    await Promise.all(files.map((file) => writeFile(path.join(folder, `${fileName(file).toString("hex")}.cwt`), file)));
    await writeFile(path.join(folder, ".new"), snapshot);
    await rename(path.join(folder, ".new"), path.join(folder, "snapshot.cwt"));
  }

  /** What `site.mjs` makes a site of: the configuration and the first lists. */
  async settle(folder, day) {
    await this.publish(path.join(folder, "lists"), day);
    await writeFile(path.join(folder, "config.json"), JSON.stringify(this.config()));
  }
}

/** The bundle that a folder of lists holds, as the app exports it. */
export async function bundleOf(folder) {
  const names = (await readdir(folder)).filter((name) => /^[0-9a-f]{32}\.cwt$/.test(name));
  return bundle(await readFile(path.join(folder, "snapshot.cwt")), await Promise.all(names.map((name) => readFile(path.join(folder, name)))));
}
