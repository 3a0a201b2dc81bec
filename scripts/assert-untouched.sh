#!/usr/bin/env bash
# Runs a command with an empty home and its own temporary folder, and fails if it left anything in them, in the real
# home's AWS files and app data, or in the work tree: assert-untouched.sh COMMAND...
set -euo pipefail
cd -- "$(dirname -- "$0")/.."

box=$(mktemp -d /tmp/untouched.XXXXXX)
real=$HOME
trap 'rm -rf "$box"' EXIT
mkdir "$box/home" "$box/tmp"
# Tests that run as root play somebody else too, who must reach their folders.
chmod 755 "$box"

app=io.alethialabs.connect
watched=("$real/.aws" "$real/.config/$app" "$real/.local/share/$app" "$real/.local/share/keyrings" "$real/.cache/$app")

fingerprint() {
  for place in "${watched[@]}"; do
    [ ! -e "$place" ] || find "$place" -printf '%p %y %s %T@\n'
  done | LC_ALL=C sort
}

worktree() {
  git status --porcelain --untracked-files=all
  git diff --raw
}

# The build tools keep their own caches; they are not what is tested.
isolated() {
  local name unset=()
  for name in $(compgen -e | grep -E '^(AWS_|XDG_|ALETHIA_|DBUS_SESSION_BUS_ADDRESS$|DISPLAY$|WAYLAND_DISPLAY$)'); do
    [[ $name =~ ^ALETHIA_(STANDIN_VENV|TF_PLUGIN_DIR)$ ]] || unset+=(-u "$name")
  done
  env "${unset[@]}" \
    CARGO_HOME="${CARGO_HOME:-$real/.cargo}" RUSTUP_HOME="${RUSTUP_HOME:-$real/.rustup}" \
    npm_config_cache="${npm_config_cache:-$real/.npm}" npm_config_logs_max=0 npm_config_update_notifier=false \
    HOME="$box/home" TMPDIR="$box/tmp" "$@"
}

before=$(fingerprint)
tree_before=$(worktree)
status=0
isolated "$@" || status=$?

fail() {
  echo "assert-untouched: $1" >&2
  shift
  printf '%s\n' "$@" | sed -n '1,40p' >&2
  status=$((status == 0 ? 1 : status))
}

# Whatever was started here has this home or temporary folder in its environment.
started_here() {
  grep -lzF -- "$box" /proc/[0-9]*/environ 2>/dev/null | grep -oE '[0-9]+' || true
}
# What was told to end a moment ago may still be at it.
for _ in {1..50}; do
  orphans=$(started_here)
  [ -n "$orphans" ] || break
  sleep 0.1
done
if [ -n "$orphans" ]; then
  # shellcheck disable=SC2086 # a list of numbers
  fail "these processes of \"$*\" were still running:" "$(ps -o pid=,args= -p $(echo $orphans | tr ' ' ,) || true)"
  # shellcheck disable=SC2086 # the same
  kill -KILL $orphans 2>/dev/null || true
fi

# An empty folder is what removing a folder leaves when a killed program's child made one more file in it meanwhile.
left=$(find "$box/home" "$box/tmp" -mindepth 1 -not \( -path "$box/tmp/*" -type d -empty \) -printf '  %P\n' | sed -n '1,40p')
[ -z "$left" ] || fail "these were left in the home or in the temporary folder of \"$*\":" "$left"
after=$(fingerprint)
[ "$before" = "$after" ] ||
  fail "\"$*\", or another program meanwhile, changed the real home:" "$(diff <(echo "$before") <(echo "$after") || true)"
tree_after=$(worktree)
[ "$tree_before" = "$tree_after" ] ||
  fail "\"$*\" changed the work tree:" "$(diff <(echo "$tree_before") <(echo "$tree_after") || true)"
exit "$status"
