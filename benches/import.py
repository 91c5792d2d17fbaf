#!/usr/bin/env python3
"""Imports files whose drafts are known, and tells where a draft is not what is expected.

    benches/import.py [FOLDER] [WANJIA]    FOLDER: ../shared/import, files each with FILE.expected.md beside it

The manner of these expectations stands in the README of that folder. Not for CI: the folder is none of this repository.
"""
import difflib, html, json, os, re, subprocess, sys, tempfile, time

FOLDER = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "../../shared/import")
WANJIA = os.path.abspath(sys.argv[2] if len(sys.argv) > 2 else os.path.join(os.path.dirname(__file__), "../target/debug/wanjia"))
BRACKETS = str.maketrans("()“”‘’\"'□（）", "（）""\"\"''\"'☐（）")

PAGES = {}

def parts(text):
    front, body = re.match(r"---\n(.*?)\n?---\n(.*)", text, re.S).groups()
    return dict(line.split(": ", 1) for line in front.splitlines() if ": " in line), body

def words(body):
    """The words alone, in order, notes at the end; links keep their addresses."""
    notes = dict(re.findall(r"^\[\^(.+?)\]: (.*)$", body, re.M))
    body = re.sub(r"^\[\^.+?\]: .*$", "", body, flags=re.M)
    body = re.sub(r"<!--.*?-->", "", body, flags=re.S)
    body = re.sub(r"!\[.*?\]\(.*?\)", "▣", body)
    body = re.sub(r"<img[^>]*>", "▣", body)
    body = re.sub(r"\[\^(.+?)\]", lambda m: "※" + notes.get(m[1], "?"), body)
    body = re.sub(r"\[([^\]]*)\]\(([^)]*)\)", r"\1⟨\2⟩", body)
    body = re.sub(r"<[^>]*>", "", body)
    body = re.sub(r"^\|[-|]+$", "", body, flags=re.M)
    body = html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", body))
    body = re.sub(r"\*\*|^#+ |^- |\|", "", body, flags=re.M)
    return re.sub(r"[\s\u3000]+", "", body).translate(BRACKETS)

def compare(path, site):
    expected = open(path + ".expected.md").read()
    fields, wanted = parts(expected)
    begin = time.time()
    run = subprocess.run([WANJIA, "--root", site, "import", path, "--name", os.path.basename(path).replace(".", "-"), "--format", "json"], capture_output=True, text=True, timeout=120)
    took = time.time() - begin
    told = json.loads(run.stdout)
    if not told["imported"]:
        return [f"not imported: {told['failed']}"], took
    page = told["imported"][0]
    said, got = parts(open(os.path.join(site, page["page"])).read())
    PAGES[os.path.basename(path)] = page["page"]
    wrong = [f"{key}: {said.get(key)!r} for {value!r}" for key, value in fields.items() if said.get(key, "").strip('"') != value]
    codes = {found["rule"] for found in page["diagnostics"]}
    for kind, bad in (("told", lambda c: c not in codes), ("quiet", lambda c: c in codes)):
        for codes_of in re.findall(rf"<!-- {kind}: (.*?) -->", wanted):
            wrong += [f"{kind}: {code}" for code in codes_of.split() if bad(code)]
    for rows, columns in re.findall(r"<!-- spans: rowspan=(\d+) colspan=(\d+) -->", wanted):
        found = (str(len(re.findall(r'rowspan="[2-9]', got))), str(len(re.findall(r'colspan="[2-9]', got))))
        if found != (rows, columns):
            wrong.append(f"spans {found} for {(rows, columns)}")
    free = re.findall(r"<!-- free -->(.*?)<!-- /free -->", wanted, re.S)
    have = words(got)
    for text in free:
        wanted = wanted.replace(text, "") if words(text) not in have else wanted
    want = words(wanted)
    if "import-scan" in wanted:  # a scan shows its pages as pictures
        have = have.replace("▣", "")
    if want != have:
        for op, a, b, c, d in difflib.SequenceMatcher(None, want, have, autojunk=False).get_opcodes():
            if op != "equal":
                wrong.append(f"words: {want[max(a - 8, 0):a]}[{want[a:b]} → {have[c:d]}]{want[b:b + 8]}")
    return wrong, took

def anchors(site, page):
    """The ids of a built page, as they come."""
    address = re.sub(r"(/index)?\.md$", "", page.removeprefix("content/"))
    text = open(os.path.join(site, "public", address, "index.html")).read()
    found = re.search(r"<article.*</article>", text, re.S)
    return [i for i in re.findall(r'\sid="([^"]+)"', found[0] if found else text) if re.match(r"(art|ch|part|sec|annex|s)\d", i)]

def compare_anchors(expected, drafts, pages):
    """Builds what is expected beside the drafts, and tells where their anchors differ."""
    wrong = []
    with tempfile.TemporaryDirectory() as other:
        for name in ("site.yaml", "content/policies/_index.md"):
            os.makedirs(os.path.dirname(os.path.join(other, name)), exist_ok=True)
            open(os.path.join(other, name), "w").write(open(os.path.join(drafts, name)).read())
        for name, page in pages.items():
            text = open(os.path.join(expected, name + ".expected.md")).read()
            text = re.sub(r"<!--.*?-->", "", text, flags=re.S) if "title:" in text else text.replace("---\n", f"---\ntitle: {name}\n", 1)
            text = re.sub(r"!\[.*?\]\(.*?\)", "", text)
            path = os.path.join(other, page)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            open(path, "w").write(text)
        subprocess.run([WANJIA, "--root", other, "build", "--drafts", "--out", os.path.join(other, "public")], capture_output=True, check=True)
        for name, page in pages.items():
            want, have = anchors(other, page), anchors(drafts, page)
            if want != have:
                wrong.append(f"✗ {name}: anchors {want} → {have}")
    return wrong

def main():
    if not os.path.isdir(FOLDER):
        print(f"{FOLDER} is not there: nothing to compare with")
        return
    with tempfile.TemporaryDirectory() as site:
        open(os.path.join(site, "site.yaml"), "w").write("name: 例\nurl: https://example.org/\n")
        os.makedirs(os.path.join(site, "content/policies"))
        open(os.path.join(site, "content/policies/_index.md"), "w").write("---\ntitle: 政策\ncontains: policy\n---\n")
        bad = 0
        for name in sorted(os.listdir(FOLDER)):
            if not name.endswith(".expected.md"):
                continue
            wrong, took = compare(os.path.join(FOLDER, name.removesuffix(".expected.md")), site)
            bad += bool(wrong)
            print(f"{'✗' if wrong else '✓'} {name.removesuffix('.expected.md')} {took:.2f} s")
            for line in wrong:
                print("    " + line)
        build = subprocess.run([WANJIA, "--root", site, "build", "--drafts", "--out", os.path.join(site, "public")], capture_output=True, text=True)
        print("the drafts build" if build.returncode == 0 else "the drafts do not build:\n" + build.stderr)
        wrong = compare_anchors(FOLDER, site, PAGES)
        print("\n".join(wrong) or "the anchors are those of what is expected")
        sys.exit(1 if bad or wrong or build.returncode else 0)

main()
