// The strongbox's worker. Beside it lie strongbox.js and strongbox_bg.wasm, the bindings of src/bin/strongbox.rs.
//
//   page -> worker                                worker -> page
//                                                 {ready: true}, once
//   {id, seal: Uint8Array, passphrase}            {id, sealed: Uint8Array}; nothing where the bytes are too many
//   {id, seal: Uint8Array, recipient}             the same
//   {id, open: Uint8Array, passphrase}            {id, opened: Uint8Array} or {id, refused: reason}
//   {id, receive: true}                           {id, recipient} of a fresh key, in place of the one before
//   {id, received: Uint8Array}                    as for open
//
// After {id, fault} this worker is not to be trusted; the page starts another.
import start, { open, Receiving, seal, sealFor } from "./strongbox.js";

let receiving;

/** What opens, or why it does not; a trap is no reason. */
function opened(attempt) {
  try {
    return { opened: attempt() };
  } catch (refused) {
    if (refused instanceof WebAssembly.RuntimeError) throw refused;
    return { refused: refused.message };
  }
}

function answer(question) {
  const { passphrase, recipient } = question;
  if (question.seal) return { sealed: recipient ? sealFor(question.seal, recipient) : seal(question.seal, passphrase) };
  if (question.open) return opened(() => open(question.open, passphrase));
  if (question.received) return opened(() => receiving.open(question.received));
  receiving?.free();
  receiving = Receiving.start();
  return { recipient: receiving.recipient() };
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
