import { openBrowser, openSite, VIEWPORTS } from "./harness.mjs";
import { button, code, getPass, heading, link } from "./steps.mjs";
const site = await openSite();
const origin = site.origin.replace("127.0.0.1", "localhost");
const local = Object.create(site, { origin: { value: origin } });
const P = "lemon river candle forty";
for (const [name, options] of [["phone", {}], ["small", { viewport: VIEWPORTS.small }], ["dark", { colorScheme: "dark" }]]) {
  const b = await openBrowser(options);
  try {
    const cdp = await b.context.newCDPSession(b.page);
    await cdp.send("WebAuthn.enable");
    await cdp.send("WebAuthn.addVirtualAuthenticator", { options: { protocol: "ctap2", ctap2Version: "ctap2_1", transport: "internal", hasResidentKey: true, hasUserVerification: true, hasPrf: true, isUserVerified: true, automaticPresenceSimulation: true } });
    const page = b.page;
    await getPass(page, local, "green");
    await page.goto(`${origin}/lock`);
    await heading(page, "Lock").waitFor(); await page.waitForTimeout(300);
    await page.screenshot({ path: `/tmp/look-${name}-1none.png`, fullPage: false });
    await button(page, "Lock with a passphrase").click();
    await page.getByLabel("New passphrase", { exact: true }).fill(P);
    await page.getByLabel("New passphrase once more").fill(P + "x");
    await button(page, "Set it").click(); await page.waitForTimeout(300);
    await page.screenshot({ path: `/tmp/look-${name}-2set.png` });
    await page.getByLabel("New passphrase once more").fill(P);
    await button(page, "Set it").click();
    await button(page, "Lock now").waitFor();
    await button(page, "Lock with this phone's passkey").click();
    await page.getByLabel("Present passphrase").fill(P);
    await button(page, "Set it").click();
    await button(page, "Remove the passkey").waitFor();
    await page.screenshot({ path: `/tmp/look-${name}-3both.png` });
    await page.goto(origin);
    await heading(page, "Your passes are locked").waitFor();
    await page.screenshot({ path: `/tmp/look-${name}-4locked.png` });
    await page.getByLabel("Passphrase", { exact: true }).fill("wrong");
    for (let i = 0; i < 3; i += 1) { await page.locator("button[type=submit]:enabled").waitFor(); await button(page, "Unlock").click(); await page.waitForTimeout(1200);}
    await page.screenshot({ path: `/tmp/look-${name}-5wrong.png` });
    if (name === "phone") for (const [lang, text] of [["zh", "中文"], ["ar", "العربية"]]) {
      await page.evaluate((tag) => localStorage.setItem("tessera.language", tag), lang === "zh" ? "zh-CN" : "ar");
      await page.goto(origin); await page.waitForTimeout(1500);
      await page.screenshot({ path: `/tmp/look-${lang}-locked.png` });
      await page.goto(`${origin}/lock`); await page.waitForTimeout(1000);
      await page.screenshot({ path: `/tmp/look-${lang}-lock.png` });
    }
  } finally { await b.close(); }
}
await site.close();
