#!/usr/bin/env bash
# `make test`, or with the word `check` only what needs no build of the dependencies' tests: formats, lints, layers.
# Every phase's output is kept in artifacts/test; the table at the end says how long each took.
set -euo pipefail
cd -- "$(dirname -- "$0")/.."
scope=${1:-all}
logs=artifacts/test
names=() times=() skipped=()
started=$SECONDS
running=
trap 'trap - EXIT; [ -z "$running" ] || kill -TERM "$running" 2>/dev/null; exit 130' INT TERM HUP
trap '[ -z "$running" ] || kill -TERM "$running" 2>/dev/null' EXIT

# In continuous integration a phase that hangs fails before the whole run is cut off without a word; at a slower
# machine with a person before it, all may take longer.
patience=$([ -n "${CI:-}" ] && echo 1 || echo 4)

# phase NAME MINUTES COMMAND...
phase() {
  local name=$1 minutes=$2 begun=$SECONDS output status=0
  shift 2
  printf '\n== %s\n' "$name"
  exec {output}> >(exec tee "$logs/$name.log")
  local tee=$!
  # A process of its own: within an `if`, bash would go on after a failed command. In the background, so that a signal
  # is passed on at once; `timeout` passes it to all that the phase started.
  timeout --kill-after=30s "$((minutes * patience))m" "$0" --phase "$@" >&"$output" 2>&1 {output}>&- &
  running=$!
  exec {output}>&-
  wait "$running" || status=$?
  running=
  # Whatever still holds the other end must not hold up the run.
  timeout 10s tail --pid="$tee" -f /dev/null || true
  if [ "$status" != 0 ]; then
    [ "$status" != 124 ] || echo "It was ended after $((minutes * patience)) minutes."
    names+=("$name") times+=($((SECONDS - begun)))
    table
    printf '\nmake %s: FAILED in phase "%s". Its output is in %s\n' "$scope_word" "$name" "$logs/$name.log" >&2
    exit 1
  fi
  names+=("$name") times+=($((SECONDS - begun)))
}

table() {
  local index
  printf '\n%-10s %8s\n' phase seconds
  for index in "${!names[@]}"; do printf '%-10s %8d\n' "${names[$index]}" "${times[$index]}"; done
  printf '%-10s %8d\n' all $((SECONDS - started))
}

# The last number that the expression finds in a phase's output, colours taken off.
count() {
  local number
  number=$(sed 's/\x1b\[[0-9;]*m//g' "$logs/$1.log" | grep -oE "$2" | tail -1 | grep -oE '[0-9]+' | head -1 || true)
  echo "${number:-0}"
}

formats() {
  cargo fmt --all --check
  npm --prefix e2e run check
}

ui_lints() {
  npm --prefix ui run check
}

build() {
  cargo build --workspace --all-targets
}

layers() {
  scripts/check-layers.sh
  scripts/check-layers.sh --self-test
  local PATH=$PATH:$(scripts/tools.sh)
  if command -v cargo-deny >/dev/null; then
    cargo deny --offline check bans licenses sources
  else
    echo "SKIPPED: cargo-deny cannot be had, so licences, sources and bans were not checked (cargo install cargo-deny --locked)"
  fi
}

# A Terraform provider that is on this machine in a filesystem mirror serves where the registry is not reached.
find_terraform_provider() {
  local provider
  provider=$(find /opt /usr/local /usr/share -path '*/registry.terraform.io/hashicorp/aws/*' -name 'terraform-provider-aws*' -print -quit 2>/dev/null || true)
  [ -z "$provider" ] || export ALETHIA_TF_PLUGIN_DIR="${ALETHIA_TF_PLUGIN_DIR:-${provider%%/registry.terraform.io/*}}"
}

role_proof() {
  find_terraform_provider
  scripts/assert-untouched.sh npm --prefix crates/connect-role/proof test
}

rust_tests() {
  find_terraform_provider
  if command -v cargo-nextest >/dev/null; then
    scripts/assert-untouched.sh cargo nextest run --workspace --no-fail-fast
  else
    echo "cargo-nextest is not installed: plain cargo test runs the same tests"
    scripts/assert-untouched.sh cargo test --workspace --all-targets --no-fail-fast
  fi
  scripts/assert-untouched.sh cargo test --workspace --doc
}

rust_test_count() {
  local summary
  summary=$(count rust '[0-9]+ tests? run')
  [ "$summary" != 0 ] || summary=$(grep -oE '[0-9]+ passed' "$logs/rust.log" | awk '{ all += $1 } END { print all + 0 }')
  echo "$summary"
}

journeys() {
  if [ "$(uname -s)" = Linux ]; then
    find_terraform_provider
    scripts/assert-untouched.sh npm --prefix e2e test
  else
    echo "SKIPPED: the journeys in the real window need WebKitWebDriver, which only Linux has"
  fi
}

if [ "$scope" = --phase ]; then
  shift
  "$@"
  exit
fi

rm -rf "$logs"
mkdir -p "$logs"
scope_word=$([ "$scope" = check ] && echo check || echo test)
# Before the phases, which run in the background: sudo may have to ask for a password.
scripts/system-packages.sh build sandbox e2e
phase setup 15 make setup
phase formats 3 formats
phase ui-lints 4 ui_lints
if [ "$scope" != check ]; then phase ui-tests 18 scripts/assert-untouched.sh npm --prefix ui test; fi
phase ui-build 3 make ui/dist/.built
phase build 25 build
phase layers 4 layers
if [ "$scope" != check ]; then
  phase role 6 role_proof
  phase rust 22 rust_tests
  phase e2e 20 journeys
fi
table

while IFS= read -r line; do skipped+=("$line"); done < <(grep -hoE '^ *SKIPPED.*' "$logs"/*.log || true)
printf '\n'
[ ${#skipped[@]} -eq 0 ] || printf '%s\n' "${skipped[@]}"
if [ "$scope" = check ]; then
  echo "make check: formats, lints and layers are in order. No test was run."
else
  grep '^role: ' "$logs/role.log"
  echo "make test: all passed: $(rust_test_count) Rust tests, $(count ui-tests 'Tests +[0-9]+ passed') tests of the window's code, $(count e2e 'pass [0-9]+') journeys in the real window; formats, lints and layers in order; nothing written outside temporary folders; ${#skipped[@]} skipped."
fi
