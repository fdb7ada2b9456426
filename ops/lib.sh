# Shared by the scripts beside it; sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '\n==> %s\n' "$*" >&2; }

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# Stops unless a program is there, and where a version is wanted, is that or newer; names what is missing.
needs() {
  local program=$1 is=$2 wanted=$3 name=$4
  command -v "$program" >/dev/null || die "$program is missing: $name${wanted:+ ($wanted or newer)}"
  if [ -z "$wanted" ]; then return; fi
  if [ "$(printf '%s\n%s\n' "$wanted" "$is" | sort -V | head -n 1)" != "$wanted" ]; then
    die "$program is ${is:-of no version}; $wanted or newer is needed: $name"
  fi
}

# Installs Debian packages where that is possible, else names the command.
apt_install() {
  command -v apt-get >/dev/null || die "please install: $*"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || die "please run: sudo apt-get install -y $*"
    as_root=(sudo -n)
  fi
  say "installing $*"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" >&2
}

# A port on 127.0.0.1 that nobody listens on now.
free_port() {
  local port
  for _ in $(seq 100); do
    port=$((20000 + RANDOM % 12000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      printf '%s\n' "$port"
      return
    fi
  done
  die "no free port found"
}

# Waits until a URL answers, or the process that should serve it has ended.
wait_for() {
  local url=$1 pid=$2
  for _ in $(seq 300); do
    if curl -fsS -o /dev/null "$url" 2>/dev/null; then return; fi
    kill -0 "$pid" 2>/dev/null || die "the server ended before it answered $url"
    sleep 0.1
  done
  die "$url did not answer within 30 s"
}

# Ends a process we started, by its pid, and waits for it.
stop() {
  local pid=$1
  kill -TERM "$pid" 2>/dev/null || return 0
  for _ in $(seq 100); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -KILL "$pid" 2>/dev/null || true
}

# Where what no test keeps is quickest to make and to drop: memory, when there is plenty. Making and
# dropping a database's hundreds of files costs the disk more than the tests cost the processor.
in_memory() {
  local free
  free=$(df --output=avail -k /dev/shm 2>/dev/null | tail -1)
  if [ -w /dev/shm ] && [ "${free:-0}" -gt 4000000 ]; then echo /dev/shm; else echo "${TMPDIR:-/tmp}"; fi
}
