#!/usr/bin/env bash
# Licences, sources and banned crates, as deny.toml says: with cargo-deny where it is there, else read
# from what cargo knows. The advisories need cargo-deny and its database:
#
#   cargo install --locked cargo-deny && cargo deny check
set -euo pipefail
source "$(dirname "$0")/lib.sh"
cd "$root"
if cargo deny --version >/dev/null 2>&1; then exec cargo deny --locked check licenses bans sources; fi
say "without cargo-deny; for the advisories: cargo install --locked cargo-deny && cargo deny check"
cargo metadata --locked --format-version 1 | python3 ops/check_deny.py
