#!/usr/bin/env bash
# What the journeys need before they start: a browser, the pages, what they are driven with.
set -euo pipefail
cd "$(dirname "$0")/../.."
ops/chromium.sh >/dev/null
ops/spa.sh
if ! cmp -s tests/e2e/package-lock.json tests/e2e/node_modules/.lock; then
  (cd tests/e2e && npm ci --no-audit --no-fund)
  cp tests/e2e/package-lock.json tests/e2e/node_modules/.lock
fi
