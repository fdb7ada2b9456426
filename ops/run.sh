#!/usr/bin/env bash
# Builds the pages and the server, makes a demo county where the database is empty, and serves both.
# The database is var/zongzhi.db unless ZONGZHI__DATABASE__URL names another.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
cd "$root"

listen=${ZONGZHI__SERVER__LISTEN:-127.0.0.1:8080}
command -v cargo >/dev/null || die "Rust is missing: https://rustup.rs (1.94 or newer)"
command -v npm >/dev/null || die "Node.js is missing (20.19 or newer)"

ops/spa.sh
say "building the server (about three minutes the first time)"
cargo build --quiet -p zongzhi
zongzhi=${CARGO_TARGET_DIR:-target}/debug/zongzhi

mkdir -p var
# Says which accounts there are when it made them.
accounts=$("$zongzhi" demo --if-empty)
if [ -n "$accounts" ]; then printf '%s\n' "$accounts" >var/accounts.txt; fi
if [ -f var/accounts.txt ]; then cat var/accounts.txt; fi
say "http://$listen"
exec "$zongzhi" serve
