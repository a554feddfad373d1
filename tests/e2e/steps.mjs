// What a person does, in words: each step finds things as a person does, by their names on the screen.
import assert from "node:assert/strict";

export const button = (page, name) => page.getByRole("button", { name, exact: true });
export const link = (page, name) => page.getByRole("link", { name, exact: true });
export const heading = (page, name) => page.getByRole("heading", { name, exact: true });

/** "Get a pass": the request's text. */
export async function request(page, origin) {
  await page.goto(`${origin}/`);
  await link(page, "Get a pass").click();
  const text = page.getByLabel("The request as text");
  await text.waitFor();
  const request = await text.inputValue();
  assert.match(request, /^HP1:/);
  return request;
}

/** A wallet with the pass of one resident in it: asked for, answered by the office, checked, kept. */
export async function getPass(page, site, id) {
  const answer = await site.answer(id, await request(page, site.origin));
  await page.goto(`${site.origin}/add#${answer.fragment}`);
  await heading(page, "Check before you keep it").waitFor();
  await button(page, "Keep it").click();
  await code(page).waitFor();
  return answer;
}

/** The live code on the screen. */
export const code = (page) => page.getByRole("img", { name: "QR code of your pass, for scanning at a door" }).first();

/** The passphrase of a lock, where a test does not care which. */
export const PASSPHRASE = "lemon river candle forty";

/** Types the passphrase of a locked wallet. */
export async function unlock(page, passphrase = PASSPHRASE) {
  await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
  await button(page, "Unlock").click();
}

/** Pastes a text into the field that takes passes. */
export async function paste(page, text) {
  await page.getByLabel("Paste the text or link").fill(text);
  await button(page, "Check it").click();
}

/** The viewfinder with the camera on. */
export async function startScanning(page, origin) {
  await page.goto(`${origin}/shop`);
  await link(page, "Start scanning").click();
  // The explanation comes once; afterwards the camera starts by itself.
  const on = button(page, "Turn the camera on");
  if (await on.isVisible().catch(() => false)) await on.click();
}

/** The viewfinder's other way in, for texts. */
export async function pasteAtShop(page, text) {
  const field = page.getByLabel("Paste the text or link");
  if (!(await field.isVisible())) await page.getByText("No camera?").click();
  await paste(page, text);
}

/** The verdict's word, its reason if it has one, and the mark of a specimen. */
export async function verdict(page) {
  const shown = page.getByRole("alert").filter({ has: page.getByRole("heading") });
  // In one go: an accept leaves by itself.
  const [word, ...lines] = (await shown.innerText()).split("\n").map((line) => line.trim()).filter(Boolean);
  return { word, reason: lines[0], lines };
}

/** From the moment a code is seen to the verdict, saying that the ID card matches. */
export async function decide(page) {
  const compare = heading(page, "Compare with the ID card");
  const told = page.getByRole("button", { name: "Scan the next one" });
  await compare.or(told).first().waitFor({ timeout: 20_000 });
  if (!(await compare.isVisible())) return { hint: null, ...(await verdict(page)) };
  const hint = (await page.locator("dd").allInnerTexts()).join(" ");
  await button(page, "Matches the ID").click();
  return { hint, ...(await verdict(page)) };
}

/** On to the next visitor. An accept leaves by itself, perhaps before the finger is there. */
export async function next(page) {
  await button(page, "Scan the next one").click({ timeout: 2_000 }).catch(() => undefined);
  await heading(page, "Scan a pass").waitFor();
}

/** The page of the lists, once it shows which are in force and what came of the attempt that each start makes. */
export async function openLists(page, origin) {
  await page.goto(`${origin}/shop/lists`);
  await page.locator(".claims").first().waitFor();
  await page.locator(".page > .advice").first().waitFor();
}

/** The number of the lists in force, as their page shows it. */
export const listsNumber = async (page) => Number(await page.locator(".page > .claims").first().locator("dd").first().innerText());

/** Presses "Update now" and gives the title of what came of it. */
export async function updateNow(page) {
  const told = page.locator(".page > .advice:not([data-seen]) > .advice-title");
  // What an attempt before this one said does not count, nor one that is still going on.
  await page.locator(".ways-state").filter({ hasNotText: /./ }).first().waitFor({ state: "attached" });
  await page.evaluate(() => document.querySelectorAll(".advice").forEach((advice) => (advice.dataset.seen = "yes")));
  await button(page, "Update now").click();
  return (await told.first().innerText()).trim();
}
