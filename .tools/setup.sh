#!/usr/bin/env bash
# Gets what the build needs, with `test` also what the browser tests need, and with `bench` what is measured against as well. One line a step; what is
# there is left alone.
set -euo pipefail
cd "$(dirname "$0")/.."
want=${1:-build}

say() { printf 'setup: %-14s %s\n' "$1" "$2"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

command -v cargo >/dev/null || fail "Rust is missing: install it from https://rustup.rs, open a new shell, and run this again"
command -v node >/dev/null || fail "Node 20 or newer is missing: install it from https://nodejs.org or your package manager"
node_major=$(node -p 'process.versions.node.split(".")[0]')
((node_major >= 20)) || fail "Node $node_major is too old: 20 or newer is needed"
source .tools/env.sh

# -- the wasm32 target ---------------------------------------------------------------------------------------------------
target=wasm32-unknown-unknown
has_target() { compgen -G "$(rustc --print sysroot)/lib/rustlib/$target/lib/libstd-*.rlib" >/dev/null; }
if has_target; then
  say target "$target is there"
elif command -v rustup >/dev/null && say target "adding $target with rustup" && rustup target add $target; then
  say target "$target added"
elif [[ -f /etc/debian_version ]]; then
  say target "rustup could not add it; building it from Debian's packages (about 2 minutes, once)"
  .tools/debian-wasm.sh "$TOOL_CACHE"
  source .tools/env.sh
else
  fail "the target $target is missing: run 'rustup target add $target'"
fi

# -- tools that are compiled once, into the cache -------------------------------------------------------------------------
# Quick to compile rather than quick to run: they run for seconds.
compile() { # name, version, minutes, arguments of cargo install ...
  local name=$1 version=$2 minutes=$3 root=$TOOL_CACHE/$1-$2
  shift 3
  say "$name" "$version is not on PATH; compiling it once into $root (about $minutes minutes)"
  # A folder of its own that takes its place when whole, so that a compilation cut short leaves nothing behind that looks finished.
  CARGO_TARGET_DIR=$TOOL_CACHE/compiling CARGO_PROFILE_DEV_DEBUG=0 CARGO_INCREMENTAL=0 \
    cargo install "$@" --profile dev --quiet --force --root "$root.new"
  rm -rf "$root"
  mv "$root.new" "$root"
  rm -rf "$TOOL_CACHE/compiling"
}
if has_version trunk $TRUNK_VERSION; then
  say trunk "$TRUNK_VERSION is there"
else
  # It declares a newer Rust than it needs; without default features it needs no OpenSSL.
  compile trunk $TRUNK_VERSION 4 trunk --version $TRUNK_VERSION --locked --ignore-rust-version --no-default-features --features rustls
fi
if has_version wasm-bindgen "$BINDGEN_VERSION"; then
  say wasm-bindgen "$BINDGEN_VERSION is there"
else
  compile wasm-bindgen "$BINDGEN_VERSION" 2 wasm-bindgen-cli --version "$BINDGEN_VERSION"
fi

# -- node packages: wasm-opt, the static server, the browser driver -----------------------------------------------------
packages() { # folder, what is in it, arguments of npm ci ...
  local folder=$1 what=$2 installed=$1/node_modules/.package-lock.json
  shift 2
  if [[ -f $installed && ! $folder/package-lock.json -nt $installed ]]; then
    say packages "$what: they are there"
  else
    say packages "getting node packages: $what"
    (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error "$@")
    touch "$installed"
  fi
}
packages tests "wasm-opt, static server, browser driver"
# Of the peers' own packages what a browser can use: the rest is another platform's, five times as large. None of their scripts is run.
[[ $want == bench ]] && packages tests/peers "what is measured against" --ignore-scripts --omit=optional --legacy-peer-deps
[[ $want == build ]] && exit 0

# -- what only the browser tests need ----------------------------------------------------------------------------------
found() { node -e "import('./.tools/browser.mjs').then((m) => console.log(m.$1() ?? ''))"; }
install() { # packages ...
  [[ -f /etc/debian_version ]] && { ((EUID == 0)) || command -v sudo >/dev/null; } || return 1
  local as_root=()
  ((EUID == 0)) || as_root=(sudo)
  say packages "installing $* with apt-get"
  "${as_root[@]}" apt-get update -qq && DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
chinese() { ! command -v fc-list >/dev/null || [[ -n $(fc-list :lang=zh family 2>/dev/null) ]]; }

missing=()
[[ -n $(found findChromium) ]] || missing+=(chromium)
[[ $(uname) == Darwin ]] || chinese || missing+=(fonts-noto-cjk)
((${#missing[@]} == 0)) || install "${missing[@]}" ||
  fail "the browser tests need ${missing[*]}: install it, or name a Chrome or Chromium with CHROMIUM=/path/to/it"
say chromium "$(found findChromium)"
[[ -n $(found findFirefox) ]] || install firefox-esr ||
  say firefox "none, and none could be installed: its tests are left out. Name one with FIREFOX=/path/to/it"
[[ -z $(found findFirefox) ]] || say firefox "$(found findFirefox)"
