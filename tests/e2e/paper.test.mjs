// The sheet for people without a phone, as a printer and a shop's camera meet it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { atEnd, openBrowser, openedSite } from "./harness.mjs";

test("a paper pass prints on one page, with marks to cut along that keep clear of the code", async (t) => {
  const site = await openedSite(t);
  const { page, close } = await openBrowser({ viewport: { width: 794, height: 1123 } });
  atEnd(t, close);
  await page.goto(`${site.origin}/demo/paper.html`);
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  assert.equal(pdf.match(/\/Type \/Page[^s]/g).length, 1);
  await page.emulateMedia({ media: "print" });
  const box = (locator) => locator.boundingBox();
  const code = await box(page.locator(".code svg"));
  const marks = await Promise.all((await page.locator(".crop").all()).map(box));
  assert.equal(marks.length, 4);
  // Four modules of 57 and more lie between the outermost module and the end of the picture; the marks lie beyond that.
  for (const mark of marks) {
    const apart = mark.x + mark.width < code.x || mark.x > code.x + code.width || mark.y + mark.height < code.y || mark.y > code.y + code.height;
    assert.ok(apart, JSON.stringify({ mark, code }));
  }
  const sheet = await readFile(path.join(site.demo, "page/paper.html"), "utf8");
  for (const text of ["Cut along the marks", "可沿裁切线剪下"]) assert.ok(sheet.includes(text), text);
});
