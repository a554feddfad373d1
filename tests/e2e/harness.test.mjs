// The ground that the other browser tests stand on.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { launch } from "../../.tools/browser.mjs";
import { atEnd, film, folder, openBrowser, openedSite } from "./harness.mjs";

async function picture(html) {
  const browser = await launch();
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.setContent(`<style>body{margin:0}div{height:422px}</style>${html}`);
  const png = await page.screenshot();
  await browser.close();
  return png;
}

test("the fake camera shows the pictures of its film", async (t) => {
  const site = await openedSite(t);
  const { dir, close } = await folder("film");
  atEnd(t, close);
  const pictures = await Promise.all([
    picture('<div style="background:#f00"></div><div style="background:#00f"></div>'),
    picture('<div style="background:#0f0"></div><div style="background:#00f"></div>'),
  ]);
  const camera = await film(pictures, path.join(dir, "colours.mjpeg"));
  const { page, close: closeBrowser } = await openBrowser({ camera });
  atEnd(t, closeBrowser);
  await page.goto(site.origin);
  const seen = await page.evaluate(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720 } });
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    const at = (y) => [...context.getImageData(640, y, 1, 1).data].slice(0, 3).map((part) => (part > 128 ? 1 : 0)).join("");
    const tops = new Set();
    const bottoms = new Set();
    for (let frame = 0; frame < 40; frame += 1) {
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      context.drawImage(video, 0, 0);
      tops.add(at(200));
      bottoms.add(at(520));
    }
    stream.getTracks().forEach((track) => track.stop());
    return { size: [video.videoWidth, video.videoHeight], tops: [...tops].sort(), bottoms: [...bottoms] };
  });
  assert.deepEqual(seen, { size: [1280, 720], tops: ["010", "100"], bottoms: ["001"] });
});

test("a machine without a camera has none", async (t) => {
  const site = await openedSite(t);
  const { page, close } = await openBrowser();
  atEnd(t, close);
  await page.goto(site.origin);
  const fault = await page.evaluate(() => navigator.mediaDevices.getUserMedia({ video: true }).then(() => null, (caught) => caught.name));
  assert.equal(fault, "NotFoundError");
});

test("a stopped server answers nobody, and comes back at the same address", async (t) => {
  const site = await openedSite(t, { withDemo: false });
  await site.stop();
  await site.start();
  assert.equal((await fetch(site.origin)).status, 200);
  assert.equal((await fetch(`${site.origin}/demo/`)).status, 404, "a production host has no demo");
  assert.deepEqual(site.requests.map(({ path: asked }) => asked), ["/", "/demo/"]);
});
