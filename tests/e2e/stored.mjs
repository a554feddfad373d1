// What the browser has written down for the app.

/** A page of the site that is none of the app's screens: it has the same storage, and nothing runs in it. */
export async function aside(context, origin) {
  const page = await context.newPage();
  await page.goto(`${origin}/config.json`);
  return page;
}

/** Every byte that the browser stores for the app, as text. */
export const stored = (page) => page.evaluate(async () => {
  const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  const text = (value) => {
    if (value instanceof CryptoKey) return `key(extractable=${value.extractable})`;
    if (value instanceof Uint8Array) return Array.from(value, (byte) => String.fromCharCode(byte)).join("");
    if (value && typeof value === "object") return Object.entries(value).map(([name, part]) => `${name}=${text(part)}`).join(";");
    return String(value);
  };
  const settled = (ask) => new Promise((resolve, reject) => {
    ask.onsuccess = () => resolve(ask.result);
    ask.onerror = () => reject(ask.error);
  });
  for (const { name } of await indexedDB.databases()) {
    const db = await settled(indexedDB.open(name));
    for (const store of db.objectStoreNames) {
      const entries = db.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([settled(entries.getAllKeys()), settled(entries.getAll())]);
      keys.forEach((key, i) => found.push(`${name}/${store}/${key}: ${text(values[i])}`));
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const body = await (await cache.match(request)).arrayBuffer();
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
      found.push(`${name} ${request.url}: ${hash.toHex?.() ?? [...hash].join()}`);
    }
  }
  return found.sort();
});

/** Names and versions of the databases, and of the first the names of its stores. */
export const schema = (page) => page.evaluate(async () => {
  // The app has databases with nothing in them, too (src/web/store/sweep.rs).
  const databases = (await indexedDB.databases()).filter(({ name }) => name === "tessera");
  const db = await new Promise((resolve, reject) => {
    const ask = indexedDB.open(databases[0].name);
    ask.onsuccess = () => resolve(ask.result);
    ask.onerror = () => reject(ask.error);
  });
  const stores = [...db.objectStoreNames];
  db.close();
  return { databases, stores };
});

/**
 * Puts a database in place of the present one that is as version 1 of the app wrote it: the same passes and holder keys, each sealed as a CBOR map
 * {0: content, 1: kept at} under a key without a generation, and none of the stores that came later.
 */
export const becomeVersion1 = (page) => page.evaluate(async () => {
  const settled = (ask) => new Promise((resolve, reject) => {
    ask.onsuccess = () => resolve(ask.result);
    ask.onerror = () => reject(ask.error);
    // Not `blocked`: the page that was left closes its connection a moment later, and then it goes on.
  });
  const params = (shelf, id, iv) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(`tessera/1/${shelf}/${id}`) });
  const shelves = ["passes", "holder-keys"];
  const db = await settled(indexedDB.open("tessera"));
  const all = async (name) => {
    const store = db.transaction(name).objectStore(name);
    const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
    return keys.map((id, i) => [id, values[i]]);
  };
  const [, former] = (await all("sealing")).find(([name]) => name === "key");
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const entries = [];
  for (const shelf of shelves) {
    for (const [id, { iv, bytes }] of await all(shelf)) {
      const plain = new Uint8Array(await crypto.subtle.decrypt(params(shelf, id, iv), former, bytes));
      // {0: h'…', 1: seconds, …}: the head of the content says how long it is.
      const [head, length] = { 0x58: [2, plain[3]], 0x59: [3, plain[3] * 256 + plain[4]] }[plain[2]];
      const content = plain.slice(2, 2 + head + length);
      const kept = plain.slice(2 + head + length, 2 + head + length + 6);
      const version1 = new Uint8Array([0xa2, 0x00, ...content, ...kept]);
      const nonce = crypto.getRandomValues(new Uint8Array(12));
      const sealed = new Uint8Array(await crypto.subtle.encrypt(params(shelf, id, nonce), key, version1));
      entries.push([shelf, id, { iv: nonce, bytes: sealed }]);
    }
  }
  const lists = await all("lists");
  db.close();
  await settled(indexedDB.deleteDatabase("tessera"));
  const ask = indexedDB.open("tessera", 1);
  ask.onupgradeneeded = () => ["passes", "holder-keys", "sealing", "lists"].forEach((name) => ask.result.createObjectStore(name));
  const old = await settled(ask);
  const transaction = old.transaction([...shelves, "sealing", "lists"], "readwrite");
  entries.forEach(([shelf, id, value]) => transaction.objectStore(shelf).put(value, id));
  lists.forEach(([name, value]) => transaction.objectStore("lists").put(value, name));
  transaction.objectStore("sealing").put(key, "key");
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  old.close();
  return entries.length;
});

/** Changes one byte of the first entry of a shelf, under its seal. */
export const damage = (page, shelf) => page.evaluate(async (shelf) => {
  const settled = (ask) => new Promise((resolve) => (ask.onsuccess = () => resolve(ask.result)));
  const db = await settled(indexedDB.open("tessera"));
  const store = db.transaction(shelf, "readwrite").objectStore(shelf);
  const [[id], [entry]] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
  entry.bytes[20] ^= 1;
  await settled(store.put(entry, id));
  db.close();
}, shelf);
