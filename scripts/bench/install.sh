#!/bin/sh
# Makes the virtual environment of `make bench` in .sandbox/bench, and says where its Python is. Running it again is
# instant. Where its packages cannot be had it says so and ends well: what needs them is skipped, by name.
set -eu
cd -- "$(dirname -- "$0")/../.."
venv=.sandbox/bench
requirements=scripts/bench/requirements.txt
wanted=$(cksum <"$requirements")
if [ "$(cat "$venv/requirements.cksum" 2>/dev/null || true)" != "$wanted" ]; then
  mkdir -p .sandbox
  rm -f "$venv/requirements.cksum"
  if python3 -m venv --clear "$venv" >&2 &&
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --requirement "$requirements" >&2; then
    echo "$wanted" >"$venv/requirements.cksum"
  else
    echo "install.sh: what $requirements names cannot be had here" >&2
    exit 0
  fi
fi
echo "$PWD/$venv/bin/python"
