#!/usr/bin/env bash
# Search side by side with Pagefind 1.6.0 on the same HTML of 3,475 laws, in one run: size, files, what goes over the
# wire, time in Chromium, time and memory to index, and the scores of the judged queries.
#
#   benches/search.sh [--no-pagefind]
#
# The laws and the queries come from ../shared, a folder beside this project; without it there is nothing to do.
# Everything else lies in BENCH_DIR (default ~/.cache/wanjia-bench). WANJIA names another binary.
# Chromium, node and python3 must be there; playwright-core is taken from tests/browser.
set -euo pipefail
cd "$(dirname "$0")/.."
shared=../shared
if [[ ! -f $shared/search/dev-queries.jsonl || ! -f $shared/corpus/make_site.py ]]; then
  echo "There is no $shared beside this project, so there is nothing to measure on. Nothing was measured."
  exit 0
fi
if [[ -z ${WANJIA:-} ]]; then
  cargo build --release
  WANJIA=${CARGO_TARGET_DIR:-target}/release/wanjia
fi
dir=${BENCH_DIR:-$HOME/.cache/wanjia-bench}/search
mkdir -p "$dir"
[[ -f $dir/site/urls.json ]] || python3 "$shared/corpus/make_site.py" "$dir/site"
[[ -d tests/browser/node_modules ]] || (cd tests/browser && npm ci --no-audit --no-fund --ignore-scripts)

# Seconds of all processors and the most memory of a command.
measured() { python3 -c '
import resource, subprocess, sys, time
begin = time.time(); code = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL).returncode; wall = time.time() - begin
use = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{sys.argv[1]}: {wall:.1f} s, {use.ru_utime + use.ru_stime:.1f} CPU s, {use.ru_maxrss / 1024:.0f} MB at most")
sys.exit(code)' "$@"; }

echo "== To build and to index"
sed '/^search:/d' "$dir/site/site.yaml" >"$dir/site.yaml" && cp "$dir/site.yaml" "$dir/site/site.yaml"
echo "search: false" >>"$dir/site/site.yaml"
rm -rf "$dir/site/.wanjia" "$dir/plain" && measured "wanjia without search" "$WANJIA" build --root "$dir/site" --out "$dir/plain"
cp "$dir/site.yaml" "$dir/site/site.yaml"
rm -rf "$dir/site/.wanjia" "$dir/out" && measured "wanjia with search" "$WANJIA" build --root "$dir/site" --out "$dir/out"
measured "wanjia again, nothing changed" "$WANJIA" build --root "$dir/site" --out "$dir/out"
engines=wanjia
if [[ ${1:-} != --no-pagefind ]]; then
  (cd "$dir" && { [[ -d node_modules/pagefind ]] || npm install --no-audit --no-fund pagefind@1.6.0 >/dev/null; })
  rm -rf "$dir/plain/pagefind"
  measured "Pagefind 1.6.0" "$dir/node_modules/.bin/pagefind" --site "$dir/plain" --root-selector main --force-language zh
  engines=wanjia,pagefind
fi
"$WANJIA" build --root . --out "$dir/default" >/dev/null 2>&1
export DEFAULT_SITE=$dir/default
# Those of ../shared, and the harder ones of the project itself: whole sentences as people say them.
for queries in "$shared/search/dev-queries.jsonl" benches/queries.jsonl; do
  echo "== $queries"
  node benches/search.mjs "$dir" "$engines" "$queries"
  for engine in ${engines//,/ }; do
    python3 "$shared/search/evaluate.py" --queries "$queries" --map "$dir/site/urls.json" "$dir/$engine.jsonl"
  done
done
echo "== Whether what stands there is found"
[[ -d $dir/corpus ]] || { mkdir -p "$dir/corpus" && tar -xJf "$shared/corpus/laws.tar.xz" -C "$dir/corpus"; }
node benches/recall.mjs "$dir"
