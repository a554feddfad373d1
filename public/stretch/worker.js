// The worker that makes a key from a passphrase. Beside it lie stretch.js and stretch_bg.wasm, the bindings of src/bin/stretch.rs.
//
//   page -> worker                                                   worker -> page
//                                                                    {ready: true}, once
//   {id, passphrase, salt: Uint8Array, memory, passes, lanes}        {id, key: Uint8Array}
//
// After {id, fault} this worker is not to be trusted; the page starts another.
import start, { stretch } from "./stretch.js";

self.addEventListener("message", ({ data: { id, passphrase, salt, memory, passes, lanes } }) => {
  try {
    // The same passphrase, however the keyboard composes its letters.
    const key = stretch(new TextEncoder().encode(passphrase.normalize("NFKC")), salt, memory, passes, lanes);
    self.postMessage(key ? { id, key } : { id, fault: "parameters" });
  } catch (fault) {
    self.postMessage({ id, fault: String(fault) });
  }
});

await start();
self.postMessage({ ready: true });
