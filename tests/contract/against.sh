#!/usr/bin/env bash
# The part of run.sh that needs BASE_URL.
set -euo pipefail
cd "$(dirname "$0")/../.."
account=${ACCOUNT:-dispatcher}
password=${DEMO_PASSWORD:-Zongzhi-demo-2026}
token=$(curl -fsS "$BASE_URL/api/v1/auth/login" -H 'content-type: application/json' \
  -d "{\"username\":\"$account\",\"password\":\"$password\"}" |
  python3 -c 'import json,sys; print(json.load(sys.stdin)["access_token"])')
exec ops/venv.sh schemathesis run "$BASE_URL/api/v1/openapi.json" \
  --header "Authorization: Bearer $token" \
  --max-examples "${EXAMPLES:-20}" --seed 20260302 --workers 2 --request-timeout 10
