#!/usr/bin/env bash
# The browser journeys against a server of their own, on SQLite or on PostgreSQL.
#
#   tests/e2e/run.sh sqlite
#   ops/with-postgres.sh tests/e2e/run.sh postgres
set -euo pipefail
cd "$(dirname "$0")/../.."
kind=${1:-sqlite}

CHROMIUM=$(ops/chromium.sh)
export CHROMIUM
tests/e2e/prepare.sh
# No page waits for an event that stays out.
export ZONGZHI__EVENTS__STREAM_SECONDS=0
# How a page looks does not depend on the database: those walks are made once.
shopt -s extglob
journeys=(tests/e2e/journeys/*.test.mjs)
if [ "$kind" = postgres ]; then journeys=(tests/e2e/journeys/!(pages-*).test.mjs); fi
exec ops/with-server.sh "$kind" npm --prefix tests/e2e test -- "${journeys[@]#tests/e2e/}"
