# What the steps of the build share: versions, the cache of compiled tools, PATH. Sourced, not run.
TRUNK_VERSION=0.22.1
# The command and the library speak a private protocol, so the lock file decides.
BINDGEN_VERSION=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/"/, "", $3); print $3 }' Cargo.lock)
TOOL_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/tessera

# Our wasm-opt first: an old one from a distribution breaks the app without a word.
PATH=$PWD/tests/node_modules/.bin:$PATH
has_version() { command -v "$1" >/dev/null 2>&1 && [[ " $("$1" --version 2>/dev/null) " == *" $2 "* ]]; }
# A tool on PATH is good if it has the right version; else the one in the cache.
has_version trunk $TRUNK_VERSION || PATH=$TOOL_CACHE/trunk-$TRUNK_VERSION/bin:$PATH
has_version wasm-bindgen "$BINDGEN_VERSION" || PATH=$TOOL_CACHE/wasm-bindgen-$BINDGEN_VERSION/bin:$PATH
export PATH
# Nothing is fetched behind our back: a tool that is missing is an error with a remedy.
export TRUNK_OFFLINE=true TRUNK_SKIP_VERSION_CHECK=true
# For what is compiled to WebAssembly. Screens with their types erased are a tenth smaller, SHA-2 in loops saves 3 KB; names of folders on the machine that
# built it are nobody's business, and would make each machine's build another.
WASM_RUSTFLAGS="--cfg=erase_components --cfg=sha2_backend_soft=\"compact\" --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src=crates --remap-path-prefix=$PWD=."
# Set by the set-up where rustup's server could not be reached (.tools/debian-wasm.sh).
if [[ -z ${RUSTUP_TOOLCHAIN:-} && -f $TOOL_CACHE/toolchain ]]; then
  RUSTUP_TOOLCHAIN=$(<"$TOOL_CACHE/toolchain")
  export RUSTUP_TOOLCHAIN
fi
