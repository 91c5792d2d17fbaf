#!/usr/bin/env python3
"""Makes a fleet: an upstream and county sites on top of it, each two small files and a page of its own.

    benches/county-sites.py DIR [--sites 60] [--pages 40] [--wanjia PROGRAM]

DIR gets national/ and fleet/ with fleet.yaml. Names, numbers and texts are made up.
"""

import argparse
import pathlib
import subprocess

asked = argparse.ArgumentParser()
asked.add_argument("folder", type=pathlib.Path)
asked.add_argument("--sites", type=int, default=60)
asked.add_argument("--pages", type=int, default=40)
asked.add_argument("--wanjia", default="wanjia")
asked = asked.parse_args()

national, fleet = asked.folder / "national", asked.folder / "fleet"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


write(
    national / "site.yaml",
    "name: 全国站（虚构）\nurl: https://example.org/\nregion: {code: \"000000\", name: 全国}\n",
)
write(national / "facts.yaml", "护理假:\n  label: 护理假\n  status: local\n  unit: 天\n  required: true\n")
write(national / "content/_index.md", "---\ntitle: 首页\n---\n\n护理假{{护理假}}。\n")
write(
    national / "content/policies/notice.md",
    "---\ntitle: 关于婚育新风的通知\nkind: policy\nnumber: 示例〔2026〕1号\nissuer: 示例\nissued: 2026-01-05\nsummary: 虚构。\n---\n\n"
    + "".join(f"## {'一二三四五六'[at]}、第{at + 1}件事\n\n把第{at + 1}件事办好，写进公约，讲给邻里听。\n\n" for at in range(6)),
)
for page in range(asked.pages):
    clause = "一二三四五六"[page % 6]
    write(
        national / f"content/explainers/page-{page:03}.md",
        f"---\ntitle: 第{page}篇解读\nkind: explainer\ndate: 2026-02-{page % 28 + 1:02}\nsummary: 第{page}篇，虚构。\n"
        f"explains: [\"示例〔2026〕1号#{clause}\"]\n---\n\n"
        + "".join(f"第{page}篇第{at}段：喜事简办，彩礼不攀比，结婚自己做主，有事问邻里。\n\n" for at in range(20)),
    )

rows = ["code,name,url,phone,护理假"]
for site in range(asked.sites):
    code = f"61{site // 15 + 1:02}{site % 15 + 2:02}"
    rows.append(f"{code},第{site}县计生协（虚构）,https://example.org/{code}/,,{15 + site % 6}天")
# A name begins with no place that there is, so the table says the region.
rows = [rows[0] + ",地名"] + [row + f",第{at}县" for at, row in enumerate(rows[1:])]
write(fleet / "counties.csv", "\n".join(rows) + "\n")
write(fleet / "fleet.yaml", "upstream: ../national\ntable: counties.csv\n")
subprocess.run([asked.wanjia, "fleet", "new"], cwd=fleet, check=True)
for site in sorted((fleet / "sites").iterdir()):
    write(
        site / "content/news/local.md",
        f"---\ntitle: {site.name}的消息\nkind: news\ndate: 2026-03-01\nsummary: 虚构。\n---\n\n{site.name}的一条消息。\n",
    )
