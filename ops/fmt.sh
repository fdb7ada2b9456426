#!/usr/bin/env bash
# Formats Rust and, where its packages are installed, TypeScript.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
cd "$root"
cargo fmt --all
if [ -d frontend/node_modules ]; then (cd frontend && npm run --silent format); fi
