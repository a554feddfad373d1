// Makes a module of wasm-bindgen's smaller where no optimizer may.
//
// Its imports get short names, in the wasm and in its JavaScript alike: each name ends in 16 random-looking digits, which no compression
// makes smaller, and each is downloaded twice. And the places in the source that a panic would name go, with the names of those files.

/** The imports' names: what wasm-bindgen makes, with its hash. */
const HASHED = /^__wbg_\w+_[0-9a-f]{16}$/;
const IMPORTS = 2;
const DATA = 11;
/** The file of a place in the source. */
const SOURCE = /^[\w/.+-]+\.rs$/;
/** Words of a place: address and length of the file's name, line, column. */
const PLACE = 16;

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

/** A number in signed LEB128, as an address. */
function address(input) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = input.byte();
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value >>> 0;
  }
}

/** The pieces of memory that a data section fills: { from, bytes }. Only those at a constant place in the one memory are read. */
function pieces(section) {
  const input = reader(section);
  return Array.from({ length: input.number() }, () => {
    if (input.number() !== 0 || input.byte() !== 0x41) throw new Error("shorten: data at no constant place, which this does not read");
    const from = address(input);
    input.byte();
    return { from, bytes: input.slice(input.number()) };
  });
}

/** The data section without places in the source. A place is told by its pointer: to the name of a source file, and exactly as long. */
function placeless(section) {
  const copy = Buffer.from(section);
  const all = pieces(copy);
  const at = (from, length) => {
    const piece = all.find((piece) => from >= piece.from && from + length <= piece.from + piece.bytes.length);
    return piece?.bytes.subarray(from - piece.from, from - piece.from + length);
  };
  const files = new Set();
  for (const { from, bytes } of all) {
    for (let start = -from & 3; start + PLACE <= bytes.length; start += 4) {
      const [text, length, line, column] = [0, 4, 8, 12].map((word) => bytes.readUInt32LE(start + word));
      const file = length < 256 && line > 0 && line < 65_536 && column > 0 && column < 1_024 ? at(text, length) : undefined;
      if (!file || !SOURCE.test(file.toString("latin1"))) continue;
      files.add(file);
      // An empty text; its address must not be null.
      bytes.fill(0, start, start + PLACE);
      bytes[start] = 1;
    }
  }
  for (const file of files) file.fill(0);
  return copy;
}

/** { wasm, script }: the same program, smaller. */
export function shorten(wasm, script) {
  const short = new Map();
  const parts = [wasm.subarray(0, 8)];
  const input = reader(wasm, 8);
  while (input.at < wasm.length) {
    const id = input.byte();
    const content = input.slice(input.number());
    const changed = id === IMPORTS ? renamed(content, short) : id === DATA ? placeless(content) : content;
    parts.push(Buffer.from([id]), name(changed));
  }
  const replaced = script.replace(/\b__wbg_\w+_[0-9a-f]{16}\b/g, (old) => short.get(old) ?? old);
  return { wasm: Buffer.concat(parts), script: replaced };
}
