#!/usr/bin/env bash
# Runs a command with TEST_DATABASE_URL naming a PostgreSQL server of its own, which is started on
# a spare port of 127.0.0.1 in a temporary folder, never as root, and stopped at the end.
#
#   ops/with-postgres.sh cargo test -p zongzhi-tests --test it
#
# A server named by TEST_DATABASE_URL already is used as it is. POSTGRES_OPTIONS adds settings, such
# as "-c shared_buffers=1GB".
set -euo pipefail
source "$(dirname "$0")/lib.sh"

if [ -n "${TEST_DATABASE_URL:-}" ]; then
  exec "$@"
fi

bindir() {
  local found
  for found in /usr/lib/postgresql/*/bin "$(pg_config --bindir 2>/dev/null || true)"; do
    if [ -x "$found/initdb" ] && [ -x "$found/postgres" ]; then printf '%s\n' "$found"; fi
  done | sort -V | tail -1
}

bin=$(bindir)
if [ -z "$bin" ]; then
  apt_install postgresql
  bin=$(bindir)
  [ -n "$bin" ] || die "PostgreSQL was installed but initdb was not found"
fi

as_owner=()
if [ "$(id -u)" -eq 0 ]; then
  id postgres >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin postgres
  as_owner=(runuser -u postgres --)
fi

home=$(mktemp -d "${TMPDIR:-/tmp}/zongzhi-pg.XXXXXX")
server=
finish() {
  if [ -n "$server" ]; then
    kill -INT "$server" 2>/dev/null || true
    for _ in $(seq 100); do
      kill -0 "$server" 2>/dev/null || break
      sleep 0.1
    done
  fi
  rm -rf "$home"
}
trap finish EXIT

if [ "$(id -u)" -eq 0 ]; then chown postgres: "$home"; fi
"${as_owner[@]}" "$bin/initdb" --pgdata "$home/data" --auth trust --username postgres \
  --encoding UTF8 --locale C.UTF-8 >"$home.log" 2>&1 || { cat "$home.log" >&2; die "initdb failed"; }
rm -f "$home.log"
port=$(free_port)
"${as_owner[@]}" "$bin/pg_ctl" --pgdata "$home/data" --log "$home/log" --silent --wait --timeout 60 \
  --options "-p $port -k $home -c listen_addresses=127.0.0.1 -c max_connections=200 -c fsync=on \
    ${POSTGRES_OPTIONS:-}" \
  start </dev/null >/dev/null || { cat "$home/log" >&2; die "PostgreSQL did not start"; }
server=$(head -n 1 "$home/data/postmaster.pid")

TEST_DATABASE_URL="postgres://postgres@127.0.0.1:$port/postgres" "$@"
