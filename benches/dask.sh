#!/usr/bin/env bash
# A fleet built by Dask on this machine, with the script of `wanjia fleet engine dask`: seconds with one, two and three workers; then
# a worker is killed while its task runs on. At the end every site is there, byte for byte what one machine builds.
#
#   benches/dask.sh [SITES] [PARTS]          SITES: 60, PARTS: 6
#
# It takes python3 with pip; what is installed lies in BENCH_DIR (default ~/.cache/wanjia-bench). Nothing listens outside of
# 127.0.0.1. WANJIA names another program.
set -euo pipefail
cd "$(dirname "$0")/.."
sites=${1:-60} parts=${2:-6}

if [[ -z ${WANJIA:-} ]]; then
  cargo build --release
  WANJIA=${CARGO_TARGET_DIR:-target}/release/wanjia
fi
venv=${BENCH_DIR:-$HOME/.cache/wanjia-bench}/tools/dask
if [[ ! -x $venv/bin/dask ]]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check distributed==2026.8.0
fi
base=$(mktemp -d)
install -m 755 "$WANJIA" "$base/wanjia"
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  sleep 2
  for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$base"
}
trap cleanup EXIT

python3 benches/county-sites.py "$base" --sites "$sites" --wanjia "$base/wanjia" >/dev/null 2>&1
fleet=$base/fleet day=2026-06-06
export WANJIA_LANG=en WANJIA_CACHE_KEY=bench
"$base/wanjia" fleet engine dask "$base/jobs" --root "$fleet" --shards "$parts" >/dev/null 2>&1
seconds() { python3 -c "print(f'{$(date +%s.%N) - $1:.1f}')"; }
begin=$(date +%s.%N)
"$base/wanjia" fleet build --root "$fleet" --as-of "$day" 2>/dev/null
alone=$(seconds "$begin")
mv "$fleet/out" "$base/alone"

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cd "$base"
# A program that notes each task that it begins, as the script calls it
cat >"$base/noted" <<END
#!/bin/sh
[ "\$2" = build ] && echo "\$4" >>"$base/begun"
exec "$base/wanjia" "\$@"
END
chmod 755 "$base/noted"
sed -i "s#^PROGRAM = .*#PROGRAM = \"$base/noted\"#" "$base/jobs/fleet.py"
"$venv/bin/dask" scheduler --host 127.0.0.1 --port "$port" --no-dashboard >"$base/scheduler.log" 2>&1 &
pids+=($!)
workers=()
worker() {
  "$venv/bin/dask" worker "tcp://127.0.0.1:$port" --host 127.0.0.1 --no-nanny --nthreads 1 --no-dashboard \
    --local-directory "$base/$1" >"$base/$1.log" 2>&1 &
  pids+=($!) workers+=($!)
}
wait_for() {
  "$venv/bin/python" -c "from distributed import Client; Client('tcp://127.0.0.1:$port').wait_for_workers($1, timeout=60)"
}

# Runs the script; `during` is called every half second with the number of sites that are there.
during() { :; }
run() {
  rm -rf "$fleet/out" "$fleet/.wanjia" "$fleet"/sites/*/.wanjia "$base/begun"
  local begin script code=0 again equal=no
  begin=$(date +%s.%N)
  "$venv/bin/python" "$base/jobs/fleet.py" "tcp://127.0.0.1:$port" --day "$day" >"$base/run.log" 2>&1 &
  script=$!
  while kill -0 "$script" 2>/dev/null; do
    during "$(find "$fleet/out" -maxdepth 2 -name manifest.json 2>/dev/null | wc -l)"
    sleep 0.5
  done
  wait "$script" || code=$?
  again=$(($(wc -l <"$base/begun") - parts))
  diff -r "$base/alone" "$fleet/out" >/dev/null && equal=yes
  printf '| %s | %s | %s | %s | %s |\n' "$1" "$(seconds "$begin")" "$again" "$code" "$equal"
  [[ $code == 0 && $equal == yes ]] || { tail -20 "$base/run.log"; exit 1; }
}

echo "$("$venv/bin/dask" --version), $sites sites in $parts parts, $(find "$base/alone" -type f | wc -l) files, $(nproc) cores; one machine without Dask: $alone s"
echo
echo "| workers | seconds | tasks run again | gather | equal to one machine |"
echo "|---|---|---|---|---|"
worker w1; wait_for 1; run "1"
worker w2; wait_for 2; run "2"
worker w3; wait_for 3; run "3"
lost=''
during() {
  [[ -n $lost || $1 -lt $((sites / 5)) ]] && return
  lost=yes
  # The program that it has started goes on, and the task is given to another worker: the same part twice at once.
  kill -9 "${workers[1]}"; wait "${workers[1]}" 2>/dev/null || true
}
run "3, one killed"
