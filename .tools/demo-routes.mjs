// The demo's routes: its page, and two that run the office's tool.
//
//   GET  /demo/…              files of DIR/page
//   GET  /demo/residents.json what each resident's pass is and what the door will say
//   GET  /demo/code/ID.json   the resident's code, live at this moment
//   POST /demo/answer/ID      body: a wallet's request; the delivery bound to it
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";

const TOOL = process.env.TESSERA ?? path.join(import.meta.dirname, "../target/tool/tessera");
const PATIENCE_MS = 10_000;
// A wallet's request for a booklet has 14,000 characters, a link with it some more.
const MAX_BODY = 64 << 10;

/** Runs the tool; gives its exit code and what it wrote. */
export function tessera(args, input = "") {
  return new Promise((resolve, reject) => {
    const child = spawn(TOOL, args, { stdio: "pipe", timeout: PATIENCE_MS });
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"]) child[stream].setEncoding("utf8").on("data", (text) => (output[stream] += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...output }));
    // The tool may refuse its arguments before it reads.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

function send(res, status, body, type = "application/json") {
  res.writeHead(status, { "Content-Type": `${type}; charset=utf-8`, "Cache-Control": "no-store" });
  res.end(body);
}

const refuse = (res, status, message) => send(res, status, JSON.stringify({ error: message }));

/** The body as text, or null where it is longer than a request can be. */
async function bodyOf(req) {
  const chunks = [];
  let length = 0;
  for await (const chunk of req) {
    length += chunk.length;
    if (length > MAX_BODY) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Whether a page of our own origin asks; tools without a browser send neither header. */
function sameOrigin(req) {
  const { origin, host, "sec-fetch-site": site } = req.headers;
  if (origin !== undefined && origin !== `http://${host}`) return false;
  return site === undefined || site === "same-origin" || (site === "none" && req.method === "GET");
}

/** A handler (req, res, pathname) for everything under /demo. */
export function demoRoutes(demo, page) {
  const residents = async () => JSON.parse(await readFile(path.join(demo, "residents.json"), "utf8"));

  async function run(req, res, id, args) {
    // The name goes to the tool only if it is one of its own.
    if (!(await residents()).some((resident) => resident.id === id)) return refuse(res, 404, "there is no such resident");
    const body = req.method === "POST" ? await bodyOf(req) : "";
    if (body === null) return refuse(res, 413, "this is longer than a wallet's request");
    const { code, stdout, stderr } = await tessera(["demo", demo, ...args, id], body);
    if (code === 0) return send(res, 200, stdout);
    return refuse(res, code === 2 ? 400 : 500, stderr.trim());
  }

  async function route(req, res, pathname) {
    if (!sameOrigin(req)) return refuse(res, 403, "only pages of this server may ask");
    if (pathname === "/demo") {
      res.writeHead(302, { Location: "/demo/" });
      return res.end();
    }
    const [, code] = pathname.match(/^\/demo\/code\/([a-z0-9-]{1,40})\.json$/) ?? [];
    if (code && req.method === "GET") return run(req, res, code, ["--code"]);
    const [, answer] = pathname.match(/^\/demo\/answer\/([a-z0-9-]{1,40})$/) ?? [];
    if (answer && req.method === "POST") return run(req, res, answer, ["--with-record", "--answer"]);
    if (req.method !== "GET" && req.method !== "HEAD") return refuse(res, 405, "only a wallet's request can be posted, to /demo/answer/ID");
    if (pathname === "/demo/residents.json") return send(res, 200, JSON.stringify(await residents()));
    req.url = req.url.slice("/demo".length);
    return page(req, res, () => send(res, 404, "There is nothing here.\n", "text/plain"));
  }

  return (req, res, pathname) => route(req, res, pathname).catch((fault) => refuse(res, 500, fault.message));
}
