// The languages: which one a phone begins with, what is fetched for it, and that Arabic is written from right to left everywhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { VIEWPORTS, arrived, atEnd, openBrowser, opened, openedSite, ready } from "./harness.mjs";

test("a phone begins with its own language, and asks for no other", async (t) => {
  const { site, page } = await opened(t, { locale: "ar-EG" });
  await page.goto(`${site.origin}/`);
  await page.getByRole("heading", { name: "لا يوجد تصريح بعد" }).waitFor();
  assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), ["ar", "rtl"]);
  const asked = site.requests.map(({ path }) => path).filter((path) => path.startsWith("/words/"));
  assert.deepEqual([...new Set(asked)], ["/words/ar.txt"]);
});

test("a language that was chosen stays, without a network too", async (t) => {
  const { site, page } = await opened(t);
  await page.goto(`${site.origin}/`);
  await ready(page);
  await page.getByLabel("Language").selectOption("zh-CN");
  await page.getByRole("heading", { name: "还没有通行证" }).waitFor();
  await arrived(page, ["/words/zh-CN.txt"]);
  await site.stop();
  await page.reload();
  await page.getByRole("heading", { name: "还没有通行证" }).waitFor();
  // One that is not here cannot be chosen now, and the choice says which is in force.
  await page.getByLabel("语言").selectOption("ar");
  await page.waitForFunction(() => document.querySelector("select.language").value === "zh-CN");
  await page.getByText("本机尚无该语言，请联网后再选。").waitFor();
});

test("numbers, dates and plural forms are those of the language", async (t) => {
  const { site, page } = await opened(t);
  const told = async (language) => {
    await page.goto(`${site.origin}/shop/lists/show`);
    await page.locator("select.language").selectOption(language);
    await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
    await page.locator(".code-symbol").waitFor();
    return page.locator(".page").innerText();
  };
  assert.match(await told("en"), /\d+ codes?, about \d+ seconds?/);
  assert.match(await told("zh-CN"), /\d+ 个二维码，约需 \d+\s?秒/);
  assert.match(await told("ar"), /(رمز|رموز|رمزان|رمزًا)/);
});

test("no screen is wider than the phone, in any language or at twice the size of text", async (t) => {
  const { site, page } = await opened(t, { viewport: VIEWPORTS.small });
  const routes = ["/", "/get", "/add", "/records", "/about", "/people", "/backup", "/restore", "/lock", "/erase", "/shop", "/shop/lists"];
  for (const language of ["en", "zh-CN", "ar"]) {
    await page.goto(`${site.origin}/`);
    await page.locator("select.language").selectOption(language);
    await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
    for (const route of routes) {
      await page.goto(`${site.origin}${route}`);
      await page.locator("h1").first().waitFor();
      for (const size of ["100%", "200%"]) {
        await page.evaluate((wanted) => document.documentElement.style.setProperty("font-size", wanted), size);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(wide <= 0, `${route} in ${language} at ${size}: ${wide} pixels too wide`);
      }
    }
  }
});

test("an app that cannot start says so in each language, and so does the page where there are no scripts", async (t) => {
  const site = await openedSite(t);
  site.interfere = (_, res, pathname) => {
    if (!/^\/app\/wallet-\w+\.wasm$/.test(pathname)) return false;
    res.writeHead(503).end();
    return true;
  };
  const languages = (lines) => lines.evaluateAll((lines) => lines.map(({ lang, textContent }) => (/Tessera.+[.。]$/u.test(textContent) ? lang : textContent)));
  for (const [options, where] of [[{}, "[role=alert] p"], [{ javaScriptEnabled: false }, "noscript p"]]) {
    const { page, close } = await openBrowser(options);
    atEnd(t, close);
    await page.goto(site.origin);
    await page.locator(where).first().waitFor();
    assert.deepEqual(await languages(page.locator(where)), ["en", "zh-Hans", "ar"]);
  }
});
