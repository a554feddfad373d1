// What lies in the files of a browser's profile, for whoever has the phone's disk.
import { createDecipheriv } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";

/** Every file of a profile as { name, bytes }. */
export async function filesOf(profile) {
  const entries = (await readdir(profile, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  return Promise.all(entries.map(async (entry) => {
    const name = path.join(entry.parentPath ?? entry.path, entry.name);
    return { name: path.relative(profile, name), bytes: await readFile(name) };
  }));
}

/** The sealed entries of a shelf, as they lie in the database. */
export const sealedEntries = (page, shelf) => page.evaluate(async (shelf) => {
  const settled = (ask) => new Promise((resolve) => (ask.onsuccess = () => resolve(ask.result)));
  const db = await settled(indexedDB.open("tessera"));
  const store = db.transaction(shelf).objectStore(shelf);
  const [ids, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
  db.close();
  return ids.map((id, i) => ({ shelf, id, iv: [...values[i].iv], bytes: [...values[i].bytes] }));
}, shelf);

/** What an entry says, opened with a key of 32 bytes; null where the key is another. */
export function openWith(key, { shelf, id, iv, bytes }) {
  const sealed = Buffer.from(bytes);
  const cipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv));
  cipher.setAAD(Buffer.from(`tessera/1/${shelf}/${id}`));
  cipher.setAuthTag(sealed.subarray(-16));
  try {
    return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
  } catch {
    return null;
  }
}

/** Tries all 32 bytes in the files that stand behind their length, as a browser writes a key, as the key of an entry; the key, or null. */
export function keyIn(files, entry) {
  for (const { bytes } of files) {
    for (let at = bytes.indexOf(32); at >= 0 && at + 33 <= bytes.length; at = bytes.indexOf(32, at + 1)) {
      const key = bytes.subarray(at + 1, at + 33);
      if (openWith(key, entry)) return Buffer.from(key);
    }
  }
  return null;
}

/** Names of the files in which some bytes lie. */
export const holding = (files, wanted) => files.filter(({ bytes }) => bytes.includes(wanted)).map(({ name }) => name);
