#!/usr/bin/env bash
# The wasm32 target where rustup's server cannot be reached: Debian packages a compiler with the source of std; std is built once
# and put into that compiler's sysroot as an ordinary target, so that nothing in the project is unusual afterwards.
set -euo pipefail
cache=$1
target=wasm32-unknown-unknown
as_root=()
if ((EUID != 0)); then
  command -v sudo >/dev/null || { echo "setup: root rights are needed to install Debian's compiler; install sudo or run as root" >&2; exit 1; }
  as_root=(sudo)
fi
# The compiler that is new enough comes with the security updates, which a list of packages from the image may not know.
"${as_root[@]}" apt-get update -qq
lld=$(apt-cache search --names-only '^lld-[0-9]+$' | awk '{ print $1 }' | sort -V | tail -n 1)
[[ -n $lld ]] || { echo "setup: no lld package found: check the apt sources and run 'apt-get update'" >&2; exit 1; }
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends \
  rustc-web cargo-web rust-web-src rust-web-clippy rustfmt-web "$lld" >/dev/null
wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
got=$(/usr/bin/rustc --version | awk '{ print $2 }')
if [[ $(printf '%s\n' "$wanted" "$got" | sort -V | head -n 1) != "$wanted" ]]; then
  echo "setup: Debian's compiler is $got and $wanted is needed: add the security updates to the apt sources" >&2
  exit 1
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/src"
printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n' >"$work/Cargo.toml"
: >"$work/src/lib.rs"
(
  cd "$work"
  # The one place where an unstable flag is used: it builds std, not the project.
  RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes CARGO_TARGET_DIR=$work/target \
    /usr/bin/cargo build --quiet --release --target $target -Zbuild-std=std,panic_abort,proc_macro,test
)
sysroot=$(/usr/bin/rustc --print sysroot)
host=$(/usr/bin/rustc -vV | awk '/^host:/ { print $2 }')
"${as_root[@]}" mkdir -p "$sysroot/lib/rustlib/$target/lib" "$sysroot/lib/rustlib/$host/bin"
find "$work/target/$target/release/deps" -name 'lib*.rlib' ! -name 'libempty*' \
  -exec "${as_root[@]}" cp {} "$sysroot/lib/rustlib/$target/lib/" \;
"${as_root[@]}" ln -sf "$(ls -d /usr/lib/llvm-"${lld#lld-}"/bin/lld)" "$sysroot/lib/rustlib/$host/bin/rust-lld"
rustup toolchain link debian-web /usr
mkdir -p "$cache"
echo debian-web >"$cache/toolchain"
