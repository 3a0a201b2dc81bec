# Every target works from a fresh clone. CARGO_TARGET_DIR is honoured.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Clippy as the compiler of the workspace's own crates: linted and built at once, and every cargo call shares it.
export RUSTC_WORKSPACE_WRAPPER := clippy-driver
export CLIPPY_ARGS := -Dwarnings__CLIPPY_HACKERY__

UI_SOURCES := $(shell find ui/src ui/index.html ui/theme.ts ui/vite.config.ts ui/tsconfig.json ui/package.json -type f 2>/dev/null)

.PHONY: help setup build demo run test test-role check e2e bench render package clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

setup: ## install what the build and the tests need
	@scripts/system-packages.sh build sandbox e2e
	@scripts/toolchain.sh
	@$(MAKE) --silent ui/node_modules/.installed e2e/node_modules/.installed crates/connect-role/proof/node_modules/.installed
	@crates/connect-testkit/standin/install.sh
	@scripts/tools.sh >/dev/null
	@crates/connect-role/proof/install.sh

build: ## the window and all of the workspace, debug
	@scripts/system-packages.sh build
	@scripts/toolchain.sh
	@$(MAKE) --silent ui/dist/.built
	cargo build --workspace --all-targets

demo: ## the whole journey in the window against a sandbox; no AWS account needed
	@scripts/system-packages.sh build sandbox
	@$(MAKE) build
	@crates/connect-testkit/standin/install.sh
	@node scripts/demo.mjs

run: ## the window on this machine's own AWS profiles
	@$(MAKE) build
	@"$${CARGO_TARGET_DIR:-target}/debug/alethia-connect"

test: ## everything: formats, lints, layers, tests, the real window
	@scripts/test.sh

test-role: ## the whole proof of the role; Terraform makes, changes and destroys all that it is for: about ten minutes
	@scripts/system-packages.sh sandbox
	@$(MAKE) --silent crates/connect-role/proof/node_modules/.installed
	@crates/connect-testkit/standin/install.sh
	@crates/connect-role/proof/install.sh
	@scripts/test.sh --phase role_proof
	@"$${ALETHIA_STANDIN_VENV:-.sandbox/venv}/bin/python" -B crates/connect-role/proof/live/run.py

check: ## formats, lints and layers only
	@scripts/test.sh check

e2e: ## only the journeys in the real window; pictures in artifacts/e2e
	@$(MAKE) setup build
	@scripts/assert-untouched.sh npm --prefix e2e test

# The release build of the AWS SDK takes many minutes the first time, the rest about ten. PART=discovery, cache, window or
# verification runs that alone.
bench: ## figures of this machine against bounds and peers; ARGS=--write puts them into docs/performance.md
	@$(MAKE) setup $(if $(filter discovery cache,$(PART)),,build)
	@node scripts/bench.mjs $(PART) $(ARGS)

render: ## write the role's files and the TypeScript types anew
	@$(MAKE) build
	@scripts/render.sh

package: ## release build and .deb
	@scripts/system-packages.sh build
	@scripts/toolchain.sh
	@$(MAKE) --silent ui/dist/.built
	@env -u RUSTC_WORKSPACE_WRAPPER -u CLIPPY_ARGS ui/node_modules/.bin/tauri build --bundles deb

clean: ## remove what was built; ~/.cargo and the app's data stay
	cargo clean
	rm -rf ui/dist ui/node_modules e2e/node_modules crates/connect-role/proof/node_modules .sandbox artifacts gen

%/node_modules/.installed: %/package-lock.json
	@echo "Installing the packages of $*"
	npm --prefix $* ci --no-fund --no-audit
	@touch $@

# Its own mark, because the build script puts a page that says what is missing where none was built.
ui/dist/.built: ui/node_modules/.installed $(UI_SOURCES)
	npm --prefix ui run build
	@touch $@
