// The carriage's worker. Beside it lie carrier.js and carrier_bg.wasm, the bindings of src/bin/carrier.rs.
//
//   page -> worker                    worker -> page
//                                     {ready: true}, once
//   {id, show: Uint8Array}            {id, pieces}; 0 where the bytes are none or too many
//   {id, next: count}                 {id, texts} of the codes that come next
//   {id, take: text}                  {id}, {id, known, pieces}, {id, whole: Uint8Array} or {id, broken: true}
//
// After {id, fault} this worker is not to be trusted; the page starts another.
import start, { Filmed, Shown } from "./carrier.js";

let shown;
let filmed;

function answer({ show, next, take }) {
  if (show) {
    shown = Shown.of(show);
    return { pieces: shown?.pieces() ?? 0 };
  }
  if (next) return { texts: shown.next(next) };
  filmed ??= new Filmed();
  const [known, pieces] = filmed.take(take);
  if (known === undefined) return {};
  if (pieces === undefined) return { broken: true };
  return known < pieces ? { known, pieces } : { whole: filmed.whole() };
}

self.addEventListener("message", ({ data: { id, ...question } }) => {
  try {
    self.postMessage({ id, ...answer(question) });
  } catch (fault) {
    self.postMessage({ id, fault: String(fault) });
  }
});

await start();
self.postMessage({ ready: true });
