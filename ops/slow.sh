#!/usr/bin/env bash
# What is too slow for every run, before a release: the same tests with the sizes the design asks for.
# Appends what came of each to docs/evidence.md, which nobody writes by hand.
#
#   make slow                                 everything on SQLite, then on PostgreSQL: some hours
#   make slow DATABASES=sqlite STEPS="clocks sequences"
#   make slow ZONGZHI_EVENT_LOG=/path/log.xes and a public log of process mining (XES or CSV)
#   make slow OUT=/tmp/look.md WORLDS=10      a look that is not to be recorded
set -euo pipefail
source "$(dirname "$0")/lib.sh"
cd "$root"

all=(walk clocks sequences lives rights visibility simulation rules counties bulk log kill journeys)
out=${OUT:-docs/evidence.md}
databases=${DATABASES:-sqlite postgres}
read -r -a steps <<<"${STEPS:-${all[*]}}"

if [[ $databases == *postgres* && -z ${TEST_DATABASE_URL:-} ]]; then
  # No test outlives the machine; the kill lane, which must, asks for the disk itself.
  exec ops/with-postgres.sh ops/slow.sh
fi
server=${TEST_DATABASE_URL:-}

# Quick to run, and not as slow to build as what is shipped.
tests() {
  CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    cargo test --locked --release --workspace --test it -- "$@"
}

# What each step runs; what it prints at the end is what is recorded.
walk() { tests cases::every_day; }
clocks() {
  cargo run --locked --release --quiet -p zongzhi-bench -- clocks --sequences "${SEQUENCES:-1000000}"
}
sequences() { SEQUENCES=${SEQUENCES:-1000000} tests cases::sequences; }
lives() { LIVES=${LIVES:-20000} WALKS=${WALKS:-200} tests cases::lives cases::projection; }
rights() { WORLDS=${RIGHTS_WORLDS:-100000} tests cases::rights cases::tallies; }
visibility() { WORLDS=${WORLDS:-1000} tests cases::visibility; }
simulation() { COUNTY=${COUNTY:-10000} tests --include-ignored limit_changes; }
rules() { CONDITIONS=${CONDITIONS:-100000} tests automation_rules::interpreters; }
counties() { COUNTIES=${COUNTIES:-200} tests reports::counting; }
bulk() { tests --include-ignored imports exports; }
log() {
  if [ -z "${ZONGZHI_EVENT_LOG:-}" ]; then
    echo "left out: ZONGZHI_EVENT_LOG names no log"
    return
  fi
  [ -f "$ZONGZHI_EVENT_LOG" ] || die "no file $ZONGZHI_EVENT_LOG"
  sha256sum "$ZONGZHI_EVENT_LOG" | cut -c1-16 | sed 's/^/log, sha256 /'
  tests --ignored --nocapture cases::foreign_log
}
kill() {
  cargo build --locked --quiet --workspace --bin zongzhi
  ROUNDS=${ROUNDS:-200} EVENTS=${EVENTS:-10000} cargo test --locked --workspace --test kill
}
journeys() { JOURNEYS=all tests/e2e/run.sh "$database"; }

# Sizes that were asked for, so that a small look is not taken for the whole.
sizes_of() {
  case $1 in
  walk) echo "4,383 start days, 60 amounts" ;;
  clocks | sequences) echo "${SEQUENCES:-1000000} sequences" ;;
  lives) echo "${LIVES:-20000} lives, ${WALKS:-200} walks" ;;
  rights) echo "${RIGHTS_WORLDS:-100000} worlds" ;;
  visibility) echo "${WORLDS:-1000} worlds over HTTP" ;;
  simulation) echo "${COUNTY:-10000} cases, by chance and of the demo county" ;;
  rules) echo "${CONDITIONS:-100000} conditions" ;;
  counties) echo "${COUNTIES:-200} counties of cases" ;;
  bulk) echo "${IMPORT_ROWS:-100000} lines, a workbook of ${WORKBOOK_ROWS:-60000}" ;;
  log) basename "${ZONGZHI_EVENT_LOG:-none}" ;;
  kill) echo "${ROUNDS:-200} rounds" ;;
  journeys) echo "every journey" ;;
  esac
}

for step in "${steps[@]}"; do
  [[ " ${all[*]} " == *" $step "* ]] || die "no step $step; there are: ${all[*]}"
done
if [ ! -f "$out" ]; then
  printf '# What the slow runs found\n\nAppended by `make slow` (`ops/slow.sh`), never by hand.\n' >"$out"
fi
commit=$(git rev-parse --short HEAD)
if [ -n "$(git status --porcelain -- backend migrations tests)" ]; then commit="$commit with changes"; fi

failed=()
for database in $databases; do
  rows= && details=
  for step in "${steps[@]}"; do
    # What knows no database is told once.
    if [ "$database" = postgres ] && [[ " walk clocks sequences " == *" $step "* ]]; then continue; fi
    say "$step on $database"
    if [ "$database" = sqlite ]; then unset TEST_DATABASE_URL; else export TEST_DATABASE_URL=$server; fi
    started=$SECONDS
    said=$(mktemp)
    # A subshell of its own: `set -e` is off inside a condition.
    set +e
    (
      set -e
      "$step"
    ) 2>&1 | tee "$said" >&2
    code=${PIPESTATUS[0]}
    set -e
    result=ok
    if [ "$code" -ne 0 ]; then
      result=FAILED
      failed+=("$step on $database")
    fi
    rows+="| $step | $(sizes_of "$step") | $result | $((SECONDS - started)) s |"$'\n'
    lines=$(grep -E 'derivations a second|sequences, |hand-overs|^log, |left out|^test result|^# (pass|fail) |panicked|FAILED' "$said" | tail -n 12 || true)
    if [ -n "$lines" ]; then details+="$step:"$'\n'"$lines"$'\n'; fi
    rm -f "$said"
  done
  {
    printf '\n## %s, %s, commit %s\n\n' "$database" "$(date -u '+%F %H:%M UTC')" "$commit"
    printf '%s; %s processors.\n\n' "$(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -1)" "$(nproc)"
    printf '| step | size | result | time |\n|---|---|---|---|\n%s' "$rows"
    if [ -n "$details" ]; then printf '\n```\n%s```\n' "$details"; fi
  } >>"$out"
done
if [ ${#failed[@]} -gt 0 ]; then die "failed: ${failed[*]}"; fi
