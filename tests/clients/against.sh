#!/usr/bin/env bash
# The part of run.sh that needs BASE_URL: the scenario, by each client named.
set -euo pipefail
cd "$(dirname "$0")/../.."
source ops/lib.sh
venv=${CARGO_TARGET_DIR:-$root/target}/clients-venv

typescript() { npm --prefix tests/clients/typescript test; }

python() { PYTHONPATH=tests/clients/python/target scenario; }
python_released() { PYTHONPATH=tests/clients/python/target/released scenario; }
scenario() {
  PYTHONDONTWRITEBYTECODE=1 "$venv/bin/pytest" -p no:cacheprovider tests/clients/python
}

rust() {
  cargo test --quiet --locked --manifest-path tests/clients/rust/Cargo.toml \
    --target-dir tests/clients/rust/target
}

for client in "$@"; do
  say "the scenario by the client $client"
  "$client"
done
