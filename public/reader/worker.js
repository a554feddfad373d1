// The QR reader's worker. Beside it lie reader.js and reader_bg.wasm, the bindings of src/bin/reader.rs, and plain_bg.wasm, the same without
// vector instructions, which take a quarter off its time and which Safari has since 16.4.
//
//   page -> worker  {id, frame: ImageBitmap | ImageData, turn}     turn < 0: every look
//   worker -> page  {ready: true} once, then for each frame {id, codes} or {id, fault}
//
// `codes` is flat, nine entries a code: the text, or undefined when it was located only, then x and y of four corners.
// After a fault this worker is not to be trusted; the page starts another.
import start, { read } from "./reader.js";

let canvas;

/** The pixels of a frame, on white where it is transparent. */
function pixels(frame) {
  if (frame instanceof ImageData) return frame;
  const { width, height } = frame;
  canvas ??= new OffscreenCanvas(width, height);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.drawImage(frame, 0, 0);
  frame.close();
  return context.getImageData(0, 0, width, height);
}

self.addEventListener("message", ({ data: { id, frame, turn } }) => {
  try {
    const { data, width, height } = pixels(frame);
    const codes = read(data, width, height, turn);
    data.fill(0);
    self.postMessage({ id, codes });
  } catch (fault) {
    self.postMessage({ id, fault: String(fault) });
  }
});

// A function that spreads a number over a vector.
const vectors = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11];
const name = WebAssembly.validate(new Uint8Array(vectors)) ? "reader_bg.wasm" : "plain_bg.wasm";
await start({ module_or_path: new URL(name, import.meta.url) });
self.postMessage({ ready: true });
