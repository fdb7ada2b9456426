#!/usr/bin/env bash
# Everything CI runs, or the stages named. All stages run even when one fails; the end says which.
#
#   ops/test.sh                    everything
#   ops/test.sh lint rust_sqlite   these two
set -euo pipefail
source "$(dirname "$0")/lib.sh"
cd "$root"

all=(format lint spelling deny rust_sqlite rust_postgres kill_sqlite kill_postgres frontend compose
  browser_sqlite browser_postgres contract clients render)

format() { cargo fmt --all --check; }

lint() { cargo clippy --workspace --all-targets --locked -- -D warnings; }

spelling() { ops/venv.sh typos --config typos.toml; }

deny() { ops/deny.sh; }

# One process for all: the document and its schemas are made once, which takes longer than most tests.
# A test that hangs would otherwise hang the lane.
rust_sqlite() { timeout 40m cargo test --workspace --lib --bins --tests --locked --no-fail-fast; }
# A database is made and dropped for every test, each time waiting for the disk: no test outlives the
# machine. What must be durable is tested by the kill lane, on a server that keeps its promise.
forgetful="-c fsync=off -c full_page_writes=off -c synchronous_commit=off"
rust_postgres() {
  TMPDIR=$(in_memory) POSTGRES_OPTIONS="$forgetful" ops/with-postgres.sh ops/test.sh rust_on_server
}
rust_on_server() {
  [ -n "${TEST_DATABASE_URL:-}" ] || die "TEST_DATABASE_URL is not set"
  # Unit tests know no database: they ran before.
  timeout 40m cargo test --workspace --test it --locked --no-fail-fast
}

frontend() {
  cd frontend
  if [ ! -d node_modules ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --no-audit --no-fund
  fi
  npm run check
  # The committed types must be those of the committed contract.
  npm run --silent gen
  git diff --exit-code -- src/shared/api
}

# Servers killed at random moments, on both databases; ROUNDS=200 before a release.
kill_lane() {
  cargo build --quiet --locked --workspace --bin zongzhi
  cargo test --locked --workspace --test kill
}
kill_sqlite() { kill_lane; }
kill_postgres() { ops/with-postgres.sh ops/test.sh kill_lane; }

compose() { ops/check-compose.sh; }
browser_sqlite() { tests/e2e/run.sh sqlite; }
browser_postgres() {
  TMPDIR=$(in_memory) POSTGRES_OPTIONS="$forgetful" ops/with-postgres.sh tests/e2e/run.sh postgres
}
contract() {
  tests/contract/document.sh
  tests/contract/run.sh
}
# Clients generated from the committed document: TypeScript, Python, Rust.
clients() { tests/clients/run.sh; }

# Every kind of document, issued by the tests, is opened by LibreOffice and read back from its PDF.
render() {
  if ! command -v soffice >/dev/null && ! command -v libreoffice >/dev/null; then
    echo "left out: LibreOffice is not installed (apt-get install libreoffice-writer fonts-noto-cjk poppler-utils)"
    return
  fi
  local folder
  folder=$(mktemp -d)
  DOCUMENTS_FOLDER=$folder cargo test --locked --workspace --test it -- \
    documents::files::every_field_of_every_kind_stands_in_the_file
  ops/render-documents.sh "$folder"
  echo "to be looked at: $folder"
}

stages=("$@")
if [ ${#stages[@]} -eq 0 ]; then stages=("${all[@]}"); fi

for stage in "${stages[@]}"; do
  declare -F "$stage" >/dev/null || die "no stage $stage; there are: ${all[*]}"
done

# The compiler leaves one of two cores idle most of the time: what needs no Rust runs beside it, and is
# told when its turn comes.
beside=
if [ ${#stages[@]} -eq ${#all[@]} ]; then
  beside=$(mktemp)
  ( set -e; frontend ) >"$beside" 2>&1 &
  frontend_job=$!
fi

failed=()
report=
for stage in "${stages[@]}"; do
  say "$stage"
  started=$SECONDS
  # A subshell of its own: `set -e` is off inside a condition.
  set +e
  if [ "$stage" = frontend ] && [ -n "$beside" ]; then
    wait "$frontend_job"
    code=$?
    cat "$beside"
    rm -f "$beside"
  else
    (
      set -e
      "$stage"
    )
    code=$?
  fi
  set -e
  result=ok
  if [ "$code" -ne 0 ]; then
    result=FAILED
    failed+=("$stage")
  fi
  report+=$(printf '%-18s %-7s %4d s' "$stage" "$result" $((SECONDS - started)))$'\n'
done

printf '\n%s' "$report"
if [ ${#failed[@]} -gt 0 ]; then die "failed: ${failed[*]}"; fi
