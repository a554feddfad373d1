// Every case of tests/vectors in which lists are offered: what the app makes of it, from a file and from its host.
import assert from "node:assert/strict";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { atEnd, openBrowser, openSite } from "./harness.mjs";
import { fileName } from "./office.mjs";
import { listsNumber, openLists, updateNow } from "./steps.mjs";

const VECTORS = path.join(import.meta.dirname, "../vectors");

/** The title that tells each outcome of a file. */
const TITLES = {
  taken: "Newer lists",
  expired: "These lists have expired",
  incomplete: "A part of the lists is missing",
  malformed: "Damaged, or not lists at all",
  mixed: "The lists do not belong together",
  "not-signed": "The lists are not signed as they must be",
  "nothing-new": "There is nothing newer",
  "rolled-back": "Older than the present lists",
};

/** The cases: { name, outcome, at, known, roots, threshold, offered }. */
async function cases() {
  const found = [];
  for (const outcome of Object.keys(TITLES)) {
    for (const file of await readdir(path.join(VECTORS, `lists-${outcome}`))) {
      const [head, text] = (await readFile(path.join(VECTORS, `lists-${outcome}`, file), "utf8")).split("\n\n");
      const headers = Object.fromEntries(head.split("\n").map((line) => line.split(/: (.*)/, 2)));
      found.push({ name: `${outcome}: ${file.slice(0, -4)}`, outcome, ...headers, offered: Buffer.from((text ?? "").trim(), "hex") });
    }
  }
  return found;
}

/** A CBOR array, text or byte string and where it ends; nothing else stands in a bundle. */
function read(bytes, at = 0) {
  const [major, code] = [bytes[at] >> 5, bytes[at] & 31];
  const size = code < 24 ? 0 : 2 ** (code - 24);
  const length = size ? bytes.readUIntBE(at + 1, size) : code;
  let end = at + 1 + size;
  if (major !== 4) return { value: bytes.subarray(end, end + length), end: end + length };
  const value = [];
  for (let n = 0; n < length; n += 1) {
    const item = read(bytes, end);
    value.push(item.value);
    end = item.end;
  }
  return { value, end };
}

/** The bundle in its pieces; `null` where it is none, which no host could serve. */
function pieces(bytes) {
  try {
    const { value: [mark, snapshot, files], end } = read(bytes);
    return String(mark) === "tessera-lists" && end === bytes.length ? { snapshot, files } : null;
  } catch {
    return null;
  }
}

/** Lays the pieces out as an office publishes them. */
async function serve(folder, { snapshot, files }) {
  await mkdir(folder, { recursive: true });
  await Promise.all(files.map((file) => writeFile(path.join(folder, `${fileName(file).toString("hex")}.cwt`), file)));
  await writeFile(path.join(folder, "snapshot.cwt"), snapshot);
}

/** A shop at the time of the cases, that has the lists which they say are known. */
async function opened(t, { at, known, roots, threshold }) {
  const lists = pieces(Buffer.from(known, "hex"));
  const site = await openSite({
    settle: async (folder) => {
      await serve(path.join(folder, "lists"), lists);
      const keys = roots.match(/[0-9a-f]{64}/g).map((key) => Buffer.from(key, "hex").toString("base64url"));
      const config = { roots: keys, threshold: Number(threshold ?? 1), policy: "demonstration", lists: "/lists/", built: at - 86_400 };
      await writeFile(path.join(folder, "config.json"), JSON.stringify(config));
    },
  });
  atEnd(t, site.close);
  site.interfere = (_, res) => {
    res.setHeader("Date", new Date(at * 1000).toUTCString());
    return false;
  };
  const browser = await openBrowser();
  atEnd(t, browser.close);
  await browser.page.clock.setSystemTime(new Date(at * 1000));
  await openLists(browser.page, site.origin);
  const number = await listsNumber(browser.page);
  /** The lists that are known again, after others were taken. */
  const reset = async () => {
    await serve(site.lists, lists);
    await browser.page.evaluate(() => new Promise((resolve) => {
      const asked = indexedDB.open("tessera");
      asked.onsuccess = () => {
        const clearing = asked.result.transaction("lists", "readwrite");
        clearing.objectStore("lists").clear();
        clearing.oncomplete = () => resolve(asked.result.close());
      };
    }));
    await openLists(browser.page, site.origin);
    assert.equal(await listsNumber(browser.page), number);
  };
  return { site, number, reset, ...browser };
}

/** The cases, those with the same known lists together. */
const groups = Object.values((await cases()).reduce((by, found) => ({ ...by, [found.known]: [...(by[found.known] ?? []), found] }), {}));

test("a file with lists of any kind is told apart, and nothing is in force before it is asked for", async (t) => {
  for (const group of groups) {
    const { page, number, faults } = await opened(t, { ...group[0], at: Number(group[0].at) });
    for (const { name, outcome, offered } of group) {
      await page.evaluate(() => document.querySelectorAll(".advice").forEach((advice) => (advice.dataset.seen = "yes")));
      const chosen = { name: "lists.tessera-lists", mimeType: "application/octet-stream", buffer: offered };
      await page.getByLabel("Take from a file").setInputFiles(chosen);
      assert.equal(await page.locator(".advice:not([data-seen]) > .advice-title").innerText(), TITLES[outcome], name);
      assert.equal(await listsNumber(page), number, name);
    }
    assert.deepEqual(faults, []);
  }
});

test("a host with lists of any kind changes nothing, unless they may follow those in force", async (t) => {
  let count = 0;
  for (const group of groups) {
    const { site, page, number, reset, faults } = await opened(t, { ...group[0], at: Number(group[0].at) });
    for (const { name, outcome, offered } of group) {
      const lists = pieces(offered);
      // What is no bundle has no pieces, and what is missing in one the host or the app may have from before.
      if (!lists || outcome === "incomplete") continue;
      count += 1;
      await serve(site.lists, lists);
      const isTaken = outcome === "taken";
      assert.equal(await updateNow(page), isTaken ? "The lists were updated" : TITLES[outcome], name);
      assert.equal((await listsNumber(page)) !== number, isTaken, name);
      if (isTaken) await reset();
    }
    assert.deepEqual(faults, []);
  }
  assert.ok(count > 50, `${count} cases`);
});
