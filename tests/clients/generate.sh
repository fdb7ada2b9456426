#!/usr/bin/env bash
# Generates one client from openapi/openapi.json into its folder `target`, unless the one there is of the
# same document and made by the same tools, and compiles it. `python_released` is the client of the last
# release.
#
#   tests/clients/generate.sh typescript|python|rust|python_released
set -euo pipefail
cd "$(dirname "$0")/../.."
source ops/lib.sh
client=$1
document=$root/openapi/openapi.json
venv=${CARGO_TARGET_DIR:-$root/target}/clients-venv

# Python, its packages, and the generators that come from PyPI.
install_tools() {
  if cmp -s tests/clients/requirements.txt "$venv/requirements.txt"; then return; fi
  command -v python3 >/dev/null || apt_install python3 python3-venv
  python3 -m venv "$venv" 2>/dev/null || { apt_install python3-venv && python3 -m venv "$venv"; }
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r tests/clients/requirements.txt
  cp tests/clients/requirements.txt "$venv/requirements.txt"
}

typescript() {
  cd "$here"
  if ! cmp -s package-lock.json node_modules/.lock; then
    npm ci --no-audit --no-fund
    cp package-lock.json node_modules/.lock
  fi
  if is_new; then npm run --silent gen; fi
  npm run --silent compile
}

python() {
  install_tools
  if ! is_new; then return; fi
  # Any part of the document the generator cannot express is a failure.
  "$venv/bin/openapi-python-client" generate --path "$document" --config tests/clients/python/config.yaml \
    --meta none --output-path "$target/zongzhi_client" --overwrite --fail-on-warning
}
python_released() { python; }

rust() {
  install_tools
  if is_new; then
    rm -rf "$target/client"
    "$venv/bin/openapi-generator-cli" generate --input-spec "$document" --generator-name rust \
      --output "$target/client" --additional-properties useSingleRequestParameter=true \
      >"$target/generator.log" 2>&1 || { tail -n 40 "$target/generator.log" >&2 && die "not generated"; }
    # A new optional parameter must not break who calls with the others: the structs of parameters get a
    # default, which the generator gives to its models only.
    sed -i -z 's/#\[derive(Clone, Debug)\]\npub struct \([A-Za-z0-9]*Params\)/#[derive(Clone, Debug, Default)]\npub struct \1/g' \
      "$target"/client/src/apis/*_api.rs
  fi
  cargo build --quiet --locked --tests --manifest-path "$here/Cargo.toml" --target-dir "$target"
}

# Whether the client has to be made again; once it is made, $now is kept.
is_new() {
  now=$(cat "$document" "$root"/tests/clients/{generate.sh,requirements.txt,python/config.yaml} \
    "$root"/tests/clients/typescript/package{,-lock}.json | sha256sum)
  [ "$(cat "$target/stamp" 2>/dev/null)" != "$now" ]
}

here=$root/tests/clients/${client%_released}
target=$here/target
if [ "$client" != "${client%_released}" ]; then
  document=$(find "$root/openapi/released" -name '*.json' | sort -V | tail -n 1)
  target=$here/target/released
fi
mkdir -p "$target"
say "generating the client $client"
"$client"
printf '%s\n' "$now" >"$target/stamp"
