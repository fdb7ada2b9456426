#!/usr/bin/env bash
# Checks docker-compose.yml: with the compose plugin where it is there, and always for what we
# promise of it (no secret in the file, every service healthy before it is used). Then the nginx in
# front: what its file says, and where nginx (or NGINX_PROGRAM=path) is there, what nginx does with it.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
cd "$root"
if docker compose version >/dev/null 2>&1; then
  POSTGRES_PASSWORD=only-for-this-check docker compose config --quiet
fi
ops/venv.sh python ops/check_compose.py docker-compose.yml
python3 ops/check_nginx.py ops/nginx/zongzhi.conf
nginx=${NGINX_PROGRAM:-$(PATH=$PATH:/usr/sbin command -v nginx || true)}
if [ -n "$nginx" ]; then python3 ops/try_nginx.py "$nginx" ops/nginx/zongzhi.conf; fi
