#!/usr/bin/env bash
# Runs a Python tool of ops/requirements.txt, installing them into target/venv first.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
venv=${CARGO_TARGET_DIR:-$root/target}/venv
wanted=$root/ops/requirements.txt
if ! cmp -s "$wanted" "$venv/requirements.txt"; then
  command -v python3 >/dev/null || apt_install python3 python3-venv
  python3 -m venv "$venv" 2>/dev/null || { apt_install python3-venv && python3 -m venv "$venv"; }
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$wanted"
  cp "$wanted" "$venv/requirements.txt"
fi
tool=$1
shift
exec "$venv/bin/$tool" "$@"
