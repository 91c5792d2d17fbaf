#!/usr/bin/env python3
"""Edits at random on 3,475 laws with search, one after the other: what a build that remembers publishes is held, file by file and
byte by byte, to what a build of the same pages from nothing publishes.

    benches/edits.py [COUNT] [--seed N] [--each N]      COUNT: edits, 60 unless told; --each: compared after every N edits, 1 unless told

The laws come from ../shared/corpus, a folder beside this project; without it there is nothing to do. The site lies in BENCH_DIR
(default ~/.cache/wanjia-bench). WANJIA names the program (default target/release/wanjia). Ends with code 1 at the first difference.
"""

import argparse
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import time

project = pathlib.Path(__file__).resolve().parent.parent
maker = pathlib.Path(os.environ.get("SHARED") or project.parent / "shared") / "corpus/make_site.py"
bench = pathlib.Path(os.environ.get("BENCH_DIR") or pathlib.Path.home() / ".cache/wanjia-bench") / "edits"
wanjia = os.environ.get("WANJIA") or project / os.environ.get("CARGO_TARGET_DIR", "target") / "release/wanjia"
root, out, clean = bench / "site", bench / "out", bench / "clean"
dice = random.Random()


def front(text, key, value):
    """The text with a field of its front matter set."""
    head, body = text.split("\n---\n", 1)
    head = re.sub(rf"(?m)^{key}:.*\n?", "", head + "\n").rstrip("\n")
    return f"{head}\n{key}: {value}\n---\n{body}"


def in_a_law(change):
    """An edit of one law."""
    def edit(laws):
        path = dice.choice(laws)
        path.write_text(change(path.read_text("utf-8")), "utf-8")
        return path
    return edit


def words(text):
    lines = text.split("\n")
    at = dice.choice([at for at, line in enumerate(lines) if line.startswith("第")] or [len(lines) - 1])
    lines[at] += f"职工家属可以申请第{dice.randrange(900)}号陪护补助。"
    return "\n".join(lines)


def shorter(text):
    head, body = text.split("\n---\n", 1)
    lines = body.split("\n")
    return f"{head}\n---\n" + "\n".join(lines[: max(3, len(lines) // 2)])


def added(laws):
    path = dice.choice(laws).parent / f"added-{dice.randrange(10**6)}.md"
    path.write_text("---\ntitle: 关于家属陪护的规定（示例）\nissued: 2026-01-0%d\n---\n第一条 家属陪护按照规定执行。\n\n第二条 自公布之日起施行。\n"
                    % dice.randrange(1, 10), "utf-8")
    return path


def removed(laws):
    path = dice.choice(laws)
    path.unlink()
    return path


def moved(laws):
    path, other = dice.choice(laws), dice.choice(laws).parent
    return path.rename(other / f"moved-{dice.randrange(10**6)}.md")


def settings(_):
    path = root / "site.yaml"
    text = re.sub(r"(?m)^synonyms:.*\n", "", path.read_text("utf-8"))
    path.write_text(text + f"synonyms: {{家里人: [家属, 亲属{dice.choice('甲乙丙丁')}]}}\n", "utf-8")
    return path


EDITS = {
    "words of a clause": in_a_law(words),
    "title": in_a_law(lambda text: front(text, "title", f'"关于第{dice.randrange(900)}号事项的条例"')),
    "date": in_a_law(lambda text: front(text, "issued", f"20{dice.randrange(10, 26)}-0{dice.randrange(1, 10)}-1{dice.randrange(10)}")),
    "tags": in_a_law(lambda text: front(text, "tags", f"[家庭, 标签{dice.randrange(5)}]")),
    "people's words": in_a_law(lambda text: front(text, "asked_as", f"[家里人病了能请假吗, 问法{dice.randrange(50)}]")),
    "status": in_a_law(lambda text: front(text, "status", dice.choice(["现行", "已修改", "废止"]))),
    "half of the text gone": in_a_law(shorter),
    "a law more": added,
    "a law less": removed,
    "a law elsewhere": moved,
    "synonyms": settings,
}


def build(to, fresh):
    if fresh:
        for folder in (to, bench / "memory"):
            shutil.rmtree(folder, ignore_errors=True)
        (root / ".wanjia").rename(bench / "memory")
    begin = time.perf_counter()
    done = subprocess.run([wanjia, "build", "--root", root, "--out", to], capture_output=True, text=True)
    seconds = time.perf_counter() - begin
    if fresh:
        shutil.rmtree(root / ".wanjia", ignore_errors=True)
        (bench / "memory").rename(root / ".wanjia")
    if done.returncode:
        sys.exit(f"wanjia failed:\n{done.stderr[-2000:]}")
    return seconds


def difference():
    """The first file that is not the same in both outputs."""
    def files(folder):
        return {file.relative_to(folder): file for file in folder.rglob("*") if file.is_file()}
    ours, theirs = files(out), files(clean)
    for path in sorted(ours.keys() | theirs.keys()):
        if path not in ours or path not in theirs or ours[path].read_bytes() != theirs[path].read_bytes():
            return path
    return None


def main():
    asked = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    asked.add_argument("count", type=int, nargs="?", default=60)
    asked.add_argument("--seed", type=int, default=20211119)
    asked.add_argument("--each", type=int, default=1)
    asked = asked.parse_args()
    if not maker.exists():
        print(f"There is no {maker.parent} beside this project, so there is nothing to edit. Nothing was compared.")
        return
    shutil.rmtree(bench, ignore_errors=True)
    bench.mkdir(parents=True)
    subprocess.run([sys.executable, maker, root], check=True, stdout=subprocess.DEVNULL)
    dice.seed(asked.seed)
    first = build(out, False)
    after, anew, done = [], [], {}
    for number in range(1, asked.count + 1):
        kind = dice.choice(list(EDITS))
        laws = sorted(path for path in (root / "content").rglob("*.md") if path.name != "_index.md")
        path = EDITS[kind](laws)
        done[kind] = done.get(kind, 0) + 1
        after.append(build(out, False))
        if number % asked.each == 0 or number == asked.count:
            anew.append(build(clean, True))
            if found := difference():
                sys.exit(f"edit {number} ({kind}, {path.relative_to(root)}), seed {asked.seed}: {found} is another")
        if sys.stderr.isatty():
            print(f"\r{number} of {asked.count}", end="", file=sys.stderr, flush=True)
    after.sort()
    anew.sort()
    print(f"\n{asked.count} edits ({', '.join(f'{many} {kind}' for kind, many in sorted(done.items()))}), seed {asked.seed}: "
          f"{len(anew)} times compared with a build from nothing, every file the same.\n"
          f"First build {first:.1f} s; after an edit {after[len(after) // 2]:.2f} s in the middle, {after[-1]:.2f} at most; "
          f"from nothing {anew[len(anew) // 2]:.1f} s in the middle.")


main()
