# Tessera: every check with one command.
.PHONY: test help

help: ## Say what there is.
	@echo "make test   format, lints, the core alone, and every test"

test: ## Run every check.
	@echo "== format"; cargo fmt --check
	@echo "== the core alone, without any feature"; cargo check --no-default-features --locked
	@echo "== tests"; cargo test --no-default-features --locked --lib --test vectors --test pipeline
