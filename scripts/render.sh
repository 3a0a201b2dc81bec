#!/usr/bin/env bash
# Writes everything anew that is rendered from the code, and says what changed.
set -euo pipefail
cd -- "$(dirname -- "$0")/.."
"${CARGO_TARGET_DIR:-target}/debug/render"
ALETHIA_WRITE_TYPES=1 cargo test --workspace --test wire_types the_committed_types_are_current
npm --prefix ui exec --prefix ui -- prettier --write ui/src/ipc/generated >/dev/null
git status --short -- role docs ui/src/ipc/generated crates
