// A booklet: asked for, delivered, used copy by copy, and the words that both screens show.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { tessera } from "../../.tools/demo-routes.mjs";
import { sealedEntries } from "./disk.mjs";
import { atEnd, film, folder, openBrowser, opened, openedSite } from "./harness.mjs";
import { button, code, heading, link, paste, request, startScanning } from "./steps.mjs";
import { stored } from "./stored.mjs";

/** A wallet with a booklet in it, as the office issues it with these options. */
async function getBooklet(page, site, ...more) {
  const answer = await site.answer("green", await request(page, site.origin), ...more);
  await page.goto(`${site.origin}/add#${answer.fragment}`);
  await button(page, "Keep it").click();
  await code(page).waitFor();
}

const keep = async (page) => {
  await heading(page, "Check before you keep it").waitFor({ timeout: 30_000 });
  await button(page, "Keep it").click();
  await code(page).waitFor();
};

/** "Codes no shop has seen": for today, and in all. */
async function supply(page) {
  const text = await page.locator(".supply").innerText();
  const [, now, all] = text.match(/(\d+) for today, (\d+) in all/) ?? [];
  return [Number(now), Number(all)];
}

/** Reads the code on a page's screen as a shop's reader does; the id of the key that signed it. */
async function holderKey(page) {
  const png = await page.locator(".code").first().screenshot();
  const text = await page.evaluate(async (base64) => {
    const worker = new Worker("/reader/worker.js", { type: "module" });
    const answer = (send) => new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message));
      send?.();
    });
    await answer();
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const frame = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const { codes } = await answer(() => worker.postMessage({ id: 7, frame, turn: -1 }, [frame]));
    worker.terminate();
    return codes[0];
  }, png.toString("base64"));
  return { text, key: await boundTo(text, page.site) };
}

/** The key that a live code is bound to, as the office's tool tells it. */
async function boundTo(text, site) {
  const config = JSON.parse(await (await fetch(`${site.origin}/config.json`)).text());
  const { stdout } = await tessera(["inspect", "-", "--lists", site.lists, "--root", config.roots[0], "--policy", "demonstration"], text);
  assert.match(stdout, /verdict +ok +accept/, stdout);
  return stdout.match(/holder key +ok +([0-9a-f]{16})/)[1];
}

const words = (page) => page.locator(".match-words").first().innerText();

test("a request asks with many keys in one sealed entry, and with the same ones until it is answered", async (t) => {
  const { site, page } = await opened(t);
  const keys = async () => (await stored(page)).filter((entry) => entry.startsWith("tessera/holder-keys/"));
  const asked = async () => {
    const text = await request(page, site.origin);
    const { stdout } = await tessera(["inspect", "-"], text);
    return stdout.match(/holder key +ok +[0-9a-f]{16}/g);
  };
  const first = await asked();
  assert.equal(first.length, 85);
  assert.equal((await keys()).length, 1);
  assert.deepEqual(await asked(), first, "a second look at the page");
  assert.equal((await keys()).length, 1);
  await getBooklet(page, site);
  assert.deepEqual(await supply(page), [2, 83]);
  await page.goto(`${site.origin}/get`);
  await page.getByLabel("The request as text").waitFor();
  assert.equal((await keys()).length, 2, "the next request has keys of its own");
});

test("each showing is of a fresh copy, a reload is one, and a new signature is none", async (t) => {
  const { site, page } = await opened(t);
  page.site = site;
  await page.clock.install();
  await getBooklet(page, site);
  const first = await holderKey(page);
  await page.clock.runFor(20_000);
  const again = await holderKey(page);
  assert.notEqual(again.text, first.text, "signed anew");
  assert.equal(again.key, first.key, "with the same copy");
  assert.deepEqual(await supply(page), [2, 83]);
  await page.reload();
  await code(page).waitFor();
  const next = await holderKey(page);
  assert.notEqual(next.key, first.key);
  assert.deepEqual(await supply(page), [1, 82]);
});

test("a showing ends when the page is hidden, and the next one is of another copy", async (t) => {
  const { site, page } = await opened(t);
  page.site = site;
  await page.addInitScript(() => {
    let state = "visible";
    Object.defineProperty(Document.prototype, "visibilityState", { get: () => state });
    window.turn = (to) => {
      state = to;
      document.dispatchEvent(new Event("visibilitychange"));
    };
  });
  await getBooklet(page, site);
  const first = await holderKey(page);
  await page.evaluate(() => window.turn("hidden"));
  await code(page).waitFor({ state: "detached" });
  assert.deepEqual(await supply(page), [2, 83]);
  await page.evaluate(() => window.turn("visible"));
  await code(page).waitFor();
  assert.notEqual((await holderKey(page)).key, first.key);
  assert.deepEqual(await supply(page), [1, 82]);
});

test("another tab shows another copy, and neither disturbs the other", async (t) => {
  const { site, page, context } = await opened(t);
  page.site = site;
  await getBooklet(page, site);
  const own = await holderKey(page);
  const other = await context.newPage();
  other.site = site;
  await other.goto(site.origin);
  await code(other).waitFor();
  const theirs = await holderKey(other);
  assert.notEqual(theirs.key, own.key);
  await page.locator(".supply", { hasText: "1 for today, 82 in all" }).waitFor();
  assert.deepEqual(await supply(other), [1, 82]);
  assert.equal((await holderKey(page)).key, own.key, "the first goes on with its copy");
});

test("two tabs that open in the same moment never show the same copy", async (t) => {
  const { site, page, context } = await opened(t);
  await getBooklet(page, site);
  await page.goto(`${site.origin}/about`);
  const tabs = await Promise.all([1, 2].map(async () => Object.assign(await context.newPage(), { site })));
  await Promise.all(tabs.map((tab) => tab.goto(site.origin)));
  await Promise.all(tabs.map((tab) => code(tab).waitFor()));
  const [one, other] = await Promise.all(tabs.map(holderKey));
  assert.notEqual(one.key, other.key);
});

test("when all of today's codes were shown it is said, the code still works, and more can be asked for", async (t) => {
  const { site, page } = await opened(t);
  page.site = site;
  await getBooklet(page, site);
  const seen = new Set([(await holderKey(page)).key]);
  for (const left of [1, 0]) {
    await page.reload();
    await code(page).waitFor();
    assert.equal((await supply(page))[0], left);
    seen.add((await holderKey(page)).key);
  }
  assert.equal(seen.size, 3);
  await page.getByText("All of today's codes were shown").waitFor();
  await page.reload();
  await code(page).waitFor();
  assert.ok(seen.has((await holderKey(page)).key), "one of them again");
  await link(page, "Ask for new codes").click();
  await page.getByLabel("The request as text").waitFor();
});

test("copies for less than three days are said to run low", async (t) => {
  const { site, page } = await opened(t);
  await getBooklet(page, site, "--days", "2");
  await page.getByText("Your codes are running low").waitFor();
  await page.getByText("All of today's codes were shown").waitFor({ state: "hidden" });
});

test("codes that are not valid yet are not said to have been shown", async (t) => {
  const { site, page } = await opened(t);
  const answer = await site.answer("not-yet-valid", await request(page, site.origin));
  await page.goto(`${site.origin}/add#${answer.fragment}`);
  await button(page, "Keep it").click();
  await page.locator(".supply", { hasText: "for today" }).waitFor();
  assert.equal(await page.getByText("This pass is not valid yet").count(), 1);
  const [now, all] = await supply(page);
  assert.equal(now, 0);
  assert.ok(all > 1);
  assert.equal(await page.getByText("All of today's codes were shown").count(), 0);
});

test("new codes take the place of the earlier ones where that is asked for, and stand beside them where it is not", async (t) => {
  const { site, page } = await opened(t);
  const add = async (instead) => {
    await page.goto(`${site.origin}/get`);
    const answer = await site.answer("green", await page.getByLabel("The request as text").inputValue());
    await page.goto(`${site.origin}/add#${answer.fragment}`);
    await heading(page, "Check before you keep it").waitFor();
    const earlier = page.getByRole("switch", { name: /^Remove the earlier one, good until / });
    assert.equal(await earlier.count(), instead === undefined ? 0 : 1);
    if (instead !== undefined) assert.ok(!(await earlier.isChecked()), "nothing goes unless it is said");
    if (instead) await earlier.check();
    await button(page, "Keep it").click();
    await code(page).waitFor();
    return (await sealedEntries(page, "passes")).map(({ id }) => id);
  };
  const first = await add();
  assert.equal(first.length, 1);
  const both = await add(false);
  assert.equal(both.length, 2);
  const after = await add(true);
  assert.equal(after.length, 2);
  assert.ok(after.includes(first[0]), "only the newest of them went");
  assert.equal((await sealedEntries(page, "uses")).length, 2);
  await page.reload();
  await code(page).waitFor();
});

test("a second answer to one request takes the first one's place, unless that is turned off, and goes on where it was", async (t) => {
  const { site, page } = await opened(t);
  await page.goto(`${site.origin}/get`);
  const asked = await page.getByLabel("The request as text").inputValue();
  const add = async () => {
    const answer = await site.answer("green", asked);
    await page.goto(`${site.origin}/add#${answer.fragment}`);
    await heading(page, "Check before you keep it").waitFor();
  };
  await add();
  await button(page, "Keep it").click();
  await code(page).waitFor();
  const [now] = await supply(page);
  await add();
  const earlier = page.getByRole("switch", { name: /^Remove the earlier one, good until / });
  assert.ok(await earlier.isChecked(), "the keys are the same");
  await button(page, "Keep it").click();
  await code(page).waitFor();
  assert.equal((await sealedEntries(page, "passes")).length, 1);
  assert.equal((await supply(page))[0], now - 1, "what was shown of the first is not fresh in the second");
  await add();
  await earlier.uncheck();
  await button(page, "Keep it").click();
  await code(page).waitFor();
  assert.equal((await sealedEntries(page, "passes")).length, 2);
  assert.equal((await supply(page))[0], now - 2, "nor in a third that stands beside it");
});

test("taking a pass out and back leaves what was shown as it was", async (t) => {
  const { site, page } = await opened(t);
  await getBooklet(page, site);
  await page.reload();
  await code(page).waitFor();
  assert.deepEqual(await supply(page), [1, 82]);
  await button(page, "Remove this pass").click();
  await button(page, "Undo").click();
  await code(page).waitFor();
  assert.deepEqual(await supply(page), [0, 81]);
});

test("a use that cannot be kept is told before anything is drawn, and the person decides", async (t) => {
  const { site, page } = await opened(t);
  await getBooklet(page, site);
  await page.addInitScript(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...given) {
      if (this.name === "uses" && !window.works) throw new DOMException("no more", "UnknownError");
      return put.apply(this, given);
    };
  });
  await page.reload();
  await button(page, "Show it anyway").waitFor();
  assert.equal(await code(page).count(), 0);
  await page.evaluate(() => (window.works = true));
  await button(page, "Try again").click();
  await code(page).waitFor();
  assert.deepEqual(await supply(page), [1, 82], "nothing was used up in the meantime");
});

test("a delivery comes as a file, as pasted text, and no half of it is kept", async (t) => {
  const { site, page } = await opened(t);
  const { dir, close } = await folder("delivery");
  atEnd(t, close);
  const answer = await site.answer("green", await request(page, site.origin));
  const bytes = await page.evaluate(([text]) => {
    const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    const out = [];
    for (let at = 4; at < text.length; at += 3) {
      const digits = [...text.slice(at, at + 3)].map((letter) => letters.indexOf(letter));
      const n = digits.reduce((sum, digit, place) => sum + digit * 45 ** place, 0);
      out.push(...(digits.length === 3 ? [n >> 8, n & 255] : [n]));
    }
    return out;
  }, [answer.text]);
  const whole = path.join(dir, "booklet.tessera");
  const half = path.join(dir, "half.tessera");
  await writeFile(whole, Buffer.from(bytes));
  await writeFile(half, Buffer.from(bytes.slice(0, bytes.length / 2)));

  await page.goto(`${site.origin}/add`);
  await paste(page, answer.text.slice(0, answer.text.length / 2));
  await page.getByText("Nothing was kept").waitFor();
  await button(page, "Try again").click();
  await page.locator("input[type=file]").first().setInputFiles(whole);
  await heading(page, "Check before you keep it").waitFor();
  await page.getByText("Single-use codes: 84").waitFor();
  await button(page, "Do not keep it").click();
  await paste(page, answer.text);
  await keep(page);
  await page.goto(`${site.origin}/add#${answer.fragment}`);
  await heading(page, "You have this pass already").waitFor();
});

test("a delivery is filmed as codes that move", async (t) => {
  const site = await openedSite(t);
  const { dir, close } = await folder("moving");
  atEnd(t, close);
  const profile = path.join(dir, "phone");
  const before = await openBrowser({ profile });
  const answer = await site.answer("green", await request(before.page, site.origin), "--days", "5");
  // A screen that shows the bytes of any text of ours as codes that move, as an office's would.
  const screen = await before.context.newPage();
  await screen.goto(`${site.origin}/request#${answer.fragment}`);
  const moving = screen.locator(".code");
  await moving.locator("path").waitFor();
  const pieces = Number.parseInt(await screen.getByText(/^\d+ codes, about \d+ seconds?$/).innerText(), 10);
  assert.ok(pieces > 2, `${pieces} codes`);
  const pictures = [];
  for (let last; pictures.length < 2 * pieces; ) {
    const drawn = await moving.locator("path").getAttribute("d");
    if (drawn !== last) pictures.push(await moving.screenshot());
    last = drawn;
  }
  await before.close();
  const camera = await film(pictures, path.join(dir, "moving.mjpeg"), { stays: 4, width: 960, quality: 70 });
  const { page, faults, close: closePhone } = await openBrowser({ profile, camera });
  atEnd(t, closePhone);
  await page.goto(`${site.origin}/add`);
  await button(page, "Scan with the camera").click();
  await button(page, "Turn the camera on").click();
  await keep(page);
  assert.deepEqual(await supply(page), [2, 14]);
  assert.deepEqual(faults, []);
});

test("a shop films the wallet's screen, and both show the same two words", async (t) => {
  const site = await openedSite(t);
  const { dir, close } = await folder("words");
  atEnd(t, close);
  const wallet = await openBrowser();
  atEnd(t, wallet.close);
  await getBooklet(wallet.page, site);
  const shown = await words(wallet.page);
  assert.match(shown, /^[a-z]+ – [a-z]+$/);
  const camera = await film([await wallet.page.locator(".code").first().screenshot()], path.join(dir, "screen.mjpeg"));
  const shop = await openBrowser({ camera });
  atEnd(t, shop.close);
  await startScanning(shop.page, site.origin);
  await heading(shop.page, "Compare with the ID card").waitFor({ timeout: 20_000 });
  assert.equal(await words(shop.page), shown);
  await button(shop.page, "Matches the ID").click();
  assert.equal(await words(shop.page), shown);
  assert.deepEqual([...wallet.faults, ...shop.faults], []);
});

test("the words change with the signature, and those before stay for a moment", async (t) => {
  const { site, page } = await opened(t);
  await page.clock.install();
  await getBooklet(page, site);
  const first = await words(page);
  const before = page.locator(".match-before").first();
  assert.equal(await before.innerText(), "");
  await page.clock.runFor(16_000);
  await page.waitForFunction((first) => document.querySelector(".match-words").textContent !== first, first);
  assert.equal(await before.innerText(), `A moment ago: ${first}`);
  await page.clock.runFor(10_000);
  await page.waitForFunction(() => document.querySelector(".match-before").textContent === "");
});
