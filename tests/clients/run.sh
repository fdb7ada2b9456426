#!/usr/bin/env bash
# Clients generated from the committed document, each running the same scenario against a server of
# its own: TypeScript (openapi-typescript, openapi-fetch), Python (openapi-python-client), Rust
# (openapi-generator).
#
#   tests/clients/run.sh                      all three
#   tests/clients/run.sh python typescript    these
set -euo pipefail
cd "$(dirname "$0")/../.."
source ops/lib.sh
wanted=("$@")
if [ ${#wanted[@]} -eq 0 ]; then wanted=(typescript python rust); fi
for client in "${wanted[@]}"; do tests/clients/generate.sh "$client"; done
exec ops/with-server.sh sqlite tests/clients/against.sh "${wanted[@]}"
