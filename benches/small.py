#!/usr/bin/env python3
"""A few hundred made-up pages, built from nothing, again, and after an edit, beside writing the same files plainly.

    benches/small.py [PAGES]        PAGES: 400

For a look at every change, without anything else on the machine: it prints a table and never fails on time. WANJIA names the
program (default target/debug/wanjia, which tells less than a release would). Numbers of one run say little; ratios tell when
something has become several times slower. Beside Hugo, on real texts: benches/run.sh.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

pages = int(sys.argv[1]) if len(sys.argv) > 1 else 400
project = pathlib.Path(__file__).resolve().parent.parent
wanjia = os.environ.get("WANJIA") or project / os.environ.get("CARGO_TARGET_DIR", "target") / "debug/wanjia"

SENTENCES = ["喜事新办，彩礼不攀比。", "婚假几天，看本地的条例。", "登记不收费，两个人都要到场。", "有事找楼里的联系人。", "这一段是虚构的。"]


def page(number):
    """A page with headings, a list and text; each has words that no other one has."""
    parts = "".join(
        f"## 第{part}节\n\n" + "".join(SENTENCES[(number + part + i) % 5] for i in range(30)) + f"\n\n- 第{number}号\n- [另一页](page-{number // 2}.md)\n\n"
        for part in range(1, 5)
    )
    return f"---\ntitle: 第{number}篇（虚构）\nkind: news\ndate: 2026-01-{number % 28 + 1:02}\nsummary: 虚构的一篇。\n---\n\n{parts}"


def seconds(work):
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main():
    with tempfile.TemporaryDirectory() as folder:
        root, out = pathlib.Path(folder) / "site", pathlib.Path(folder) / "out"
        (root / "content/news").mkdir(parents=True)
        (root / "site.yaml").write_text("name: 虚构\nurl: https://example.org/\n", encoding="utf-8")
        for number in range(pages):
            (root / f"content/news/page-{number}.md").write_text(page(number), encoding="utf-8")

        def build():
            done = subprocess.run([wanjia, "build", "--root", root, "--out", out], capture_output=True, encoding="utf-8", check=False)
            if done.returncode:
                sys.exit((done.stdout + done.stderr)[-2000:])

        first = seconds(build)
        time.sleep(2.5)  # What has just been written is not yet believed to be whole.
        build()
        again = seconds(build)
        edited = root / "content/news/page-7.md"
        edited.write_text(edited.read_text(encoding="utf-8") + "又一句。\n", encoding="utf-8")
        edit = seconds(build)
        files = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
        shutil.rmtree(out)

        def plain():
            for path, data in files.items():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)

        floor = seconds(plain)
    print(f"{pages} pages, {len(files)} files, {sum(map(len, files.values())) / 1e6:.1f} MB\n")
    print("| | s | of the first | of writing plainly |\n|---|---|---|---|")
    for name, took in (("from nothing", first), ("nothing changed", again), ("one text edited", edit), ("the same files, written plainly", floor)):
        print(f"| {name} | {took:.3f} | {took / first:.3f} | {took / floor:.1f} |")


main()
