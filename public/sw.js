// The service worker of Tessera: keeps one exact version of the app and serves it with no network.
//
// - It stores the files that the build listed, each only if its SHA-256 is the listed one, and the signed lists; never
//   anything else, and nothing about a person.
// - A new version waits until a page asks for it: postMessage({ type: "activate" }). The old one's files go only then.
// - The demo's own routes pass through untouched. No push, no importScripts.

// Written by the build: { version, files: { path: integrity }, lists: [path], routes: [pattern], most } (see .tools/site.mjs).
const BUILD = __BUILD__;

const CACHE = `tessera-app-${BUILD.version}`;
// Outlives versions: a list may be newer than the app, and it is signed, so any copy will do.
const LISTS = "tessera-lists";
const ROUTES = BUILD.routes.map((pattern) => new RegExp(pattern));
// A network that neither answers nor fails must not keep a door waiting.
const LIST_PATIENCE_MS = 4000;
// Each list is a tagged COSE_Sign or COSE_Sign1: what begins otherwise is some network's sign-in page.
const COSE_TAGS = [0xd8, 0xd2];

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("message", (event) => {
  if (event.data?.type === "activate") event.waitUntil(self.skipWaiting());
});
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || pathname.startsWith("/demo/")) return;
  if (BUILD.lists.includes(pathname)) event.respondWith(list(pathname));
  else if (request.mode === "navigate" && ROUTES.some((route) => route.test(pathname))) event.respondWith(app("/", request));
  else if (Object.hasOwn(BUILD.files, pathname)) event.respondWith(app(pathname, request));
});

/** All or nothing: one file that is missing or differs, and this version is not installed. */
async function install() {
  const cache = await caches.open(CACHE);
  try {
    const files = Object.entries(BUILD.files).map(async ([path, integrity]) => {
      // The browser checks the hash; what it has already fetched for the page is revalidated, not fetched twice.
      const response = await fetch(path, { integrity, cache: "no-cache", redirect: "error", credentials: "omit" });
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      await cache.put(path, response);
    });
    await Promise.all(files);
    // The dated first copy: a first start offline works. An old list is the app's matter, not a reason to refuse the version.
    await Promise.all(BUILD.lists.map((path) => fetchList(path).catch(() => undefined)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("tessera-") && name !== CACHE && name !== LISTS);
  await Promise.all(old.map((name) => caches.delete(name)));
  // The page of the very first visit came from the network; from now on what it asks for comes from this version.
  await self.clients.claim();
}

/** A listed file from this version; from the network only where the browser has cleared its storage. */
async function app(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

/** A list from the network, or else the last one that came from there. */
async function list(path) {
  try {
    return await fetchList(path);
  } catch {
    const cache = await caches.open(LISTS);
    return (await cache.match(path)) ?? Response.error();
  }
}

async function fetchList(path) {
  const response = await fetch(path, {
    cache: "no-cache",
    redirect: "error",
    credentials: "omit",
    signal: AbortSignal.timeout(LIST_PATIENCE_MS),
  });
  const bytes = new Uint8Array(await response.clone().arrayBuffer());
  if (!response.ok || bytes.length > BUILD.most || !COSE_TAGS.includes(bytes[0])) throw new Error(`${path}: not a list`);
  const cache = await caches.open(LISTS);
  await cache.put(path, response.clone());
  return response;
}
