// A household on one phone: people with names and an order, each with their passes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { opened } from "./harness.mjs";
import { button, code, getPass, heading, link } from "./steps.mjs";
import { stored } from "./stored.mjs";

const cards = (page) => page.locator(".picker-name").allInnerTexts();

/** One more pass, asked for on the page for it: a wallet with a pass does not begin with the question. */
async function another(page, site, id) {
  await page.goto(`${site.origin}/get`);
  const text = page.getByLabel("The request as text");
  await text.waitFor();
  const answer = await site.answer(id, await text.inputValue());
  await page.goto(`${site.origin}/add#${answer.fragment}`);
  await heading(page, "Check before you keep it").waitFor();
  await button(page, "Keep it").click();
  await code(page).waitFor();
}

/** Names somebody on the page of people. */
async function add(page, name) {
  await page.locator("#person-new").fill(name);
  await button(page, "Add a person").click();
  await page.locator(`input[id^="person-"]:not(#person-new)`).last().waitFor();
  await page.waitForFunction((wanted) => [...document.querySelectorAll('input[id^="person-"]')].some((field) => field.value === wanted), name);
}

/** Says whose the pass at a place is. */
const give = (page, place, name) => page.locator('select[id^="whose-"]').nth(place).selectOption({ label: name });

test("a household names its people, says whose each pass is, and puts them in order", async (t) => {
  const { site, page } = await opened(t);
  await getPass(page, site, "green");
  await another(page, site, "guardian");
  await page.goto(`${site.origin}/people`);
  await heading(page, "People in this wallet").waitFor();
  await add(page, "Mira");
  await add(page, "奶奶");
  await give(page, 0, "Mira");
  await give(page, 1, "奶奶");
  await button(page, "Move 奶奶 up").click();
  await page.waitForFunction(() => document.querySelector('input[id^="person-"]').value === "奶奶");
  await link(page, "Back").click();
  await code(page).waitFor();
  assert.deepEqual(await cards(page), ["奶奶", "Mira"]);

  await page.getByRole("link", { name: /^奶奶/ }).click();
  await page.getByText("You show this for somebody in your care. The door is told so.").waitFor();
  await page.reload();
  await code(page).waitFor();
  assert.equal(await page.locator('.picker-item[aria-current="page"] .picker-name').innerText(), "奶奶", "who was shown last is shown first");
  assert.ok((await stored(page)).every((entry) => !entry.includes("奶奶") && !entry.includes("Mira")), "the names are sealed");
  assert.ok(!JSON.stringify(await page.evaluate(() => ({ ...localStorage }))).includes("奶奶"));
});

test("a new pass of somebody who is known is offered to them, and a name that cannot be kept says why", async (t) => {
  const { site, page } = await opened(t);
  await getPass(page, site, "green");
  await page.goto(`${site.origin}/people`);
  await add(page, "Mira");
  await give(page, 0, "Mira");
  for (const [name, title] of [["Mira", "Somebody has this name already"], ["  ", "This name cannot be kept"], ["a\u202eb", "This name cannot be kept"]]) {
    await page.locator("#person-new").fill(name);
    await button(page, "Add a person").click();
    await page.locator(".advice-title", { hasText: title }).waitFor();
  }
  await link(page, "Back").click();
  await code(page).waitFor();
  await page.goto(`${site.origin}/get`);
  const text = page.getByLabel("The request as text");
  await text.waitFor();
  const answer = await site.answer("green", await text.inputValue());
  await page.goto(`${site.origin}/add#${answer.fragment}`);
  await heading(page, "Check before you keep it").waitFor();
  assert.equal(await page.locator("#whose option:checked").innerText(), "Mira");
  await button(page, "Keep it").click();
  await code(page).waitFor();
  await page.getByText("Other passes of the same person").waitFor();
});

test("somebody who is removed leaves their passes, and a second tab sees it", async (t) => {
  const { site, page, context } = await opened(t);
  await getPass(page, site, "green");
  await another(page, site, "guardian");
  await page.goto(`${site.origin}/people`);
  await add(page, "Mira");
  await give(page, 0, "Mira");
  const second = await context.newPage();
  await second.goto(`${site.origin}/`);
  await code(second).waitFor();
  assert.ok((await cards(second)).includes("Mira"));
  await button(page, "Remove Mira").click();
  await page.getByText("Removed. Their passes are still here.").waitFor();
  await second.waitForFunction(() => ![...document.querySelectorAll(".picker-name")].some((name) => name.textContent === "Mira"));
  assert.equal((await cards(second)).length, 2);
});

test("a pass that runs out says so ahead, moves to the past when it has, and can be removed and taken back", async (t) => {
  const { site, page } = await opened(t);
  const day = 86_400_000;
  await getPass(page, site, "green");
  const at = (days) => page.clock.setFixedTime(Date.now() + days * day);
  await at(26);
  await page.reload();
  await page.getByText(/^Expires in \d/).waitFor();
  await page.clock.setFixedTime(Date.now());
  await another(page, site, "guardian");
  await at(29);
  await page.goto(`${site.origin}/`);
  await page.getByText("Past passes").waitFor();
  await page.getByText("Past passes").click();
  const past = page.locator(".past-item");
  assert.ok((await past.count()) >= 1);
  await past.first().click();
  await page.getByText("This pass has expired").waitFor();
  const before = await past.count();
  await button(page, "Remove this pass").click();
  await page.getByText("Pass removed").waitFor();
  await button(page, "Undo").click();
  await page.waitForFunction((wanted) => document.querySelectorAll(".past-item").length === wanted, before);
});
