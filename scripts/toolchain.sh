#!/usr/bin/env bash
# Says what is missing of Rust and Node, before a build fails half-way for it.
set -euo pipefail

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

command -v cargo >/dev/null || fail "cargo was not found. Install Rust from https://rustup.rs, open a new shell, and try again."
cargo clippy --version >/dev/null 2>&1 ||
  fail "This Rust has no clippy (rust-toolchain.toml asks for $(sed -n 's/^channel = //p' rust-toolchain.toml)):" "  rustup toolchain install"

command -v node >/dev/null && command -v npm >/dev/null ||
  fail "Node.js 20.19 or newer with npm was not found. Install it from https://nodejs.org, and try again."
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
  fail "Node.js $(node --version) is too old: the window's build needs 20.19 or newer. Install it from https://nodejs.org."
