#!/usr/bin/env bash
# Runs a command with BASE_URL naming a server of its own: a fresh demo county on a spare port.
#
#   ops/with-server.sh sqlite COMMAND…      a database file in a temporary folder
#   ops/with-server.sh postgres COMMAND…    a database of its own on TEST_DATABASE_URL's server
set -euo pipefail
source "$(dirname "$0")/lib.sh"
kind=$1
shift

cd "$root"
# Of the whole workspace, so that the libraries are those the tests were built with.
cargo build --quiet --locked --workspace --bin zongzhi
home=$(mktemp -d "${TMPDIR:-/tmp}/zongzhi-server.XXXXXX")
# A copy, so that a build going on beside this run does not change what is tested.
cp "${CARGO_TARGET_DIR:-$root/target}/debug/zongzhi" "$home/zongzhi"

server=
finish() {
  local code=$?
  if [ -n "$server" ]; then stop "$server"; fi
  if [ "$code" -ne 0 ] && [ -f "$home/log" ]; then
    say "the last lines of the server's log"
    tail -n 40 "$home/log" >&2
  fi
  rm -rf "$home"
  exit "$code"
}
trap finish EXIT

case $kind in
sqlite) url=sqlite://$home/zongzhi.db ;;
postgres)
  [ -n "${TEST_DATABASE_URL:-}" ] || die "TEST_DATABASE_URL is not set; use ops/with-postgres.sh"
  name=zz_server_$$
  psql "$TEST_DATABASE_URL" --quiet --command "CREATE DATABASE $name"
  url=${TEST_DATABASE_URL%/*}/$name
  ;;
*) die "usage: ops/with-server.sh sqlite|postgres COMMAND…" ;;
esac

port=$(free_port)
export ZONGZHI__DATABASE__URL=$url
export ZONGZHI__AUTH__KEY_DIR=$home/keys
export ZONGZHI__SERVER__LISTEN=127.0.0.1:$port
export ZONGZHI__SERVER__WEB_ROOT=$root/frontend/dist
export ZONGZHI__TELEMETRY__LOG=${ZONGZHI__TELEMETRY__LOG:-info}
"$home/zongzhi" demo >"$home/log" 2>&1 || { cat "$home/log" >&2; die "demo failed"; }
"$home/zongzhi" serve >>"$home/log" 2>&1 </dev/null &
server=$!
wait_for "http://127.0.0.1:$port/readyz" "$server"
BASE_URL=http://127.0.0.1:$port SERVER_LOG=$home/log "$@"
