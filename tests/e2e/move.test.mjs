// From an old phone to a new one with no network: each films the other's screen.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { atEnd, film, folder, openedBrowser, openedSite, ready } from "./harness.mjs";
import { button, code, decide, getPass, heading, link, startScanning } from "./steps.mjs";
import { stored } from "./stored.mjs";

/** Pictures of the camera for one code: eight codes a second, before thirty pictures a second. */
const STAYS = 4;

/** A phone whose camera looks at what is written to its film later. */
async function phone(t, dir, name) {
  const camera = path.join(dir, `${name}.mjpeg`);
  return { camera, ...(await openedBrowser(t, { profile: path.join(dir, name), camera, deviceScaleFactor: 2 })) };
}

/** Screenshots of the moving code: each code that is caught, until there are enough. */
async function moving(page) {
  const shown = page.getByRole("img", { name: "Moving QR code of the sealed wallet, for the new phone's camera" });
  await shown.waitFor({ timeout: 30_000 });
  const pieces = Number.parseInt(await page.getByText(/^\d+ codes?, about \d+ /).innerText(), 10);
  const pictures = [];
  let last;
  for (const end = Date.now() + 60_000; pictures.length < Math.max(3 * pieces, 4) && Date.now() < end; ) {
    const drawn = await shown.locator("path").getAttribute("d");
    if (drawn === last && pieces > 1) await page.waitForTimeout(10);
    else pictures.push(await page.locator(".code").screenshot());
    last = drawn;
  }
  return pictures;
}

const pair = (page) => page.locator(".pair-words").innerText();
const camera = (page) => button(page, "Turn the camera on");

test("a wallet moves to a new phone, the words match, a third phone gets nothing, and the old one is told to erase", async (t) => {
  const site = await openedSite(t);
  const { dir, close } = await folder("move");
  atEnd(t, close);
  const old = await phone(t, dir, "old");
  const fresh = await phone(t, dir, "new");
  const third = await phone(t, dir, "third");
  await getPass(old.page, site, "green");
  for (const { page } of [old, fresh, third]) {
    await page.goto(`${site.origin}/about`);
    await ready(page);
    await link(page, "Take over from an old phone").click();
    await page.getByRole("img", { name: "QR code of this phone, for the old phone's camera" }).waitFor({ timeout: 30_000 });
  }
  const asked = await fresh.page.locator(".code").screenshot();
  await site.stop();

  await film([asked], old.camera);
  await old.page.goto(`${site.origin}/about`);
  await link(old.page, "Move to a new phone").click();
  await camera(old.page).click();
  await heading(old.page, "Now let the new phone film this").waitFor({ timeout: 30_000 });
  const pictures = await moving(old.page);
  const words = await pair(old.page);
  assert.match(words, /^\S+ – \S+$/);

  await film(pictures, third.camera, { stays: STAYS, width: 960, quality: 70 });
  await button(third.page, "Film the old phone").click();
  await camera(third.page).click();
  await third.page.getByText("This was sealed for another phone").waitFor({ timeout: 60_000 });
  assert.equal(await third.page.locator("video").count(), 0, "the camera is off");

  await film(pictures.slice(1), fresh.camera, { stays: STAYS, width: 960, quality: 70 });
  await button(fresh.page, "Film the old phone").click();
  await camera(fresh.page).click();
  await button(fresh.page, "Add 1 pass").waitFor({ timeout: 60_000 });
  assert.equal(await pair(fresh.page), words);
  assert.equal(await fresh.page.locator(".offered-fate").innerText(), "Will be added");
  await button(fresh.page, "Add 1 pass").click();
  await fresh.page.getByText("1 pass was added").waitFor();
  await fresh.page.getByText("Now erase the old phone").waitFor();

  await button(old.page, "The new phone has everything").click();
  await heading(old.page, "Erase this phone?").waitFor();
  await button(old.page, "Not now").click();
  await code(old.page).waitFor();
  assert.equal(await old.page.getByText(/^These passes were moved on /).count(), 0, "not yet");
  // A day later.
  await old.page.evaluate(() => {
    const [moved, next] = localStorage.getItem("tessera.moved").split(" ");
    localStorage.setItem("tessera.moved", `${moved - 86_400} ${next - 86_400}`);
  });
  await old.page.reload();
  await old.page.getByText(/^These passes were moved on /).waitFor();
  await link(old.page, "Erase everything").click();
  await button(old.page, "Erase every pass and key").click();
  await heading(old.page, "No pass yet").waitFor();
  assert.deepEqual((await stored(old.page)).filter((entry) => /^tessera\/(passes|holder-keys)\//.test(entry)), []);
  await old.page.reload();
  await heading(old.page, "No pass yet").waitFor();

  await fresh.page.goto(site.origin);
  await code(fresh.page).waitFor();
  await site.start();
  const shopCamera = await film([await fresh.page.screenshot()], path.join(dir, "shop.mjpeg"));
  const shop = await openedBrowser(t, { camera: shopCamera });
  await startScanning(shop.page, site.origin);
  const { hint, word } = await decide(shop.page);
  assert.deepEqual([hint, word], ["MS 1985", "Let in"]);
});
