#!/usr/bin/env bash
# Fails when a layer names or pulls in what it must not: check-layers.sh [--root DIR [PACKAGE]], or --self-test, which
# breaks each rule in a copy of the workspace and expects the check to say so.
set -euo pipefail
root=$(cd -- "$(dirname -- "$0")/.." && pwd)
script=$root/scripts/check-layers.sh
broken=0

wrong() {
  printf 'layers: %s\n' "$1" >&2
  [ -z "${2:-}" ] || printf '%s\n' "$2" | sed -n 1,5p | sed 's/^/    /' >&2
  broken=1
}

# What a package is built from on any platform, one name a line. The ways to it are not needed.
pulled_in() {
  cargo tree --quiet --package "$1" --edges normal,build --target all --prefix none --format '{p}' | cut -d' ' -f1 | sort -u
}

# The extended regular expression says what the package must not be built from.
without() {
  local package=$1 forbidden=$2 all found
  [ -z "$only" ] || [ "$only" = "$package" ] || return 0
  all=$(pulled_in "$package") || wrong "cargo tree of $package failed"
  found=$(grep -xE "$forbidden" <<<"$all" || true)
  [ -z "$found" ] || wrong "$package must not depend on:" "$found"
}

absent() {
  local words=$1 pattern=$2 found
  shift 2
  found=$(grep -rnE --include='*.rs' --include='*.ts' --include='*.tsx' --include=Cargo.toml "$pattern" "$@" || true)
  [ -z "$found" ] || wrong "$words" "$found"
}

others() {
  find crates src-tauri -mindepth 1 -maxdepth 1 ! -path "$1"
}

check() {
  cd -- "$1"
  local tauri='tauri(-.*)?' aws='aws-.*' database='rusqlite(_.*)?|libsqlite3-sys' keyring='.*keyring.*'
  local only=${2:-} testing=connect-testkit
  without alethia-connect "$testing"
  without connect-core "$tauri|$aws|$database|$keyring|tokio|reqwest|hyper|$testing"
  without connect-role "$tauri|$aws|$database|$keyring|tokio|reqwest|hyper|$testing"
  without connect-app "$tauri|$aws|$database|$keyring|$testing"
  without connect-store "$tauri|$aws|$testing"
  without connect-aws "$tauri|$database|$keyring|$testing"
  without connect-cli "$tauri|$testing"

  mapfile -t elsewhere < <(others crates/connect-aws)
  absent "only connect-aws names the AWS SDK:" '\baws_(config|credential_types|runtime|sdk_|sigv4|smithy_|types)\w*::|^aws-' "${elsewhere[@]}"
  mapfile -t elsewhere < <(find ui/src -mindepth 1 -maxdepth 1 ! -path ui/src/ipc)
  absent "only ui/src/ipc imports Tauri:" "['\"]@tauri-apps/" "${elsewhere[@]}"
  absent "connect-core reads no environment, file, network or clock:" \
    '\bstd::(env|fs|process|net::(Tcp|Udp))\b|\b(SystemTime|Instant|Timestamp|Zoned)::now' crates/connect-core/src
  return "$broken"
}

# --- the self-test

copy_of_workspace() {
  mkdir -p "$1/ui"
  cp Cargo.toml Cargo.lock "$1"
  cp -r crates src-tauri "$1"
  cp -r ui/src "$1/ui/src"
}

expect() {
  local words=$1 copy=$2 package=$3 said
  if said=$("$script" --root "$copy" "$package" 2>&1); then
    wrong "self-test: a broken rule was not noticed: $words"
  elif ! grep -qF -- "$words" <<<"$said"; then
    wrong "self-test: expected \"$words\", but the check said:" "$said"
  fi
}

depend() {
  awk -v line="$2" '{ print } /^\[dependencies\]/ { print line }' "$1/Cargo.toml" >"$1/Cargo.new"
  mv "$1/Cargo.new" "$1/Cargo.toml"
}

self_test() {
  cd -- "$root"
  copies=$(mktemp -d)
  trap 'rm -rf "$copies"' EXIT
  for rule in sdk tauri sqlite testkit import clock; do copy_of_workspace "$copies/$rule"; done

  depend "$copies/sdk/crates/connect-core" 'aws-config.workspace = true'
  expect "connect-core must not depend on:" "$copies/sdk" connect-core
  depend "$copies/tauri/crates/connect-cli" 'tauri.workspace = true'
  expect "connect-cli must not depend on:" "$copies/tauri" connect-cli
  depend "$copies/sqlite/crates/connect-app" 'rusqlite.workspace = true'
  expect "connect-app must not depend on:" "$copies/sqlite" connect-app
  depend "$copies/testkit/crates/connect-store" 'connect-testkit.workspace = true'
  expect "connect-store must not depend on:" "$copies/testkit" connect-store
  echo 'import { invoke } from "@tauri-apps/api/core";' >"$copies/import/ui/src/planted.ts"
  echo 'use aws_sdk_sts::Client;' >>"$copies/import/crates/connect-cli/src/main.rs"
  expect "only ui/src/ipc imports Tauri:" "$copies/import" none
  expect "only connect-aws names the AWS SDK:" "$copies/import" none
  echo 'fn planted() { let _ = jiff::Timestamp::now(); }' >>"$copies/clock/crates/connect-core/src/lib.rs"
  expect "connect-core reads no environment" "$copies/clock" none
  [ "$broken" = 1 ] || echo "layers: the check notices each broken rule"
  return "$broken"
}

case ${1:-} in
  --self-test) self_test ;;
  --root) check "$2" "${3:-}" ;;
  *) check "$root" && echo "layers: in order" ;;
esac
