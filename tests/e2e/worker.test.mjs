// The service worker: an exact version of the app, and nothing else, with or without a network.
import assert from "node:assert/strict";
import { appendFile, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { activated, arrived, atEnd, listed, openBrowser, openedSite, ready } from "./harness.mjs";

/** Registers the worker as the app does, and waits for what becomes of it. */
const register = (page) => page.evaluate(async () => {
  const registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  while (!["activated", "redundant"].includes(worker.state)) {
    if (worker.state === "installed" && registration.active && registration.active !== worker) return "waiting";
    await new Promise((resolve) => worker.addEventListener("statechange", resolve, { once: true }));
  }
  return worker.state;
});

/** Path -> hash of everything in every cache of the page's origin. */
const cached = (page) => page.evaluate(async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const body = await (await cache.match(request)).arrayBuffer();
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
      found[request.url.replace(location.origin, "")] = `sha256-${btoa(String.fromCharCode(...hash))}`;
    }
  }
  return found;
});

/** Changes a file and drops its compressed copies, so that what is served is what lies there. */
async function tamper(site, name, change) {
  const file = path.join(site.site, name);
  await change(file);
  await Promise.all([".br", ".gz"].map((ending) => rm(`${file}${ending}`, { force: true })));
  await site.stop();
  await site.start();
}

async function opened(t, change = () => undefined) {
  const site = await openedSite(t);
  await change(site);
  const browser = await openBrowser();
  atEnd(t, browser.close);
  await browser.page.goto(`${site.origin}/pass/${"0".repeat(32)}`);
  // Only then does the page take scripts' addresses as text.
  await browser.page.waitForFunction(() => document.title.endsWith(" · Tessera"));
  return { site, ...browser };
}

test("every screen loads again with the server stopped", async (t) => {
  const { site, page } = await opened(t);
  assert.equal(await register(page), "activated");
  await ready(page);
  // A phone that is both, and has been everywhere once.
  const { parts } = await listed(page);
  for (const [part, where] of [["wallet", "/"], ["more", "/about"], ["shop", "/shop"], ["lists", "/shop/lists"]]) {
    await page.goto(`${site.origin}${where}`);
    await arrived(page, Object.keys(parts[part]));
  }
  await site.stop();
  for (const route of ["/", "/get", "/add", "/request", "/pass/1", "/shop", "/shop/scan", "/shop/lists", "/about"]) {
    const response = await page.goto(`${site.origin}${route}`);
    assert.equal(response.status(), 200, route);
    // The app itself has started: it gives each screen its title.
    await page.waitForFunction(() => document.title.endsWith(" · Tessera"));
  }
});

test("the caches hold the listed files, each with the listed hash, and nothing else", async (t) => {
  const { site, page } = await opened(t);
  await register(page);
  await ready(page);
  for (const asked of ["/no-such-file", "/config.json?a=b", "/demo/", "/lists/other.cwt", "/lists/snapshot.cwt"]) {
    await page.evaluate((where) => fetch(where).then((response) => response.text()), asked);
  }
  const { files, parts } = await listed(page);
  await arrived(page, Object.keys(parts.more));
  assert.deepEqual(await cached(page), { ...files, ...parts.wallet, ...parts.more });
  assert.ok(files["/first.tessera-lists"], "the lists of the day of the build are part of the app");
});

/** A version after the one that there is, up to where it stands ready. */
const nextVersion = async (site, page) => {
  await tamper(site, "sw.js", async (file) => writeFile(file, (await readFile(file, "utf8")).replace(/"version": "\w+"/, '"version": "next"')));
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update();
    const worker = registration.installing ?? registration.waiting;
    while (worker.state === "installing") await new Promise((resolve) => worker.addEventListener("statechange", resolve, { once: true }));
    return worker.state;
  });
};

test("what only one role needs comes with the first page of that role, and stays through new versions", async (t) => {
  const { site, page } = await opened(t);
  await register(page);
  await ready(page);
  const { files, parts } = await listed(page);
  const kinds = (list) => Object.keys(list).map((path) => path.replace(/-[0-9a-f]{16}/, "")).sort();
  const carriage = ["/carrier/carrier.js", "/carrier/carrier_bg.wasm", "/carrier/worker.js"];
  const stretch = ["stretch.js", "stretch_bg.wasm", "worker.js"].map((name) => `/stretch/${name}`);
  assert.deepEqual(kinds(parts.wallet), ["/", "/app/wallet.js", "/app/wallet.wasm", ...carriage, ...stretch]);
  const reader = ["reader.js", "reader_bg.wasm", "worker.js"].map((name) => `/reader/${name}`);
  assert.deepEqual(kinds(parts.shop), ["/app/shop.js", "/app/shop.wasm", ...reader, "/shop"]);
  assert.deepEqual(kinds(parts.lists), ["/app/lists.js", "/app/lists.wasm", ...carriage, ...reader, "/shop/lists"]);
  const sealing = ["strongbox.js", "strongbox_bg.wasm", "worker.js"].map((name) => `/strongbox/${name}`);
  assert.deepEqual(kinds(parts.more), ["/about", "/app/more.js", "/app/more.wasm", ...carriage, ...reader, ...stretch, ...sealing]);
  await arrived(page, Object.keys(parts.more));
  assert.deepEqual(await cached(page), { ...files, ...parts.wallet, ...parts.more }, "a wallet goes without the shop");
  await page.goto(`${site.origin}/shop`);
  await arrived(page, Object.keys({ ...parts.shop, ...parts.lists }));
  const both = { ...files, ...parts.wallet, ...parts.more, ...parts.shop, ...parts.lists };
  assert.deepEqual(await cached(page), both);
  await page.goto(`${site.origin}/pass/${"0".repeat(32)}`);
  assert.equal(await nextVersion(site, page), "installed");
  const next = await page.evaluate(async () => (await (await caches.open("tessera-app-next")).keys()).map(({ url }) => new URL(url).pathname));
  assert.deepEqual(next.sort(), Object.keys(both).sort());
});

test("a phone whose first page is the shop has all of it before it is ready", async (t) => {
  const site = await openedSite(t);
  const { page, close } = await openBrowser();
  atEnd(t, close);
  await page.goto(`${site.origin}/shop`);
  await activated(page);
  const { files, parts } = await listed(page);
  const first = await cached(page);
  for (const [path, hash] of Object.entries({ ...files, ...parts.shop })) assert.equal(first[path], hash, path);
  // And then what it needs on a day without a network.
  await arrived(page, Object.keys(parts.lists));
  assert.deepEqual(await cached(page), { ...files, ...parts.shop, ...parts.lists });
});

test("a part whose file does not come is asked for again, with the page left alone", async (t) => {
  let refused = 0;
  const { page } = await opened(t, (site) => {
    // The other program's own script: no page asks for it, only the worker does.
    site.interfere = (_, res, pathname) => {
      if (!/^\/app\/more-\w+\.js$/.test(pathname) || refused === 2) return false;
      refused += 1;
      res.writeHead(503).end();
      return true;
    };
  });
  await register(page);
  const { parts } = await listed(page);
  await arrived(page, Object.keys({ ...parts.more, ...parts.wallet }));
  assert.equal(refused, 2);
});

test("a phone without a network that has never loaded the other program says so", async (t) => {
  const { site, page } = await opened(t);
  await register(page);
  await ready(page);
  await site.stop();
  await page.goto(`${site.origin}/shop`);
  await page.getByRole("heading", { name: "Not on this phone yet" }).waitFor();
  await page.goto(`${site.origin}/`);
  await page.getByRole("heading", { name: "No pass yet" }).waitFor();
});

test("a file that differs by one byte keeps the whole version out", async (t) => {
  const spoil = (site) => tamper(site, "config.json", (file) => appendFile(file, " "));
  const { page } = await opened(t, spoil);
  assert.equal(await register(page), "redundant");
  assert.deepEqual(await cached(page), {});
});

test("a new version waits until the page asks, and only then the old files go", async (t) => {
  const { site, page, context } = await opened(t);
  await register(page);
  await ready(page);
  const before = await page.evaluate(() => caches.keys());
  assert.equal(await nextVersion(site, page), "installed");
  await page.reload();
  const waiting = await page.evaluate(() => caches.keys());
  assert.deepEqual(waiting.sort(), [...before, "tessera-app-next"].sort(), "both versions lie side by side");
  const changed = page.evaluate(async () => {
    const { waiting: worker } = await navigator.serviceWorker.getRegistration();
    const change = new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
    worker.postMessage({ type: "activate" });
    await change;
    return true;
  });
  // A worker with nothing to do sleeps, and one that a debugger watches does not: it would keep the next one out for five minutes.
  const debug = await context.newCDPSession(page);
  await debug.send("ServiceWorker.enable");
  const asleep = setInterval(() => debug.send("ServiceWorker.stopAllWorkers").catch(() => undefined), 500);
  atEnd(t, () => clearInterval(asleep));
  assert.ok(await changed);
  clearInterval(asleep);
  const left = await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.getRegistration();
    if (active.state !== "activated") await new Promise((resolve) => active.addEventListener("statechange", resolve, { once: true }));
    return caches.keys();
  });
  assert.deepEqual(left.sort(), ["tessera-app-next"]);
});

test("lists pass the worker by, with a network and without", async (t) => {
  const { site, page } = await opened(t);
  await register(page);
  await ready(page);
  const ask = () => page.evaluate(async () => [...new Uint8Array(await (await fetch("/lists/snapshot.cwt", { cache: "no-store" })).arrayBuffer())]);
  const snapshot = path.join(site.lists, "snapshot.cwt");
  const newer = Buffer.concat([await readFile(snapshot), Buffer.from([0])]);
  await writeFile(snapshot, newer);
  assert.deepEqual(Buffer.from(await ask()), newer);
  await site.stop();
  await assert.rejects(ask(), /Failed to fetch/);
});

test("what is no screen and no file does not exist", async (t) => {
  const { site, page } = await opened(t);
  await register(page);
  await ready(page);
  for (const where of ["/valid.html", "/pass", "/pass/1/2", "/shop/x", "/more", "/shop-lists", "/_headers", "/lists/"]) {
    assert.equal((await page.goto(`${site.origin}${where}`)).status(), 404, where);
  }
});

test("the policy lets no script in and no other page around", async (t) => {
  const { site, page } = await opened(t);
  const result = await page.evaluate(async () => {
    const breaches = [];
    document.addEventListener("securitypolicyviolation", (event) => breaches.push(event.effectiveDirective));
    const tries = {
      "text of a script": () => (document.createElement("script").textContent = "window.broken = 1"),
      "address of a script": () => (document.createElement("script").src = "/other.js"),
      "markup that runs": () => (document.createElement("p").innerHTML = '<img src="x" onerror="window.broken = 1">'),
      "markup that leads away": () => (document.createElement("p").innerHTML = '<a href="//example.org/">a</a>'),
      "another worker": () => new Worker("/reader/other.js"),
    };
    const passed = Object.entries(tries).filter(([, attempt]) => {
      try {
        attempt();
        return true;
      } catch {
        return false;
      }
    });
    const frame = document.createElement("iframe");
    frame.src = "/";
    document.body.append(frame);
    const worker = await navigator.serviceWorker.register("data:text/javascript,1").then(() => "registered", () => "refused");
    await fetch("https://example.org/").catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 200));
    // Both the header and the page's own copy of the policy report.
    return { passed: passed.map(([name]) => name), breaches: [...new Set(breaches)].sort(), broken: window.broken ?? null, worker };
  });
  assert.deepEqual(result, { passed: [], breaches: ["connect-src", "frame-src", "require-trusted-types-for"], broken: null, worker: "refused" });
  const headers = (await fetch(`${site.origin}/about`)).headers;
  assert.match(headers.get("content-security-policy"), /frame-ancestors 'none'/);
});
