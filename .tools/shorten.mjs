// Gives the imports of a module made by wasm-bindgen short names, in the wasm and in its JavaScript alike. Each name ends in 16
// random-looking digits, which no compression makes smaller, and each is downloaded twice.

/** The imports' names: what wasm-bindgen makes, with its hash. */
const HASHED = /^__wbg_\w+_[0-9a-f]{16}$/;
const IMPORTS = 2;

function reader(bytes, at = 0) {
  return {
    get at() {
      return at;
    },
    byte: () => bytes[at++],
    /** An unsigned number in LEB128. */
    number() {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[at++];
        value += (byte & 0x7f) * 2 ** shift;
        if (byte < 0x80) return value;
      }
    },
    slice(length) {
      at += length;
      return bytes.subarray(at - length, at);
    },
  };
}

function leb(value) {
  const bytes = [];
  do {
    bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value >>>= 7;
  } while (value > 0);
  return Buffer.from(bytes);
}

const name = (bytes) => Buffer.concat([leb(bytes.length), bytes]);

/** The section's new content. Every import of ours is a function; another kind would need its own reading. */
function renamed(section, short) {
  const input = reader(section);
  const count = input.number();
  const parts = [leb(count)];
  for (let index = 0; index < count; index += 1) {
    const module = input.slice(input.number());
    const field = Buffer.from(input.slice(input.number()));
    const kind = input.byte();
    if (kind !== 0) throw new Error(`shorten: the import ${field} is no function, which this does not read`);
    const type = leb(input.number());
    const old = field.toString("utf8");
    if (HASHED.test(old) && !short.has(old)) short.set(old, `_${short.size.toString(36)}`);
    parts.push(name(module), name(Buffer.from(short.get(old) ?? old)), Buffer.from([kind]), type);
  }
  return Buffer.concat(parts);
}

/** { wasm, script }: the same program, smaller. */
export function shorten(wasm, script) {
  const short = new Map();
  const parts = [wasm.subarray(0, 8)];
  const input = reader(wasm, 8);
  while (input.at < wasm.length) {
    const id = input.byte();
    const content = input.slice(input.number());
    parts.push(Buffer.from([id]), name(id === IMPORTS ? renamed(content, short) : content));
  }
  const replaced = script.replace(/\b__wbg_\w+_[0-9a-f]{16}\b/g, (old) => short.get(old) ?? old);
  return { wasm: Buffer.concat(parts), script: replaced };
}
