#!/usr/bin/env bash
# Measures the server on PostgreSQL and SQLite, against a bare service and against the statements
# alone, and appends what it finds to docs/performance.md, which says how to read it.
#
#   make bench                        100,000 cases, 5 rounds of 2 s
#   make bench N=1000 ROUNDS=1        a quick look
#   make bench N=1000000 BENCH="--reads-only --no-sqlite"
#   make bench GROWTH="10000 1000000" how reads and the mix grow
#   make bench OUT=/tmp/look.md       a look that is not to be recorded
#   make bench MESSAGES=/path/to.csv  how long importing a real file takes, and how much is refused;
#                                     MAPPING=… where it is not docs/examples/message-board.toml
#   make bench SEQUENCES=0            without deriving a million limits (it takes a minute)
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

commit=$(git rev-parse --short HEAD)
if [ -n "$(git status --porcelain -- backend migrations)" ]; then commit="$commit with changes"; fi
record=${OUT:-docs/performance.md}
when="$(date -u '+%F %H:%M UTC'), commit $commit"

# Imports $MESSAGES twice into a fresh demo county; only numbers are kept, never a row of the file.
import_messages() {
  local name=$1 mapping=${MAPPING:-docs/examples/message-board.toml} began took said again
  export ZONGZHI__DATABASE__URL=$2 ZONGZHI__AUTH__KEY_DIR=$home/keys ZONGZHI__TELEMETRY__LOG=error
  "$home/zongzhi" demo --cases 0 >/dev/null
  began=$(date +%s%N)
  # Refused rows end it with 1 as any failure does: the text tells them apart.
  said=$("$home/zongzhi" import "$MESSAGES" --mapping "$mapping" 2>/dev/null) || true
  took=$((($(date +%s%N) - began) / 1000000))
  [[ $said =~ ^[0-9]+\ read ]] || die "the import failed on $name: $said"
  again=$("$home/zongzhi" import "$MESSAGES" --mapping "$mapping" 2>/dev/null) || true
  [[ $again =~ \ 0\ added ]] || die "the second import added rows on $name: $again"
  "$home/zongzhi" verify-ledger >/dev/null || die "the ledger does not hold on $name"
  printf -- '- %s: %s; %d.%03d s. Again: %s. The ledger holds.\n' \
    "$name" "$said" $((took / 1000)) $((took % 1000)) "$again"
}

if [ -n "${MESSAGES:-}" ]; then
  [ -f "$MESSAGES" ] || die "no file $MESSAGES"
  psql "$TEST_DATABASE_URL" --quiet --command "CREATE DATABASE zz_messages_$$"
  lines=$(import_messages SQLite "sqlite://$home/messages.db")
  more=$(import_messages PostgreSQL "${TEST_DATABASE_URL%/*}/zz_messages_$$")
  psql "$TEST_DATABASE_URL" --quiet --command "DROP DATABASE zz_messages_$$"
  printf '\n## Import of a real file, %s\n\n%s\n%s\n' "$when" "$lines" "$more" | tee -a "$record"
  exit
fi

pgbench=$(command -v pgbench || find /usr/lib/postgresql -name pgbench 2>/dev/null | sort -V | tail -1)
[ -n "$pgbench" ] || die "pgbench is missing; it comes with the PostgreSQL server"

what=(run --cases "${N:-100000}")
if [ -n "${GROWTH:-}" ]; then what=(growth "--sizes=$GROWTH"); fi
# shellcheck disable=SC2086 # BENCH holds several words.
"$home/zongzhi-bench" "${what[@]}" --postgres "$TEST_DATABASE_URL" --program "$home/zongzhi" \
  --pgbench "$pgbench" --home "$home" --rounds "${ROUNDS:-5}" \
  --commit "$commit" --out "$record" ${BENCH:-}

if [ "${SEQUENCES:-1000000}" -gt 0 ]; then
  say "deriving limits"
  derived=$("$home/zongzhi-bench" clocks --sequences "${SEQUENCES:-1000000}" 2>&1)
  printf '\n### Limits derived, %s\n\n```\n%s\n```\n' "$when" "$derived" | tee -a "$record"
fi

say "the size of the pages"
ops/spa.sh >&2
sizes=$(npm --prefix frontend run --silent size) || sizes+=$'\nover the budget'
printf '\n### Pages, gzipped, %s\n\n```\n%s\n```\n' "$when" "$sizes" | tee -a "$record"
