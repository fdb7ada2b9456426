#!/usr/bin/env bash
# The committed document alone: its lint without a warning, and nothing of the last release broken.
#
#   tests/contract/document.sh                    both
#   tests/contract/document.sh --release 0.1.0    keeps the document as that of a release
set -euo pipefail
cd "$(dirname "$0")"
source ../../ops/lib.sh

say "what watches over breaking changes"
PYTHONDONTWRITEBYTECODE=1 "$root/ops/venv.sh" pytest -p no:cacheprovider --quiet .

say "lint of the document"
if ! cmp -s package-lock.json node_modules/.lock; then
  npm ci --no-audit --no-fund
  cp package-lock.json node_modules/.lock
fi
npm run --silent lint

say "against the last release"
"$root/ops/venv.sh" python breaking.py "$@"
