#!/usr/bin/env bash
# Compiles a wasm module of its own (the shop, the QR reader, the benchmark): wasm.sh BIN FEATURE BINDGEN_TARGET OUT [PROFILE [OPTIMIZATIONS]]
# With VECTORS=1 it has WebAssembly's vector instructions, which not every browser has.
set -euo pipefail
cd "$(dirname "$0")/.."
source .tools/env.sh
bin=$1 feature=$2 bindgen=$3 out=$4 profile=${5:-release} optimizations=${6:--Oz}
export CARGO_TARGET_DIR=${WEB_TARGET_DIR:-target/web}
if [[ ${VECTORS:-} == 1 ]]; then
  WASM_RUSTFLAGS+=" -Ctarget-feature=+simd128"
  optimizations+=" --enable-simd"
  CARGO_TARGET_DIR+=-vectors
fi
options=(--locked --profile "$profile" --target wasm32-unknown-unknown --no-default-features --features "$feature" --bin "$bin")
# Where a visitor waits, the signatures' curve is built for speed: a fifth less time for 5 KB. The bench measures it as the shop has it.
[[ $bin == shop || $bin == bench ]] && options+=(--config 'profile.release.package.curve25519-dalek.opt-level = 3')
RUSTFLAGS="${RUSTFLAGS:-} $WASM_RUSTFLAGS" cargo build "${options[@]}"
rm -rf "$out"
wasm-bindgen --target "$bindgen" --no-typescript --out-dir "$out" "$CARGO_TARGET_DIR/wasm32-unknown-unknown/$profile/$bin.wasm"
# The optimizations are words of their own, and none of them is a pattern for files.
set -f
# shellcheck disable=SC2086
wasm-opt $optimizations "$out/${bin}_bg.wasm" -o "$out/${bin}_bg.wasm"
