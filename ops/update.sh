#!/usr/bin/env bash
# Rewrites what is generated: openapi/openapi.json, docs/{errors,permissions,case-workflow}.md, the
# lines of docs/security-checklist.md, and the SPA's types. Commit the result together with its cause.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
cd "$root"
UPDATE=1 cargo test --quiet --workspace --test it -- contract:: guard::documents
if [ -d frontend/node_modules ]; then (cd frontend && npm run --silent gen); fi
git status --short -- openapi docs frontend/src/shared/api
