// The worker that draws the pages of PDF files. Beside it lie pdf.js and pdf_bg.wasm, the bindings of src/bin/pdf.rs.
//
//   page -> worker            worker -> page
//                             {ready: true}, once
//   {id, open: Uint8Array}    {id, pages} or {id, refused: reason}
//   {id, draw: page}          {id, frame: ImageData}; without a frame where the page cannot be drawn
//
// After {id, fault} this worker is not to be trusted; the page starts another.
import start, { Document } from "./pdf.js";

let file;

function answer({ open, draw }) {
  if (!open) {
    const picture = file.draw(draw);
    if (!picture) return {};
    const width = picture.width();
    return { frame: new ImageData(new Uint8ClampedArray(picture.rgba().buffer), width) };
  }
  try {
    file = Document.open(open);
    return { pages: file.pages() };
  } catch (refused) {
    // A trap is no reason.
    if (refused instanceof WebAssembly.RuntimeError) throw refused;
    return { refused: refused.message };
  }
}

self.addEventListener("message", ({ data: { id, ...question } }) => {
  try {
    const told = answer(question);
    self.postMessage({ id, ...told }, told.frame ? [told.frame.data.buffer] : []);
  } catch (fault) {
    self.postMessage({ id, fault: String(fault) });
  }
});

await start();
self.postMessage({ ready: true });
