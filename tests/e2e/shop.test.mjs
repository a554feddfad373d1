// The shop's side: what the camera may meet, and what a person may do in between.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { atEnd, film, folder, openBrowser, opened, openedSite } from "./harness.mjs";
import { button, decide, heading, link, next, pasteAtShop, request, startScanning, verdict } from "./steps.mjs";

/** A picture of a code with any text, drawn by the office's own page for it. */
async function picture(page, svg) {
  await page.setContent(`<body style="margin:0;background:#fff">${svg.replace("<svg", '<svg width="600" height="600"')}</body>`);
  return page.locator("svg").screenshot();
}

test("a resident films the answer on the office's screen and keeps the pass", async (t) => {
  const site = await openedSite(t);
  const { dir, close } = await folder("answer");
  atEnd(t, close);
  const profile = path.join(dir, "phone");
  const before = await openBrowser({ profile });
  // Copies for one day fit into one code.
  const answer = await site.answer("yellow", await request(before.page, site.origin), "--days", "1", "--copies-per-day", "2");
  const camera = await film([await picture(await before.context.newPage(), answer.svg)], path.join(dir, "answer.mjpeg"));
  await before.close();

  const { page, faults, close: closePhone } = await openBrowser({ profile, camera });
  atEnd(t, closePhone);
  await page.goto(`${site.origin}/add`);
  await button(page, "Scan with the camera").click();
  await button(page, "Turn the camera on").click();
  await heading(page, "Check before you keep it").waitFor({ timeout: 20_000 });
  await page.getByText("Yellow: home observation").waitFor();
  const tracks = await page.evaluate(() => document.querySelectorAll("video").length);
  assert.equal(tracks, 0, "the camera is off as soon as the pass is read");
  await button(page, "Keep it").click();
  await heading(page, "HE 1990").or(page.locator(".code-symbol")).first().waitFor();
  assert.deepEqual(faults, []);
});

test("a code that is no pass is named so, stops nothing and leads nowhere", async (t) => {
  const site = await openedSite(t);
  const { dir, close } = await folder("menu");
  atEnd(t, close);
  // A wallet's request is a QR code of this product and no pass; so is any web address.
  const maker = await openBrowser();
  const vector = await readFile(new URL("../vectors/office-answered/one-key.txt", import.meta.url), "utf8");
  await maker.page.goto(`${site.origin}/request#${encodeURIComponent(vector.trimEnd().split("\n").at(-1))}`);
  await maker.page.locator(".code-symbol").waitFor();
  const menu = await maker.page.locator(".code").screenshot();
  await maker.close();
  const camera = await film([menu], path.join(dir, "menu.mjpeg"));
  const { page, faults, close: closeShop } = await openBrowser({ camera });
  atEnd(t, closeShop);
  await startScanning(page, site.origin);
  // A request is of our own kind, so it is refused by name rather than passed over.
  const told = await decide(page);
  assert.deepEqual([told.hint, told.word], [null, "Do not let in"]);
  await next(page);
  for (const text of ["https://example.org/menu", "WIFI:T:WPA;S=x;;", "tel:+8610", "BEGIN:VCARD", "javascript:alert(1)"]) {
    await pasteAtShop(page, text);
    await heading(page, "Scan a pass").waitFor();
  }
  assert.equal(page.url(), `${site.origin}/shop/scan`);
  assert.deepEqual(faults, []);
});

test("a camera that was not allowed is explained, with the way to allow it and the ways without it", async (t) => {
  const args = ["--use-fake-device-for-media-stream", "--deny-permission-prompts"];
  const { site, page } = await opened(t, { args });
  await startScanning(page, site.origin);
  await page.getByText("The camera is not allowed", { exact: true }).waitFor();
  await page.getByText("No camera?").click();
  await pasteAtShop(page, (await site.code("green")).text);
  assert.equal((await decide(page)).word, "Let in");
});

test("an ID card of somebody else is not let in", async (t) => {
  const { site, page } = await opened(t);
  await startScanning(page, site.origin);
  await pasteAtShop(page, (await site.code("green")).text);
  await button(page, "Does not match").click();
  const told = await verdict(page);
  assert.deepEqual([told.word, told.reason], ["Do not let in", "Not the same person"]);
});

test("an accept leaves by itself, stays while a finger is on it, and a refusal stays until it is dismissed", async (t) => {
  const { site, page } = await opened(t);
  await startScanning(page, site.origin);
  await pasteAtShop(page, (await site.code("green")).text);
  assert.equal((await decide(page)).word, "Let in");
  const shape = page.locator(".verdict-shape");
  await shape.hover();
  await page.mouse.down();
  await page.waitForTimeout(2_500);
  assert.ok(await shape.isVisible(), "held");
  await page.mouse.up();
  await heading(page, "Scan a pass").waitFor({ timeout: 3_000 });
  await pasteAtShop(page, (await site.code("red")).text);
  assert.equal((await decide(page)).word, "Do not let in");
  await page.waitForTimeout(3_000);
  assert.ok(await shape.isVisible(), "a refusal stays");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await heading(page, "Scan a pass").waitFor();
});

test("a production policy refuses every specimen", async (t) => {
  // A worker that is quick would answer for the configuration before the test does.
  const { site, page } = await opened(t, { serviceWorkers: "block" });
  await page.route("**/config.json", async (route) => {
    const config = await (await route.fetch()).json();
    await route.fulfill({ json: { ...config, policy: "door" } });
  });
  await startScanning(page, site.origin);
  await page.getByRole("link", { name: "Green · paper too" }).waitFor();
  for (const id of ["green", "paper", "guardian"]) {
    await pasteAtShop(page, (await site.code(id)).text);
    const told = await decide(page);
    assert.deepEqual([told.word, told.reason], ["Do not let in", "A specimen"], id);
    await next(page);
  }
});

test("a clock that is a day behind the lists decides nothing, and lists of three days ago decide nothing", async (t) => {
  const { site, page } = await opened(t, { serviceWorkers: "block" });
  const { text } = await site.code("green");
  for (const [days, title] of [[-1, "This device's clock is wrong"], [3, "The lists are too old"]]) {
    const date = new Date(Date.now() + days * 86_400_000);
    await page.clock.setSystemTime(date);
    site.interfere = (_, res) => {
      res.setHeader("Date", date.toUTCString());
      return false;
    };
    await startScanning(page, site.origin);
    await pasteAtShop(page, text);
    const told = await decide(page);
    assert.deepEqual([told.word, told.reason], ["Cannot tell", title]);
    await next(page);
  }
  await link(page, "Shop").click();
  await page.getByText("The lists are too old. Connect to a network, or take lists from another shop.").waitFor();
});
