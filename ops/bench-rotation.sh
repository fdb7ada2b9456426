#!/usr/bin/env bash
# Makes rosters of generated counties and prints what they cost, the bound, the gap and the time.
#
#   make bench-rotation                                   the three sizes, seeds 1 to 3
#   make bench-rotation SIZES=county-year SEEDS="1 2 3 4 5 6 7 8 9 10" TIGHT="100 85 70"
#   make bench-rotation RANDOM_INSTANCES=1000             small random ones as well, each checked
#
# The instances are the generator's own, or those of gen.py where ROTATION_TOOLS has it; there core.py
# looks at every roster again.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
cd "$root"

say "building"
cargo build --release --locked -p zongzhi-solver --example bench_rotation
program=${CARGO_TARGET_DIR:-$root/target}/release/examples/bench_rotation
tools=${ROTATION_TOOLS:-$root/../shared/tools/rotation}
home=$(mktemp -d "${TMPDIR:-/tmp}/zongzhi-rotation.XXXXXX")
trap 'rm -rf "$home"' EXIT
python=$(command -v python3 || true)
[ -n "$python" ] && [ -f "$tools/gen.py" ] && [ -f "$tools/core.py" ] || python=

# Prints "core: ok" or what core.py finds wrong.
core_says() {
  "$python" - "$tools" "$1" "$2" <<'PY'
import sys
sys.path.insert(0, sys.argv[1])
from core import evaluate, load, read_solution
instance = load(sys.argv[2])
roster, said = read_solution(sys.argv[3])
broken, _, total = evaluate(instance, roster)
good = not broken and total == said["objective"] and said["bound"] <= total
print("core: ok" if good else f"core: WRONG {broken[:3]} {total} {said['objective']}")
sys.exit(0 if good else 1)
PY
}

status=0
for size in ${SIZES:-dept-month county-quarter county-year}; do
  case $size in
    dept-month) seconds=${SECONDS_EACH:-1} ;;
    county-quarter) seconds=${SECONDS_EACH:-5} ;;
    *) seconds=${SECONDS_EACH:-30} ;;
  esac
  for tight in ${TIGHT:-100}; do
    for seed in ${SEEDS:-1 2 3}; do
      file=$home/$size-$seed-$tight.json
      if [ -n "$python" ]; then
        "$python" "$tools/gen.py" --size "$size" --seed "$seed" --tight "$tight" -o "$file" >/dev/null
      else
        "$program" generate "$size" "$seed" "$tight" "$file"
      fi
      line=$("$program" solve "$file" "$file.out" "$seconds" "${SEED:-1}" "${THREADS:-1}") || status=1
      if [ -n "$python" ]; then
        checked=$(core_says "$file" "$file.out") || status=1
        line="$line  $checked"
      fi
      printf '%s\n' "$line"
    done
  done
done
if [ "${RANDOM_INSTANCES:-0}" -gt 0 ]; then
  "$program" random "$RANDOM_INSTANCES" "$home" || status=1
  if [ -n "$python" ]; then
    for file in "$home"/random-*.json; do
      core_says "$file" "$file.out" >/dev/null || { status=1; echo "core.py: $file"; }
    done
    echo "core.py has looked at $(ls "$home"/random-*.json | wc -l) of them"
  fi
fi
exit $status
