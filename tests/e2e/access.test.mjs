// For people who do not see the screen, do not use a pointer, or have told their device how it is to look: the tree that a screen reader is given,
// the way of the Tab key, and whole flows with nothing but keys.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { atEnd, film, folder, openBrowser, opened, openedBrowser, openedSite } from "./harness.mjs";
import { code, getPass } from "./steps.mjs";
import { visitEveryScreen } from "./screens.mjs";

const ACTS = new Set(["button", "link", "textbox", "radio", "switch", "checkbox", "combobox", "DisclosureTriangle", "slider"]);
const SHOWS = new Set(["image", "img", "heading", "dialog", "alertdialog", "navigation"]);

/** What a screen reader is given: the nodes that are not ignored. */
async function tree(debug) {
  const { nodes } = await debug.send("Accessibility.getFullAXTree");
  return nodes.filter(({ ignored }) => !ignored).map(({ role, name, properties = [] }) => {
    const property = (wanted) => properties.find((one) => one.name === wanted)?.value.value;
    return { role: role.value, name: name?.value ?? "", level: property("level"), modal: property("modal") };
  });
}

test("a screen reader is told the name of everything that can be done, and finds one title and one main part on every screen", async (t) => {
  const { site, context, ...browser } = await opened(t);
  const debug = await context.newCDPSession(browser.page);
  let count = 0;
  await visitEveryScreen(site, browser, async (name) => {
    const nodes = await tree(debug);
    count += 1;
    const unnamed = nodes.filter(({ role, name: own }) => (ACTS.has(role) || SHOWS.has(role)) && own.trim() === "");
    assert.deepEqual(unnamed, [], name);
    // What stands behind an open dialog is not there.
    if (nodes.some(({ modal }) => modal)) return;
    assert.equal(nodes.filter(({ role }) => role === "main").length, 1, `${name}: one main part`);
    assert.equal(nodes.filter(({ role, level }) => role === "heading" && level === 1).length, 1, `${name}: one title`);
    const levels = nodes.filter(({ role }) => role === "heading").map(({ level }) => level);
    levels.reduce((before, level) => {
      assert.ok(level <= before + 1, `${name}: no level of heading is left out: ${levels}`);
      return level;
    }, 0);
  });
  assert.ok(count > 40, `${count} screens`);
});

test("the Tab key reaches everything that a pointer does, in view and with its focus drawn, on every screen", async (t) => {
  const { site, ...browser } = await opened(t);
  const { page } = browser;
  /** The way of the Tab key over a screen: how many places it has, how many were reached, how many are still there at its end. */
  const way = async (name) => {
    const wanted = await page.evaluate(() => {
      document.querySelectorAll("[data-tab]").forEach((element) => element.removeAttribute("data-tab"));
      const all = [...(document.querySelector("dialog:modal") ?? document).querySelectorAll("a[href], button, input, select, textarea, summary")];
      const there = all.filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled && !element.closest("[inert]") && element.tabIndex >= 0);
      // Of a group of radio buttons the keyboard enters one.
      const entered = there.filter((element) => element.type !== "radio" || element.checked);
      entered.forEach((element, place) => (element.dataset.tab = place));
      document.activeElement?.blur();
      return entered.length;
    });
    const reached = new Set();
    for (let press = 0; press < wanted + 6 && reached.size < wanted; press += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element.dataset.tab === undefined) return null;
        const box = element.getBoundingClientRect();
        // What lies under its label shows the focus there.
        const shown = [element, element.closest("label"), element.parentElement, element.nextElementSibling].filter(Boolean).map((one) => getComputedStyle(one));
        const isDrawn = shown.some((style) => style.outlineStyle !== "none" || style.boxShadow !== "none");
        return { place: element.dataset.tab, isDrawn, what: element.outerHTML.slice(0, 120), seen: box.bottom > 0 && box.top < innerHeight };
      });
      if (!at) continue;
      reached.add(at.place);
      assert.ok(at.isDrawn, `${name}: the focus is drawn on ${at.what}`);
      assert.ok(at.seen, `${name}: in view: ${at.what}`);
    }
    return { wanted, reached: reached.size, left: await page.locator("[data-tab]").count() };
  };
  await visitEveryScreen(site, browser, async (name) => {
    let { wanted, reached, left } = await way(name);
    // A page that drew a part anew meanwhile is gone over once more.
    for (let again = 0; again < 3 && left < wanted; again += 1) ({ wanted, reached, left } = await way(name));
    assert.equal(reached, wanted, `${name}: all that can be done`);
  });
});

/** Goes with the Tab key to what has this name, and stays there. */
async function to(page, name) {
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press("Tab");
    const own = await page.evaluate(() => {
      const element = document.activeElement;
      const label = element.labels?.[0]?.innerText ?? "";
      return (element.getAttribute("aria-label") || label || element.innerText || "").replace(/\s+/g, " ").trim();
    });
    if (own.startsWith(name)) return;
  }
  assert.fail(`no way by keyboard to ${name}`);
}

const press = async (page, name, key = "Enter") => {
  await to(page, name);
  await page.keyboard.press(key);
};

test("with keys alone a resident asks for a pass, keeps it, shows it at each level, removes it and takes that back", async (t) => {
  const { site, page } = await opened(t);
  await page.goto(`${site.origin}/`);
  await page.locator(".empty").waitFor();
  await press(page, "Get a pass");
  const text = page.getByLabel("The request as text");
  await text.waitFor();
  const request = await text.inputValue();
  await press(page, "Add the answer");
  await page.locator(".ways").waitFor();
  await to(page, "Paste the text or link");
  await page.keyboard.insertText((await site.answer("green", request, "--with-record")).text);
  await press(page, "Check it");
  await page.getByRole("heading", { name: "Check before you keep it" }).waitFor();
  await press(page, "Keep it");
  await code(page).waitFor();
  // Larger, and back with Escape.
  await press(page, "Hard to scan?");
  await page.locator("dialog[open] .code-symbol").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
  // The levels are one group: arrows choose in it.
  await page.locator('input[name="level"]:checked').focus();
  await page.keyboard.press("ArrowRight");
  await page.locator(".disclosure .claims").first().waitFor();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("switch").first().waitFor();
  await press(page, "Show", "Enter");
  await code(page).or(page.locator(".code-symbol")).first().waitFor();
  await page.goto(`${site.origin}/`);
  await code(page).waitFor();
  await press(page, "Remove this pass");
  await page.getByText("Pass removed").waitFor();
  await press(page, "Undo");
  await code(page).waitFor();
});

test("with keys alone a shopkeeper takes a text, compares, and reads the verdict", async (t) => {
  const { site, page } = await opened(t);
  await page.goto(`${site.origin}/shop`);
  await page.getByRole("heading", { name: "Shop" }).waitFor();
  await press(page, "Start scanning");
  await page.getByRole("heading", { name: "Scan a pass" }).waitFor();
  await press(page, "No camera?");
  await to(page, "Paste the text or link");
  const { text } = await site.code("green");
  await page.keyboard.insertText(text);
  await press(page, "Check it");
  await page.getByRole("heading", { name: "Compare with the ID card" }).waitFor();
  await press(page, "Does not match");
  await page.getByRole("alert").filter({ has: page.getByRole("heading", { name: "Do not let in" }) }).waitFor();
  await press(page, "Scan the next one");
  await page.getByRole("heading", { name: "Scan a pass" }).waitFor();
});

test("with forced colours the code is black on white, and with less motion nothing moves", async (t) => {
  const { site, page } = await opened(t, { forcedColors: "active", reducedMotion: "reduce", colorScheme: "dark" });
  await getPass(page, site, "green");
  const colours = await page.evaluate(() => {
    const path = document.querySelector(".code-symbol path");
    let ground = path.closest(".code");
    while (ground && getComputedStyle(ground).backgroundColor === "rgba(0, 0, 0, 0)") ground = ground.parentElement;
    return [getComputedStyle(path).fill, getComputedStyle(ground).backgroundColor];
  });
  assert.deepEqual(colours, ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
  const moving = await page.evaluate(() => document.getAnimations().filter((one) => one.effect.getComputedTiming().duration > 0).length);
  assert.equal(moving, 0);
});

test("a shopkeeper who sees nothing is told how to hold the code, whom to compare with, and the verdict, and needs two keys", async (t) => {
  const site = await openedSite(t);
  const { dir, close } = await folder("blind");
  atEnd(t, close);
  const { svg } = await site.code("green");
  const maker = await openBrowser();
  await maker.page.setContent(`<body style="margin:0;background:#fff">${svg.replace("<svg", '<svg width="600" height="600"')}</body>`);
  const shot = await maker.page.locator("svg").screenshot();
  await maker.close();
  // The visitor's hand is not still at first: two seconds out of focus, one in it.
  const blurred = (place) => ([6, 7, 0][place]);
  const camera = await film([shot, shot, shot], path.join(dir, "hand.mjpeg"), { stays: 30, blurred, width: 960, quality: 70 });
  const { page, context } = await openedBrowser(t, { camera });
  await context.addInitScript(() => {
    window.said = [];
    const { speak } = SpeechSynthesis.prototype;
    SpeechSynthesis.prototype.speak = function (utterance) {
      window.said.push(utterance.text);
      return speak.call(this, utterance);
    };
  });
  await page.goto(`${site.origin}/shop/rules`);
  await page.getByRole("switch", { name: /^Spoken/ }).check();
  const debug = await context.newCDPSession(page);
  /** What the tree says in one place, line by line. */
  const lines = async (role) => {
    const { nodes } = await debug.send("Accessibility.getFullAXTree");
    const by = new Map(nodes.map((node) => [node.nodeId, node]));
    const texts = (node) => (node.role?.value === "StaticText" ? [node.name.value] : (node.childIds ?? []).flatMap((id) => texts(by.get(id))));
    return nodes.filter((node) => !node.ignored && node.role.value === role).flatMap(texts);
  };
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim());

  await page.goto(`${site.origin}/shop`);
  await press(page, "Start scanning");
  const on = page.getByRole("button", { name: "Turn the camera on", exact: true });
  await on.waitFor();
  await press(page, "Turn the camera on");
  const help = /^(Hold still|Come closer|A little further away|Move the code .*)$/;
  const compare = page.getByRole("heading", { name: "Compare with the ID card" });
  const offers = async (name) => (await tree(debug)).some((node) => node.name === name);
  assert.ok(await offers("No camera?"), "the ways without a camera are in the tree");
  let advised = false;
  while (!advised && !(await compare.isVisible())) advised = (await lines("status")).some((line) => help.test(line));
  assert.ok(advised, "the tree has the advice in a live part");
  await compare.waitFor({ timeout: 20_000 });
  assert.ok((await page.evaluate(() => window.said)).some((text) => help.test(text)), "and it was spoken");
  // The title has the focus, and what follows it in the tree is the person and the two answers.
  await page.waitForFunction(() => document.activeElement.id === "title");
  assert.equal(await focused(), "Compare with the ID card");
  const group = await lines("group");
  for (const wanted of ["Initials", "Birth year", "Matches the ID", "Does not match"]) assert.ok(group.some((line) => line.includes(wanted)), `${wanted}: ${group}`);
  assert.ok(!(await offers("No camera?")), "what stands behind it is not there");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Matches the ID");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Let in" }).waitFor();
  assert.ok((await lines("alert")).includes("Let in"), "the verdict is in a live part");
  assert.ok((await page.evaluate(() => window.said)).some((text) => text.startsWith("Let in")));
  // It leaves by itself, and the title of the viewfinder has the focus again.
  await page.getByRole("heading", { name: "Scan a pass" }).waitFor();
  await page.waitForFunction(() => document.activeElement.textContent.trim() === "Scan a pass");
});
