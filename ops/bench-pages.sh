#!/usr/bin/env bash
# Measures the pages in Chromium with the processor four times slower, against a demo county of its
# own, and appends what it finds to docs/performance.md.
#
#   make bench-pages                    9 rounds
#   make bench-pages OUT=/tmp/look.md   a look that is not to be recorded
set -euo pipefail
source "$(dirname "$0")/lib.sh"
cd "$root"

if [ -z "${BASE_URL:-}" ]; then
  npm --prefix frontend run build --silent >&2
  [ -d tests/e2e/node_modules ] || npm --prefix tests/e2e ci --no-audit --no-fund --silent
  CHROMIUM=$(ops/chromium.sh)
  export CHROMIUM
  exec ops/with-server.sh sqlite ops/bench-pages.sh
fi

rows=$(node tests/e2e/measure.mjs)
{
  printf '\n## Pages, %s, commit %s\n\n' "$(date -u +%F)" "$(git rev-parse --short HEAD)"
  printf '%s; %s processors; Chromium slowed down 4 times; load %s.\n\n' \
    "$(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -1)" "$(nproc)" "$(cut -d' ' -f1 /proc/loadavg)"
  printf '| figure (≤ 1 s) | measured | lowest-highest |\n|---|---|---|\n%s\n' "$rows"
} >>"${OUT:-docs/performance.md}"
