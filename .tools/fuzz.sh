#!/usr/bin/env bash
# Runs every fuzz target for a bounded time on stable Rust: .tools/fuzz.sh [seconds a target] [target ...]
# What was found interesting is kept in target/fuzz/corpus and is where the next run starts.
set -euo pipefail
cd "$(dirname "$0")/.."
source .tools/env.sh
seconds=${1:-20}
shift || true
case $seconds in '' | *[!0-9]*) echo "usage: .tools/fuzz.sh [seconds a target] [target ...]" >&2; exit 2 ;; esac

base=${CARGO_TARGET_DIR:-target}
host=$(rustc -vV | sed -n 's/^host: //p')
# The instrumentation that libFuzzer reads; cargo-fuzz gives the compiler the same flags.
flags="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters"
flags="$flags -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares"
flags="$flags --cfg fuzzing -Cdebug-assertions -Coverflow-checks -Clink-dead-code"

command -v "${CXX:-c++}" >/dev/null || {
	echo "libFuzzer is written in C++: install a compiler (Debian: apt install g++) or name one in CXX" >&2
	exit 2
}
echo "== building the fuzz targets (a minute the first time)"
# Named, the host is a target of its own, and build scripts stay as they are.
RUSTFLAGS="$flags" cargo build --quiet --locked --profile fuzz --target "$host" --target-dir "$base/fuzz" \
	--no-default-features --features fuzz --bin fuzz
binary=$(realpath "$base/fuzz/$host/fuzz/fuzz")
work=$(realpath "$base/fuzz")
mkdir -p "$work/seeds" "$work/found"
list=$(FUZZ_SEEDS="$work/seeds" "$binary" 2>"$work/seeds.log") || { cat "$work/seeds.log" >&2; exit 1; }

ran=0
while read -r target seeds; do
	[ $# -eq 0 ] || [[ " $* " == *" $target "* ]] || continue
	mkdir -p "$work/corpus/$target"
	printf '== fuzzing %-11s %s s: ' "$target" "$seconds"
	log="$work/$target.log"
	if ! FUZZ_TARGET=$target "$binary" -max_total_time="$seconds" -max_len=4096 -timeout=5 -rss_limit_mb=1024 \
		-artifact_prefix="$work/found/$target-" "$work/corpus/$target" "$work/seeds/$seeds" >"$log" 2>&1; then
		echo "FAILED"
		grep -E 'panicked|^assertion|left:|right:|ERROR|Test unit written' "$log" >&2 || tail -n 20 "$log" >&2
		echo "The input is named above. Run it again with: FUZZ_TARGET=$target $binary <input>" >&2
		exit 1
	fi
	sed -nE 's/^#([0-9]+)[[:space:]]+DONE +cov: ([0-9]+).*/\1 runs, \2 edges/p' "$log"
	ran=$((ran + 1))
done <<<"$list"
[ "$ran" -gt 0 ] || { echo "no such target; there are: $(cut -d' ' -f1 <<<"$list" | tr '\n' ' ')" >&2; exit 2; }
