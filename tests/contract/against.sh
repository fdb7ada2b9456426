#!/usr/bin/env bash
# The part of run.sh that needs BASE_URL.
set -euo pipefail
cd "$(dirname "$0")/../.."
account=${ACCOUNT:-dispatcher}
password=${DEMO_PASSWORD:-Zongzhi-demo-2026}
token=$(curl -fsS "$BASE_URL/api/v1/auth/login" -H 'content-type: application/json' \
  -d "{\"username\":\"$account\",\"password\":\"$password\"}" |
  python3 -c 'import json,sys; print(json.load(sys.stdin)["access_token"])')
# Rules that no schema can say (a code must exist, a version must be current) refuse what the
# schema allows, so the check that every allowed body is accepted cannot hold yet: CHECKS=all asks
# for it and the others, and says what is left.
checks=${CHECKS:-not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance}
exec ops/venv.sh schemathesis run "$BASE_URL/api/v1/openapi.json" --checks "$checks" \
  --header "Authorization: Bearer $token" \
  --max-examples "${EXAMPLES:-20}" --seed 20260302 --workers 2 --request-timeout 10
