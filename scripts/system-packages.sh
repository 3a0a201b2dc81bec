#!/usr/bin/env bash
# Installs the system packages of the named groups that are missing: system-packages.sh build|sandbox|e2e...
set -euo pipefail

declare -A packages=(
  [build]="build-essential pkg-config libwebkit2gtk-4.1-dev librsvg2-dev"
  [sandbox]="python3-venv"
  [e2e]="webkit2gtk-driver xvfb dbus dbus-x11 gnome-keyring libglib2.0-bin xclip xdotool"
)

[ "$(uname -s)" = Linux ] || exit 0

wanted=()
for group in "$@"; do
  read -ra names <<<"${packages[$group]}"
  wanted+=("${names[@]}")
done

if ! command -v apt-get >/dev/null; then
  if command -v pkg-config >/dev/null && pkg-config --exists webkit2gtk-4.1 librsvg-2.0; then exit 0; fi
  echo "This system has no apt-get. Install what corresponds to these Debian packages, then try again:" >&2
  echo "  ${wanted[*]}" >&2
  exit 1
fi

missing=()
for package in "${wanted[@]}"; do
  state=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" = 0 ]; then
  root=()
elif command -v sudo >/dev/null && { [ -t 0 ] || sudo --non-interactive true 2>/dev/null; }; then
  root=(sudo)
else
  echo "These system packages are missing, and neither root nor sudo is here to install them. Run:" >&2
  echo "  sudo apt-get update && sudo apt-get install --yes --no-install-recommends ${missing[*]}" >&2
  exit 1
fi

echo "Installing system packages: ${missing[*]}" >&2
# Another installation, such as the system's own updates, is waited for.
apt=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300)
"${root[@]}" "${apt[@]}" update --quiet >&2
"${root[@]}" "${apt[@]}" install --quiet --yes --no-install-recommends "${missing[@]}" >&2
