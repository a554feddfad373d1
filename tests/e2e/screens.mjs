// A way through every screen, and `make screenshots`, which writes a picture of each to target/screenshots.
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { openBrowser, openSite, VIEWPORTS } from "./harness.mjs";
import { pdf, squares } from "./pdf.mjs";

/** Where things are, without words, since this goes through every language. */
const at = {
  primary: ".page .button-primary",
  field: ".ways .field-text",
  check: ".ways > .button:not(.ways-file)",
  next: ".verdict .button-primary",
  other: ".other-ways summary",
};

/** Visits each screen in each of its states and calls `look(name)` there. */
export async function visitEveryScreen(site, { page }, look) {
  const go = async (route, until = "h1") => {
    await page.goto(site.origin + route);
    await page.locator(until).first().waitFor();
  };
  const take = async (text, until) => {
    await page.locator(at.field).fill(text);
    await page.locator(at.check).click();
    await page.locator(until).first().waitFor();
  };

  await go("/", ".empty");
  await look("wallet-empty");
  await go("/get", ".code-symbol");
  await look("get");
  const request = await page.locator(".field-text").inputValue();
  const give = async (id) => (await site.answer(id, request)).text;
  await go("/add", ".ways");
  await look("add");
  await page.locator(at.primary).click();
  await page.locator(".viewfinder").waitFor();
  await look("add-camera");
  await go("/add", ".ways");
  const [one, another] = [await site.code("paper"), await site.code("expired")];
  const sheets = pdf([squares(one.svg, 100, 100, 200), squares(another.svg, 100, 100, 200)]);
  await page.locator("input[type=file]").first().setInputFiles({ name: "passes.pdf", mimeType: "application/pdf", buffer: sheets });
  await page.locator(".several").waitFor({ timeout: 60_000 });
  await look("add-several");
  await page.locator(".several > .button").click();
  await take(await give("forged"), ".advice");
  await look("add-refused");
  await go("/add", ".ways");
  await take(await give("not-yet-valid"), ".claims");
  await look("add-not-yet");
  await page.locator(at.primary).click();
  await page.locator(".holder").waitFor();
  await look("wallet-not-yet");
  await go("/add", ".ways");
  await take(await give("paper"), ".claims");
  await page.locator(at.primary).click();
  await page.locator(".picker").waitFor();
  await look("wallet-paper");
  await go("/add", ".ways");
  await take(await give("guardian"), ".claims");
  await look("add-check");
  await page.locator(at.primary).click();
  await page.locator(".picker").waitFor();
  await look("wallet-pass");
  await page.locator(".learn summary").click();
  await look("wallet-learn");
  await page.locator(".live > .button").click();
  await page.locator("dialog[open] .code-symbol").waitFor();
  await look("wallet-large");
  await go("/add", ".ways");
  await take((await site.record("guardian", request)).text, ".claims");
  await look("add-record");
  await page.locator(at.primary).click();
  await page.locator(".levels").waitFor();
  await page.getByRole("radio").nth(1).check({ force: true });
  await page.locator(".disclosure .claims").first().waitFor();
  await look("wallet-identity");
  await page.getByRole("radio").nth(2).check({ force: true });
  await page.getByRole("switch").nth(2).check();
  await look("wallet-details");
  await page.locator(".disclosure .button-primary").click();
  await page.locator(".code-symbol").waitFor();
  await look("wallet-details-code");
  await go("/records", ".items");
  await look("records");
  await go("/answer", ".viewfinder");
  await look("answer");
  await go("/people", "#person-new");
  await page.locator("#person-new").fill("Mira");
  await page.locator(".page > .button-primary").click();
  await page.locator(".person .button-danger").first().waitFor();
  await look("people");
  await page.locator("#person-new").fill("Mira");
  await page.locator(".page > .button-primary").click();
  await page.locator(".advice").waitFor();
  await look("people-refused");
  await go("/lock", ".page .button");
  await look("lock");
  await go("/request#" + request.replaceAll("%", "%25").replaceAll(" ", "%20"), ".code-symbol");
  await look("request");
  await go("/about");
  await look("about");
  await go("/erase", ".page > .button-danger");
  await look("erase");
  await go("/pass/nobody");
  await look("not-found");

  await go("/backup", ".secret li");
  await look("backup");
  await page.locator(".page > .button-quiet, .page .button-quiet").first().click();
  await page.locator("input[type=password]").first().fill("too short");
  await look("backup-own-words");
  await go("/restore", "input[type=file]");
  await look("restore");
  await page.locator("input[type=file]").setInputFiles({ name: "letter.txt", mimeType: "text/plain", buffer: Buffer.from("no backup") });
  await page.locator(".field-text").fill("any words");
  await look("restore-closed");
  await page.locator(".ways .button-primary").click();
  await page.locator(".advice").waitFor({ timeout: 60_000 });
  await look("restore-refused");
  await go("/move/in", ".code-symbol");
  await look("move-in");
  await page.locator(".page > .button-primary").click();
  await page.locator(".viewfinder").waitFor();
  await look("move-in-film");
  await go("/move/out", ".viewfinder");
  await look("move-out");
  // As on a phone whose wallet went to another one the day before.
  await page.evaluate(() => {
    const now = Math.floor(Date.now() / 1000);
    localStorage.setItem("tessera.moved", `${now - 86_400} ${now - 1}`);
  });
  await go("/", ".holder");
  await page.locator("main > .advice").waitFor();
  await look("wallet-moved");
  await page.evaluate(() => localStorage.removeItem("tessera.moved"));
  await go("/lock", ".page .button");
  await page.locator(".page .button").first().click();
  for (const field of await page.locator("input[type=password]").all()) await field.fill("lemon river candle forty");
  await look("lock-passphrase");
  await page.locator(".page .button-primary").click();
  await page.locator("input[type=password]").first().waitFor({ state: "detached", timeout: 120_000 });
  await look("lock-set");
  await go("/", ".locked");
  await page.locator(".locked summary").click();
  await look("locked");
  await page.locator("input[type=password]").fill("other words altogether");
  await page.locator(".locked-form .button").click();
  await page.locator(".locked .advice").waitFor({ timeout: 120_000 });
  await look("locked-refused");

  await go("/shop", ".badge-fresh");
  await look("shop");
  await go("/shop/lists", ".page > .advice");
  await look("lists");
  await page.locator("input[type=file]").setInputFiles({ name: "a.tessera-lists", mimeType: "application/octet-stream", buffer: Buffer.from("no lists") });
  await page.locator(".page > .advice").nth(1).waitFor();
  await look("lists-refused");
  await go("/shop/lists/show", ".code-symbol");
  await look("lists-show");
  await go("/shop/lists/film", ".viewfinder");
  await look("lists-film");
  await page.locator(".viewfinder .button-primary").click();
  await page.locator(".viewfinder .advice").waitFor();
  await look("lists-film-no-camera");
  await go("/shop/ask", "#ask-door");
  await page.getByRole("radio").nth(2).check();
  await look("ask-what");
  await page.locator("#ask-door").fill("Mira's");
  await page.getByRole("switch").first().check();
  await page.getByRole("switch").last().check();
  await page.locator(at.primary).click();
  await page.locator(".code-symbol").waitFor();
  await look("ask");
  await go("/shop/scan", ".viewfinder");
  await look("scan-explained");
  await page.locator(".viewfinder .button-primary").click();
  await page.locator(".viewfinder .advice").waitFor();
  await look("scan-no-camera");
  await page.locator(at.other).click();
  await look("scan-other-ways");
  await page.evaluate(() => {
    for (const key of "HP1Ö6BFOXN%TS3DH0") document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  });
  await page.locator(".scan-look > .advice").waitFor();
  await look("scan-other-keyboard");
  const decide = async (id) => {
    const { text } = await site.code(id);
    if (!(await page.locator(at.field).isVisible())) await page.locator(at.other).click();
    await take(text, ".compare, .verdict");
  };
  await decide("green");
  await look("scan-compare");
  await page.locator(".compare .button").nth(1).click();
  await page.locator(".verdict").waitFor();
  await look("verdict-not-the-same");
  await page.locator(at.next).click();
  await decide("red");
  await look("verdict-refuse");
  await page.locator(at.next).click();
  await decide("guardian");
  await look("scan-compare-guardian");
  await page.locator(".compare .button-primary").click();
  await page.locator(".verdict").waitFor();
  // It leaves by itself; a finger on it holds it.
  await page.locator(".verdict-shape").dispatchEvent("pointerdown", { bubbles: true });
  await look("verdict-accept");
  await page.locator(at.next).click();
  // So long a pass that was just decided about is passed over.
  await page.waitForTimeout(4_200);
  await decide("guardian");
  await look("verdict-again");
  await page.locator(at.next).click();

  await go("/shop/requests", ".requests");
  await look("requests");
  await go("/shop/rules", ".rules-card");
  await page.locator(".page > .button").first().click();
  await page.locator(".rules-form").waitFor();
  await look("rules-change");
  await page.locator(".rules-form .button-primary").click();
  await look("rules-review");
  await go("/shop/rules", ".rules-card");
  await page.getByRole("radio").nth(1).check();
  await page.getByRole("switch").nth(3).check();
  await look("rules");
  await go("/shop/scan", ".viewfinder");
  await page.locator(at.other).click();
  await take((await site.code("green")).text, ".verdict");
  await page.locator(".verdict-shape").dispatchEvent("pointerdown", { bubbles: true });
  await look("queue-discreet");
  await go("/shop/rules", ".rules-card");
  await page.getByRole("switch").nth(3).uncheck();
  await page.getByRole("radio").nth(2).check();
  await go("/shop/scan", ".scan-kiosk");
  await look("kiosk");
}

async function main() {
  const out = "target/screenshots";
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const site = await openSite();
  try {
    for (const [device, viewport] of Object.entries(VIEWPORTS)) {
      for (const [theme, locale] of [["light", "en-GB"], ["dark", "en-GB"], ["light", "zh-CN"], ["light", "ar-EG"]]) {
        const look = { "zh-CN": "chinese", "ar-EG": "arabic" }[locale] ?? theme;
        const browser = await openBrowser({ viewport, colorScheme: theme, locale });
        let count = 0;
        await visitEveryScreen(site, browser, async (name) => {
          count += 1;
          const number = String(count).padStart(2, "0");
          await browser.page.screenshot({ path: path.join(out, `${device}-${look}-${number}-${name}.png`), animations: "disabled" });
        });
        await browser.close();
        console.log(`${count} screens, ${device}, ${look}`);
      }
    }
  } finally {
    await site.close();
  }
}

if (process.argv[1] === import.meta.filename) await main();
