#!/usr/bin/env python3
"""A fleet of county sites on top of this project's own pages, beside writing the same files plainly and a loop of Hugo.

    benches/fleet.py [--sites 50] [--pages 300] [--hugo PROGRAM] [--wanjia PROGRAM]

Below BENCH_DIR (default ~/.cache/wanjia-bench) it makes fleet/: an upstream of this project's pages with --pages more, and county
sites with a page of their own. It measures the first build, one with nothing changed, one after an edit of one page of the
upstream, the plain writing of the same files, and, with the theme of benches/side-by-side and without search, the same
beside one run of Hugo for each site, whose pages of the upstream are mounted. Names, numbers and texts of counties are made up.
"""

import argparse
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import time

asked = argparse.ArgumentParser()
asked.add_argument("--sites", type=int, default=50)
asked.add_argument("--pages", type=int, default=300)
asked.add_argument("--hugo")
asked.add_argument("--wanjia", default="wanjia")
asked = asked.parse_args()

project = pathlib.Path(__file__).resolve().parent.parent
KEPT_PLAIN = 500  # Sites that were written plainly and are still there.
bench = pathlib.Path(os.environ.get("BENCH_DIR", pathlib.Path.home() / ".cache/wanjia-bench")) / "fleet"
wanjia = shutil.which(asked.wanjia) or asked.wanjia
shutil.rmtree(bench, ignore_errors=True)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def upstream(folder):
    """This project's pages, without its sites further down, and more of them."""
    for part in ("content", "static"):
        shutil.copytree(project / part, folder / part)
    shutil.copy(project / "facts.yaml", folder / "facts.yaml")
    settings = (project / "site.yaml").read_text(encoding="utf-8")
    write(folder / "site.yaml", re.sub(r"(?m)^localities:.*\n", "", settings))
    for page in range(asked.pages):
        text = "".join(f"第{page}篇第{at}段：喜事简办，彩礼不攀比，结婚自己做主，有事问邻里。\n\n" for at in range(20))
        head = f'title: 第{page}篇解读\nkind: explainer\ndate: 2026-02-{page % 28 + 1:02}\nsummary: 第{page}篇，虚构。\n'
        write(folder / f"content/explainers/page-{page:03}.md", f'---\n{head}explains: ["国计生协〔2021〕19号#二（二）"]\n---\n\n{text}')


def counties(folder):
    """A table, the sites that `fleet new` makes of it, and a page of each site's own."""
    rows = ["code,name,url,phone,婚假,生育假,育儿假,配偶陪产假,地名"]
    for site in range(asked.sites):
        code = f"{61 + site // 2000}{site % 2000 // 60 + 1:02}{site % 60 + 2:02}"
        days = f"{13 + site % 6}天,{128 + site % 6 * 10}天,10天,15天"
        rows.append(f"{code},第{site}县计生协（虚构）,https://example.org/{code}/,,{days},第{site}县")
    write(folder / "counties.csv", "\n".join(rows) + "\n")
    write(folder / "fleet.yaml", "upstream: ../national\ntable: counties.csv\n")
    subprocess.run([wanjia, "fleet", "new"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    for site in (folder / "sites").iterdir():
        head = f"title: {site.name}的消息\nkind: news\ndate: 2026-03-01\nsummary: 虚构。\n"
        write(site / "content/news/local.md", f"---\n{head}---\n\n{site.name}的一条消息。\n")


def measured(command, folder):
    """Seconds of the wall and of the processors, and the most memory in MiB."""
    time.sleep(2.5)  # What has just been written is not yet believed to be whole.
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with open(bench / "log.txt", "ab") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} failed ({process.returncode}), see {bench / 'log.txt'}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def files(folder):
    """How many files there are, how many names of files that have several, and the bytes that they take once."""
    seen, names, once, count = set(), 0, 0, 0
    for path, _, found in os.walk(folder):
        for name in found:
            about = os.stat(os.path.join(path, name))
            count += 1
            names += about.st_nlink > 1
            if about.st_ino not in seen:
                seen.add(about.st_ino)
                once += about.st_size
    return count, names, once


def plainly(folder, into):
    """Writes the same files anew, a site at a time; what is a second name there is one here. Of many sites the first ones are
    gone again when the last ones are written: all of them twice may be more than the disk holds."""
    first_names, taken, written = into / "first-names", 0.0, []
    first_names.mkdir(parents=True)
    for site in sorted(folder.iterdir()):
        content = []
        for path, _, found in os.walk(site):
            for name in found:
                place = os.path.join(path, name)
                about = os.stat(place)
                first = first_names / str(about.st_ino) if about.st_nlink > 1 else None
                to = into / os.path.relpath(place, folder)
                content.append((to, None if first and first.exists() else pathlib.Path(place).read_bytes(), first))
        begin = time.perf_counter()
        for to, data, first in content:
            os.makedirs(to.parent, exist_ok=True)
            if data is None:
                os.link(first, to)
            else:
                with open(to, "wb", buffering=0) as file:
                    file.write(data)
        taken += time.perf_counter() - begin
        for to, data, first in content:
            if first and data is not None:
                os.link(to, first)
        written.append(into / site.name)
        if len(written) > KEPT_PLAIN:
            shutil.rmtree(written.pop(0))
    return taken


def edit():
    page = bench / "national/content/explainers/page-007.md"
    page.write_text(page.read_text(encoding="utf-8") + f"又一句，{time.time_ns()}。\n", encoding="utf-8")


def row(name, numbers, of=None):
    wall, cpu, memory = numbers
    ratio = f"{wall / of:.3f}" if of else ""
    print(f"| {name} | {wall:.2f} | {cpu:.2f} | {memory:.0f} | {ratio} |")


upstream(bench / "national")
fleet = bench / "fleet"
counties(fleet)
build = [wanjia, "fleet", "build"]
print(f"{asked.sites} sites\n\n| | wall s | CPU s | peak MiB | of the first |\n|---|---|---|---|---|")
first = measured(build, fleet)
row("first build", first)
count, names, once = files(fleet / "out")
row("nothing changed, --resume", measured([*build, "--resume"], fleet), first[0])
row("nothing changed", measured(build, fleet), first[0])
edit()
row("one page above edited", measured(build, fleet), first[0])
plain = plainly(fleet / "out", bench / "plain")
print(f"\n{count} files, {names} of them with several names, {once / 1e6:.0f} MB once.")
print(f"To write them plainly: {plain:.2f} s by one thread of Python; the first build took {first[0] / plain:.2f} times that.")

# Beside Hugo: the same theme, no search, one run a site.
theme = project.parent / "shared/bench/themes/hugo"
if not (asked.hugo and theme.is_dir()):
    print("\nNo --hugo, or no ../shared/bench beside this project: nothing was measured beside Hugo.")
    sys.exit()
shutil.rmtree(fleet / "out")
shutil.copytree(project / "benches/side-by-side/themes", bench / "national/themes")
# These pages have components, which that theme has no templates for.
ours, theirs = project / "themes/wanjia/templates", bench / "national/themes/bench/templates"
shutil.copytree(ours / "components", theirs / "components")
# These two show what that theme has not.
shutil.copytree(ours / "parts", theirs / "parts", ignore=shutil.ignore_patterns("meta.html", "tools.html"))
settings = bench / "national/site.yaml"
settings.write_text(settings.read_text(encoding="utf-8") + "theme: bench\nsearch: false\n", encoding="utf-8")
ours = measured(build, fleet)
loop = bench / "loop.sh"
config = (theme / "hugo.toml.in").read_text(encoding="utf-8").replace("@NAV@", "")
for site in sorted((fleet / "sites").iterdir()):
    folder = bench / "hugo" / site.name
    shutil.copytree(theme, folder)
    shutil.copytree(site / "content", folder / "content")
    for page in folder.glob("content/**/_index.md"):
        page.unlink()
    name = json.dumps(f"{site.name} 计生协（虚构）", ensure_ascii=False)
    mounts = "".join(
        f'[[module.mounts]]\nsource = "{source}"\ntarget = "{target}"\n'
        for source, target in (
            ("content", "content"), (str(bench / "national/content"), "content"), ("layouts", "layouts"), ("static", "static"),
        )
    )
    write(folder / "hugo.toml", re.sub(r"(?m)^title = .*$", f"title = {name}", config) + "\n" + mounts)
write(loop, "set -e\n" + "".join(
    f"'{asked.hugo}' --source '{bench / 'hugo' / site.name}' --destination '{bench / 'hugo-out' / site.name}'\n"
    for site in sorted((fleet / "sites").iterdir())
))
theirs = measured(["bash", str(loop)], bench)
print("\n| the theme of benches/side-by-side, no search | wall s | CPU s | peak MiB | |\n|---|---|---|---|---|")
row("wanjia fleet build", ours)
row("Hugo, site by site", theirs)
print(f"\nRatio: {ours[0] / theirs[0]:.3f} of the wall, {ours[1] / theirs[1]:.3f} of the processors.")
