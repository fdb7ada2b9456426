#!/usr/bin/env bash
# Schemathesis against a running server: whatever the document allows must be answered as the
# document says, and nothing it forbids may give a 500.
set -euo pipefail
cd "$(dirname "$0")/../.."
# Nobody types that fast; here every answer but "too many" is wanted.
export ZONGZHI__RATE_LIMITS__PUBLIC_PER_MINUTE=0
export ZONGZHI__RATE_LIMITS__SIGN_IN_PER_MINUTE=0
# The examples name an account that others sign in with afterwards.
export ZONGZHI__AUTH__LOCK_AFTER=1000
export ZONGZHI__PUBLIC__PENDING_PER_DEVICE=1000
# A stream of events that waits would be taken for a server that hangs.
export ZONGZHI__EVENTS__STREAM_SECONDS=0
exec ops/with-server.sh "${1:-sqlite}" tests/contract/against.sh
