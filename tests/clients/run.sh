#!/usr/bin/env bash
# Clients generated from the committed document, each running the same scenario against a server of
# its own: TypeScript (openapi-typescript, openapi-fetch), Python (openapi-python-client), Rust
# (openapi-generator); and once there is a release, the Python client of that one.
#
#   tests/clients/run.sh                      all
#   tests/clients/run.sh python typescript    these
set -euo pipefail
cd "$(dirname "$0")/../.."
wanted=("$@")
if [ ${#wanted[@]} -eq 0 ]; then
  wanted=(typescript python rust)
  if [ -d openapi/released ]; then wanted+=(python_released); fi
fi
for client in "${wanted[@]}"; do tests/clients/generate.sh "$client"; done
# A webhook of the scenario goes to this machine.
if grep -q '"/api/v1/webhooks"' openapi/openapi.json; then
  export ZONGZHI__WEBHOOKS__ALLOW_NETWORKS='["127.0.0.0/8"]'
fi
exec ops/with-server.sh sqlite tests/clients/against.sh "${wanted[@]}"
