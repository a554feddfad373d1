// Lists that must change nothing: a host or a network that is bad, and whoever would like to have a say and has none.
import assert from "node:assert/strict";
import { test } from "node:test";
import zlib from "node:zlib";
import { atEnd, openBrowser, openSite } from "./harness.mjs";
import { DAY, HOUR, Key, Office, STANDING, entries, fileName, now } from "./office.mjs";
import { decide, listsNumber, next, openLists, pasteAtShop, updateNow } from "./steps.mjs";

const SNAPSHOT = "/lists/snapshot.cwt";

/** A shop that has the lists of day 1. */
async function opened(t, first) {
  const office = new Office();
  const site = await openSite({ settle: (folder) => office.settle(folder, first?.(office) ?? office.day()) });
  atEnd(t, site.close);
  const browser = await openBrowser();
  atEnd(t, browser.close);
  await openLists(browser.page, site.origin);
  return { office, site, ...browser };
}

/** Answers one path with these bytes, or part of them. */
function answer(site, where, bytes, { length = bytes.length, head = {}, status = 200, times = Infinity } = {}) {
  let left = times;
  site.interfere = (req, res, pathname) => {
    if (!(typeof where === "string" ? pathname === where : where.test(pathname)) || left === 0) return false;
    left -= 1;
    res.writeHead(status, { "Content-Length": length, ...head });
    res.end(bytes);
    // Less than was announced: the line is cut.
    if (length > bytes.length) res.socket.end();
    return true;
  };
}

const honest = (site) => (site.interfere = () => false);

/** After the fault: the lists are those of before, and honest newer ones are taken. */
async function recovers({ office, site, page }, number) {
  assert.equal(await listsNumber(page), number);
  honest(site);
  await office.publish(site.lists, office.day({ number: number + 50, at: now() }));
  assert.equal(await updateNow(page), "The lists were updated");
  assert.equal(await listsNumber(page), number + 50);
}

test("a download that is cut anywhere changes nothing and is told", async (t) => {
  const shop = await opened(t);
  const { office, site, page } = shop;
  const day = office.day({ number: 2, at: now() });
  await office.publish(site.lists, day);
  const places = (length) => [0, 1, 2, 3, Math.floor(length / 4), Math.floor(length / 2), length - 65, length - 64, length - 1];
  for (const place of places(day.snapshot.length)) {
    answer(site, SNAPSHOT, day.snapshot.subarray(0, place), { length: day.snapshot.length });
    assert.equal(await updateNow(page), "The lists could not be fetched", `the line is cut after ${place} bytes`);
    answer(site, SNAPSHOT, day.snapshot.subarray(0, place));
    assert.equal(await updateNow(page), "Damaged, or not lists at all", `${place} bytes as if they were all`);
  }
  for (const file of day.files) {
    const where = `/lists/${fileName(file).toString("hex")}.cwt`;
    for (const place of places(file.length)) {
      answer(site, where, file.subarray(0, place), { length: file.length });
      assert.equal(await updateNow(page), "The lists could not be fetched", `${where} is cut after ${place} bytes`);
      answer(site, where, file.subarray(0, place));
      assert.equal(await updateNow(page), "A part of the lists is missing", `${place} bytes of ${where} as if they were all`);
    }
  }
  await recovers(shop, 1);
  assert.deepEqual(shop.faults, []);
});

test("a host that sends too much, something else, or nothing changes nothing", async (t) => {
  const shop = await opened(t);
  const { office, site, page } = shop;
  const cases = [
    [SNAPSHOT, Buffer.alloc((128 << 10) + 1, 0xd2), {}, "Too large to be lists"],
    [SNAPSHOT, Buffer.from("<!doctype html>Please sign in"), {}, "Damaged, or not lists at all"],
    [SNAPSHOT, Buffer.from("gone"), { status: 404 }, "The host gave no lists"],
    [SNAPSHOT, Buffer.from("busy"), { status: 503 }, "The host gave no lists"],
    [SNAPSHOT, Buffer.alloc(0), { status: 302, head: { Location: "/config.json" } }, "The lists could not be fetched"],
    [/[0-9a-f]{32}/, Buffer.alloc((4 << 20) + 1), {}, "Too large to be lists"],
    [/[0-9a-f]{32}/, Buffer.from("gone"), { status: 404 }, "The host gave no lists"],
  ];
  await office.publish(site.lists, office.day({ number: 2, at: now() }));
  for (const [where, bytes, how, title] of cases) {
    answer(site, where, bytes, how);
    assert.equal(await updateNow(page), title, `${where} with ${bytes.length} bytes, ${JSON.stringify(how)}`);
    assert.equal(await listsNumber(page), 1);
  }
  await site.stop();
  assert.equal(await updateNow(page), "The lists could not be fetched");
  await site.start();
  await recovers(shop, 1);
});

test("a file that some cache keeps damaged is asked for past the cache", async (t) => {
  const { office, site, page } = await opened(t);
  await office.publish(site.lists, office.day({ number: 2, at: now() }));
  answer(site, /[0-9a-f]{32}/, Buffer.from("damaged"), { times: 1 });
  assert.equal(await updateNow(page), "The lists were updated");
  assert.equal(await listsNumber(page), 2);
});

/** What is offered in place of honest lists, and the title that says so. */
const OFFERS = {
  "of a number that was before": [(office) => office.day({ number: 4, at: now() }), "Older than the present lists"],
  "of the same number with another content": [(office) => office.day({ number: 5, at: now() }), "Older than the present lists"],
  "made before those that are known": [(office) => office.day({ number: 6, at: now() - 3 * HOUR }), "Older than the present lists"],
  "with a trust list of a former number": [
    (office) => office.day({ number: 6, at: now(), trust: office.trust({ number: 4, at: now() }) }),
    "Older than the present lists",
  ],
  "whose time is over": [(office) => office.day({ number: 6, at: now() - 1_000, life: 500 }), "These lists have expired"],
  "signed by one root too few": [
    (office) => office.day({ number: 6, at: now(), trust: office.trust({ number: 6, at: now(), signers: [office.roots[0]] }) }),
    "The lists are not signed as they must be",
  ],
  "signed twice by one root": [
    (office) => office.day({ number: 6, at: now(), trust: office.trust({ number: 6, at: now(), signers: [office.roots[0], office.roots[0]] }) }),
    "The lists are not signed as they must be",
  ],
  "signed by a key that nobody listed": [(office) => office.day({ number: 6, at: now(), key: new Key() }), "The lists are not signed as they must be"],
  "signed by a key that is retired": [
    (office) => office.day({ number: 6, at: now(), trust: office.trust({ number: 6, at: now(), keys: [office.card({ retired: now() - DAY })] }) }),
    "The lists are not signed as they must be",
  ],
  "with a status list in another's place": [
    (office) => office.day({ number: 6, at: now(), list: office.status({ at: now(), uri: `${office.uri}0` }) }),
    "The lists do not belong together",
  ],
  "with a status list at an address that is not the office's": [
    (office) => office.day({ number: 6, at: now(), list: office.status({ at: now(), uri: "https://elsewhere.example/1" }) }),
    "The lists are not signed as they must be",
  ],
  "with a status list of a former day": [
    (office) => office.day({ number: 6, at: now(), list: office.status({ at: now() - 3 * HOUR }) }),
    "Older than the present lists",
  ],
  "that inflate beyond measure": [
    (office) => office.day({ number: 6, at: now(), list: office.status({ at: now(), lst: zlib.deflateSync(Buffer.alloc((8 << 20) + 1)) }) }),
    "Damaged, or not lists at all",
  ],
  "whose status list is damaged inside its signature": [
    (office) => office.day({ number: 6, at: now(), list: office.status({ at: now(), lst: entries(1 << 16).subarray(0, -1) }) }),
    "Damaged, or not lists at all",
  ],
};

test("lists that may not follow those in force change nothing and are told", async (t) => {
  const shop = await opened(t, (office) => office.day({ number: 5 }));
  const { office, site, page } = shop;
  for (const [name, [make, title]] of Object.entries(OFFERS)) {
    await office.publish(site.lists, make(office));
    assert.equal(await updateNow(page), title, `lists ${name}`);
    assert.equal(await listsNumber(page), 5, name);
  }
  await page.goto(`${site.origin}/shop/scan`);
  await pasteAtShop(page, office.pass(5));
  assert.equal((await decide(page)).word, "Let in");
  await openLists(page, site.origin);
  await recovers(shop, 5);
  assert.deepEqual(shop.faults, []);
});

test("roots that have handed over sign no more, and those who took over do", async (t) => {
  const shop = await opened(t);
  const { office, site, page } = shop;
  const before = office.roots;
  const after = [new Key(), new Key(), new Key()];
  const handOver = office.trust({ number: 2, at: now(), signers: [before[0], before[1], after[0], after[1]], next: { threshold: 2, keys: after } });
  const day = (number, signers) => office.day({ number, at: now() + number, handOvers: [handOver], trust: office.trust({ number, at: now() + number, signers }) });
  await office.publish(site.lists, day(3, after.slice(0, 2)));
  assert.equal(await updateNow(page), "The lists were updated");
  for (const [name, signers] of [["the former roots", before.slice(0, 2)], ["one of the new roots", [after[2]]], ["one of each", [before[0], after[0]]]]) {
    await office.publish(site.lists, day(4, signers));
    assert.equal(await updateNow(page), "The lists are not signed as they must be", name);
  }
  // Without the hand-over the former roots would be in force again.
  await office.publish(site.lists, office.day({ number: 5, at: now() + 5 }));
  assert.equal(await updateNow(page), "The lists are not signed as they must be");
  assert.equal(await listsNumber(page), 3);
  await office.publish(site.lists, day(6, after.slice(1)));
  assert.equal(await updateNow(page), "The lists were updated");
});

test("a pass whose place its list does not have is refused, and one whose list is not there cannot be told", async (t) => {
  const { office, site, page } = await opened(t);
  await page.goto(`${site.origin}/shop/scan`);
  for (const [pass, word, reason] of [
    [office.pass((1 << 16) - 1), "Let in"],
    [office.pass(1 << 16), "Do not let in", "Not in its status list"],
    [office.pass(5, { uri: "https://lists.example/s/2" }), "Cannot tell", "The pass's standing is not known"],
  ]) {
    await pasteAtShop(page, pass);
    const told = await decide(page);
    assert.equal(told.word, word);
    if (reason) assert.equal(told.reason, reason);
    await next(page);
  }
});

test("a key in other hands: what it signed from then on is refused", async (t) => {
  const { office, site, page } = await opened(t);
  const other = new Key();
  const trust = office.trust({ number: 2, at: now(), keys: [office.card({ compromised: now() - 2 * DAY }), office.card({ key: other })] });
  const list = (() => {
    const { key } = office;
    office.key = other;
    const made = office.status({ at: now(), lst: entries(1 << 16, { 9: STANDING.revoked }) });
    office.key = key;
    return made;
  })();
  await office.publish(site.lists, office.day({ number: 2, at: now(), trust, list, key: other }));
  assert.equal(await updateNow(page), "The lists were updated");
  await page.goto(`${site.origin}/shop/scan`);
  await pasteAtShop(page, office.pass(5));
  assert.equal((await decide(page)).reason, "Signed with a stolen key");
});
