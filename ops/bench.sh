#!/usr/bin/env bash
# Measures the server on PostgreSQL and SQLite, against a bare service and against the statements
# alone, and appends what it finds to docs/performance.md, which says how to read it.
#
#   make bench                        100,000 cases, 5 rounds of 2 s
#   make bench N=1000 ROUNDS=1        a quick look
#   make bench N=1000000 BENCH="--reads-only --no-sqlite"
#   make bench GROWTH="10000 1000000" how reads and the mix grow
#   make bench OUT=/tmp/look.md       a look that is not to be recorded
set -euo pipefail
source "$(dirname "$0")/lib.sh"
cd "$root"

if [ -z "${TEST_DATABASE_URL:-}" ]; then
  # Enough for a million cases to stay in memory, as on a real database server.
  export POSTGRES_OPTIONS="-c shared_buffers=${SHARED_BUFFERS:-512MB} -c max_wal_size=8GB \
-c synchronous_commit=on ${POSTGRES_OPTIONS:-}"
  exec ops/with-postgres.sh ops/bench.sh
fi

say "building"
cargo build --release --locked -p zongzhi -p zongzhi-bench
out=${CARGO_TARGET_DIR:-$root/target}/release
home=$(mktemp -d "${TMPDIR:-/tmp}/zongzhi-bench.XXXXXX")
trap 'rm -rf "$home"' EXIT
# Copies, so that a build going on beside the run does not change what is measured.
cp "$out/zongzhi" "$out/zongzhi-bench" "$home/"
pgbench=$(command -v pgbench || find /usr/lib/postgresql -name pgbench 2>/dev/null | sort -V | tail -1)
[ -n "$pgbench" ] || die "pgbench is missing; it comes with the PostgreSQL server"

commit=$(git rev-parse --short HEAD)
if [ -n "$(git status --porcelain -- backend migrations)" ]; then commit="$commit with changes"; fi
what=(run --cases "${N:-100000}")
if [ -n "${GROWTH:-}" ]; then what=(growth "--sizes=$GROWTH"); fi
# shellcheck disable=SC2086 # BENCH holds several words.
"$home/zongzhi-bench" "${what[@]}" --postgres "$TEST_DATABASE_URL" --program "$home/zongzhi" \
  --pgbench "$pgbench" --home "$home" --rounds "${ROUNDS:-5}" \
  --commit "$commit" --out "${OUT:-docs/performance.md}" ${BENCH:-}
