// The wallet in a file: made, opened by another tool, restored on another phone, and everything that can be wrong with one.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { atEnd, film, folder, opened, openedBrowser, openedSite } from "./harness.mjs";
import { button, code, decide, getPass, heading, link, startScanning } from "./steps.mjs";
import { stored } from "./stored.mjs";

// Another implementation of the format, by its author.
const require = createRequire(path.join(import.meta.dirname, "../package.json"));
const { Decrypter, Encrypter } = await import(pathToFileURL(require.resolve("age-encryption")).href);

/** One more pass for a phone. */
async function addPass(page, site, id) {
  await page.goto(`${site.origin}/get`);
  const text = page.getByLabel("The request as text");
  await text.waitFor();
  const answer = await site.answer(id, await text.inputValue());
  await page.goto(`${site.origin}/add#${answer.fragment}`);
  await button(page, "Keep it").click();
  await code(page).waitFor();
}

/** "More", "Back up to a file", words on paper: the words and the file. */
async function backUp(page, site, dir) {
  await page.goto(`${site.origin}/about`);
  await link(page, "Back up to a file").click();
  await page.locator(".secret li").first().waitFor();
  const words = await page.locator(".secret li").allInnerTexts();
  assert.ok(await button(page, "Make the backup").isDisabled(), "the words come first");
  await page.getByLabel("I have written them down").check();
  const download = page.waitForEvent("download");
  await button(page, "Make the backup").click();
  const made = await download;
  assert.match(made.suggestedFilename(), /^tessera-\d{4}-\d\d-\d\d\.age$/);
  await page.getByText("The backup is made").waitFor({ timeout: 60_000 });
  const file = path.join(dir, made.suggestedFilename());
  await made.saveAs(file);
  return { words, file };
}

/** Chooses a file on the page that restores, and opens it with a passphrase where it asks for one. */
async function open(page, file, passphrase) {
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByLabel("The words or passphrase").fill(passphrase);
  await button(page, "Open it").click();
}

const fates = (page) => page.locator(".offered-fate").allInnerTexts();
const passes = async (page) => (await stored(page)).filter((entry) => entry.startsWith("tessera/passes/"));

test("a backup opens with another tool, and on a fresh phone, whose restored pass a shop lets in", async (t) => {
  const site = await openedSite(t);
  const { dir, close } = await folder("backup");
  atEnd(t, close);
  const old = await openedBrowser(t);
  await getPass(old.page, site, "green");
  await addPass(old.page, site, "guardian");
  const { words, file } = await backUp(old.page, site, dir);
  assert.equal(words.length, 8);

  const decrypter = new Decrypter();
  decrypter.addPassphrase(words.join("-"));
  const document = Buffer.from(await decrypter.decrypt(await readFile(file)));
  assert.equal(document.subarray(0, 16).toString("latin1"), "\x83\x6etessera-backup");
  assert.ok(document.includes("application/") || document.length > 500, "the passes are in it");

  const fresh = await openedBrowser(t, { deviceScaleFactor: 2 });
  await fresh.page.goto(site.origin);
  await link(fresh.page, "Restore from a file").click();
  // As people type them.
  await open(fresh.page, file, ` ${words.map((word) => word[0].toUpperCase() + word.slice(1)).join("  ")} `);
  await button(fresh.page, "Add 2 passes").waitFor({ timeout: 60_000 });
  assert.deepEqual(await fates(fresh.page), ["Will be added", "Will be added"]);
  assert.deepEqual(await passes(fresh.page), [], "nothing is kept before it is asked for");
  await button(fresh.page, "Add 2 passes").click();
  await fresh.page.getByText("2 passes were added").waitFor();
  await fresh.page.goto(site.origin);
  await code(fresh.page).waitFor();
  assert.equal(await fresh.page.locator(".picker-item").count(), 2);
  await fresh.page.getByText("MS", { exact: true }).first().click();
  await code(fresh.page).waitFor();

  const screen = await fresh.page.screenshot();
  const camera = await film([screen], path.join(dir, "screen.mjpeg"));
  const shop = await openedBrowser(t, { camera });
  await startScanning(shop.page, site.origin);
  const { hint, word } = await decide(shop.page);
  assert.deepEqual([hint, word], ["MS 1985", "Let in"]);
});

test("the page tells when the last backup was made and whether anything has changed since", async (t) => {
  const site = await openedSite(t);
  const { dir, close } = await folder("last");
  atEnd(t, close);
  const { page } = await openedBrowser(t);
  await page.goto(`${site.origin}/backup`);
  await page.getByText("There is nothing here yet").waitFor();
  await getPass(page, site, "green");
  await page.goto(`${site.origin}/backup`);
  await page.getByText("This phone has made no backup yet.").waitFor();
  await backUp(page, site, dir);
  await page.goto(`${site.origin}/backup`);
  await page.getByText(/^Last backup: .* No pass has come or gone since\.$/).waitFor();
  await addPass(page, site, "guardian");
  await page.goto(`${site.origin}/backup`);
  await page.getByText(/^Last backup: .* Something has changed since/).waitFor();
  const written = await page.evaluate(() => JSON.stringify(localStorage));
  assert.ok(!/MS|1985|HP1/.test(written), "nothing about a person");
});

test("a passphrase of one's own is long enough and typed the same twice", async (t) => {
  const site = await openedSite(t);
  const { page } = await openedBrowser(t);
  await getPass(page, site, "green");
  await page.goto(`${site.origin}/backup`);
  await button(page, "Use a passphrase of my own").click();
  const [first, second] = [page.getByLabel("The words or passphrase"), page.getByLabel("The same once more")];
  const make = button(page, "Make the backup");
  await first.fill("short");
  await page.getByText("Too short: at least 12 characters.").waitFor();
  await first.fill("eleven wise owls");
  await second.fill("eleven wise owl");
  await page.getByText("The two are not the same.").waitFor();
  assert.ok(await make.isDisabled());
  await second.fill("eleven wise owls");
  await page.getByText("Long enough. More words are better.").waitFor();
  const download = page.waitForEvent("download");
  await make.click();
  const decrypter = new Decrypter();
  decrypter.addPassphrase("eleven wise owls");
  const bytes = await readFile(await (await download).path());
  assert.ok((await decrypter.decrypt(bytes)).length > 100);
});

test("other words, a damaged file, another file and a newer version are told apart, and nothing is lost", async (t) => {
  const site = await openedSite(t);
  const { dir, close } = await folder("wrong");
  atEnd(t, close);
  const { page } = await openedBrowser(t);
  await getPass(page, site, "green");
  const { words, file } = await backUp(page, site, dir);
  const before = await passes(page);
  const bytes = await readFile(file);
  const put = async (name, content) => {
    await writeFile(path.join(dir, name), content);
    return path.join(dir, name);
  };
  const sealed = async (content) => {
    const encrypter = new Encrypter();
    encrypter.setScryptWorkFactor(10);
    encrypter.setPassphrase("one two three");
    return encrypter.encrypt(content);
  };
  const damaged = Buffer.from(bytes);
  damaged[damaged.length - 1] ^= 1;
  const newer = Buffer.concat([Buffer.from([0x83, 0x6e]), Buffer.from("tessera-backup"), Buffer.from([0x02, 0xf6])]);
  const secret = words.join("-");
  const costly = Buffer.from(bytes.toString("latin1").replace(/^(.*\n-> scrypt \S+) \d+\n/, "$1 40\n"), "latin1");
  const cases = [
    [await put("cut.age", bytes.subarray(0, bytes.length - 9)), secret, "The file is damaged"],
    [await put("damaged.age", damaged), secret, "The file is damaged"],
    [await put("costly.age", costly), secret, "This is more than a backup"],
    [await put("text.txt", "HP1:6BF"), secret, "This is not a backup"],
    [await put("other.age", await sealed("a letter")), "one two three", "There is no wallet in this file"],
    [await put("newer.age", await sealed(newer)), "one two three", "This backup is of a newer version"],
  ];
  await page.goto(`${site.origin}/restore`);
  for (const [name, passphrase, title] of cases) {
    await open(page, name, passphrase);
    await page.getByRole("alert").getByText(title, { exact: true }).waitFor({ timeout: 60_000 });
    await heading(page, "Restore a backup").waitFor();
  }
  await open(page, file, `${secret}-more`);
  await page.getByRole("alert").getByText("These words do not open it").waitFor({ timeout: 60_000 });
  // The file is still chosen.
  await page.getByLabel("The words or passphrase").fill(secret);
  await button(page, "Open it").click();
  await page.getByText("Nothing is missing here").waitFor({ timeout: 60_000 });
  assert.deepEqual(await passes(page), before);
});

test("restoring over other passes adds what is missing and leaves the others as they are", async (t) => {
  const site = await openedSite(t);
  const { dir, close } = await folder("merge");
  atEnd(t, close);
  const { page } = await openedBrowser(t);
  await getPass(page, site, "green");
  await addPass(page, site, "guardian");
  const { words, file } = await backUp(page, site, dir);
  await page.goto(site.origin);
  await code(page).waitFor();
  await button(page, "Remove this pass").click();
  await page.getByText("Removed", { exact: false }).first().waitFor();
  await addPass(page, site, "paper");
  const before = await passes(page);
  assert.equal(before.length, 2);

  await page.goto(`${site.origin}/restore`);
  await open(page, file, words.join(" "));
  await button(page, "Add 1 pass").waitFor({ timeout: 60_000 });
  assert.deepEqual((await fates(page)).sort(), ["Here already", "Will be added"]);
  await button(page, "Add 1 pass").click();
  await page.getByText("1 pass was added").waitFor();
  const after = await passes(page);
  assert.equal(after.length, 3);
  assert.ok(before.every((entry) => after.includes(entry)), "the others are byte for byte what they were");
  await page.goto(site.origin);
  await code(page).waitFor();
  assert.equal(await page.locator(".picker-item").count(), 3);
});
