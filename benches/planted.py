#!/usr/bin/env python3
"""200 faults planted in 60 pages, and how many of them `wanjia check` finds.

    python3 benches/planted.py [target/release/wanjia [FOLDER]]

With FOLDER the site is left there, with planted.json: rule, file, first and last line of each fault (benches/linters.py reads it).

Each fault is planted alone in a paragraph of its own, at a place drawn with a fixed seed, so that it is known by rule, file and line. A fault
counts as found when its rule is told of its file, as often as it was planted there. What is told besides is listed as false.
"""
import json, random, subprocess, sys, tempfile
from collections import Counter
from pathlib import Path

WANJIA = str(Path(sys.argv[1] if len(sys.argv) > 1 else "target/debug/wanjia").resolve())
random.seed(16)

GOOD = [
    "婚事新办，不比排场，几家人坐在一起吃顿饭，也是喜事。",
    "要办什么，先问村里的联系人；他知道去哪个窗口，带哪些证件。",
    "家庭医生签约以后，血压、血糖有人定期来量，有变化会打电话。",
    "通知里说的“五关怀”，指精神、生活、医疗、养老、再生育五个方面。",
    "材料在窗口当场看，齐全的当天受理，不齐的一次说清缺什么。",
    "孩子三岁以前，白天可以送到社区的托育点，先去看看环境再定。",
]


def check_digit(seventeen):
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return "10X98765432"[sum(int(c) * w for c, w in zip(seventeen, weights)) % 11]


def identity():
    # A region that no county has, so that it is nobody's.
    body = f"11{random.randint(9000, 9999)}{random.randint(1950, 2005)}{random.randint(1, 12):02}{random.randint(1, 28):02}{random.randint(0, 999):03}"
    return body + check_digit(body)


def card():
    body = "62" + "".join(random.choice("0123456789") for _ in range(16))
    total = sum(d if i % 2 else (d * 2 - 9 if d > 4 else d * 2) for i, d in enumerate(map(int, reversed(body))))
    return body + str(-total % 10)


def mobile():
    return "1" + random.choice("3456789") + "".join(random.choice("0123456789") for _ in range(9))


def cut(name):
    at = random.randint(1, len(name) - 1)
    how = random.choice([" ", "\n", "**", "　"])
    if how == "**":
        return f"{name[:at]}**{name[at:]}**"
    return name[:at] + how + name[at:]


def plate():
    return random.choice("陕京粤鲁") + random.choice("ABCDK") + str(random.randint(10000, 99999))


NAMES = ["习近平", "中国共产党", "中华人民共和国", "国务院", "中共中央"]
FAULTS = {
    "name-broken": lambda: random.choice([f"会议传达了{cut(random.choice(NAMES))}的要求，大家都说好。", "会上，王 某总理说了话。"]),
    "sentence-cut": lambda: random.choice(["各地要把工作做实，依托服务中心和志愿者队伍，常态开展上门走访和心理慰\n\n藉活动，帮助家庭渡过难关。", "各地要依托服务中心和志愿者队伍常态开展上门走访和\n\n心理慰藉活动，帮助家庭渡过难关。"]),
    "term-wrong": lambda: f"贯彻落实{random.choice(['习进平', '中华人名共和国', '中国计划生肓协会', '婚育新风近万家'])}的有关要求。",
    "date-impossible": lambda: f"报名到{random.choice(['2026年2月30日', '9月31日', '2025年13月1日', '二〇二六年六月三十一日', '2026 年 2 月 30 日', '2026-02-30', '2月30号', '2026年11月28日（星期五）'])}截止。",
    "personal-id": lambda: f"王某（{identity()}）已经办好手续。",
    "personal-phone": lambda: f"有事找老李{mobile()}就行。",
    "personal-card": lambda: f"捐款打到{card()}这个户头。",
    "secrecy-mark": lambda: random.choice(["内部资料 注意保存", "秘密★1年", "（征求意见稿）", "内部文件，不得外传"]),
    "placeholder": lambda: random.choice(["办理时间待补充。", "XX月XX日在村委会集合。", "TODO 写明地址。", "（此处填写电话）"]),
    "punctuation": lambda: random.choice(["先登记。。再领证。", "他说：“先登记再领证。", "1、带上证件。", "第一、带上证件。", "按国计生协[2026]12号办理。"]),
    "word-doubled": lambda: random.choice(["现在进行进行登记。", "我们我们一起去。", "这是他的的家。"]),
    "traditional-character": lambda: random.choice(["請到窗口办理。", "按规定辦理手续。", "這是新的做法。"]),
    "sentence-long": lambda: "为了让大家" + "都能在家门口的服务点里办好自己想办的事情不用来回跑" * 6 + "。",
    "alt-empty": lambda: random.choice(["![](a.png)", "![图片](a.png)"]),
    "link-words": lambda: random.choice(["[点击这里](index.md)看流程。", "流程见[详情](index.md)。"]),
    "table-headless": lambda: "|  |  |\n|---|---|\n| 甲 | 乙 |",
    "heading-order": lambda: "##### 五级标题",
    "uncited-number": lambda: f"另外一次给{random.randint(300, 900)}元。",
    "number-differs": lambda: random.choice([f"产假{random.randint(100, 180)}天。", "可享受产假一百二十天。"]),
    "personal-plate": lambda: f"车牌{plate()}的车主来过。",
    "personal-address": lambda: f"他住在幸福小区{random.randint(1, 20)}栋{random.randint(1, 5)}单元{random.randint(101, 2404)}室。",
}

site = Path(sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp(prefix="planted-"))
site.mkdir(exist_ok=True)
(site / "site.yaml").write_text("name: 测试站\nurl: https://example.org/\nrules: {identity-missing: off, image-broken: off}\n")
(site / "facts.yaml").write_text("产假:\n  value: 98\n  unit: 天\n  since: 2012-04-28\n")
(site / "content").mkdir()
(site / "content/_index.md").write_text("---\ntitle: 首页\n---\n\n首页。\n")
planted, rules, places = Counter(), list(FAULTS), []
pages = {n: [] for n in range(60)}
for n in range(200):
    rule = rules[n % len(rules)]
    # Some rules tell once a page.
    free = [page for page, faults in pages.items() if all(known != rule for known, _ in faults)]
    pages[random.choice(free)].append((rule, FAULTS[rule]()))
for page, faults in pages.items():
    folder = site / f"content/p{page:02}"
    folder.mkdir()
    (folder / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    # Behind seven lines of front matter, the heading and a blank line.
    text, line = [], 11
    for rule, words in faults:
        text += [random.choice(GOOD), words]
        last = line + 2 + words.count("\n")
        places.append([rule, f"content/p{page:02}/index.md", line + 2, last])
        line = last + 2
        planted[rule, f"content/p{page:02}/index.md"] += 1
    text.append(random.choice(GOOD))
    head = f"---\ntitle: 第{page}页\nkind: explainer\ndate: 2026-11-20\nexplains: 办法#第一条\nsummary: 讲一件事。\n---\n\n"
    (folder / "index.md").write_text(head + "## 怎么办\n\n" + "\n\n".join(text) + "\n")
(site / "planted.json").write_text(json.dumps(places, ensure_ascii=False))
(site / "content/law.md").write_text("---\ntitle: 办法\nkind: policy\nissued: 2020-01-01\nsummary: 办法。\n---\n\n第一条 为了服务群众，制定本办法。\n")

done = subprocess.run([WANJIA, "check", "--root", site, "--format", "json", "--as-of", "2026-11-28"], capture_output=True, text=True)
told = Counter((found["rule"], found["file"]) for found in json.loads(done.stdout)["diagnostics"])
print(f"{'rule':24}{'planted':>8}{'found':>8}{'false':>8}")
all_planted = all_found = all_false = 0
for rule in sorted(set(rules) | {rule for rule, _ in told}):
    here = {key: count for key, count in planted.items() if key[0] == rule}
    found = sum(min(count, told[key]) for key, count in here.items())
    false = sum(count for key, count in told.items() if key[0] == rule) - found
    count = sum(here.values())
    all_planted, all_found, all_false = all_planted + count, all_found + found, all_false + false
    print(f"{rule:24}{count:8}{found:8}{false:8}")
    for (_, file), number in here.items():
        if told[rule, file] < number:
            words = next(words for known, words in pages[int(file[9:11])] if known == rule)
            print("   missed:", file, words.replace("\n", "⏎")[:60])
print(f"{'all':24}{all_planted:8}{all_found:8}{all_false:8}   {100 * all_found / all_planted:.1f}% found")
