#!/usr/bin/env python3
"""Sites of fifty thousand and of half a million pages, built from nothing: whether time and memory grow as the pages do.

    benches/large.py [SIZE …]        SIZE: pages, like 50k; default 50k 500k

The pages come from ../shared/bench, a folder beside this project; without it there is nothing to do. Sites and outputs lie in
BENCH_DIR (default ~/.cache/wanjia-bench): half a million pages take 10 GB, and their output 15 GB, which is removed again.
WANJIA names the program (default target/release/wanjia). Sitemaps and lists are counted, not timed.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import time

project = pathlib.Path(__file__).resolve().parent.parent
shared = project.parent / "shared/bench/corpus.py"
bench = pathlib.Path(os.environ.get("BENCH_DIR") or pathlib.Path.home() / ".cache/wanjia-bench")
wanjia = os.environ.get("WANJIA") or project / os.environ.get("CARGO_TARGET_DIR", "target") / "release/wanjia"


def site(size):
    """The folder of a site of so many pages, made when it is not there."""
    root = bench / "sites" / size / "wanjia"
    if not (root / "content").exists():
        subprocess.run([sys.executable, shared, size, "--tools", "wanjia"], check=True, env={**os.environ, "BENCH_DIR": str(bench)})
    shutil.copytree(project / "benches/side-by-side", root, dirs_exist_ok=True)
    with open(root / "site.yaml", "a", encoding="utf-8") as settings:
        settings.write("search: false\n")
    return root


def bytes_in(folder):
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def row(size):
    root, out = site(size), bench / "out" / f"large-{size}"
    for folder in (root / ".wanjia", out):
        shutil.rmtree(folder, ignore_errors=True)
    os.sync()
    begin = time.perf_counter()
    with open(bench / "log-large.txt", "wb") as log:
        process = subprocess.Popen([wanjia, "build", "--root", root, "--out", out], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"wanjia failed, see {log.name}")
    pages = sum(1 for _ in out.rglob("*.html"))
    maps = len(list(out.glob("sitemap-*.xml")))
    addresses = sum(file.read_text(encoding="utf-8").count("<loc>") for file in out.glob("sitemap-*.xml" if maps else "sitemap.xml"))
    lists = sum(1 for _ in out.rglob("page/*/index.html"))
    kept = bytes_in(root / ".wanjia") / bytes_in(out)
    shutil.rmtree(out)
    cpu = used.ru_utime + used.ru_stime
    print(f"| {size} | {pages} | {wall:.0f} | {cpu:.0f} | {1e6 * cpu / pages:.0f} | {used.ru_maxrss / 1024:.0f} "
          f"| {1024 * used.ru_maxrss / pages:.0f} | {kept:.3f} | {maps or 1} with {addresses} | {lists} |", flush=True)


def main():
    if not shared.exists():
        print("There is no ../shared/bench beside this project, so there are no pages to build. Nothing was measured.")
        return
    print("| pages | with lists | wall s | CPU s | CPU µs a page | peak MiB | bytes a page | .wanjia/ by output | sitemaps | further pages of lists |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for size in sys.argv[1:] or ["50k", "500k"]:
        row(size)


main()
