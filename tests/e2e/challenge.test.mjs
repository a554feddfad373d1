// A door asks, and what a phone then shows answers this question and no other. Two phones, two cameras: each films the other's screen.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import path from "node:path";
import { after, before, test } from "node:test";
import { openReader, readLive, unbase45, uncbor } from "./codes.mjs";
import { atEnd, film, folder, openSite, openedBrowser } from "./harness.mjs";
import { base45, cbor, DAY, Key, now, Office, sign1, Tag } from "./office.mjs";
import { button, code, decide, getPass, heading, link, pasteAtShop, request } from "./steps.mjs";
import { stored } from "./stored.mjs";

let site;
before(async () => (site = await openSite()));
after(() => site.close());

/** Longer than a phone whose code was decided about just now is passed over. */
const later = (page) => page.waitForTimeout(5_000);

const question = (page) => page.getByRole("img", { name: "QR code of this door's question, for the visitor's camera" });
const answer = (page) => page.getByRole("img", { name: "QR code of your answer, for this door alone" });
const drawn = (shown) => shown.locator("path").getAttribute("d");
const on = (page) => button(page, "Turn the camera on");

/** What is asked, chosen on the shop's page: [ "Name and date of birth" ] or [ "Entries of the record, too", "Test" ] . */
async function ask(page, origin, { door = "Harbour Clinic", what, kinds = [], purpose } = {}) {
  await page.goto(`${origin}/shop/ask`);
  const name = page.getByLabel("Name of this door, as visitors will read it");
  const change = button(page, "Change what is asked");
  await name.or(change).waitFor();
  if (await change.isVisible()) await change.click();
  await name.fill(door);
  if (what) await page.getByRole("radio", { name: what }).check();
  for (const kind of kinds) await page.getByRole("switch", { name: kind, exact: true }).check();
  if (purpose) await page.getByLabel("What it is for (may stay empty)").fill(purpose);
  await button(page, "Show the question").click();
  await question(page).waitFor();
}

/** The link in the question on a shop's screen. */
async function asked(page, reader) {
  await page.bringToFront();
  const text = await reader.text(await page.locator(".code").first().screenshot());
  assert.match(text, /\/answer#HQ1:/);
  return text;
}

/** Opens a question as a phone's own camera does, and shows the answer; its text. */
async function answered(page, reader, link) {
  await page.goto("about:blank");
  await page.goto(link);
  await heading(page, "A door asks").waitFor();
  await button(page, "Show the answer").click();
  await answer(page).waitFor();
  return reader.text(await page.locator(".code").first().screenshot());
}

/** The shop's other way in, for texts. */
async function giveShop(page, text) {
  const toFilm = button(page, "Film the answer");
  if (await toFilm.isVisible()) await toFilm.click();
  await pasteAtShop(page, text);
}

async function getBoth(page, site, id) {
  const answer = await site.answer(id, await request(page, site.origin), "--with-record");
  await page.goto(`${site.origin}/add#${answer.fragment}`);
  await heading(page, "Check before you keep it").waitFor();
  await button(page, "Keep it").click();
  await code(page).waitFor();
}

const refused = (told, reason) => assert.deepEqual([told.hint, told.word, told.reason], [null, "Do not let in", reason]);

test("two phones film each other: the wallet says who asks and what for, its answer is let in once, and the film of it never again", async (t) => {
  const { dir, close } = await folder("challenge");
  atEnd(t, close);
  const phone = async (name) => {
    const camera = path.join(dir, `${name}.mjpeg`);
    return { camera, ...(await openedBrowser(t, { camera, deviceScaleFactor: 2 })) };
  };
  const [resident, shop] = [await phone("resident"), await phone("shop")];
  await getPass(resident.page, site, "green");

  await ask(shop.page, site.origin, { purpose: "A visit to the ward" });
  const first = await drawn(question(shop.page));
  await film([await shop.page.screenshot()], resident.camera);

  await link(resident.page, "Answer a door's question").click();
  await on(resident.page).click();
  await heading(resident.page, "A door asks").waitFor({ timeout: 20_000 });
  assert.equal(await resident.page.locator("video").count(), 0, "the camera is off");
  const told = (await resident.page.locator(".claims").first().innerText()).split("\n").filter(Boolean);
  assert.deepEqual(told, ["Who asks", "Harbour Clinic", "They say it is for", "A visit to the ward", "They ask for", "Door pass"]);
  await resident.page.getByText("The name is what they say; it is not proven.").waitFor();
  assert.equal(await resident.page.locator(".code-symbol").count(), 0, "nothing is shown yet");
  await button(resident.page, "Show the answer").click();
  await answer(resident.page).waitFor();
  const screen = await resident.page.screenshot();
  const words = await resident.page.locator(".match-words").innerText();

  await film([screen], shop.camera);
  await button(shop.page, "Film the answer").click();
  await on(shop.page).click();
  await heading(shop.page, "Compare with the ID card").waitFor({ timeout: 20_000 });
  assert.equal(await shop.page.locator(".match-words").innerText(), words, "both screens show the same two words");
  const { hint, word } = await decide(shop.page);
  assert.deepEqual([hint, word], ["MS 1985", "Let in"]);

  // It leaves by itself, and the next visitor is asked something else.
  await question(shop.page).waitFor();
  assert.notEqual(await drawn(question(shop.page)), first);
  await later(shop.page);
  await button(shop.page, "Film the answer").click();
  refused(await decide(shop.page), "Answer to another question");
});

test("an answer is good at no other door, for no other question, and not where nothing is asked; the usual code answers nothing", async (t) => {
  const { page, context } = await openedBrowser(t);
  await getPass(page, site, "green");
  const usual = async (reader) => {
    await page.goto(site.origin);
    await code(page).waitFor();
    return reader.text(await page.locator(".code").first().screenshot());
  };
  const reader = await openReader(context, site.origin);
  await page.bringToFront();
  const clinic = await openedBrowser(t);
  const inn = await openedBrowser(t);
  await ask(clinic.page, site.origin);
  await ask(inn.page, site.origin, { door: "Harbour Inn" });
  const link = await asked(clinic.page, reader);

  const text = await answered(page, reader, link);
  const { binding } = readLive(unbase45(text.slice(4)));
  assert.match(binding.get(3), /^ask:[0-9a-f]{32}$/);
  assert.equal(binding.get(39).length, 16);
  await giveShop(inn.page, text);
  refused(await decide(inn.page), "Answer to another question");
  await inn.page.goto(`${site.origin}/shop/scan`);
  await pasteAtShop(inn.page, text);
  refused(await decide(inn.page), "Meant for another door");

  // The usual code is told to be no answer, and leaves the question open.
  const before = await drawn(question(clinic.page));
  await giveShop(clinic.page, await usual(reader));
  refused(await decide(clinic.page), "Answer to another question");
  await button(clinic.page, "Scan the next one").click();
  await question(clinic.page).waitFor();
  assert.equal(await drawn(question(clinic.page)), before);
  const paper = (await site.code("paper")).text;
  await giveShop(clinic.page, paper);
  refused(await decide(clinic.page), "Paper is not accepted here");
  await button(clinic.page, "Scan the next one").click();
  await question(clinic.page).waitFor();
  await giveShop(clinic.page, await answered(page, reader, await asked(clinic.page, reader)));
  assert.equal((await decide(clinic.page)).word, "Let in");

  // Another shop's question is no answer.
  await question(clinic.page).waitFor();
  await giveShop(clinic.page, link);
  await clinic.page.getByText("This is a door's question, not a pass").waitFor();
  await clinic.page.goto(`${site.origin}/shop/scan`);
  await pasteAtShop(clinic.page, link);
  await clinic.page.getByText("This is a door's question, not a pass").waitFor();
});

test("a door that asks for entries gets exactly the newest of each kind; what the record has not is said, and nothing is shown", async (t) => {
  const { page, context } = await openedBrowser(t);
  await getBoth(page, site, "guardian");
  const reader = await openReader(context, site.origin);
  const shop = await openedBrowser(t);

  await ask(shop.page, site.origin, { what: /^Name and date of birth/ });
  const identity = readLive(unbase45((await answered(page, reader, await asked(shop.page, reader))).slice(4)));
  assert.ok(identity.claims.get(2) && identity.claims.get(-65537).get(4));
  assert.equal(identity.claims.get(-65537).get(5).length, 0);

  await button(shop.page, "Change what is asked").click();
  await shop.page.getByRole("radio", { name: /^Entries of the record, too/ }).check();
  assert.ok(await button(shop.page, "Show the question").isDisabled(), "which entries is to be said");
  await shop.page.getByRole("switch", { name: "Test", exact: true }).check();
  await shop.page.getByRole("switch", { name: "Vaccination", exact: true }).check();
  await button(shop.page, "Show the question").click();
  await question(shop.page).waitFor();
  const link = await asked(shop.page, reader);
  await page.bringToFront();
  const text = await answered(page, reader, link);
  const { claims, closed } = readLive(unbase45(text.slice(4)));
  assert.deepEqual(claims.get(-65537).get(5).map((entry) => entry.get(0)), [0, 1]);
  assert.ok(closed >= 1, "the rest is closed");
  await giveShop(shop.page, text);
  const told = await decide(shop.page);
  assert.equal(told.word, "Let in");

  await ask(shop.page, site.origin, { what: /^Entries of the record, too/, kinds: ["Recovery"] });
  await page.goto("about:blank");
  await page.goto(await asked(shop.page, reader));
  await page.getByText("They ask for more than this record has").waitFor();
  await page.getByText("Not in it: Recovery.").waitFor();
  assert.equal(await button(page, "Show the answer").count(), 0);
});

test("an answer that shows less than was asked for is refused with what to do, and judged once", async (t) => {
  const office = new Office();
  const own = await openSite({ settle: (folder) => office.settle(folder, office.day()) });
  atEnd(t, own.close);
  const { page, context } = await openedBrowser(t);
  const reader = await openReader(context, own.origin);
  await ask(page, own.origin, { what: /^Name and date of birth/ });
  const { hash } = new URL(await asked(page, reader));
  const message = unbase45(decodeURIComponent(hash.slice(1)).slice(4));
  // A wallet of somebody else's making answers a question for a name with a door pass.
  const holder = new Key();
  const at = now();
  const status = new Map([["status_list", new Map([["idx", 7], ["uri", office.uri]])]]);
  const claims = new Map([[1, "demo"], [2, "MS"], [4, at + DAY], [5, at - DAY], [8, new Map([[1, holder.cose]])], [65535, status], [-65537, new Map([[0, 0], [1, 1985], [2, true]])]]);
  const audience = `ask:${createHash("sha256").update("HQ1:").update(message).digest("hex").slice(0, 32)}`;
  const credential = uncbor(sign1(office.key, 293, claims));
  const header = cbor(new Map([[1, -19], [13, credential], [16, 294]]));
  const payload = cbor(new Map([[3, audience], [6, at], [39, uncbor(message).get(0)]]));
  const none = Buffer.alloc(0);
  const signature = holder.sign(cbor(["Signature1", header, none, payload]));
  const text = `HP1:${base45(cbor(new Tag(18, [header, new Map(), payload, signature])))}`;
  await giveShop(page, text);
  refused(await decide(page), "Shows less than you asked for");
  await page.getByText("Ask the visitor to film the question again and to show all that it asks for.").waitFor();
  await button(page, "Scan the next one").click();
  await question(page).waitFor();
  await later(page);
  await giveShop(page, text);
  refused(await decide(page), "Answer to another question");
});

test("a question that is over, damaged, or of a wrong clock is told with what to do; a shop asks the next by itself", async (t) => {
  const { page, context } = await openedBrowser(t);
  await getPass(page, site, "green");
  const reader = await openReader(context, site.origin);
  const shop = await openedBrowser(t);
  await ask(shop.page, site.origin);
  const link = await asked(shop.page, reader);
  await page.bringToFront();

  await page.clock.setSystemTime(Date.now() + 250_000);
  await page.goto("about:blank");
  await page.goto(link);
  await heading(page, "A door asks").waitFor();
  await button(page, "Show the answer").click();
  await answer(page).waitFor();
  await page.clock.setSystemTime(Date.now() + 301_000);
  await page.getByText("The question is over").waitFor();
  assert.equal(await page.locator(".code-symbol").count(), 0);
  for (const [given, title] of [
    [link, "The question is over"],
    [link.replace(/HQ1:.../, "HQ1:000"), "The question cannot be read"],
    ["https://example.org/menu", "This is not a door's question"],
  ]) {
    await page.goto(`${site.origin}/answer`);
    await page.getByText("No camera?").click();
    await page.getByLabel("Paste the text or link").fill(given);
    await button(page, "Check it").click();
    await page.getByText(title, { exact: true }).waitFor();
  }
  await page.clock.setSystemTime(Date.now() - 3_600_000);
  await page.goto("about:blank");
  await page.goto(link);
  await page.getByText("One of the two clocks is wrong").waitFor();

  const before = await drawn(question(shop.page));
  await shop.page.bringToFront();
  await shop.page.clock.setSystemTime(Date.now() + 200_000);
  await shop.page.waitForFunction((before) => document.querySelector(".code-symbol path")?.getAttribute("d") !== before, before);
});

test("whoever does not answer leaves nothing behind, and a code in hidden pages is gone", async (t) => {
  const { page, context } = await openedBrowser(t);
  await getPass(page, site, "green");
  const reader = await openReader(context, site.origin);
  const shop = await openedBrowser(t);
  await ask(shop.page, site.origin, { door: "Nosy Parker" });
  const link = await asked(shop.page, reader);
  await page.bringToFront();
  const before = await stored(page);
  await page.goto("about:blank");
  await page.goto(link);
  await heading(page, "A door asks").waitFor();
  assert.equal(page.url(), `${site.origin}/answer`, "the question is in no address");
  await button(page, "Do not answer").click();
  await heading(page, "Answer a door's question").waitFor();
  const after = await stored(page);
  const own = (entries) => entries.filter((entry) => entry.startsWith("tessera/"));
  assert.deepEqual(own(after), own(before));
  assert.ok(!after.some((entry) => entry.includes("Nosy") || entry.includes("HQ1")));
  await page.reload();
  await heading(page, "Answer a door's question").waitFor();

  await answered(page, reader, link);
  const hide = (hidden) => page.evaluate((hidden) => {
    if (hidden) Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    else delete document.visibilityState;
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
  await hide(true);
  await page.waitForFunction(() => !document.querySelector(".code-symbol"));
  await hide(false);
  await heading(page, "A door asks").waitFor();
});

test("a question reaches a locked wallet once it is open, a wallet without a pass, and the page that takes passes", async (t) => {
  const { page, context } = await openedBrowser(t);
  const reader = await openReader(context, site.origin);
  const shop = await openedBrowser(t);
  await ask(shop.page, site.origin);
  const question = await asked(shop.page, reader);
  await page.bringToFront();
  await page.goto(question);
  await page.getByText("No pass on this phone can answer").waitFor();
  await link(page, "Get a pass").waitFor();

  await getPass(page, site, "green");
  await page.goto(`${site.origin}/add`);
  await page.getByLabel("Paste the text or link").fill(question);
  await button(page, "Check it").click();
  await heading(page, "A door asks").waitFor();
  assert.equal(page.url(), `${site.origin}/answer`);

  await page.goto(`${site.origin}/lock`);
  await button(page, "Lock with a passphrase").click();
  const words = "four drawn words here";
  await page.getByLabel("New passphrase", { exact: true }).fill(words);
  await page.getByLabel("New passphrase once more").fill(words);
  await button(page, "Set it").click();
  await page.getByRole("status").filter({ hasText: "The lock was changed" }).first().waitFor({ timeout: 60_000 });
  await button(page, "Lock now").click();
  await heading(page, "Your passes are locked").waitFor();
  await page.goto("about:blank");
  await page.goto(question);
  await page.getByLabel("Passphrase", { exact: true }).fill(words);
  await button(page, "Unlock").click();
  await heading(page, "A door asks").waitFor({ timeout: 60_000 });
  await button(page, "Show the answer").click();
  await answer(page).waitFor();
});

test("on a stand the question and the camera are seen at once, also on a phone", async (t) => {
  const { page } = await openedBrowser(t);
  await page.goto(`${site.origin}/shop/ask`);
  await page.getByLabel("Name of this door, as visitors will read it").fill("Harbour Clinic");
  await page.getByRole("switch", { name: /^This device stands facing/ }).check();
  await button(page, "Show the question").click();
  const whole = async (locator) => {
    const box = await locator.boundingBox();
    const area = await page.locator("main").boundingBox();
    assert.ok(box.y >= area.y && box.y + box.height <= area.y + area.height, `${box.y} + ${box.height} within ${area.y} + ${area.height}`);
  };
  await question(page).waitFor();
  await whole(question(page));
  await whole(page.locator(".viewfinder"));
  await page.reload();
  await question(page).waitFor();
  await page.locator(".viewfinder").waitFor();
});
