// The lock: passphrase and passkey, when it locks, what lies on the disk behind it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { filesOf, holding, keyIn, sealedEntries } from "./disk.mjs";
import { atEnd, folder, openBrowser, opened, openedSite } from "./harness.mjs";
import { PASSPHRASE, button, code, decide, getPass, heading, link, pasteAtShop, startScanning, unlock } from "./steps.mjs";
import { stored } from "./stored.mjs";

async function openedByName(t, options) {
  const { site, ...browser } = await opened(t, options);
  // Passkeys belong to a name; an address has none.
  const local = Object.create(site, { origin: { value: site.origin.replace("127.0.0.1", "localhost") } });
  return { site: local, ...browser };
}

/** A phone that has a passkey to ask for. */
async function authenticator(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const options = { protocol: "ctap2", ctap2Version: "ctap2_1", transport: "internal", hasResidentKey: true, hasUserVerification: true, hasPrf: true, isUserVerified: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", { options });
  return {
    agree: (isUserVerified) => cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
  };
}

/** The lock's settings, on a page that was opened anew: where there is a lock, it is shut, and `open` opens it. */
async function settings(page, site, open = () => assert.fail("there was no lock")) {
  await page.goto(`${site.origin}/about`);
  await link(page, "Lock").click();
  await heading(page, "Lock").or(heading(page, "Your passes are locked")).waitFor();
  if (await heading(page, "Your passes are locked").isVisible()) await open();
  await heading(page, "Lock").waitFor();
}

/** The change is done: what was asked for it has gone, and a notice says so. */
async function told(page, text) {
  await button(page, "Set it").or(button(page, "Remove")).waitFor({ state: "detached" });
  await page.getByRole("status").filter({ hasText: text }).first().waitFor();
}

async function setPassphrase(page, site, passphrase = PASSPHRASE, open = undefined) {
  await settings(page, site, open);
  await button(page, "Lock with a passphrase").click();
  await page.getByLabel("New passphrase", { exact: true }).fill(passphrase);
  await page.getByLabel("New passphrase once more").fill(passphrase);
  await button(page, "Set it").click();
  await told(page, "The lock was changed");
}

async function setPasskey(page, site) {
  await settings(page, site);
  await button(page, "Lock with this phone's passkey").click();
  await button(page, "Set it").click();
  await told(page, "The lock was changed");
}

const locked = (page) => heading(page, "Your passes are locked").waitFor();

test("behind a passphrase there is neither a usable key nor a word in the clear, until it is typed", async (t) => {
  const { site, page } = await openedByName(t);
  const answer = await getPass(page, site, "green");
  await setPassphrase(page, site);
  await page.goto(site.origin);
  await locked(page);
  assert.ok(!(await code(page).isVisible()));
  const entries = (await stored(page)).filter((entry) => entry.startsWith("tessera/"));
  assert.ok(!entries.some((entry) => entry.includes("extractable")), "no key lies there");
  assert.ok(entries.some((entry) => entry.startsWith("tessera/sealing/lock: ")));
  assert.ok(!entries.join("\n").includes(PASSPHRASE) && !entries.join("\n").includes(answer.text.slice(4)));
  const sealed = entries.filter((entry) => /^tessera\/(passes|holder-keys)/.test(entry)).join();
  assert.ok(!sealed.includes("Demo Health Office") && !sealed.includes("nowhere"));
  await unlock(page);
  await code(page).waitFor();
});

test("an open lock stays open from one program to the next in this tab, and nowhere else", async (t) => {
  const { site, page, context } = await openedByName(t);
  await getPass(page, site, "green");
  await setPassphrase(page, site);
  await page.goto(site.origin);
  await unlock(page);
  await code(page).waitFor();
  for (const [where, shown] of [["More", "Lock"], ["My pass", null], ["Add", "Get a pass"]]) {
    await page.getByRole("navigation").getByRole("link", { name: where, exact: true }).click();
    await (shown ? link(page, shown) : code(page)).waitFor();
  }
  await link(page, "Get a pass").click();
  await heading(page, "Get a pass").waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.getItem("tessera.handover")), null, "the number is used up");
  const asked = await page.evaluate(() => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data ?? "nothing");
    navigator.serviceWorker.controller.postMessage({ type: "take-over", number: "0".repeat(32) }, [port2]);
  }));
  assert.equal(asked, "nothing", "whoever guesses gets nothing");
  const other = await context.newPage();
  await other.goto(`${site.origin}/get`);
  await locked(other);
  await page.reload();
  await locked(page);
});

test("wrong tries have to wait, twice as long each time, and a reload does not shorten it", async (t) => {
  const { site, page } = await openedByName(t);
  await getPass(page, site, "green");
  await setPassphrase(page, site);
  await page.goto(site.origin);
  const failures = ["one", "two", "three", "four"];
  for (const wrong of failures) {
    await locked(page);
    await page.locator("button[type=submit]:enabled").waitFor();
    await unlock(page, wrong);
    await page.getByText("That did not open it").waitFor();
  }
  const seconds = async () => Number((await page.getByText("The next try in").innerText()).match(/(\d+) second/)[1]);
  assert.ok((await seconds()) > 4, "the fourth waits eight seconds");
  await page.reload();
  await page.getByText("The next try in").waitFor();
  assert.ok(await button(page, "Unlock").isDisabled());
  await page.locator("button[type=submit]:enabled").waitFor();
  await unlock(page);
  await code(page).waitFor();
});

test("a passkey locks and opens, and a passphrase beside it is a second way in", async (t) => {
  const { site, page } = await openedByName(t);
  const phone = await authenticator(page);
  await getPass(page, site, "green");
  await setPasskey(page, site);
  assert.ok(!(await stored(page)).some((entry) => entry.startsWith("tessera/") && entry.includes("extractable")));
  await button(page, "Lock now").click();
  await page.goto(site.origin);
  await locked(page);
  const byPasskey = () => button(page, "Unlock with the passkey").click();
  await byPasskey();
  await code(page).waitFor();
  await setPassphrase(page, site, PASSPHRASE, byPasskey);
  await page.getByText("They open with the passkey or the passphrase.").waitFor();
  for (const way of [() => unlock(page), byPasskey]) {
    await page.goto(site.origin);
    await locked(page);
    await way();
    await code(page).waitFor();
  }
  await page.goto(site.origin);
  await locked(page);
  await phone.agree(false);
  await byPasskey();
  await page.getByText("The passkey was not used").waitFor();
  await unlock(page);
  await code(page).waitFor();
});

test("a changed passphrase opens and the former one does not; without a lock everything opens as before", async (t) => {
  const { site, page } = await openedByName(t);
  await getPass(page, site, "green");
  await setPassphrase(page, site);
  await button(page, "Change the passphrase").click();
  await page.getByLabel("Present passphrase").fill(PASSPHRASE);
  await page.getByLabel("New passphrase", { exact: true }).fill("another one altogether");
  await page.getByLabel("New passphrase once more").fill("another one altogether");
  await button(page, "Set it").click();
  await told(page, "The lock was changed");
  await page.goto(site.origin);
  await locked(page);
  await unlock(page);
  await page.getByText("That did not open it").waitFor();
  await page.locator("button[type=submit]:enabled").waitFor();
  await unlock(page, "another one altogether");
  await code(page).waitFor();
  await settings(page, site, () => unlock(page, "another one altogether"));
  await button(page, "Remove the lock").click();
  await page.getByLabel("Present passphrase").fill("another one altogether");
  await button(page, "Remove").click();
  await told(page, "The lock was removed");
  await page.goto(site.origin);
  await code(page).waitFor();
});

test("a short passphrase and one typed in two ways are told, and nothing is changed", async (t) => {
  const { site, page } = await openedByName(t);
  await settings(page, site);
  await button(page, "Lock with a passphrase").click();
  await page.getByLabel("New passphrase", { exact: true }).fill("short");
  await button(page, "Set it").click();
  await page.getByText("This passphrase is too short").waitFor();
  await page.getByLabel("New passphrase", { exact: true }).fill(PASSPHRASE);
  await page.getByLabel("New passphrase once more").fill(`${PASSPHRASE}s`);
  await button(page, "Set it").click();
  await page.getByText("The two passphrases differ").waitFor();
  await button(page, "Cancel").click();
  await page.goto(site.origin);
  await heading(page, "No pass yet").waitFor();
});

test("one tab locks all, one tab unlocks all, and what one erases is gone in the other", async (t) => {
  const { site, page, context } = await openedByName(t);
  await getPass(page, site, "green");
  await setPassphrase(page, site);
  const other = await context.newPage();
  await other.goto(site.origin);
  await locked(other);
  await unlock(other);
  await code(other).waitFor();
  await page.goto(site.origin);
  await locked(page);
  await unlock(page);
  await code(page).waitFor();
  await link(page, "More").click();
  await link(page, "Lock").click();
  await button(page, "Lock now").click();
  await locked(other);
  await unlock(other);
  await code(other).waitFor();
  await link(page, "My pass").click();
  await code(page).waitFor();
  await link(page, "More").click();
  await link(page, "Erase everything").click();
  await button(page, "Erase every pass and key").click();
  await heading(page, "No pass yet").waitFor();
  await heading(other, "No pass yet").waitFor();
});

test("a page that is hidden locks after the time that was chosen", async (t) => {
  const { site, page } = await openedByName(t);
  await getPass(page, site, "green");
  await setPassphrase(page, site);
  await button(page, "At once").click();
  await link(page, "My pass").click();
  await code(page).waitFor();
  await hide(page, true);
  await hide(page, false);
  await locked(page);
});

/** What the browser tells a page that goes out of sight. */
const hide = (page, hidden) => page.evaluate((hidden) => {
  Object.defineProperty(document, "visibilityState", { value: hidden ? "hidden" : "visible", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}, hidden);

test("a shop checks passes while the wallet of the same phone is locked", async (t) => {
  const { site, page } = await openedByName(t);
  await getPass(page, site, "green");
  await setPassphrase(page, site);
  await page.goto(site.origin);
  await locked(page);
  await startScanning(page, site.origin);
  await pasteAtShop(page, (await site.code("green")).text);
  assert.equal((await decide(page)).word, "Let in");
});

test("who has forgotten the passphrase can erase everything and begin anew", async (t) => {
  const { site, page } = await openedByName(t);
  await getPass(page, site, "green");
  await setPassphrase(page, site);
  await page.goto(site.origin);
  await locked(page);
  await page.getByText("Forgotten it?").click();
  await link(page, "Erase everything").click();
  await button(page, "Erase every pass and key").click();
  await heading(page, "No pass yet").waitFor();
  await getPass(page, site, "green");
});

test("once a lock is set no file of the profile holds the former key or what it sealed", async (t) => {
  const site = await openedSite(t);
  const { dir: profile, close } = await folder("profile");
  atEnd(t, close);
  let browser = await openBrowser({ profile });
  atEnd(t, () => browser.close().catch(() => undefined));
  await getPass(browser.page, site, "green");
  const [before] = await sealedEntries(browser.page, "passes");
  await browser.close();
  const key = keyIn((await filesOf(profile)).filter(({ name }) => /IndexedDB/.test(name)), before);
  assert.ok(key, "without a lock it lies there");
  browser = await openBrowser({ profile });
  await setPassphrase(browser.page, site);
  const [after] = await sealedEntries(browser.page, "passes");
  assert.equal(after.id, before.id);
  await browser.close();
  const files = await filesOf(profile);
  assert.deepEqual(holding(files, key), []);
  assert.deepEqual(holding(files, Buffer.from(before.bytes)), []);
  assert.equal(keyIn(files.filter(({ name }) => /IndexedDB/.test(name)), after), null, "nor any other that opens it");
});
