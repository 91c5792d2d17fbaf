#!/usr/bin/env bash
# Search side by side with Pagefind 1.6.0 and MiniSearch 7.2.0 on the same HTML of 3,475 laws, in one run: scores of judged
# queries, what goes over the wire, with and without ranges, time in Chromium, files, time and memory to build. It ends with one table
# for each set of queries.
#
#   benches/search.sh [--no-others] [--set FILE]…
#
# A set has the form of the development queries of ../shared, which are measured along with the project's own unless sets are
# named. Only totals are shown. The laws come from ../shared, a folder beside this project; without it there is nothing to do.
# Everything else lies in BENCH_DIR (default ~/.cache/wanjia-bench). WANJIA names another binary, SHARED another folder.
# Chromium, node and python3 must be there; playwright-core is taken from tests/browser.
set -euo pipefail
sets=() others=yes
while (($#)); do
  case $1 in
    --no-others) others= ;;
    --set) sets+=("$(realpath "$2")"); shift ;;
    *) echo "$0: $1?"; exit 2 ;;
  esac
  shift
done
cd "$(dirname "$0")/.."
shared=${SHARED:-../shared}
((${#sets[@]})) || sets=("$shared/search/dev-queries.jsonl" benches/queries.jsonl)
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

# Seconds of all processors and the most memory of a command; what is said of an engine is kept for the table.
measured() { python3 -c 'import sys; sys.argv[0] = "'"$dir"'/build.json"
import json, resource, subprocess, sys, time
from pathlib import Path
begin = time.time(); code = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL).returncode; wall = time.time() - begin
use = resource.getrusage(resource.RUSAGE_CHILDREN)
said = f"{wall:.1f}, {use.ru_utime + use.ru_stime:.1f}, {use.ru_maxrss / 1024:.0f}"
print(f"{sys.argv[1]}: {wall:.1f} s, {use.ru_utime + use.ru_stime:.1f} CPU s, {use.ru_maxrss / 1024:.0f} MB at most")
file = Path(sys.argv[0])
all = json.loads(file.read_text()) if file.exists() else {}
all[sys.argv[1]] = said
file.write_text(json.dumps(all))
sys.exit(code)' "$@"; }

echo "== To build and to index"
sed '/^search:/d' "$dir/site/site.yaml" >"$dir/site.yaml" && cp "$dir/site.yaml" "$dir/site/site.yaml"
echo "search: false" >>"$dir/site/site.yaml"
rm -rf "$dir/site/.wanjia" "$dir/plain" && measured "wanjia without search" "$WANJIA" build --root "$dir/site" --out "$dir/plain"
cp "$dir/site.yaml" "$dir/site/site.yaml"
rm -rf "$dir/site/.wanjia" "$dir/out" && measured wanjia "$WANJIA" build --root "$dir/site" --out "$dir/out"
measured "wanjia again, nothing changed" "$WANJIA" build --root "$dir/site" --out "$dir/out"
engines=wanjia,wanjia-whole
if [[ -n $others ]]; then
  (cd "$dir" && { [[ -d node_modules/pagefind ]] || npm install --no-audit --no-fund pagefind@1.6.0 >/dev/null; })
  rm -rf "$dir/plain/pagefind"
  measured pagefind "$dir/node_modules/.bin/pagefind" --site "$dir/plain" --root-selector main --force-language zh
  (cd "$dir" && { [[ -d node_modules/minisearch ]] || npm install --no-audit --no-fund minisearch@7.2.0 >/dev/null; })
  engines=wanjia,wanjia-whole,pagefind
  if measured minisearch node --max-old-space-size=8192 benches/minisearch.mjs "$dir"; then engines=$engines,minisearch; fi
fi
"$WANJIA" build --root . --out "$dir/default" >/dev/null 2>&1
export DEFAULT_SITE=$dir/default
for queries in "${sets[@]}"; do
  echo "== $queries"
  node benches/search.mjs "$dir" "$engines" "$queries"
  python3 benches/search-table.py "$dir" "$shared" "$queries" ${engines//,/ }
  unset DEFAULT_SITE
done
echo "== Whether what stands there is found"
[[ -d $dir/corpus ]] || { mkdir -p "$dir/corpus" && tar -xJf "$shared/corpus/laws.tar.xz" -C "$dir/corpus"; }
node benches/recall.mjs "$dir"
