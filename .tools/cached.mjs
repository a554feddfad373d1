// What is slow to make out of the same bytes is made once: shorter scripts, compressed copies. Named by what they were made from, in target/cached.
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";

const folder = path.join(import.meta.dirname, "../target/cached");

/** What `make` gives for `inputs` (bytes or texts), by a maker called `maker`: a name that changes when the maker does. */
export async function cached(maker, inputs, make) {
  const hash = createHash("sha256");
  for (const input of [maker, ...inputs]) hash.update(`${input.length}:`).update(input);
  const file = path.join(folder, hash.digest("hex"));
  const found = await readFile(file).catch(() => null);
  if (found) return found;
  const made = Buffer.from(await make());
  await mkdir(folder, { recursive: true });
  // Several may be at it at once: each writes a file of its own, and the last takes the place.
  const own = `${file}.${randomUUID()}`;
  await writeFile(own, made);
  await rename(own, file);
  return made;
}
