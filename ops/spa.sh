#!/usr/bin/env bash
# Builds the SPA into frontend/dist, unless it is there and newer than its sources.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
cd "$root/frontend"
if [ -f dist/index.html ] &&
  [ -z "$(find src public index.html package-lock.json vite.config.ts -newer dist/index.html -print -quit)" ]; then
  exit 0
fi
say "building the pages"
if [ ! -d node_modules ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --no-audit --no-fund
fi
npm run build
