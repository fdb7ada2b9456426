#!/usr/bin/env bash
# The part of run.sh that needs BASE_URL: every check and every phase, as each of the accounts named,
# because what one may not do another may. The last word on the settings is schemathesis.toml.
#
#   ACCOUNTS="clerk none" SEED=7 EXAMPLES=50 tests/contract/run.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
source ops/lib.sh
export SCHEMATHESIS_HOOKS=tests/contract/refusals.py
password=${DEMO_PASSWORD:-Zongzhi-demo-2026}

sign_in() {
  curl -fsS "$BASE_URL/api/v1/auth/login" -H 'content-type: application/json' \
    -d "{\"username\":\"$1\",\"password\":\"$password\"}" |
    python3 -c 'import json,sys; print(json.load(sys.stdin)["access_token"])'
}

# A panic closes the connection; say so even where nobody waited for the answer.
trap 'if grep -m 3 panicked "$SERVER_LOG"; then exit 1; fi' EXIT

# The administrator comes last: it may close the accounts of the others.
for account in ${ACCOUNTS:-dispatcher handler sysadmin}; do
  say "as $account"
  caller=()
  if [ "$account" != none ]; then
    token=$(sign_in "$account")
    caller=(--header "Authorization: Bearer $token")
  fi
  settings=(--max-examples "${EXAMPLES:-10}" --seed "${SEED:-20260302}" --request-timeout 10)
  address=$BASE_URL/api/v1/openapi.json
  ops/venv.sh schemathesis run "$address" "${caller[@]}" "${settings[@]}" --workers 2 \
    --exclude-operation-id auth_logout
  # Last, because it ends the session of the run itself.
  ops/venv.sh schemathesis run "$address" "${caller[@]}" "${settings[@]}" \
    --include-operation-id auth_logout
done
