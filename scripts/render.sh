#!/usr/bin/env bash
# Writes everything anew that is rendered from the code, and says what changed.
set -euo pipefail
cd -- "$(dirname -- "$0")/.."
"${CARGO_TARGET_DIR:-target}/debug/render-role" --write
ALETHIA_WRITE_TYPES=1 cargo test --quiet --workspace --test wire_types the_committed_types_are_current
changed=$(git status --short -- role crates docs ui/src/ipc/generated)
if [ -z "$changed" ]; then echo "Everything that is rendered was current."; else printf 'Changed:\n%s\n' "$changed"; fi
