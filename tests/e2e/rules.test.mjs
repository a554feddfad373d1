// How a door works: its rules, its manner, and how a verdict is told.
import assert from "node:assert/strict";
import { test } from "node:test";
import { atEnd, openBrowser, openSite } from "./harness.mjs";
import { DAY, HOUR, Key, Office } from "./office.mjs";
import { button, decide, heading, link, next, pasteAtShop, startScanning, verdict } from "./steps.mjs";

/** The site of an office that published lists an hour ago, and a browser. */
async function opened(t, options) {
  const office = new Office();
  const site = await openSite({ settle: (folder) => office.settle(folder, office.day()) });
  atEnd(t, site.close);
  const args = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"];
  const browser = await openBrowser({ args, ...options });
  atEnd(t, async () => {
    await browser.close();
    assert.deepEqual(browser.faults, []);
  });
  return { office, site, ...browser };
}

const choice = (page, name) => page.getByRole("radio", { name: new RegExp(`^${name}`) });
const toggle = (page, name) => page.getByRole("switch", { name: new RegExp(`^${name}`) });
const chip = (page, name) => page.getByRole("link", { name, exact: true });

/** A door that works in some manner, the camera on. */
async function door(page, site, manner, ...on) {
  await page.goto(`${site.origin}/shop/rules`);
  await choice(page, manner).check();
  for (const name of on) await toggle(page, name).check();
  await startScanning(page, site.origin);
  await page.getByText("Point the camera at the code", { exact: true }).waitFor();
}

const later = (page, seconds) => page.clock.setSystemTime(new Date(Date.now() + seconds * 1000));

test("rules are looked at once more before they are in force, hold at the door, and are asked for again after two days", async (t) => {
  const { office, site, page } = await opened(t);
  await page.goto(`${site.origin}/shop/rules`);
  await page.getByText("Those that came with the app", { exact: true }).waitFor();
  await button(page, "Change the rules").click();
  await toggle(page, "Green").uncheck();
  assert.ok(await button(page, "Look at the change").isDisabled(), "a door that lets nobody in is no choice");
  await toggle(page, "Yellow").check();
  await toggle(page, "Paper passes").uncheck();
  await choice(page, "At most 2 days old").check();
  await button(page, "Look at the change").click();
  const line = "Yellow · live codes only · specimens too · Negative test: At most 2 days old";
  await page.getByText(line, { exact: true }).waitFor();
  await button(page, "Cancel").click();
  await page.getByText("Those that came with the app", { exact: true }).waitFor();

  await button(page, "Change the rules").click();
  await toggle(page, "Paper passes").uncheck();
  await button(page, "Look at the change").click();
  await button(page, "Use these rules").click();
  await page.getByText("Chosen on this device", { exact: false }).waitFor();
  await startScanning(page, site.origin);
  await chip(page, "Green · live codes only · specimens too").waitFor();
  await pasteAtShop(page, office.pass(5));
  const told = await decide(page);
  assert.deepEqual([told.word, told.reason], ["Do not let in", "Paper is not accepted here"]);
  await next(page);

  await later(page, 2 * DAY + HOUR);
  await page.reload();
  await page.getByText("Choose the rules again", { exact: true }).waitFor();
  assert.equal(await page.locator("video").count(), 0, "nobody is let in by rules that nobody looked at");
  await link(page, "Rules of this door").click();
  await button(page, "They still hold").click();
  await page.getByText("Chosen on this device", { exact: false }).waitFor();
  await button(page, "Go back to those that came with the app").click();
  await page.getByText("Those that came with the app", { exact: true }).waitFor();
});

test("an office's rules are taken from a text or at the viewfinder, and others' are not", async (t) => {
  const { office, site, page } = await opened(t);
  const rules = office.rules([[0, [0, 1]], [1, true], [2, true], [6, "Hospitals"]]);
  await startScanning(page, site.origin);
  await pasteAtShop(page, rules);
  await page.getByText("Hospitals · Green · Yellow · paper too · specimens too", { exact: true }).waitFor();
  await page.getByText("Signed by Test Health Office", { exact: false }).waitFor();
  await button(page, "Use these rules").click();
  await chip(page, "Hospitals · Green · Yellow · paper too · specimens too").waitFor();
  await page.reload();
  await chip(page, "Hospitals · Green · Yellow · paper too · specimens too").waitFor();

  const refused = [
    [office.rules([[0, [0]], [1, true]], { key: new Key() }), "Nobody that you trust signed these rules"],
    [office.rules([[0, [0]], [1, true]], { at: Math.floor(Date.now() / 1000) - 9 * DAY, life: DAY }), "The time of these rules is over"],
    [office.rules([[0, [0]], [1, true], [9, true]]), "Not rules of a door"],
    [office.pass(5), "Not rules of a door"],
  ];
  await page.goto(`${site.origin}/shop/rules`);
  for (const [text, title] of refused) {
    await page.getByLabel("Paste the text or link").fill(text);
    await button(page, "Check it").click();
    await page.getByText(title, { exact: true }).waitFor();
    assert.equal(await button(page, "Use these rules").count(), 0);
    await button(page, "Cancel").click();
  }
  await page.getByText("Signed by Test Health Office", { exact: false }).waitFor();
});

test("in a queue there is one step, the camera stays on, and an accept leaves by itself", async (t) => {
  const { office, site, page } = await opened(t);
  await door(page, site, "Queue");
  const stream = () => page.evaluate(() => document.querySelector("video").srcObject?.id);
  const first = await stream();
  assert.ok(first);
  for (const index of [5, 6, 7]) {
    await pasteAtShop(page, office.pass(index));
    const told = await verdict(page);
    assert.equal(told.word, "Let in");
    assert.ok(told.lines.includes("MS · 1985"), "whoever stands by may compare");
    assert.equal(await page.evaluate(() => document.querySelector("video").srcObject?.active), true);
    await heading(page, "Scan a pass").waitFor({ timeout: 3_000 });
  }
  assert.equal(await stream(), first, "it is the same picture all the time");
});

test("an unattended door shows nothing about anybody, needs no hand, and is left by a long press only", async (t) => {
  const { office, site, page } = await opened(t);
  await page.goto(`${site.origin}/shop/rules`);
  await choice(page, "Unattended").check();
  await startScanning(page, site.origin);
  await heading(page, "Show your code to the camera").waitFor();
  assert.equal(await page.locator("#menu").evaluate((menu) => menu.inert), true);
  const give = (text) => page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
  }, text);
  await give(office.pass(5));
  const told = await verdict(page);
  assert.equal(told.word, "Let in");
  assert.ok(!told.lines.join(" ").match(/MS|1985/), "no personal hint before the queue");
  assert.equal(await page.locator(".verdict button").count(), 0);
  await heading(page, "Show your code to the camera").waitFor({ timeout: 6_000 });
  await give("HP1:00");
  assert.equal((await verdict(page)).word, "Do not let in");
  await page.getByText("Please ask the staff.").waitFor();
  await heading(page, "Show your code to the camera").waitFor({ timeout: 10_000 });
  // Rules are nobody's matter who passes by.
  await give(office.rules());
  await page.waitForTimeout(500);
  assert.equal(await button(page, "Use these rules").count(), 0);

  const leave = button(page, "Keep pressed to leave");
  await leave.click();
  await page.waitForTimeout(500);
  assert.equal(new URL(page.url()).pathname, "/shop/scan");
  await leave.focus();
  await page.keyboard.down("Enter");
  await page.waitForURL("**/shop", { timeout: 6_000 });
  await page.keyboard.up("Enter");
});

test("a pass that is shown again within minutes is noticed, though nothing of it is kept", async (t) => {
  const { office, site, page } = await opened(t);
  await startScanning(page, site.origin);
  const pass = office.pass(5);
  await pasteAtShop(page, pass);
  assert.equal((await decide(page)).word, "Let in");
  await next(page);
  await page.waitForTimeout(4_500);
  await pasteAtShop(page, pass);
  const told = await verdict(page);
  assert.equal(told.word, "Already let in here");
  assert.match(told.lines.join(" "), /seconds ago/);
  await button(page, "Go on").click();
  await heading(page, "Compare with the ID card").waitFor();
  await button(page, "Does not match").click();
  await next(page);
  // It ends with the page.
  await page.reload();
  await pasteAtShop(page, pass);
  await heading(page, "Compare with the ID card").waitFor();
});

test("the checks of today are counted where that is wanted, by two numbers", async (t) => {
  const { office, site, page } = await opened(t);
  const kept = () => page.evaluate(() => localStorage.getItem("tessera.checks"));
  await door(page, site, "Queue");
  await pasteAtShop(page, office.pass(5));
  await heading(page, "Let in").waitFor();
  assert.equal(await kept(), null);
  await door(page, site, "Queue", "Count the checks");
  await pasteAtShop(page, office.pass(6));
  await heading(page, "Let in").waitFor();
  await heading(page, "Scan a pass").waitFor();
  await pasteAtShop(page, "HP1:00");
  await heading(page, "Do not let in").waitFor();
  await page.goto(`${site.origin}/shop`);
  await page.getByText("Today: 2 checked, 1 let in").waitFor();
  assert.match(await kept(), /^\d+ 2 1$/);
  await page.goto(`${site.origin}/shop/rules`);
  await toggle(page, "Count the checks").uncheck();
  assert.equal(await kept(), null, "what is not counted any more is forgotten");
});

test("a verdict is told to ears and hands as the keeper wants it, and a discreet door is quiet and has no colours", async (t) => {
  const { office, site, page, context } = await opened(t);
  // What is heard and felt is noted as well; the browser makes it as always.
  await context.addInitScript(() => {
    window.told = { said: [], tones: 0, felt: 0 };
    const { speak } = SpeechSynthesis.prototype;
    SpeechSynthesis.prototype.speak = function (utterance) {
      window.told.said.push(`${utterance.lang}: ${utterance.text}`);
      return speak.call(this, utterance);
    };
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (...when) {
      window.told.tones += 1;
      return start.apply(this, when);
    };
    const { vibrate } = Navigator.prototype;
    Navigator.prototype.vibrate = function (pattern) {
      window.told.felt += 1;
      return vibrate.call(this, pattern);
    };
  });
  const told = () => page.evaluate(() => window.told);
  const background = () => page.locator(".verdict").evaluate((element) => getComputedStyle(element).backgroundColor);
  await door(page, site, "Queue", "Tone", "Spoken");
  await pasteAtShop(page, "HP1:00");
  await heading(page, "Do not let in").waitFor();
  assert.deepEqual(await told(), { said: ["en: Do not let in. The code is damaged"], tones: 1, felt: 1 });
  const loud = await background();
  await door(page, site, "Queue", "Discreet");
  await pasteAtShop(page, "HP1:00");
  await heading(page, "Do not let in").waitFor();
  assert.deepEqual(await told(), { said: [], tones: 0, felt: 1 });
  assert.notEqual(await background(), loud);
  await page.goto(`${site.origin}/shop/rules`);
  await toggle(page, "Vibration").uncheck();
  await startScanning(page, site.origin);
  await pasteAtShop(page, office.pass(5));
  await heading(page, "Let in").waitFor();
  assert.deepEqual(await told(), { said: [], tones: 0, felt: 0 });
});
