// The service worker of Tessera: keeps one exact version of the app and serves it with no network.
//
// - It stores the files that the build listed, each only if its SHA-256 is the listed one; never anything else, and nothing
//   about a person. Among them are the lists of the day of the build; newer ones are the app's matter, which asks for them
//   itself and keeps them with their signatures.
// - What not every page needs, but a role does, wallet or shop, is stored once a page of that role was open: postMessage({ type: "store", role }). Later versions
//   bring it along.
// - A new version waits until a page asks for it: postMessage({ type: "activate" }). The old one's files go only then.
// - The demo's own routes pass through untouched. No push, no importScripts.

// Written by the build: { version, files: { path: integrity }, roles: { wallet: the same, shop: the same }, screens: [[pattern, path]] }
// (see .tools/site.mjs).
const BUILD = __BUILD__;

const CACHE = `tessera-app-${BUILD.version}`;
const SCREENS = BUILD.screens.map(([pattern, path]) => [new RegExp(pattern), path]);
const LISTED = Object.assign({}, BUILD.files, ...Object.values(BUILD.roles));

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("message", (event) => {
  if (event.data?.type === "activate") event.waitUntil(self.skipWaiting());
  // What does not come now is asked for the next time.
  const role = event.data?.type === "store" && Object.hasOwn(BUILD.roles, event.data.role) && BUILD.roles[event.data.role];
  if (role) event.waitUntil(store(role).catch(() => undefined));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || pathname.startsWith("/demo/")) return;
  const [, document] = (request.mode === "navigate" && SCREENS.find(([route]) => route.test(pathname))) || [];
  if (document) event.respondWith(screen(document, request));
  else if (Object.hasOwn(LISTED, pathname)) event.respondWith(app(pathname, request));
});

/** All or nothing: one file that is missing or differs, and this version is not installed. */
async function install() {
  try {
    const roles = await Promise.all(Object.entries(BUILD.roles).map(async ([role, files]) => ((await isIn(role)) ? files : {})));
    await store(Object.assign({}, BUILD.files, ...roles));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** Whether a page of the role is open, or was while an older version was in charge. */
async function isIn(role) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  // Its document is the one file of it that every version has under the same name.
  const document = Object.keys(BUILD.roles[role]).find((path) => SCREENS.some(([, other]) => other === path));
  const isOpen = pages.some(({ url }) => SCREENS.find(([route]) => route.test(new URL(url).pathname))?.[1] === document);
  return isOpen || Boolean(await caches.match(document));
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
