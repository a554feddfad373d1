// The record: three levels of disclosure, each code held against the list on the screen, claim by claim; appointments; the portrait.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { openReader, readLive, unbase45 } from "./codes.mjs";
import { atEnd, film, folder, openBrowser, opened } from "./harness.mjs";
import { button, code, heading, link, next, pasteAtShop, request, startScanning, verdict } from "./steps.mjs";
import { stored } from "./stored.mjs";

const METHODS = ["Nucleic acid", "Antigen", "Antibodies"];
const FINDINGS = ["Negative", "Positive", "Inconclusive, to be repeated"];
const COLOURS = ["Green: nothing abnormal", "Yellow: home observation", "Red: central observation"];

/** What the list on the screen has to say about the claims of a code, line by line, in the words of the screen. */
async function linesOf(page, claims) {
  const { day, moment } = await page.evaluate(
    ({ days, moments }) => {
      const form = (options) => (at) => new Intl.DateTimeFormat(navigator.languages[0], options).format(at * 1000);
      const [asDay, asMoment] = [form({ dateStyle: "medium", timeZone: "UTC" }), form({ dateStyle: "medium", timeStyle: "short" })];
      return {
        day: Object.fromEntries(days.map((at) => [at, asDay(at * 86_400)])),
        moment: Object.fromEntries(moments.map((at) => [at, asMoment(at)])),
      };
    },
    { days: numbers(claims).filter((n) => n < 100_000), moments: numbers(claims).filter((n) => n > 1_000_000_000 && n < 10_000_000_000) },
  );
  const birth = (text) => day[Date.parse(text) / 86_400_000];
  const body = claims.get(-65537);
  const isRecord = !body.has(1);
  const lines = [];
  const say = (name, value) => value !== undefined && lines.push([name, String(value)]);
  say(isRecord ? "Name" : "Initials", claims.get(2));
  say("Birth year", body.get(1));
  if (body.has(4)) say("Date of birth", birth(body.get(4)));
  say("Status", COLOURS[body.get(0)]);
  say("Valid from", moment[claims.get(5)]);
  say("Valid until", moment[claims.get(4)]);
  say("Kind", isRecord ? "Record, bound to a phone" : "Live pass, bound to a phone");
  if (body.get(3)) say("Shown by", "A guardian, for somebody in their care");
  if (claims.has(6)) say("Issued", moment[claims.get(6)]);
  say("Entry in the office's status list", claims.get(65535)?.get("status_list").get("idx"));
  for (const item of body.get(5) ?? []) {
    const [kind, one, two, three, four, five] = [0, 1, 2, 3, 4, 5].map((key) => item.get(key));
    if (kind === 0) {
      lines.push(["Method", METHODS[one]], ["Result", FINDINGS[two]], ["Sample taken", moment[three]], ["Place", four]);
    } else if (kind === 1) {
      lines.push(["Against", one], ["Vaccine", two], ["Dose", `${three} of ${four}`], ["Date", day[five]]);
    } else if (kind === 2) {
      lines.push(["From", day[one]], ["Until", day[two]]);
    } else {
      lines.push(["Begins", moment[one]], ["Place", two], ["For", three]);
    }
  }
  return { lines, kinds: (body.get(5) ?? []).map((item) => ["Test", "Vaccination", "Recovery", "Appointment"][item.get(0)]), portrait: body.has(6) };
}

/** Every number in some claims, and days in texts. */
function numbers(value) {
  if (typeof value === "number") return [value];
  if (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value)) return [Date.parse(value) / 86_400_000];
  if (value instanceof Map) return [...value.values()].flatMap(numbers);
  return Array.isArray(value) ? value.flatMap(numbers) : [];
}

/** "What they will learn", as it stands on the screen. Who signed it is a name of the trust list and in no code. */
async function listed(page, within = ".disclosure") {
  const area = page.locator(within).first();
  const names = await area.locator(".claim dt").allTextContents();
  const values = await area.locator(".claim dd").allTextContents();
  const lines = names.map((name, place) => [name, values[place].replace(/[\u2066-\u2069\u200e\u200f]/g, "")]);
  const own = lines.filter(([name]) => !["Signed by", "Region", "This phone's key for this pass"].includes(name));
  return {
    lines: own,
    kinds: await area.locator(".item-kind").allTextContents(),
    portrait: (await area.getByRole("img", { name: "Portrait" }).count()) === 1,
  };
}

const recordCode = (page) => page.getByRole("img", { name: "QR code of what you chose from your record" });

/** A wallet with the door passes and the record of a resident, as the office delivers them: in one piece. */
async function getBoth(page, site, id) {
  const answer = await site.answer(id, await request(page, site.origin), "--with-record");
  await page.goto(`${site.origin}/add#${answer.fragment}`);
  await heading(page, "Check before you keep it").waitFor();
  await button(page, "Keep it").click();
  await code(page).waitFor();
}

/** What the code on the screen says. */
async function read(page, reader) {
  const text = await reader.text(await page.locator(".code").first().screenshot());
  assert.match(text, /^HP1:/);
  return readLive(unbase45(text.slice(4)));
}

const level = (page, name) => page.getByRole("radio", { name, exact: true });
const toggle = (page, name) => page.getByRole("switch", { name });

test("at each level the code says what the list on the screen says, claim by claim, and nothing else", async (t) => {
  const { site, page, context } = await opened(t, { locale: "en-GB" });
  await getBoth(page, site, "guardian");
  const reader = await openReader(context, site.origin);
  await page.bringToFront();

  // The door is where it starts, and its code is there at once.
  assert.ok(await level(page, "Door").isChecked());
  await page.getByText("What they will learn").click();
  const door = await read(page, reader);
  assert.equal(door.closed, 0, "nothing is hidden in a door pass");
  assert.deepEqual(await listed(page, ".learn"), await linesOf(page, door.claims));

  // An identity check: the list comes first, then the code.
  await level(page, "Identity check").check({ force: true });
  await heading(page, "What they will learn").waitFor();
  assert.equal(await page.locator(".code-symbol").count(), 0, "no code before the list was seen");
  const before = await listed(page);
  await button(page, "Show the code").click();
  await recordCode(page).waitFor();
  const identity = await read(page, reader);
  assert.deepEqual(before, await linesOf(page, identity.claims));
  assert.deepEqual([...identity.claims.get(-65537).keys()].sort(), [0, 2, 3, 4, 5], "colour, flags, birth date, and an empty list");
  assert.equal(identity.claims.get(-65537).get(5).length, 0);
  assert.equal(identity.closed, 3, "each entry is closed");
  await button(page, "Done").click();
  assert.ok(await level(page, "Door").isChecked());
  await code(page).waitFor();

  // Details, several ways.
  const choices = [["Test"], ["Vaccination", "Appointment"], ["Name", "Date of birth"], ["Name", "Date of birth", "Test", "Vaccination", "Appointment"]];
  for (const choice of choices) {
    await level(page, "Details").check({ force: true });
    await page.getByText("Choose what to show").waitFor();
    assert.ok(await toggle(page, "Name").isChecked(), "as for an identity check");
    for (const name of ["Name", "Date of birth", "Test", "Vaccination", "Appointment"]) {
      await toggle(page, new RegExp(`^${name}`)).setChecked(choice.includes(name));
    }
    const list = await listed(page);
    await button(page, "Show the code").click();
    await recordCode(page).waitFor();
    const shown = await read(page, reader);
    assert.deepEqual(list, await linesOf(page, shown.claims), choice.join());
    assert.equal(shown.closed, 5 - choice.length, `${choice.join()}: the rest is closed`);
    assert.equal(shown.binding.get(3), "door");
    await button(page, "Done").click();
    await code(page).waitFor();
  }
});

test("the level falls back to the door when the page is hidden, after a showing, and when the page is opened anew", async (t) => {
  const { site, page } = await opened(t);
  await getBoth(page, site, "guardian");
  const hide = (hidden) => page.evaluate((hidden) => {
    if (hidden) Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    else delete document.visibilityState;
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
  await level(page, "Details").check({ force: true });
  await toggle(page, /^Test/).check();
  await button(page, "Show the code").click();
  await recordCode(page).waitFor();
  await hide(true);
  await page.waitForFunction(() => !document.querySelector(".code-symbol"));
  await hide(false);
  await code(page).waitFor();
  assert.ok(await level(page, "Door").isChecked());
  await level(page, "Details").check({ force: true });
  assert.ok(!(await toggle(page, /^Test/).isChecked()), "nor is the choice remembered");

  await button(page, "Show the code").click();
  await recordCode(page).waitFor();
  await page.clock.setSystemTime(new Date(Date.now() + 125_000));
  await code(page).waitFor();
  assert.ok(await level(page, "Door").isChecked(), "two minutes later");

  await level(page, "Identity check").check({ force: true });
  await page.reload();
  await code(page).waitFor();
  assert.ok(await level(page, "Door").isChecked());
});

test("a shop sees what was disclosed and nothing more, and forgets it with the sheet", async (t) => {
  const { site, page, context } = await opened(t);
  await getBoth(page, site, "guardian");
  const reader = await openReader(context, site.origin);
  await page.bringToFront();
  const shop = await openBrowser();
  atEnd(t, shop.close);
  await startScanning(shop.page, site.origin);

  const show = async (names) => {
    await level(page, "Details").check({ force: true });
    for (const name of ["Name", "Date of birth", "Test", "Vaccination", "Appointment"]) {
      await toggle(page, new RegExp(`^${name}`)).setChecked(names.includes(name));
    }
    await button(page, "Show the code").click();
    await recordCode(page).waitFor();
    const text = await reader.text(await page.locator(".code").first().screenshot());
    await button(page, "Done").click();
    await pasteAtShop(shop.page, text);
  };
  const facts = async () => {
    const hint = shop.page.locator(".compare-hint");
    return [await hint.locator("dt").allTextContents(), await shop.page.locator(".compare .item-kind").allTextContents()];
  };

  await show(["Name", "Date of birth"]);
  await heading(shop.page, "Compare with the ID card").waitFor();
  assert.deepEqual(await facts(), [["Name", "Date of birth"], []]);
  await shop.page.getByText("Little Sample 样小").waitFor();
  await button(shop.page, "Matches the ID").click();
  assert.equal((await verdict(shop.page)).word, "Let in");
  await next(shop.page);

  // The same record again at the same door: that is said first, and somebody decides.
  const again = async () => {
    assert.equal((await verdict(shop.page)).word, "Already let in here");
    await button(shop.page, "Go on").click();
  };
  await show(["Name", "Vaccination"]);
  await again();
  await heading(shop.page, "Compare with the ID card").waitFor();
  assert.deepEqual(await facts(), [["Name"], ["Vaccination"]]);
  await shop.page.getByText("Demovac").waitFor();
  await button(shop.page, "Does not match").click();
  await next(shop.page);

  // Without a name there is nobody to compare, and so nobody to let in.
  await show(["Test"]);
  await again();
  await heading(shop.page, "What the visitor shows").waitFor();
  assert.deepEqual(await facts(), [[], ["Test"]]);
  assert.equal(await button(shop.page, "Matches the ID").count(), 0);
  await next(shop.page);
  assert.equal(await shop.page.getByText("Negative").count(), 0);
  const left = (await stored(shop.page)).join("\n");
  for (const word of ["Little Sample", "Demovac", "样小", "Negative"]) assert.ok(!left.includes(word), `${word} was written down`);
  assert.deepEqual(shop.faults, []);
});

test("a portrait is shown only when it is chosen, by a code that moves, and a shop that films it sees the picture", async (t) => {
  const { site, page } = await opened(t);
  const { dir, close } = await folder("portrait");
  atEnd(t, close);
  await getBoth(page, site, "green");
  await level(page, "Details").check({ force: true });
  assert.ok(!(await toggle(page, "Portrait").isChecked()));
  assert.equal(await page.getByRole("img", { name: "Portrait" }).count(), 0, "nor is it on the screen before");
  await toggle(page, "Portrait").check();
  await page.locator(".disclosure").getByRole("img", { name: "Portrait" }).waitFor();
  await button(page, "Show the code").click();
  const moving = page.getByRole("img", { name: "Moving QR code of what you chose from your record" });
  await moving.waitFor();
  const pieces = Number.parseInt(await page.getByText(/^\d+ codes, about/).innerText(), 10);
  const pictures = [];
  let last;
  while (pictures.length < 3 * pieces) {
    const drawn = await moving.locator("path").getAttribute("d");
    if (drawn === last) await page.waitForTimeout(10);
    else pictures.push(await page.locator(".code").screenshot());
    last = drawn;
  }
  const camera = await film(pictures, path.join(dir, "portrait.mjpeg"), { stays: 4, width: 960, quality: 70 });
  const shop = await openBrowser({ camera });
  atEnd(t, shop.close);
  await startScanning(shop.page, site.origin);
  await shop.page.getByText("A code in several parts. Keep filming.").or(heading(shop.page, "Compare with the ID card")).first().waitFor({ timeout: 20_000 });
  await heading(shop.page, "Compare with the ID card").waitFor({ timeout: 30_000 });
  const picture = shop.page.getByRole("img", { name: "Portrait" });
  await picture.waitFor();
  await shop.page.waitForFunction(() => document.querySelector(".portrait").naturalWidth > 0);
  assert.deepEqual(await picture.evaluate((image) => [image.naturalWidth, image.naturalHeight]), [160, 200]);
  await shop.page.getByText("Mei Sample 样梅").waitFor();
  assert.equal(await shop.page.locator(".compare .item-kind").count(), 0, "no entry came with it");
  await button(shop.page, "Matches the ID").click();
  assert.equal((await verdict(shop.page)).word, "Let in");
  assert.deepEqual(shop.faults, []);
});

test("records are sorted, what is coming first, and an appointment goes into a calendar", async (t) => {
  const { site, page } = await opened(t);
  await getBoth(page, site, "guardian");
  await link(page, "Records and appointments").click();
  await heading(page, "Records and appointments").waitFor();
  await page.locator(".item-kind").first().waitFor();
  assert.deepEqual(await page.getByRole("heading", { level: 2 }).allTextContents(), ["Coming", "Past"]);
  assert.deepEqual(await page.locator(".item-kind").allTextContents(), ["Appointment", "Test", "Vaccination"]);

  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Put into the calendar").click()]);
  assert.equal(download.suggestedFilename(), "appointment.ics");
  const file = await readFile(await download.path(), "utf8");
  const event = parseCalendar(file);
  assert.equal(event.SUMMARY, "Second dose 第二剂");
  assert.equal(event.LOCATION, "Sample Clinic 样本诊所");
  const begins = Date.parse(event.DTSTART.replace(/(....)(..)(..)T(..)(..)(..)Z/, "$1-$2-$3T$4:$5:$6Z"));
  const ahead = begins - Date.now();
  assert.ok(ahead > 4 * 86_400_000 && ahead <= 5 * 86_400_000, event.DTSTART);
});

/** The one event of a calendar file (RFC 5545), read strictly. */
function parseCalendar(file) {
  assert.ok(file.endsWith("\r\n") && !/[^\r]\n|\r[^\n]/.test(file), "lines end as they must");
  for (const line of file.split("\r\n")) assert.ok(Buffer.byteLength(line) <= 75, line);
  const lines = file.replaceAll("\r\n ", "").trimEnd().split("\r\n");
  assert.deepEqual([lines[0], lines[1], lines.at(-1)], ["BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR"]);
  const begin = lines.indexOf("BEGIN:VEVENT");
  const end = lines.indexOf("END:VEVENT");
  assert.ok(begin > 0 && end === lines.length - 2);
  const unescape = (text) => text.replace(/\\([\\;,])/g, "$1");
  return Object.fromEntries(lines.slice(begin + 1, end).map((line) => {
    const [, name, value] = line.match(/^([A-Z-]+):(.*)$/);
    return [name, unescape(value)];
  }));
}
