# Tessera. Two commands: `make serve` to see it, `make test` to check it. `make help` says what else there is.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup setup-test setup-bench build demo site tool serve test check lint core rust e2e bench fuzz screenshots icons

TARGET := $(or $(CARGO_TARGET_DIR),target)
# The app is compiled apart, so that neither build waits for the other's lock.
export WEB_TARGET_DIR ?= $(TARGET)/web
export TESSERA := $(abspath $(TARGET))/tool/tessera
PORT ?= 8080
# Whose site it is: config.json and lists/ of an office. The demo's, unless another is named.
CONFIG ?= .demo/site
ENV := source .tools/env.sh;
WASM := --target wasm32-unknown-unknown --target-dir $(WEB_TARGET_DIR)

help: ## Say what there is.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

setup: ## Get what the build needs; what must be compiled is compiled once, into a cache.
	@.tools/setup.sh build

setup-test:
	@.tools/setup.sh test

setup-bench:
	@.tools/setup.sh bench

# -- the site -------------------------------------------------------------------------------------------------------------
build: setup ## Make the site in target/site (CONFIG=DIR: for the office whose files are in DIR; else for the demo's).
	@$(MAKE) --no-print-directory $(if $(filter .demo/site,$(CONFIG)),demo) site

tool:
	@echo "== the office's tool"
	@$(ENV) cargo build --locked --profile tool --no-default-features --features cli --bin tessera

demo: tool
	@echo "== the demo office, in .demo"
	@$(TESSERA) demo .demo

# A copy that is touched only when it differs: an office that signs nothing new leaves the site as it is.
site:
	@mkdir -p target/office
	@for file in config.json lists/snapshot.cwt; do \
		[[ -f $(CONFIG)/$$file ]] || { echo "$(CONFIG)/$$file is missing: run 'make build'" >&2; exit 1; }; \
	done
	@diff -rq $(CONFIG) target/office >/dev/null 2>&1 || { \
		rm -rf target/office && mkdir -p target/office && cp -r $(CONFIG)/config.json $(CONFIG)/lists target/office; }
	@$(MAKE) -s --no-print-directory target/site/sw.js

RUST := Cargo.toml Cargo.lock $(shell find src -name '*.rs')
TOOLS := .tools/env.sh .tools/site.mjs .tools/site-rules.mjs .tools/cached.mjs .tools/shorten.mjs .tools/wasm.sh

target/dist/index.html: $(RUST) Trunk.toml .tools/env.sh public/index.html $(shell find style -type f 2>/dev/null)
	@echo "== the wallet (about 3 minutes the first time)"
	@$(ENV) CARGO_TARGET_DIR=$(WEB_TARGET_DIR) RUSTFLAGS="$${RUSTFLAGS:-} $$WASM_RUSTFLAGS" trunk build --release

# As the wallet's in public/index.html. Nothing lies in the first kilobyte of memory but the end of the stack; the framework's streams, which it
# exports, are used by nobody; functions with like names are alike, and side by side they compress better.
SMALL := --low-memory-unused --remove-exports=*intounderlying* --flatten --rereloop -Oz -Oz -ocimfs=25 --reorder-functions-by-name --strip-producers --strip-target-features

target/shop/shop_bg.wasm: $(RUST) .tools/env.sh .tools/wasm.sh
	@echo "== the shop"
	@.tools/wasm.sh shop web web target/shop release "$(SMALL)"

target/lists/lists_bg.wasm: $(RUST) .tools/env.sh .tools/wasm.sh
	@echo "== the shop's lists"
	@.tools/wasm.sh lists web web target/lists release "$(SMALL)"

target/more/more_bg.wasm: $(RUST) .tools/env.sh .tools/wasm.sh
	@echo "== the rest of the wallet"
	@.tools/wasm.sh more web web target/more release "$(SMALL)"

target/reader/reader_bg.wasm: $(RUST) .tools/env.sh .tools/wasm.sh
	@echo "== the QR reader"
	@VECTORS=1 .tools/wasm.sh reader reader web target/reader reader

target/reader-plain/reader_bg.wasm: $(RUST) .tools/env.sh .tools/wasm.sh
	@echo "== the QR reader without vector instructions"
	@.tools/wasm.sh reader reader web target/reader-plain reader

target/carrier/carrier_bg.wasm: $(RUST) .tools/env.sh .tools/wasm.sh
	@echo "== the carriage"
	@.tools/wasm.sh carrier carry web target/carrier

target/stretch/stretch_bg.wasm: $(RUST) .tools/env.sh .tools/wasm.sh
	@echo "== the lock's stretch"
	@.tools/wasm.sh stretch stretch web target/stretch reader

# More optimization takes five minutes and makes it no smaller.
target/pdf/pdf_bg.wasm: $(RUST) .tools/env.sh .tools/wasm.sh
	@echo "== the pages of documents"
	@.tools/wasm.sh pdf pdf web target/pdf release -O1

target/strongbox/strongbox_bg.wasm: $(RUST) .tools/env.sh .tools/wasm.sh
	@echo "== the strongbox"
	@.tools/wasm.sh strongbox strongbox web target/strongbox

COMPILED := target/dist/index.html $(foreach part,shop lists more reader carrier strongbox stretch pdf,target/$(part)/$(part)_bg.wasm) \
		target/reader-plain/reader_bg.wasm

target/site/sw.js: $(COMPILED) $(TOOLS) $(shell find public -type f) \
		$(wildcard src/ui/words/*.txt) target/office/config.json target/office/lists/snapshot.cwt
	@echo "== the site"
	@node .tools/site.mjs --compiled target --config target/office --out target/site

serve: build ## Build what has changed, set up the demo, serve both on 127.0.0.1 (PORT=8080).
	@exec node .tools/serve.mjs --site target/site --demo .demo --port $(PORT)

# -- checks ---------------------------------------------------------------------------------------------------------------
test: setup-test lint core rust build e2e ## Run every check.
	@node -e 'import("./.tools/browser.mjs").then(({ findFirefox }) => console.log(`== every check passed$${findFirefox() ? "" : ", but those in Firefox, which is not installed"}`))'

lint:
	@echo "== format"; $(ENV) cargo fmt --check
	@echo "== lints: core, office's tool, carriage, strongbox, screens, reader and bench"
	@$(ENV) cargo clippy --locked --no-default-features --all-targets -- -D warnings
	@$(ENV) cargo clippy --locked --no-default-features --features carry --all-targets -- -D warnings
	@$(ENV) cargo clippy --locked --no-default-features --features cli --all-targets -- -D warnings
	@$(ENV) cargo clippy --locked --no-default-features --features reader --test reader -- -D warnings
	@$(ENV) cargo clippy --locked --no-default-features --features pdf,reader --lib --test pdf -- -D warnings
	@$(ENV) cargo clippy --locked --no-default-features --features strongbox --lib --test strongbox -- -D warnings
	@$(ENV) cargo clippy --locked $(WASM) --lib --bin wallet --bin shop --bin lists --bin more -- -D warnings
	@$(ENV) cargo clippy --locked $(WASM) --no-default-features --features reader,carry,strongbox,stretch,pdf,bench --lib --bin pdf --bin reader --bin carrier --bin strongbox --bin stretch --bin bench -- -D warnings

core:
	@echo "== the core alone, for wasm32, without any feature"
	@$(ENV) cargo check --locked $(WASM) --no-default-features --lib

rust:
	@echo "== tests: core, with the carriage"; $(ENV) cargo test --locked --no-default-features --features carry
	@echo "== tests: office's tool"; $(ENV) cargo test --locked --no-default-features --features cli
	@echo "== tests: QR reader"; $(ENV) cargo test --locked --no-default-features --features reader --test reader
	@echo "== tests: pages of documents"; $(ENV) cargo test --locked --no-default-features --features pdf,reader --lib --test pdf
	@echo "== tests: strongbox"; $(ENV) cargo test --locked --no-default-features --features strongbox --test strongbox

e2e: site tool
	@echo "== tests in Chromium and Firefox"
	@node --test --test-concurrency=2 --test-timeout=900000 tests/e2e/*.test.mjs

bench: setup-bench build ## Print bytes of the first load, times of a verification and at a door, the reader; ours against others.
	@.tools/wasm.sh bench bench web target/bench
	@node .tools/bench.mjs

fuzz: ## Fuzz every parser for a bounded time (SECONDS_EACH=20).
	@.tools/fuzz.sh $(or $(SECONDS_EACH),20)

screenshots: setup-test build ## Write a picture of every screen to target/screenshots.
	@node tests/e2e/screens.mjs

icons: ## Draw the PNG icons anew from public/icons/tessera.svg.
	@node .tools/icons.mjs
