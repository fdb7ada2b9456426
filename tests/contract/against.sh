#!/usr/bin/env bash
# The part of run.sh that needs BASE_URL. What one role may not do another may, so every check is made
# as many of them: every phase as the dispatcher, who reaches most, and a well-formed request an operation as
# the others, so that the lane stays within four minutes. The last word on the settings is schemathesis.toml.
#
#   ACCOUNTS="clerk none" SEED=7 EXAMPLES=50 tests/contract/run.sh   every phase as these, before a release
#   OTHERS="village leader" tests/contract/run.sh                    other others
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

address=$BASE_URL/api/v1/openapi.json
common=(--seed "${SEED:-20260302}" --request-timeout 10)

# Every operation but the one that ends the session of the run itself, as somebody, or as nobody.
check() {
  local account=$1 caller=() token
  shift
  say "as $account"
  if [ "$account" != none ]; then
    token=$(sign_in "$account")
    caller=(--header "Authorization: Bearer $token")
  fi
  ops/venv.sh schemathesis run "$address" "${caller[@]}" "${common[@]}" "$@" --workers 2 \
    --exclude-operation-id auth_logout
}

for account in ${ACCOUNTS:-dispatcher}; do
  check "$account" --max-examples "${EXAMPLES:-4}"
done
if [ -z "${ACCOUNTS:-}" ]; then
  # The administrator comes last: it may close the accounts of the others.
  for account in ${OTHERS:-none clerk handler mediator supervisor director leader village auditor sysadmin}; do
    check "$account" --phases fuzzing --mode positive --max-examples 1
  done
fi
say "signing out"
token=$(sign_in auditor)
ops/venv.sh schemathesis run "$address" --header "Authorization: Bearer $token" "${common[@]}" \
  --max-examples "${EXAMPLES:-4}" --include-operation-id auth_logout
