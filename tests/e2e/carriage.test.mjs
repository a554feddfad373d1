// Lists from one shop's screen to another's camera, in real browsers: what the one shows is filmed, picture by picture, by the other.
import assert from "node:assert/strict";
import crypto from "node:crypto";
import path from "node:path";
import { after, before, test } from "node:test";
import zlib from "node:zlib";
import { atEnd, film, folder, openBrowser, openSite, ready } from "./harness.mjs";
import { DAY, HOUR, Office, now } from "./office.mjs";
import { button, heading, link } from "./steps.mjs";

/** Pictures of the camera for one code: eight codes a second, before thirty pictures a second. */
const STAYS = 4;

/** Entries of the status list. */
const size = 1 << 17;

/** Changes of statuses that do not compress: lists of some two dozen codes. */
function changes(seed) {
  const places = Array.from({ length: 40_000 }, (_, n) => crypto.createHash("sha256").update(`${seed} ${n}`).digest().readUInt32BE() % size);
  return Object.fromEntries(places.map((place, n) => [place, 1 + (n % 3)]));
}

const OLD = "The lists are too old. Connect to a network, or take lists from another shop.";
const FRESH = "Ready to check offline";

const office = new Office();
const days = [
  office.day({ number: 1, at: now() - 3 * DAY, size }),
  office.day({ number: 2, at: now() - HOUR, size, revoked: changes(1) }),
  office.day({ number: 3, at: now() - HOUR / 2, size, revoked: changes(2) }),
];

let site;
let dir;
let clean;
/** What a shop with the lists of the second day shows, in order. */
let shown;
before(async () => {
  ({ dir, close: clean } = await folder("carriage"));
  site = await openSite({ settle: (folder) => office.settle(folder, days[0]) });
  shown = await show(days[1]);
});
after(async () => {
  await site?.close();
  await clean?.();
});

/** There is a network, and a day's lists in it. */
async function online(day) {
  await site.stop();
  await site.start();
  await office.publish(site.lists, day, { keepOld: false });
}

/** A shop gets a day's lists from the network and shows them: screenshots of the moving code, one of each code that is caught. */
async function show(day) {
  await online(day);
  const { page, faults, close } = await openBrowser();
  try {
    await page.goto(`${site.origin}/shop`);
    await page.getByText(FRESH).waitFor();
    await link(page, "Lists: update, pass on, take").click();
    await link(page, "Show the lists").click();
    const code = page.getByRole("img", { name: "Moving QR code of the lists, for another shop's camera" });
    await code.waitFor();
    const told = await page.getByText(/^\d+ codes, about \d+ seconds?$/).innerText();
    const pieces = Number.parseInt(told, 10);
    assert.ok(pieces >= 8, told);
    const pictures = [];
    let last;
    while (pictures.length < 3 * pieces) {
      const drawn = await code.locator("path").getAttribute("d");
      if (drawn === last) await page.waitForTimeout(10);
      else pictures.push(await page.locator(".code").screenshot());
      last = drawn;
    }
    assert.deepEqual(faults, []);
    return { pieces, pictures };
  } finally {
    await close();
  }
}

/** A shop that had a network on some day, and has none now: its profile. */
async function shop(name, day, freshness) {
  await online(day);
  const profile = path.join(dir, name);
  const { page, faults, close } = await openBrowser({ profile });
  await page.goto(`${site.origin}/shop`);
  await ready(page);
  await page.getByText(freshness).waitFor();
  await close();
  await site.stop();
  assert.deepEqual(faults, []);
  return profile;
}

/** The page that films, with the camera on. */
async function startFilming(t, { profile, pictures, blurred, ...more }) {
  const camera = await film(pictures, path.join(profile, "film.mjpeg"), { stays: STAYS, blurred, width: 960, quality: 70 });
  const browser = await openBrowser({ profile, camera, ...more });
  atEnd(t, async () => {
    await browser.close();
    assert.deepEqual(browser.faults, []);
  });
  const { page } = browser;
  await page.goto(`${site.origin}/shop`);
  await link(page, "Lists: update, pass on, take").click();
  await link(page, "Film the lists").click();
  await button(page, "Turn the camera on").click();
  return page;
}

/** What the progress bar and the line below it said until it was over. */
async function followProgress(page) {
  const said = [];
  const over = heading(page, "The new lists are in force").or(page.getByRole("alert"));
  const bar = page.getByRole("progressbar");
  for (const end = Date.now() + 60_000; Date.now() < end && !(await over.first().isVisible()); await page.waitForTimeout(100)) {
    const [value, words] = await Promise.all(
      ["aria-valuenow", "aria-valuetext"].map((name) => bar.getAttribute(name, { timeout: 200 }).catch(() => null)),
    );
    if (words) said.push({ value: Number(value), words });
  }
  return said;
}

test("a shop without a network films the lists from another shop's screen and is up to date", async (t) => {
  const profile = await shop("stale", days[0], OLD);
  // It comes in the middle, misses every fifth code, and every seventh is out of focus.
  const middle = Math.floor(shown.pictures.length / 3);
  const pictures = [...shown.pictures.slice(middle), ...shown.pictures.slice(0, middle)].filter((_, place) => place % 5 !== 0);
  const page = await startFilming(t, { profile, pictures, blurred: (place) => (place % 7 === 0 ? 8 : 0) });
  const said = await followProgress(page);
  await heading(page, "The new lists are in force").waitFor({ timeout: 1_000 });
  await page.getByText(FRESH).waitFor();
  assert.equal(await page.locator("video").count(), 0, "the camera is off");
  const values = said.map(({ value }) => value);
  assert.deepEqual(values, values.toSorted((a, b) => a - b), "it only grows");
  assert.ok(values.some((value) => value > 0 && value < 100), JSON.stringify(said));
  assert.ok(said.some(({ words }) => new RegExp(`^\\d+ of ${shown.pieces}`).test(words)));
  assert.ok(said.some(({ words }) => /about \d+ seconds? left$/.test(words)), JSON.stringify(said));

  await page.goto(`${site.origin}/shop`);
  await page.getByText(FRESH).waitFor();
});

test("a third of the codes lost costs time and nothing else", async (t) => {
  const profile = await shop("lossy", days[0], OLD);
  const page = await startFilming(t, { profile, pictures: shown.pictures.filter((_, place) => place % 3 !== 1) });
  await heading(page, "The new lists are in force").waitFor({ timeout: 60_000 });
});

test("older lists are refused in words, and leaving early changes nothing and stops the camera", async (t) => {
  const profile = await shop("newer", days[2], FRESH);
  const page = await startFilming(t, { profile, pictures: shown.pictures });
  await page.getByText("Older than the present lists").waitFor({ timeout: 60_000 });
  assert.equal(await page.locator("video").count(), 0, "the camera is off");

  await button(page, "Film again").click();
  await page.waitForFunction(() => document.querySelector("video")?.srcObject?.active);
  await page.evaluate(() => (window.track = document.querySelector("video").srcObject.getVideoTracks()[0]));
  await link(page, "Cancel").click();
  await heading(page, "Lists").waitFor();
  assert.equal(await page.evaluate(() => window.track.readyState), "ended");
  assert.equal(await page.locator("dd").first().innerText(), "3", "the number of its own lists");

  // Before the door's viewfinder the codes are called what they are.
  await page.goto(`${site.origin}/shop/scan`);
  await page.getByText("These are lists, not a pass").waitFor({ timeout: 20_000 });
  await link(page, "Film the lists").click();
  await heading(page, "Film the lists").waitFor();
});

test("without a code it says what to do, and at another shop's screen it starts over and says so", async (t) => {
  const other = await show(days[2]);
  const profile = await shop("turning", days[0], OLD);
  const { page: blank, close } = await openBrowser();
  const nothing = await blank.screenshot();
  await close();
  // Nothing for nine seconds, ten codes of the one screen, then the other.
  const pictures = [...Array(68).fill(nothing), ...shown.pictures.slice(0, 10), ...other.pictures];
  const page = await startFilming(t, { profile, pictures });
  await page.getByText("No code is being read").waitFor({ timeout: 20_000 });
  await page.getByText("The other screen shows other lists now").waitFor({ timeout: 40_000 });
  await heading(page, "The new lists are in force").waitFor({ timeout: 60_000 });
  await link(page, "Back").click();
  assert.equal(await page.locator("dd").first().innerText(), "3", "the number of the other shop's lists");
});

test("lists that are too large for codes are offered as a file", async (t) => {
  const list = office.status({ lst: zlib.deflateSync(crypto.randomBytes(1_100_000)) });
  await online(office.day({ number: 4, list }));
  const { page, faults, close } = await openBrowser();
  atEnd(t, close);
  await page.goto(`${site.origin}/shop/lists/show`);
  await page.getByText("The lists are too large for this way").waitFor();
  const file = page.waitForEvent("download");
  await button(page, "Pass on as a file").click();
  assert.match((await file).suggestedFilename(), /\.tessera-lists$/);
  assert.deepEqual(faults, []);
});

test("the code stops while it is paused and while nobody sees it, and moves slowly where less motion is asked for", async (t) => {
  await online(days[2]);
  const { page, faults, close } = await openBrowser({ reducedMotion: "reduce" });
  atEnd(t, close);
  await page.addInitScript(() => {
    let state = "visible";
    Object.defineProperty(Document.prototype, "visibilityState", { get: () => state });
    window.turn = (next) => {
      state = next;
      document.dispatchEvent(new Event("visibilitychange"));
    };
  });
  await page.goto(`${site.origin}/shop`);
  await page.getByText(FRESH).waitFor();
  await page.goto(`${site.origin}/shop/lists/show`);
  const path = page.locator(".code-symbol path");
  await path.waitFor();
  await page.getByText("Pause stops them.", { exact: false }).waitFor();
  await path.evaluate((path) => {
    window.drawn = 0;
    let before;
    const look = () => {
      const now = path.getAttribute("d");
      if (now !== before) window.drawn += 1;
      before = now;
    };
    new MutationObserver(look).observe(path, { attributes: true, attributeFilter: ["d"] });
  });
  const drawn = async (milliseconds) => {
    const from = await page.evaluate(() => window.drawn);
    await page.waitForTimeout(milliseconds);
    return (await page.evaluate(() => window.drawn)) - from;
  };
  const moving = await drawn(2_000);
  assert.ok(moving > 0 && moving <= 7, `${moving} codes in two seconds, all in one picture`);
  await button(page, "Pause").click();
  assert.equal(await drawn(1_000), 0, "paused");
  await button(page, "Go on").click();
  assert.ok((await drawn(1_500)) > 0);
  await page.evaluate(() => window.turn("hidden"));
  assert.equal(await drawn(1_000), 0, "hidden");
  await page.evaluate(() => window.turn("visible"));
  assert.ok((await drawn(1_500)) > 0);
  assert.deepEqual(faults, []);
});
