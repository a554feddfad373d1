// A browser whose disk is full: the app's database lies in a bucket of the origin's storage that has a small quota, so that the browser itself
// refuses what is too much.

/** Gives every page of `context` a database with a quota of so many bytes. */
export const smallRoom = (context, quota) => context.addInitScript((quota) => {
  if (!navigator.storageBuckets) return;
  const moved = navigator.storageBuckets.open("small-room", { quota }).then((bucket) => {
    Object.defineProperty(globalThis, "indexedDB", { value: bucket.indexedDB });
    Object.defineProperty(navigator, "storage", { value: { estimate: () => bucket.estimate(), persist: () => bucket.persist() } });
  });
  // The app starts when its database is there.
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const start = WebAssembly[name];
    WebAssembly[name] = async (...source) => moved.then(() => start.apply(WebAssembly, source));
  }
}, quota);

/** Stores whatever the browser takes, beside the app's database, until it refuses a few bytes; how often it refused. */
export const fillRoom = (page) => page.evaluate(async () => {
  const db = await new Promise((resolve) => {
    const ask = indexedDB.open("rubbish", 1);
    ask.onupgradeneeded = () => ask.result.createObjectStore("rubbish");
    ask.onsuccess = () => resolve(ask.result);
  });
  let refused = 0;
  let key = 0;
  for (const size of [1 << 16, 1 << 12, 64]) {
    for (let full = false; !full; ) {
      const transaction = db.transaction("rubbish", "readwrite", { durability: "strict" });
      transaction.objectStore("rubbish").put(crypto.getRandomValues(new Uint8Array(size)), (key += 1));
      full = await new Promise((resolve) => {
        transaction.oncomplete = () => resolve(false);
        transaction.onabort = () => resolve(transaction.error.name === "QuotaExceededError");
      });
    }
    refused += 1;
  }
  db.close();
  return refused;
});

/** Throws away what `fillRoom` has stored. */
export const makeRoom = (page) => page.evaluate(() => new Promise((resolve, reject) => {
  const ask = indexedDB.deleteDatabase("rubbish");
  ask.onsuccess = resolve;
  ask.onerror = reject;
}));
