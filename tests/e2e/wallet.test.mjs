// The resident's side: ways in, what is refused, what is kept and how.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { atEnd, folder, openBrowser, opened, ready } from "./harness.mjs";
import { button, code, getPass, heading, link, paste, request } from "./steps.mjs";
import { stored } from "./stored.mjs";

test("what the wallet stores is sealed under a key that the browser does not export", async (t) => {
  const { site, page } = await opened(t);
  const answer = await getPass(page, site, "green");
  const entries = await stored(page);
  const all = entries.join("\n");
  assert.equal(entries.filter((entry) => entry.startsWith("tessera/passes/")).length, 1);
  assert.equal(entries.filter((entry) => entry.startsWith("tessera/holder-keys/")).length, 1);
  assert.match(all, /key\(extractable=false\)/);
  assert.ok(!all.includes("HP1:") && !all.includes(answer.text.slice(4)), "no text of a pass");
  // "MS" alone would be found by chance in ciphertext; the issuer's name inside a pass would not.
  const passes = entries.filter((entry) => entry.startsWith("tessera/passes/")).join();
  assert.ok(!passes.includes("Demo Health Office") && !passes.includes("nowhere"), "no claim in clear");
  const exported = await page.evaluate(async () => {
    const db = await new Promise((resolve) => {
      const ask = indexedDB.open("tessera");
      ask.onsuccess = () => resolve(ask.result);
    });
    const key = await new Promise((resolve) => {
      const ask = db.transaction("sealing").objectStore("sealing").get("key");
      ask.onsuccess = () => resolve(ask.result);
    });
    return crypto.subtle.exportKey("raw", key).then(() => "exported", (fault) => fault.name);
  });
  assert.equal(exported, "InvalidAccessError");
});

test("the data of an add link is out of the address as soon as the page has read it", async (t) => {
  const { site, page } = await opened(t);
  const answer = await site.answer("green", await request(page, site.origin));
  await page.goto(`${site.origin}/add#${answer.fragment}`);
  await heading(page, "Check before you keep it").waitFor();
  assert.equal(page.url(), `${site.origin}/add`);
  assert.ok(site.requests.every(({ url }) => !String(url).includes("HP1")), "and no request carried it");
});

test("a pass comes in by paste, by link, by text file and by picture", async (t) => {
  const { site, page } = await opened(t);
  const { dir, close } = await folder("ways");
  atEnd(t, close);
  const asked = await request(page, site.origin);
  // Copies for one day, which one code holds.
  const answer = await site.answer("green", asked, "--days", "1", "--copies-per-day", "2");
  const qr = await page.context().newPage();
  await qr.setContent(`<body style="margin:40px;background:#fff">${answer.svg.replace("<svg", '<svg width="900" height="900"')}</body>`);
  const picture = path.join(dir, "pass.png");
  await qr.locator("svg").screenshot({ path: picture });
  await qr.close();
  const check = async (way) => {
    await heading(page, "Check before you keep it").waitFor();
    await page.getByText("Green: nothing abnormal").waitFor();
    await button(page, "Do not keep it").click();
    await heading(page, "Add a pass").waitFor();
    assert.ok(true, way);
  };
  await page.goto(`${site.origin}/add`);
  await paste(page, `  ${answer.text}\n`);
  await check("text");
  await paste(page, `https://example.org/add#${answer.fragment}`);
  await check("link");
  await page.locator("input[type=file]").first().setInputFiles({ name: "pass.txt", mimeType: "text/plain", buffer: Buffer.from(answer.text) });
  await check("file");
  await page.locator("input[type=file]").first().setInputFiles(picture);
  await check("picture");
});

test("a pass that is forged, expired, damaged or made for another phone is explained and not kept", async (t) => {
  const { site, page } = await opened(t);
  const asked = await request(page, site.origin);
  const live = await site.code("green");
  const other = await openBrowser();
  const foreign = await site.answer("green", await request(other.page, site.origin));
  await other.close();
  const good = await site.answer("green", asked);
  const cases = [
    [(await site.answer("forged", asked)).text, "The signature is false"],
    [(await site.answer("expired", asked)).text, "It has expired"],
    [foreign.text, "Made for another phone"],
    [live.text, "This is not a pass to keep"],
    [asked, "This is not a pass to keep"],
    [good.text.slice(0, -3), "This is not a pass, or it is damaged"],
    ["https://example.org/menu", "There is no pass in this"],
  ];
  await page.goto(`${site.origin}/add`);
  for (const [text, title] of cases) {
    await paste(page, text);
    await page.getByText(title, { exact: true }).waitFor();
    await page.getByText("Nothing was kept.").waitFor();
    await button(page, "Try again").click();
  }
  assert.equal((await stored(page)).filter((entry) => entry.startsWith("tessera/passes/")).length, 0);
});

test("a removed pass comes back by undo, and a pass that is there already is not kept twice", async (t) => {
  const { site, page } = await opened(t);
  const answer = await getPass(page, site, "green");
  await button(page, "Remove this pass").click();
  await heading(page, "No pass yet").waitFor();
  await button(page, "Undo").click();
  await code(page).waitFor();
  await page.goto(`${site.origin}/add#${answer.fragment}`);
  await heading(page, "You have this pass already").waitFor();
});

test("the code is signed anew within 16 s, and is not in the page while the page is hidden", async (t) => {
  const { site, page, context } = await opened(t);
  await getPass(page, site, "green");
  const path = () => code(page).locator("path").getAttribute("d");
  const first = await path();
  await page.waitForFunction((old) => document.querySelector(".code-symbol path")?.getAttribute("d") !== old, first, { timeout: 17_000 });
  // Another tab in front does not hide a page of a headless browser, so the page is told what a phone would tell it.
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await page.waitForFunction(() => !document.querySelector(".code-symbol"));
  await page.evaluate(() => {
    delete document.visibilityState;
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await code(page).waitFor();
  assert.ok(context);
});

test("a second tab follows what the first one does, and erasing leaves nothing to open", async (t) => {
  const { site, page, context } = await opened(t);
  await page.goto(site.origin);
  await heading(page, "No pass yet").waitFor();
  const second = await context.newPage();
  await getPass(second, site, "green");
  await code(page).waitFor();
  await link(page, "More").click();
  await link(page, "Erase everything").click();
  await button(page, "Erase every pass and key").click();
  await heading(page, "No pass yet").waitFor();
  await heading(second, "No pass yet").waitFor();
  const left = (await stored(page)).filter((entry) => /^tessera\/(passes|holder-keys|sealing)\//.test(entry));
  assert.deepEqual(left.filter((entry) => !entry.startsWith("tessera/sealing/")), []);
  // The wallet is in working order afterwards.
  await getPass(second, site, "yellow");
  await second.reload();
  await code(second).waitFor();
});

test("every module of the code covers the same whole number of pixels, black on white in a dark theme", async (t) => {
  for (const deviceScaleFactor of [1, 2, 3]) {
    const { site, page, close } = await opened(t, { colorScheme: "dark", deviceScaleFactor });
    await getPass(page, site, "green");
    const { side, extent, ink, ground } = await code(page).evaluate((svg) => ({
      side: svg.getBoundingClientRect().width,
      extent: svg.viewBox.baseVal.width,
      ink: getComputedStyle(svg).fill,
      ground: getComputedStyle(svg).backgroundColor,
    }));
    const module = (side * deviceScaleFactor) / extent;
    assert.ok(Math.abs(module - Math.round(module)) < 1e-3, `${module} pixels a module at ${deviceScaleFactor}`);
    assert.deepEqual([ink, ground], ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
    await close();
  }
});

test("the back button leads from page to page, and a page of nobody says so", async (t) => {
  const { site, page } = await opened(t);
  await page.goto(site.origin);
  await link(page, "I was given a pass").click();
  await heading(page, "Add a pass").waitFor();
  await page.goBack();
  await heading(page, "No pass yet").waitFor();
  await ready(page);
});

test("a page that the browser keeps aside is blank there, and loaded anew when it comes back", async (t) => {
  const { site, page } = await opened(t, { ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  await getPass(page, site, "green");
  await page.evaluate(() => {
    globalThis.isFirst = true;
    addEventListener("pageshow", (event) => sessionStorage.setItem("brought back", `${event.persisted} ${document.body.checkVisibility()}`));
  });
  await link(page, "Add").click();
  await heading(page, "Add a pass").waitFor();
  await page.evaluate(() => history.back());
  await code(page).waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.getItem("brought back")), "true false", "the browser had kept it, and nothing was on it");
  assert.ok(await page.evaluate(() => !globalThis.isFirst), "this one was loaded anew");
});

test("the language follows the browser, and a choice of another is kept", async (t) => {
  const { site, page } = await opened(t, { locale: "zh-CN" });
  await page.goto(site.origin);
  await heading(page, "还没有通行证").waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN");
  await page.getByLabel("语言").selectOption("en");
  await heading(page, "No pass yet").waitFor();
  await page.reload();
  await heading(page, "No pass yet").waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
});
