#!/usr/bin/env node
// Serves the site as a production host would, and beside it, when asked, the demo: node .tools/serve.mjs --site DIR [--demo DIR] [--port N]
//
// On 127.0.0.1 only. Headers come from the site's own `_headers`. The routes under /demo/ run the office's tool and exist
// only here; no production host has them.
import { createHash } from "node:crypto";
import http from "node:http";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { parseArgs } from "node:util";
import { demoRoutes } from "./demo-routes.mjs";
import { DEMO_POLICY, LISTS, PROGRAMS } from "./site-rules.mjs";

const require = createRequire(path.join(import.meta.dirname, "../tests/package.json"));
const sirv = require("sirv");

const SCREENS = Object.values(PROGRAMS).flatMap(({ document, routes }) => routes.map((route) => [new RegExp(route), `/${document}`]));

/** The rules of a `_headers` file: [path pattern, [[name, value]]]. */
function parseHeaders(source) {
  const rules = [];
  for (const line of source.split("\n").filter(Boolean)) {
    if (!line.startsWith(" ")) rules.push([new RegExp(`^${line.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`), []]);
    else rules.at(-1)[1].push(line.trim().split(/:\s*(.*)/, 2));
  }
  return rules;
}

/** A file of the lists, which an office replaces while the server runs; "not modified" to who has it already. */
async function sendList(req, res, file) {
  const bytes = await readFile(file);
  const tag = `"${createHash("sha256").update(bytes).digest("base64url")}"`;
  res.setHeader("ETag", tag);
  const same = req.headers["if-none-match"] === tag;
  res.writeHead(same ? 304 : 200, same ? {} : { "Content-Length": bytes.length });
  res.end(req.method === "HEAD" || same ? undefined : bytes);
}

function answer(res, status, text) {
  res.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" });
  res.end(text);
}

/** Listens on `port`, or on the next free one; 0 takes any. */
async function listen(server, port) {
  for (let tries = 0; ; tries += 1) {
    server.listen(port === 0 ? 0 : port + tries, "127.0.0.1");
    try {
      await once(server, "listening");
      return server.address().port;
    } catch (fault) {
      if (fault.code !== "EADDRINUSE" || tries === 20) throw fault;
    }
  }
}

/**
 * Starts the server.
 *
 * `requests` lists what was asked for ({ method, path, headers, status }), when `record` is set: tests look for what must not be in it.
 * `interfere(req, res, pathname)` may answer in the site's place, by giving true: tests are bad hosts with it.
 */
export async function startServer({ site, demo = null, port = 0, record = true, interfere = () => false }) {
  const rules = parseHeaders(await readFile(path.join(site, "_headers"), "utf8"));
  const options = { etag: true, brotli: true, gzip: true };
  // A page has one address, and that is not its file's name without the end.
  const files = sirv(site, { ...options, extensions: [] });
  const routes = demo && demoRoutes(demo, sirv(path.join(demo, "page"), { ...options, dev: true }));
  const requests = [];
  let hosts = [];

  const server = http.createServer((req, res) => {
    const { pathname } = new URL(req.url, "http://127.0.0.1");
    if (record) {
      const asked = { method: req.method, path: req.url, headers: req.headers };
      requests.push(asked);
      res.on("finish", () => (asked.status = res.statusCode));
    }
    for (const [pattern, set] of rules) if (pattern.test(pathname)) for (const header of set) res.setHeader(...header);
    // A name that another site made point here would bring that site's pages into our origin.
    if (!hosts.includes(req.headers.host)) return answer(res, 421, "This server answers only for its own address.\n");
    if (routes && (pathname === "/demo" || pathname.startsWith("/demo/"))) {
      res.setHeader("Content-Security-Policy", DEMO_POLICY);
      return routes(req, res, pathname);
    }
    if (req.method !== "GET" && req.method !== "HEAD") return answer(res, 405, "Only files are served here.\n");
    const missing = () => answer(res, 404, "There is nothing here.\n");
    // What tells a host how to serve is not itself served.
    if (pathname.startsWith("/_")) return missing();
    if (interfere(req, res, pathname)) return undefined;
    const [, list] = pathname.startsWith(LISTS) ? (pathname.slice(LISTS.length).match(/^(\w+\.cwt)$/) ?? []) : [];
    if (list) return sendList(req, res, path.join(site, LISTS, list)).catch(missing);
    const [, document] = SCREENS.find(([route]) => route.test(pathname)) ?? [];
    if (document) req.url = document;
    return files(req, res, missing);
  });
  const bound = await listen(server, port);
  hosts = [`127.0.0.1:${bound}`, `localhost:${bound}`];
  return {
    origin: `http://127.0.0.1:${bound}`,
    port: bound,
    requests,
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { site: { type: "string" }, demo: { type: "string" }, port: { type: "string", default: "8080" } } });
  const wanted = Number(values.port);
  const server = await startServer({ ...values, port: wanted, record: false }).catch((fault) => {
    console.error(`serve: ${fault.message}\nserve: run "make serve", which builds what is served`);
    process.exit(1);
  });
  if (server.port !== wanted) console.log(`\nPort ${wanted} is taken; using ${server.port}. Another one: make serve PORT=9000`);
  const places = [["wallet", "/"], ["shop", "/shop"], ...(values.demo ? [["demo office", "/demo/"]] : [])];
  console.log(`\nTessera is served on this machine only:\n`);
  for (const [name, where] of places) console.log(`  ${name.padEnd(12)} ${server.origin}${where}`);
  console.log("\nBegin at the demo office: it says what to try. Ctrl-C stops it.");
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.close().then(() => process.exit(0)));
}
