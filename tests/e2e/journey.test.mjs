// From the health office to the door, with the server stopped before the offline part.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { atEnd, film, folder, openBrowser, openedSite, ready } from "./harness.mjs";
import { code, decide, getPass, heading, startScanning } from "./steps.mjs";

const seconds = (n) => new Promise((resolve) => setTimeout(resolve, n * 1000));

test("a pass goes from the office to the phone, is shown offline, filmed by a shop and let in; 70 s later the film is no live code", async (t) => {
  const site = await openedSite(t);
  const { dir, close } = await folder("journey");
  atEnd(t, close);

  const resident = await openBrowser({ deviceScaleFactor: 2 });
  atEnd(t, resident.close);
  await getPass(resident.page, site, "green");
  await ready(resident.page);

  const profile = path.join(dir, "shop");
  const before = await openBrowser({ profile });
  await before.page.goto(`${site.origin}/shop`);
  await before.page.getByText("Ready to check offline").waitFor();
  await ready(before.page);
  await before.close();

  await site.stop();
  await resident.page.reload();
  await code(resident.page).waitFor();
  const screen = await resident.page.screenshot({ type: "png" });
  const signed = Date.now();
  const camera = await film([screen], path.join(dir, "screen.mjpeg"));

  const shop = await openBrowser({ profile, camera });
  atEnd(t, shop.close);
  await startScanning(shop.page, site.origin);
  const first = await decide(shop.page);
  assert.equal(first.hint, "MS 1985", "the shop compares initials and birth year");
  assert.equal(first.word, "Let in");
  assert.ok(first.lines.includes("Specimen: not a real pass"));
  await heading(shop.page, "Scan a pass").waitFor({ timeout: 5_000 });
  await seconds(2);
  assert.ok(!(await heading(shop.page, "Compare with the ID card").isVisible()), "the phone that is still in view is passed over");

  await shop.page.goto(`${site.origin}/shop`);
  await seconds(Math.max(0, 70 - (Date.now() - signed) / 1000));
  await startScanning(shop.page, site.origin);
  const second = await decide(shop.page);
  assert.equal(second.hint, null, "nobody is compared with a code that is not live");
  assert.deepEqual([second.word, second.reason], ["Do not let in", "Not a live code"]);
  assert.deepEqual([...resident.faults, ...shop.faults], []);
});

test("each demo resident, filmed from the demo page, gets the verdict that the page states", async (t) => {
  const site = await openedSite(t);
  const { dir, close } = await folder("residents");
  atEnd(t, close);
  const desk = await openBrowser({ viewport: { width: 1280, height: 900 }, deviceScaleFactor: 2 });
  atEnd(t, desk.close);
  await desk.page.goto(`${site.origin}/demo/`);
  const profile = path.join(dir, "shop");
  const said = { "✓ Accepted": "Let in", "✕ Refused": "Do not let in", "? Undetermined": "Cannot tell" };
  const titles = { "not green": "Not green", expired: "Expired", "not yet valid": "Not valid yet", "the office did not sign it": "The signature is false", "called back": "Called back", "its standing is not known": "The pass's standing is not known" };
  assert.equal(site.residents.length, 12);
  for (const { id } of site.residents) {
    const card = desk.page.locator(`.card[data-id="${id}"]`);
    await card.locator("svg").waitFor();
    const [stated, why] = (await card.locator(".facts__verdict").innerText()).split(": ");
    const camera = await film([await card.locator(".code__white").first().screenshot()], path.join(dir, `${id}.mjpeg`));
    const shop = await openBrowser({ profile, camera });
    try {
      await startScanning(shop.page, site.origin);
      const told = await decide(shop.page);
      assert.equal(told.word, said[stated], id);
      if (why) assert.equal(told.reason, titles[why], id);
      assert.deepEqual(shop.faults, [], id);
    } finally {
      await shop.close();
    }
  }
  assert.deepEqual(desk.faults, []);
});
