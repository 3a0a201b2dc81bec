#!/bin/sh
# Makes the virtual environment of cfn-lint in .sandbox/lint of the workspace. Running it again is instant.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
venv=$here/../../../.sandbox/lint
stamp=$venv/requirements.cksum
wanted=$(cksum < "$here/requirements.txt")

[ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ] || exit 0
echo "Installing cfn-lint into $venv" >&2
mkdir -p "$(dirname -- "$venv")"
"${PYTHON:-python3}" -m venv --clear "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --requirement "$here/requirements.txt"
echo "$wanted" > "$stamp"
