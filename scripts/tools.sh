#!/bin/sh
# Installs the tools of tools.txt into .sandbox/tools, and says where they are: tools.sh. Running it again is instant.
# Where they cannot be had it says so and ends well: what needs them is skipped, by name.
set -eu
cd -- "$(dirname -- "$0")/.."
venv=.sandbox/tools
wanted=$(cksum <scripts/tools.txt)
if [ "$(cat "$venv/requirements.cksum" 2>/dev/null || true)" != "$wanted" ]; then
  mkdir -p .sandbox
  if python3 -m venv --clear "$venv" &&
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --requirement scripts/tools.txt; then
    echo "$wanted" >"$venv/requirements.cksum"
  else
    echo "tools.sh: what scripts/tools.txt names cannot be had here" >&2
  fi
fi
echo "$PWD/$venv/bin"
