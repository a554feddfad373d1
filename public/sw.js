// The service worker of Tessera: keeps one exact version of the app and serves it with no network.
//
// - It stores the files that the build listed, each only if its SHA-256 is the listed one; never anything else, and nothing
//   about a person. Among them are the lists of the day of the build; newer ones are the app's matter, which asks for them
//   itself and keeps them with their signatures.
// - What only shops need is stored once a page of the shop was open: postMessage({ type: "shop" }). Later versions bring it along.
// - A new version waits until a page asks for it: postMessage({ type: "activate" }). The old one's files go only then.
// - The demo's own routes pass through untouched. No push, no importScripts.

// Written by the build: { version, files: { path: integrity }, forShops: the same, routes: [pattern] } (see .tools/site.mjs).
const BUILD = __BUILD__;

const CACHE = `tessera-app-${BUILD.version}`;
const ROUTES = BUILD.routes.map((pattern) => new RegExp(pattern));

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("message", (event) => {
  if (event.data?.type === "activate") event.waitUntil(self.skipWaiting());
  // What does not come now is asked for the next time.
  if (event.data?.type === "shop") event.waitUntil(store(BUILD.forShops).catch(() => undefined));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || pathname.startsWith("/demo/")) return;
  if (request.mode === "navigate" && ROUTES.some((route) => route.test(pathname))) event.respondWith(app("/", request));
  else if (Object.hasOwn(BUILD.files, pathname) || Object.hasOwn(BUILD.forShops, pathname)) event.respondWith(app(pathname, request));
});

/** All or nothing: one file that is missing or differs, and this version is not installed. */
async function install() {
  try {
    await store({ ...BUILD.files, ...((await isShop()) ? BUILD.forShops : {}) });
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** Whether a page of the shop is open, or was while an older version was in charge. */
async function isShop() {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.some(({ url }) => new URL(url).pathname.startsWith("/shop"))) return true;
  const stored = await Promise.all(Object.keys(BUILD.forShops).map((path) => caches.match(path)));
  return stored.some(Boolean);
}

/** Fetches those of the listed files that are not stored yet. */
async function store(list) {
  const cache = await caches.open(CACHE);
  const files = Object.entries(list).map(async ([path, integrity]) => {
    if (await cache.match(path)) return;
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

/** A listed file from this version; from the network only where the browser has cleared its storage. */
async function app(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}
