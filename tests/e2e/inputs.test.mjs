// Ways for a code to come in: documents, pastes, drops, what other apps share, scanners that type; and a camera that is not always there.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { launch } from "../../.tools/browser.mjs";
import { activated, arrived, atEnd, film, folder, openBrowser, openSite, openedBrowser } from "./harness.mjs";
import { pdf, picture, squares } from "./pdf.mjs";
import { button, decide, heading, link, next, request, startScanning, verdict } from "./steps.mjs";

let site;
let films;

/** A code as a PNG. */
async function png(svg) {
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: { width: 640, height: 640 } });
    await page.setContent(`<body style="margin:0;background:#fff">${svg.replace("<svg", '<svg width="640" height="640"')}</body>`);
    return await page.locator("svg").screenshot();
  } finally {
    await browser.close();
  }
}

before(async () => {
  site = await openSite();
  films = await folder("films");
  await film([await png((await site.code("paper")).svg)], path.join(films.dir, "paper.mjpeg"));
});
after(async () => {
  await films?.close();
  await site?.close();
});

const document = (name, buffer) => ({ name, mimeType: "application/pdf", buffer });

/** Gives files by the page's own field for them. */
async function choose(page, files) {
  await page.locator("input[type=file]").first().setInputFiles(files);
}

/** The shop's scanner on a device without a camera. */
async function openScanner(t, options) {
  const browser = await openedBrowser(t, options);
  await browser.page.goto(`${site.origin}/shop/scan`);
  await heading(browser.page, "Scan a pass").waitFor();
  return browser;
}

const told = async (page) => {
  const { word, reason } = await decide(page);
  return [word, reason];
};

test("a shop reads a document of several pages and takes its codes one after the other", async (t) => {
  const { page } = await openScanner(t);
  const [paper, expired, forged] = [await site.code("paper"), await site.code("expired"), await site.code("forged")];
  const file = pdf([
    "0 g 100 100 200 20 re f",
    squares(paper.svg, 100, 100, 200),
    picture(expired.svg, 60, 60, 220) + squares(forged.svg, 300, 500, 220),
    squares(paper.svg, 300, 300, 150),
  ]);
  const pages = [];
  await page.exposeFunction("noted", (text) => pages.push(text));
  await page.evaluate(() => {
    const note = () => window.noted(document.querySelector(".ways-state")?.textContent);
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await choose(page, document("passes.pdf", file));
  await heading(page, "There are several codes").waitFor({ timeout: 60_000 });
  assert.ok(pages.includes("Page 3 of 4"), pages.join());
  const names = await page.locator(".several-codes .button").allInnerTexts();
  assert.deepEqual(names, ["Code 1, page 2", "Code 2, page 3", "Code 3, page 3"], "each code once");
  await button(page, "Code 1, page 2").click();
  assert.deepEqual((await told(page))[0], "Let in");
  await next(page);
  await button(page, "Code 2, page 3").click();
  assert.deepEqual((await told(page))[0], "Do not let in");
  await next(page);
  await button(page, "Leave the rest").click();
  assert.equal(await page.locator(".several").count(), 0);
});

test("a paper pass as the browser prints it into a file is read", async (t) => {
  const printer = await openedBrowser(t, { viewport: { width: 794, height: 1123 } });
  await printer.page.goto(`${site.origin}/demo/paper.html`);
  const printed = await printer.page.pdf({ preferCSSPageSize: true });
  const { page } = await openScanner(t);
  await choose(page, document("paper.pdf", printed));
  assert.equal((await told(page))[0], "Let in");
});

test("what reads documents is fetched with the first of them, and is there without a network for the next", async (t) => {
  const own = await openSite();
  atEnd(t, own.close);
  const { page } = await openedBrowser(t);
  await page.goto(`${own.origin}/shop/scan`);
  await activated(page);
  const asked = () => own.requests.some(({ path }) => path.startsWith("/pdf/"));
  await arrived(page, ["/reader/reader_bg.wasm"]);
  assert.ok(!asked(), "not before");
  const file = pdf([squares((await own.code("paper")).svg, 100, 100, 200)]);
  await choose(page, document("pass.pdf", file));
  assert.equal((await told(page))[0], "Let in");
  assert.ok(asked());
  await arrived(page, ["/pdf/worker.js", "/pdf/pdf.js", "/pdf/pdf_bg.wasm"]);
  await own.stop();
  await page.reload();
  await choose(page, document("pass.pdf", file));
  assert.equal((await told(page))[0], "Let in");
});

test("a document that is none, has no code or too many bytes says so, and a reading may be ended", async (t) => {
  const { page } = await openScanner(t);
  for (const [file, title] of [
    [document("broken.pdf", Buffer.from("%PDF-1.7 and nothing more")), "This file cannot be read"],
    [document("text.pdf", pdf(["0 g 100 100 50 20 re f"])), "No code was found in the picture"],
    [document("large.pdf", Buffer.alloc((20 << 20) + 1, "%")), "The file is too large"],
    // The system does not know every name.
    [{ name: "pass", mimeType: "", buffer: Buffer.from("%PDF-1.7") }, "This file cannot be read"],
  ]) {
    await choose(page, file);
    await page.getByText(title, { exact: true }).waitFor({ timeout: 30_000 });
  }
  await choose(page, document("long.pdf", pdf(Array(40).fill("0 g 100 100 50 20 re f"))));
  await page.getByText(/^Page \d+ of 40$/).waitFor({ timeout: 30_000 });
  await button(page, "Cancel").click();
  await page.locator(".ways-state").filter({ hasNotText: /./ }).first().waitFor({ state: "attached" });
});

test("a resident keeps both passes of one document", async (t) => {
  const { page } = await openedBrowser(t);
  const asked = await request(page, site.origin);
  const answer = await site.answer("green", asked, "--days", "1", "--copies-per-day", "2");
  const file = pdf([squares(answer.svg, 80, 80, 420), squares((await site.code("paper")).svg, 100, 100, 250)]);
  await page.goto(`${site.origin}/add`);
  await choose(page, document("passes.pdf", file));
  await button(page, "Code 1, page 1").click({ timeout: 60_000 });
  await heading(page, "Check before you keep it").waitFor();
  await button(page, "Keep it").click();
  await button(page, "Code 2, page 2").click();
  await heading(page, "Check before you keep it").waitFor();
  await button(page, "Keep it").click();
  await page.locator(".code-symbol").first().waitFor();
  assert.equal(new URL(page.url()).pathname, "/");
});

test("a text or a picture that is pasted anywhere on the page is taken", async (t) => {
  const { page, context } = await openScanner(t);
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: site.origin });
  await page.evaluate((text) => navigator.clipboard.writeText(text), (await site.code("paper")).text);
  await page.keyboard.press("Control+V");
  assert.equal((await told(page))[0], "Let in");
  await next(page);
  const image = (await png((await site.code("revoked")).svg)).toString("base64");
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    await navigator.clipboard.write([new ClipboardItem({ "image/png": new Blob([bytes], { type: "image/png" }) })]);
  }, image);
  await page.keyboard.press("Control+V");
  assert.equal((await told(page))[0], "Do not let in");
});

test("a paste into the field stays there", async (t) => {
  const { page, context } = await openScanner(t);
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: site.origin });
  await page.evaluate(() => navigator.clipboard.writeText("HP1:NOT YET"));
  await page.getByText("No camera?").click();
  const field = page.getByLabel("Paste the text or link");
  await field.focus();
  await page.keyboard.press("Control+V");
  assert.equal(await field.inputValue(), "HP1:NOT YET");
  await heading(page, "Scan a pass").waitFor();
});

/** Holds something over the page, then drops it. */
const drag = (page, events, { text, file }) =>
  page.evaluate(({ events, text, file }) => {
    const data = new DataTransfer();
    if (text) data.setData("text/plain", text);
    if (file) data.items.add(new File([Uint8Array.from(atob(file), (c) => c.charCodeAt(0))], "pass.png", { type: "image/png" }));
    const target = document.querySelector("h1");
    return events.map((name) => target.dispatchEvent(new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true })));
  }, { events, text, file });

test("a file or text that is held over the page is asked for, and taken where it is dropped", async (t) => {
  const { page } = await openScanner(t);
  const { text } = await site.code("paper");
  const hint = page.getByText("Drop the picture, PDF or text here");
  assert.deepEqual(await drag(page, ["dragenter", "dragover"], { text }), [true, false]);
  await hint.waitFor();
  await drag(page, ["dragleave"], { text });
  await hint.waitFor({ state: "detached" });
  await drag(page, ["dragover", "drop"], { text });
  assert.equal((await told(page))[0], "Let in");
  await next(page);
  const file = (await png((await site.code("revoked")).svg)).toString("base64");
  await drag(page, ["dragover", "drop"], { file });
  assert.equal((await told(page))[0], "Do not let in");
  await next(page);
  assert.equal(await hint.count(), 0);
});

/** The keys of a scanner, all at once, on what has the keyboard. */
const scan = (page, text, { end } = {}) =>
  page.evaluate(({ keys }) => {
    const target = document.activeElement ?? document.body;
    const press = (key) => {
      if (!target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }))) return;
      if (key.length === 1 && "value" in target) Object.assign(target, { value: target.value + key }).dispatchEvent(new Event("input", { bubbles: true }));
    };
    keys.forEach(press);
  }, { keys: [...text, ...(end ? [end] : [])] });

/** The same by the browser itself, so that keys do what they do to buttons. */
async function scanInto(page, text, { end } = {}) {
  const session = await page.context().newCDPSession(page);
  const begun = Date.now() / 1_000;
  let count = 0;
  const send = (type, more) => session.send("Input.dispatchKeyEvent", { type, timestamp: begun + (count += 1) / 500, ...more });
  const keys = [...text].flatMap((c) => [send("keyDown", { text: c, key: c }), send("keyUp", { key: c })]);
  if (end) keys.push(send("keyDown", { key: end, code: end, windowsVirtualKeyCode: 13, text: "\r" }), send("keyUp", { key: end, code: end }));
  await Promise.all(keys);
  await session.detach();
}

test("a scanner that types is understood anywhere on the page, with and without Enter", async (t) => {
  const { page } = await openScanner(t);
  await scan(page, (await site.code("paper")).text, { end: "Enter" });
  assert.equal((await told(page))[0], "Let in");
  await next(page);
  await scan(page, (await site.code("revoked")).text);
  assert.equal((await told(page))[0], "Do not let in");
  await next(page);
  // The visitor's menu, from the same scanner.
  await scan(page, "https://example.org/menu", { end: "Enter" });
  await heading(page, "Scan a pass").waitFor();
  assert.equal(page.url(), `${site.origin}/shop/scan`);
});

test("a scanner that types answers no question and presses no button", async (t) => {
  const { page } = await openScanner(t);
  await scan(page, (await site.code("paper")).text);
  const compare = heading(page, "Compare with the ID card");
  await compare.waitFor();
  await button(page, "Matches the ID").focus();
  // Spaces and the end key would press it.
  await scanInto(page, (await site.code("expired")).text, { end: "Enter" });
  await scanInto(page, "A  B  C  D  E  F  G  H  ", { end: "Enter" });
  await page.waitForTimeout(500);
  assert.ok(await compare.isVisible(), "the question is still there");
  await button(page, "Does not match").click();
  assert.equal((await verdict(page)).word, "Do not let in");
  // A refusal is dismissed by a person.
  await button(page, "Scan the next one").focus();
  await scanInto(page, (await site.code("paper")).text, { end: "Enter" });
  await page.waitForTimeout(500);
  assert.equal((await verdict(page)).word, "Do not let in");
});

test("what a person types into a field stays, and what a scanner types there is taken out again", async (t) => {
  const { page } = await openScanner(t);
  await page.getByText("No camera?").click();
  const field = page.getByLabel("Paste the text or link");
  await field.focus();
  await page.keyboard.type("HP1:TYPED BY HAND", { delay: 70 });
  await page.keyboard.press("Enter");
  await page.keyboard.type("X", { delay: 70 });
  assert.equal(await field.inputValue(), "HP1:TYPED BY HAND\nX");
  await field.fill("note");
  await field.focus();
  await page.waitForTimeout(200);
  const { text } = await site.code("paper");
  await scan(page, text);
  await heading(page, "Compare with the ID card").waitFor();
  await button(page, "Cancel").or(button(page, "Does not match")).first().click();
});

for (const [arrives, told] of [
  ["HP&M6BFOXN%TS3DH0YOJ58S", /“HP1:” arrived as “HP&M”.*French \(AZERTY\)/],
  ["HP1Ö6BFOXN%TS3DH0ZOJ58S", /“HP1:” arrived as “HP1Ö”.*German \(QWERTZ\)/],
  ["hp1:6bfoxn%ts3dh0yoj58s", /Caps Lock is on/],
]) {
  test(`a scanner whose keys arrive as ${arrives.slice(0, 4)} is told which setting to change`, async (t) => {
    const { page } = await openScanner(t);
    await scan(page, arrives, { end: "Enter" });
    const advice = page.getByRole("alert").filter({ hasText: told });
    await advice.waitFor();
    // The next one that arrives whole takes the advice away.
    await scan(page, (await site.code("paper")).text, { end: "Enter" });
    assert.equal((await decide(page)).word, "Let in");
    await next(page);
    assert.equal(await advice.count(), 0);
  });
}

/** Posts as the system does when an app shares something. */
async function share(page, { text, file }) {
  await page.goto("about:blank");
  await page.setContent(`<form action="${site.origin}/share" method="post" enctype="multipart/form-data">
    <input name="title"><input name="text"><input name="url"><input name="files" type="file"></form>`);
  if (text) await page.locator("[name=text]").fill(text);
  if (file) await page.locator("[name=files]").setInputFiles(file);
  await page.evaluate(() => document.querySelector("form").submit());
  await page.waitForURL(`${site.origin}/add`);
}

test("what another app shares opens at Add, and goes neither to the host nor into storage", async (t) => {
  const { page, context } = await openedBrowser(t);
  await page.goto(`${site.origin}/add`);
  await activated(page);
  const { text, svg } = await site.code("paper");
  const requests = site.requests.length;
  await share(page, { file: { name: "pass.png", mimeType: "image/png", buffer: await png(svg) } });
  await heading(page, "Check before you keep it").waitFor({ timeout: 20_000 });
  await share(page, { text: `${site.origin}/add#${encodeURIComponent(text)}` });
  await heading(page, "Check before you keep it").waitFor();
  const asked = site.requests.slice(requests);
  assert.ok(asked.every(({ method, path }) => method === "GET" && !path.includes("?")), JSON.stringify(asked.map(({ method, path }) => [method, path])));
  // It is taken once.
  await page.reload();
  await heading(page, "Add a pass").waitFor();
  await page.waitForTimeout(1_500);
  await heading(page, "Add a pass").waitFor();
  assert.equal(page.url(), `${site.origin}/add`);
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const urls = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)));
    return urls.flat().filter((url) => /share|\?/.test(url));
  });
  assert.deepEqual(kept, []);
  const manifest = await (await context.request.get(`${site.origin}/manifest.webmanifest`)).json();
  assert.equal(manifest.share_target.method, "POST");
});

test("a share that finds the wallet locked waits until it is open", async (t) => {
  const { page } = await openedBrowser(t);
  const passphrase = "lemon river candle forty";
  await page.goto(`${site.origin}/about`);
  await activated(page);
  await link(page, "Lock").click();
  await button(page, "Lock with a passphrase").click();
  await page.getByLabel("New passphrase", { exact: true }).fill(passphrase);
  await page.getByLabel("New passphrase once more").fill(passphrase);
  await button(page, "Set it").click();
  await page.getByRole("status").filter({ hasText: "The lock was changed" }).first().waitFor({ timeout: 60_000 });
  await share(page, { text: (await site.code("paper")).text });
  await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
  await button(page, "Unlock").click();
  await heading(page, "Check before you keep it").waitFor({ timeout: 60_000 });
});

/** A shop whose camera shows something that is no pass, so that the viewfinder stays; `window.seen` tells of its cameras. */
async function openCamera(t, script, options = {}) {
  const browser = await openBrowser({ camera: path.join(films.dir, "paper.mjpeg"), ...options });
  atEnd(t, browser.close);
  await browser.context.addInitScript(() => {
    window.seen = { tracks: [], wanted: [] };
    const media = navigator.mediaDevices;
    const ask = media.getUserMedia.bind(media);
    media.getUserMedia = async (wanted) => {
      window.seen.wanted.push(wanted.video);
      const stream = await (window.seen.instead?.(wanted) ?? ask(wanted));
      window.seen.tracks.push(...stream.getTracks());
      return stream;
    };
    window.seen.states = () => window.seen.tracks.map((track) => track.readyState).join();
    // Nothing is read, so that the viewfinder stays.
    window.Worker = class extends Worker {
      postMessage() {}
    };
  });
  if (script) await browser.context.addInitScript(script);
  await startScanning(browser.page, site.origin);
  return browser;
}

const states = (page, wanted) => page.waitForFunction((wanted) => window.seen.states() === wanted, wanted, { timeout: 20_000 });

test("a camera that ends is started anew, and one that ends again and again is not", async (t) => {
  const { page, faults } = await openCamera(t);
  await states(page, "live");
  const end = () => page.evaluate(() => {
    const track = window.seen.tracks.at(-1);
    track.stop();
    track.dispatchEvent(new Event("ended"));
  });
  for (const expected of ["ended,live", "ended,ended,live", "ended,ended,ended,live"]) {
    await page.getByText("Point the camera at the code").waitFor();
    await end();
    await states(page, expected);
  }
  await page.getByText("Point the camera at the code").waitFor();
  await end();
  await page.getByText("The camera stopped", { exact: true }).waitFor();
  // Another camera is plugged in.
  await page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event("devicechange")));
  await states(page, "ended,ended,ended,ended,live");
  assert.deepEqual(faults, []);
});

test("a camera that gives no new picture is started anew", async (t) => {
  const { page, faults } = await openCamera(t);
  await states(page, "live");
  await page.waitForTimeout(1_500);
  assert.equal(await page.evaluate(() => window.seen.states()), "live", "not while it gives some");
  await page.evaluate(() => document.querySelector("video").pause());
  await states(page, "ended,live");
  assert.deepEqual(faults, []);
});

test("a camera that is allowed later, in the browser's settings, starts by itself", async (t) => {
  const args = ["--use-fake-device-for-media-stream", "--deny-permission-prompts"];
  const browser = await openedBrowser(t, { args });
  const { page, context } = browser;
  await startScanning(page, site.origin);
  await page.getByText("The camera is not allowed", { exact: true }).waitFor();
  await context.grantPermissions(["camera"], { origin: site.origin });
  await page.getByText("Point the camera at the code").waitFor({ timeout: 10_000 });
});

test("the viewfinder zooms by its buttons and by two fingers, as far as the camera goes", async (t) => {
  const { page, faults } = await openCamera(t, () => {
    const { getCapabilities, getSettings, applyConstraints } = MediaStreamTrack.prototype;
    let zoom = 1;
    window.seen.zoom = () => zoom;
    Object.assign(MediaStreamTrack.prototype, {
      getCapabilities() {
        return { ...getCapabilities.call(this), zoom: { min: 1, max: 3, step: 0.1 } };
      },
      getSettings() {
        return { ...getSettings.call(this), zoom };
      },
      async applyConstraints(wanted) {
        const asked = wanted.advanced?.[0]?.zoom;
        if (asked === undefined) return applyConstraints.call(this, wanted);
        await new Promise((resolve) => setTimeout(resolve, 30));
        zoom = asked;
      },
    });
  });
  const zoomed = (least, most) => page.waitForFunction(([least, most]) => window.seen.zoom() >= least && window.seen.zoom() <= most, [least, most], { timeout: 5_000 });
  await button(page, "Zoom in").click();
  await zoomed(1.2, 1.4);
  await button(page, "Zoom out").click();
  await zoomed(1, 1);
  const pinch = (...spans) => page.evaluate((spans) => {
    const element = document.querySelector(".viewfinder");
    const send = (name, span) => {
      const touch = (identifier, clientX) => new Touch({ identifier, target: element, clientX, clientY: 300 });
      const touches = [touch(1, 100), touch(2, 100 + span)];
      return element.dispatchEvent(new TouchEvent(name, { touches, bubbles: true, cancelable: true }));
    };
    send("touchstart", spans[0]);
    return spans.slice(1).map((span) => send("touchmove", span));
  }, spans);
  assert.deepEqual(await pinch(50, 75, 100), [false, false], "the page itself does not zoom");
  await zoomed(1.9, 2.1);
  await pinch(50, 500);
  await zoomed(3, 3);
  await pinch(500, 50);
  await zoomed(1, 1);
  assert.deepEqual(faults, []);
});

test("where the camera does not zoom there is nothing to press", async (t) => {
  const { page } = await openCamera(t);
  await page.getByText("Point the camera at the code").waitFor();
  assert.equal(await button(page, "Zoom in").count(), 0);
});

test("of a phone's cameras the main lens at the back films, and one that the person chose is remembered", async (t) => {
  const { page } = await openCamera(t, () => {
    const labels = ["camera2 1, facing front", "camera2 2, facing back", "camera2 0, facing back"];
    const ids = ["front", "wide", "main"];
    const media = navigator.mediaDevices;
    media.enumerateDevices = async () => labels.map((label, n) => ({ kind: "videoinput", deviceId: ids[n], label, groupId: "" }));
    const { getSettings } = MediaStreamTrack.prototype;
    MediaStreamTrack.prototype.getSettings = function () {
      return { ...getSettings.call(this), deviceId: window.seen.now };
    };
    const ask = media.getUserMedia;
    media.getUserMedia = (wanted) => {
      window.seen.now = wanted.video.deviceId?.exact ?? "wide";
      return ask({ ...wanted, video: { ...wanted.video, deviceId: undefined } });
    };
  });
  const now = (wanted) => page.waitForFunction((wanted) => window.seen.now === wanted, wanted);
  await page.getByText("Point the camera at the code").waitFor();
  await now("main");
  await button(page, "Switch camera").click();
  await now("front");
  await button(page, "Switch camera").click();
  await now("wide");
  await page.reload();
  await page.getByText("Point the camera at the code").waitFor();
  await now("wide");
});

test("a camera that turns, and with it the size of its picture, goes on being read", async (t) => {
  const image = (await png((await site.code("paper")).svg)).toString("base64");
  const browser = await openedBrowser(t);
  const { page } = browser;
  await browser.context.addInitScript((image) => {
    const canvas = document.createElement("canvas");
    const picture = new Image();
    picture.src = `data:image/png;base64,${image}`;
    window.turned = { shows: false };
    const draw = () => {
      const context = canvas.getContext("2d");
      context.fillStyle = `hsl(${performance.now() % 360} 10% 60%)`;
      context.fillRect(0, 0, canvas.width, canvas.height);
      if (window.turned.shows) context.drawImage(picture, (canvas.width - 480) / 2, (canvas.height - 480) / 2, 480, 480);
    };
    window.turned.to = (width, height) => Object.assign(canvas, { width, height });
    window.turned.to(1280, 720);
    setInterval(draw, 40);
    navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(25);
  }, image);
  await startScanning(page, site.origin);
  await page.getByText("Point the camera at the code").waitFor();
  await page.waitForTimeout(1_000);
  await page.evaluate(() => {
    window.turned.to(720, 1280);
    window.turned.shows = true;
  });
  assert.equal((await decide(page)).word, "Let in");
});
