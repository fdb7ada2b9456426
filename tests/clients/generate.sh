#!/usr/bin/env bash
# Generates one client from openapi/openapi.json into its folder `target`, unless the one there is of the
# same document and made by the same tools, and compiles it.
#
#   tests/clients/generate.sh typescript|python|rust
set -euo pipefail
cd "$(dirname "$0")/../.."
source ops/lib.sh
client=$1
here=tests/clients/$client
document=$root/openapi/openapi.json
venv=${CARGO_TARGET_DIR:-$root/target}/clients-venv
mkdir -p "$here/target"

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
  "$venv/bin/openapi-python-client" generate --path "$document" --config "$here/config.yaml" \
    --meta none --output-path "$here/target/zongzhi_client" --overwrite --fail-on-warning
}

rust() {
  install_tools
  if is_new; then
    rm -rf "$here/target/client"
    "$venv/bin/openapi-generator-cli" generate --input-spec "$document" --generator-name rust \
      --output "$here/target/client" --additional-properties useSingleRequestParameter=true \
      >"$here/target/generator.log" 2>&1 || { tail -n 40 "$here/target/generator.log" >&2; die "not generated"; }
    # A new optional parameter must not break who calls with the others: the structs of parameters get a
    # default, which the generator gives to its models only.
    sed -i -z 's/#\[derive(Clone, Debug)\]\npub struct \([A-Za-z0-9]*Params\)/#[derive(Clone, Debug, Default)]\npub struct \1/g' \
      "$here"/target/client/src/apis/*_api.rs
  fi
  cargo build --quiet --locked --tests --manifest-path "$here/Cargo.toml" --target-dir "$here/target"
}

# Whether the client has to be generated (again): says so once for each document and set of tools.
is_new() {
  local stamp=$root/$here/target/stamp now
  now=$(cd "$root" && cat "$document" tests/clients/generate.sh tests/clients/requirements.txt \
    tests/clients/typescript/package-lock.json tests/clients/python/config.yaml | sha256sum)
  if [ -f "$stamp" ] && [ "$(<"$stamp")" = "$now" ]; then return 1; fi
  pending=$stamp
  pending_is=$now
}

pending=
say "generating the $client client"
"$client"
if [ -n "$pending" ]; then printf '%s\n' "$pending_is" >"$pending"; fi
