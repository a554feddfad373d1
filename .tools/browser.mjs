// Where the browsers are, and how they are started for tests and drawings: quiet, with no request of their own.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(import.meta.dirname, "../tests/package.json"));
const { chromium } = require("playwright-core");
// The driver in an older version: the newer one sends a command that Firefox with long-term support does not know.
const { firefox } = require("playwright-firefox");

const CHROMIUMS = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const FIREFOXES = [
  process.env.FIREFOX,
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
];

const installed = (places) => places.find((place) => place && existsSync(place)) ?? null;

/** The installed Chromium or Chrome, or null. */
export const findChromium = () => installed(CHROMIUMS);

/** The installed Firefox, or null. */
export const findFirefox = () => installed(FIREFOXES);

export const ARGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Containers have no user namespaces to build the sandbox with; the pages opened here are our own.
  "--no-sandbox",
];

function options(more) {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("no Chromium found: run `make setup`, or name one with CHROMIUM=/path/to/chromium");
  return { ...more, executablePath, headless: true, args: [...ARGS, ...(more.args ?? [])] };
}

/** Starts a browser; `more` goes to Playwright. */
export const launch = (more = {}) => chromium.launch(options(more));

/** Starts a browser with a profile of its own in the folder `profile` (service workers and storage live on in it). */
export const launchProfile = (profile, more = {}) => chromium.launchPersistentContext(profile, options(more));

/** Starts Firefox as its maker ships it, with a profile of its own in the folder `profile`; `preferences` are those of `about:config`. */
export function launchFirefox(profile, { preferences = {}, ...more } = {}) {
  const executablePath = findFirefox();
  if (!executablePath) throw new Error("no Firefox found: run `make setup-test`, or name one with FIREFOX=/path/to/firefox");
  const firefoxUserPrefs = { "app.normandy.enabled": false, "datareporting.policy.dataSubmissionEnabled": false, ...preferences };
  return firefox.launchPersistentContext(profile, { ...more, channel: "moz-firefox", executablePath, headless: true, firefoxUserPrefs });
}
