#!/bin/sh
# Makes the virtual environment of the AWS stand-in: install.sh [DIR]
# DIR defaults to $ALETHIA_STANDIN_VENV, else .sandbox/venv in the workspace. Running it again is instant.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
venv=${1:-${ALETHIA_STANDIN_VENV:-$here/../../../.sandbox/venv}}
python=${PYTHON:-python3}
requirements=$here/requirements.txt
stamp=$venv/requirements.cksum
wanted=$(cksum < "$requirements")

if [ -x "$venv/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null || true)" = "$wanted" ]; then
  exit 0
fi

if ! command -v "$python" >/dev/null 2>&1; then
  echo "install.sh: $python was not found. The AWS stand-in needs Python 3.10 or newer: install it, or set PYTHON." >&2
  exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))'; then
  echo "install.sh: $("$python" --version) is too old. The AWS stand-in needs Python 3.10 or newer: install it, or set PYTHON." >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  echo "install.sh: this Python cannot make virtual environments. On Debian and Ubuntu: sudo apt-get install python3-venv" >&2
  exit 1
fi

echo "Installing the AWS stand-in into $venv" >&2
mkdir -p "$(dirname -- "$venv")"
"$python" -m venv --clear "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --requirement "$requirements"
"$venv/bin/python" -m pip check --disable-pip-version-check >&2
echo "$wanted" > "$stamp"
