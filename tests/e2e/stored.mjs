// What the browser has written down for the app.

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
