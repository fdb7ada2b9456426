#!/usr/bin/env bash
# Builds the pages and the server, makes a demo county where the database is empty, and serves both.
# The database is var/zongzhi.db unless ZONGZHI__DATABASE__URL names another.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
cd "$root"

listen=${ZONGZHI__SERVER__LISTEN:-127.0.0.1:8080}
needs cargo "$(cargo --version 2>/dev/null | cut -d' ' -f2)" 1.94 "Rust: https://rustup.rs"
needs node "$(node --version 2>/dev/null | tr -d v)" 20.19 "Node.js: https://nodejs.org"
needs npm "" "" "npm, which comes with Node.js"
needs cc "" "" "a C compiler, for SQLite: on Debian, sudo apt-get install build-essential"

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
