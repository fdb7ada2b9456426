#!/usr/bin/env bash
# Builds the pages and the server, makes a demo county in var/ where none is, and serves both.
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
if [ -z "${ZONGZHI__DATABASE__URL:-}" ] && [ ! -e var/zongzhi.db ]; then
  # Prints the accounts.
  "$zongzhi" demo | tee var/accounts.txt
else
  "$zongzhi" migrate up
  if [ -f var/accounts.txt ]; then cat var/accounts.txt; fi
fi
say "http://$listen"
exec "$zongzhi" serve
