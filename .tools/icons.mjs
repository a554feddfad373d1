#!/usr/bin/env node
// Draws the PNG icons out of public/icons/tessera.svg with Chromium. Run by hand when the drawing changes: `make icons`.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { launch } from "./browser.mjs";

const folder = path.join(import.meta.dirname, "../public/icons");
const svg = await readFile(path.join(folder, "tessera.svg"), "utf8");
// Maskable: colour to the edges, and the tiles within the circle of 40 % that no mask cuts.
const square = svg.replace(/ rx="\d+"/, "");
const maskable = square.replace('<g id="tiles">', '<g id="tiles" transform="translate(256 256) scale(.86) translate(-256 -256)">');
const icons = [["192", 192, svg], ["512", 512, svg], ["180", 180, square], ["maskable-512", 512, maskable]];

const browser = await launch();
try {
  for (const [name, size, drawing] of icons) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    const source = `data:image/svg+xml;base64,${Buffer.from(drawing).toString("base64")}`;
    await page.setContent(`<body style="margin:0"><img src="${source}" width="${size}" height="${size}" style="display:block">`);
    await writeFile(path.join(folder, `${name}.png`), await page.screenshot({ omitBackground: true }));
  }
} finally {
  await browser.close();
}
