#!/usr/bin/env bash
# Schemathesis against a running server: whatever the document allows must be answered as the
# document says, and nothing it forbids may give a 500.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec ops/with-server.sh "${1:-sqlite}" tests/contract/against.sh
