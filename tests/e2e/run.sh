#!/usr/bin/env bash
# The browser journeys against a server of their own, on SQLite or on PostgreSQL.
#
#   tests/e2e/run.sh sqlite
#   ops/with-postgres.sh tests/e2e/run.sh postgres                 those that carry work
#   JOURNEYS=all ops/with-postgres.sh tests/e2e/run.sh postgres    every one, before a release
set -euo pipefail
cd "$(dirname "$0")/../.."
kind=${1:-sqlite}

CHROMIUM=$(ops/chromium.sh)
export CHROMIUM
tests/e2e/prepare.sh
# No page waits for an event that stays out.
export ZONGZHI__EVENTS__STREAM_SECONDS=0
journeys=(tests/e2e/journeys/*.test.mjs)
if [ "$kind" = postgres ] && [ "${JOURNEYS:-}" != all ]; then
  # How a page looks does not depend on the database, and every operation is asked on both elsewhere:
  # here those in which work goes from hand to hand.
  carried=(citizen closed-loop co-handling contested mediation roster rule-change)
  journeys=("${carried[@]/#/tests/e2e/journeys/}")
  journeys=("${journeys[@]/%/.test.mjs}")
fi
exec ops/with-server.sh "$kind" npm --prefix tests/e2e test -- "${journeys[@]#tests/e2e/}"
