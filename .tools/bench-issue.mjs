// What a batch of passes costs the office: rate against bare Ed25519 in the same run, and memory as the batch grows.
import { execFile } from "node:child_process";
import { statfs } from "node:fs/promises";
import os from "node:os";
import { promisify } from "node:util";

const run = promisify(execFile);
const SIZES = [10_000, 1_000_000, 10_000_000];
/** What a pass takes on disk while the batch is measured, in bytes, with room to spare. */
const EACH = 500;

export async function issuing(tool, table) {
  const { bavail, bsize } = await statfs(os.tmpdir());
  const rows = [["paper passes in one batch", "per second of processor time", "bare Ed25519", "share", "peak memory"]];
  const left = [];
  for (const size of SIZES) {
    if (bavail * bsize < size * EACH) {
      left.push(`  not run: ${size} passes need ${(size * EACH) / 1e9} GB in ${os.tmpdir()}`);
      continue;
    }
    const { stdout } = await run(tool, ["measure", "issue", "--rows", String(size)]);
    const { passes_per_cpu_second: passes, bare_per_cpu_second: bare, peak_memory_bytes: peak } = JSON.parse(stdout);
    rows.push([size.toLocaleString("en"), Math.round(passes), Math.round(bare), `${((100 * passes) / bare).toFixed(0)} %`, `${(peak / 1e6).toFixed(0)} MB`]);
  }
  console.log("\n  issuing, by the office's tool, on all cores\n");
  table(rows);
  if (left.length > 0) console.log(left.join("\n"));
}
