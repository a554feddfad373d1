// The service worker of Tessera: keeps one exact version of the app and serves it with no network.
//
// - It stores the files that the build listed, each only if its SHA-256 is the listed one; never anything else, and nothing
//   about a person. Among them are the lists of the day of the build; newer ones are the app's matter, which asks for them
//   itself and keeps them with their signatures.
// - What not every phone needs is a part, which is stored once a page asks for it: postMessage({ type: "store", part }). Parts are the programs
//   (wallet, more, shop, lists), each language, and what reads PDF files. Later versions bring along what is stored.
// - A new version waits until a page asks for it: postMessage({ type: "activate" }). The old one's files go only then.
// - What another app shares with this one (see the manifest) is posted to /share. It is kept in memory until the page that it opens takes it, two minutes
//   at most, and goes nowhere else: not to the host, not into an address, not into storage.
// - The demo's own routes pass through untouched. No push, no importScripts.

// Written by the build: { version, files: { path: integrity }, parts: { wallet: the same, more: …, shop: …, lists: …, ar: … }, screens: [[pattern, path]] }
// (see .tools/site.mjs).
const BUILD = __BUILD__;

const CACHE = `tessera-app-${BUILD.version}`;
const SCREENS = BUILD.screens.map(([pattern, path]) => [new RegExp(pattern), path]);
const SHARE = "/share";
const SHARED_STAYS = 120;
// Of the two readers a browser stores the one that it can run (see /reader/worker.js, which asks in the same way).
const VECTORS = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11];
const OTHER_READER = WebAssembly.validate(new Uint8Array(VECTORS)) ? "/reader/plain_bg.wasm" : "/reader/reader_bg.wasm";
const LISTED = Object.assign({}, BUILD.files, ...Object.values(BUILD.parts));

// One part after the other: the first is of the program that is open.
let storing = Promise.resolve();
// Pauses before a part that did not come is asked for again, in milliseconds: a network is often back after a moment.
const STORE_AGAIN = [1_000, 5_000, 20_000, 60_000];

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("message", (event) => {
  if (event.data?.type === "activate") event.waitUntil(self.skipWaiting());
  const part = event.data?.type === "store" && Object.hasOwn(BUILD.parts, event.data.part) && BUILD.parts[event.data.part];
  if (part) event.waitUntil(storePart(part));
});
// The key of an opened lock, from one program's page to the next of the same tab (src/web/handover.rs): in memory, for ten seconds, once, for whoever
// knows the number.
const handed = new Map();
addEventListener("message", ({ data, ports }) => {
  if (data?.type === "hand-over") {
    handed.set(data.number, data.key);
    setTimeout(() => handed.delete(data.number), 10_000);
  } else if (data?.type === "take-over") {
    ports[0]?.postMessage(handed.get(data.number));
    handed.delete(data.number);
  }
});
// What was shared last: { files, text }.
let shared;
addEventListener("message", ({ data, ports }) => {
  if (data?.type !== "take-shared") return;
  ports[0]?.postMessage(shared);
  shared = undefined;
});
// Every request of every page, so that a shop can see that none is about a visitor: where to, and whether it was answered from what is stored. The
// newest are kept in memory for a page that is just opening.
const MOST_NOTED = 200;
const noted = [];
addEventListener("message", ({ data, source }) => {
  if (data?.type === "requests") noted.filter(({ at }) => at >= data.since).forEach((entry) => source?.postMessage(entry));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const isListed = origin === location.origin && Object.hasOwn(LISTED, request.mode === "navigate" ? documentOf(pathname) : pathname);
  event.waitUntil(note(origin === location.origin ? pathname : origin, isListed));
  if (request.method === "POST" && origin === location.origin && pathname === SHARE) return event.respondWith(share(event));
  if (request.method !== "GET" || origin !== location.origin || pathname.startsWith("/demo/")) return;
  const document = request.mode === "navigate" && documentOf(pathname);
  if (document) event.respondWith(screen(document, request));
  else if (Object.hasOwn(LISTED, pathname)) event.respondWith(app(pathname, request));
});

/** The document of the screen at a path. */
function documentOf(pathname) {
  return SCREENS.find(([route]) => route.test(pathname))?.[1] ?? "";
}

/** Notes a request and tells the open pages. */
async function note(path, isListed) {
  const stored = isListed && Boolean(await (await caches.open(CACHE)).match(documentOf(path) || path));
  const entry = { type: "request", id: crypto.randomUUID(), at: Date.now(), path, stored };
  noted.push(entry);
  noted.splice(0, noted.length - MOST_NOTED);
  for (const page of await self.clients.matchAll({ type: "window" })) page.postMessage(entry);
}

/** Takes what was shared off the request and opens the page for it. */
async function share(event) {
  const form = await event.request.formData().catch(() => new FormData());
  const files = form.getAll("files").filter((file) => file instanceof File && file.size > 0);
  // Some apps put a link into one of them, some into another.
  const text = ["text", "url", "title"].map((name) => form.get(name)).find((text) => typeof text === "string" && text.trim() !== "");
  const mine = files.length > 0 || text ? { files, text } : undefined;
  shared = mine;
  const forget = async () => {
    for (let seconds = 0; shared === mine && seconds < SHARED_STAYS; seconds += 1) await new Promise((resolve) => setTimeout(resolve, 1_000));
    if (shared === mine) shared = undefined;
  };
  // A worker that ends forgets it sooner, and the person shares it again.
  event.waitUntil(forget());
  return Response.redirect("/add", 303);
}

/** All or nothing: one file that is missing or differs, and this version is not installed. */
async function install() {
  try {
    const parts = await Promise.all(Object.values(BUILD.parts).map(async (files) => ((await isWanted(files)) ? files : {})));
    await store(Object.assign({}, BUILD.files, ...parts));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** Whether a page of the part is open, or the part was stored by an older version. */
async function isWanted(files) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const paths = Object.keys(files);
  // A program's document is the one file of it that has the same name in every version; other parts have none but such.
  const document = paths.find((path) => SCREENS.some(([, other]) => other === path));
  const isOpen = document && pages.some(({ url }) => SCREENS.find(([route]) => route.test(new URL(url).pathname))?.[1] === document);
  return isOpen || Boolean(await caches.match(document ?? paths[0]));
}

/** Stores a part when those before it are done with. What does not come in several tries is asked for by the next page that is opened. */
async function storePart(files) {
  for (const pause of [...STORE_AGAIN, undefined]) {
    const stored = storing.then(() => store(files)).then(() => true, () => false);
    storing = stored;
    if (await stored) return;
    if (pause) await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** Fetches those of the listed files that are not stored yet. */
async function store(list) {
  const cache = await caches.open(CACHE);
  const files = Object.entries(list).map(async ([path, integrity]) => {
    if (path === OTHER_READER || (await cache.match(path))) return;
    // The browser checks the hash; what it has already fetched for the page is revalidated, not fetched twice.
    const response = await fetch(path, { integrity, cache: "no-cache", redirect: "error", credentials: "omit" });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    await cache.put(path, response);
  });
  await Promise.all(files);
}

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("tessera-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  // The page of the very first visit came from the network; from now on what it asks for comes from this version.
  await self.clients.claim();
}

/** A role's document. Where it is neither stored nor to be had, the other role's says so. */
async function screen(document, request) {
  try {
    return await app(document, request);
  } catch (fault) {
    const cache = await caches.open(CACHE);
    const others = await Promise.all(SCREENS.map(([, path]) => cache.match(path)));
    const other = others.find(Boolean);
    if (!other) throw fault;
    return other;
  }
}

/** A listed file from this version; from the network only where the browser has cleared its storage. */
async function app(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}
