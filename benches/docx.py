#!/usr/bin/env python3
"""There and back: pages as `wanjia export docx` writes them, read again by `wanjia import`, must be the same pages.

    benches/docx.py SITE [--every N] [--only PATH] [--show]      WANJIA names another binary

Each policy of the site is exported and imported; its text takes the place of the former one under the former front matter, and
both sites are built. Compared are the fields that paper shows, the HTML of the text, and what import tells.
"""

import argparse, difflib, html, os, re, shutil, subprocess, sys, tempfile
from pathlib import Path

WANJIA = os.environ.get("WANJIA", str(Path(__file__).resolve().parent.parent / "target/debug/wanjia"))
FIELDS = ["title", "number", "issuer", "issued", "recipients"]


def run(*words, root):
    return subprocess.run([WANJIA, *words, "--root", str(root)], capture_output=True, text=True)


def parts(text):
    """Front matter and body of a page."""
    _, front, body = re.split(r"^---\s*$", text.lstrip("\ufeff"), maxsplit=2, flags=re.M)
    return front, body


def field(front, name):
    found = re.search(rf"^{name}:[ \t]*(.*?)\s*$", front, re.M)
    value = found[1] if found else ""
    value = re.sub(r"\s+#.*$", "", value)
    return value.strip("\"'").replace("　", " ")


def index(page):
    """What the section of a page says of its pages."""
    section = (page.parent.parent if page.name == "index.md" else page.parent) / "_index.md"
    return section.read_text() if section.exists() else ""


def shown(site, address):
    """The text of a built page, without white space that says nothing."""
    page = (site / address / "index.html").read_text()
    found = re.search(r'<div class="doc-text">(.*?)\n</div>\n</article>', page, re.S) or re.search(r"<main.*?</main>", page, re.S)
    text = re.sub(r"<aside class=\"note\".*?</aside>", "", found[0], flags=re.S)
    text = re.sub(r' data-link="\d+"| class="(?:reference|wide)"', "", text)
    text = re.sub(r"[\s　]+", " ", text)
    return re.sub(r" ?(</?(?:p|li|ol|ul|section|div|h\d|table|thead|tbody|tr|t[dh]|blockquote|footer|br)\b[^>]*>) ?", r"\n\1", text).replace("</span> ", "</span>")


def main():
    read = argparse.ArgumentParser()
    read.add_argument("site", type=Path)
    read.add_argument("--every", type=int, default=1)
    read.add_argument("--only")
    read.add_argument("--show", action="store_true")
    read.add_argument("--keep", type=Path)
    asked = read.parse_args()
    folder = Path(asked.keep or tempfile.mkdtemp(prefix="wanjia-docx-"))
    shutil.rmtree(folder, ignore_errors=True)
    ours, theirs = folder / "before", folder / "after"
    shutil.copytree(asked.site, ours, ignore=shutil.ignore_patterns("public", ".wanjia", ".git", "target", "node_modules"))
    pages = [str(page.relative_to(ours / "content"))[:-3] for page in sorted((ours / "content").rglob("*.md"))
             if page.name != "_index.md" and not page.name.endswith(".en.md")
             and ("kind: policy" in page.read_text() or "contains: policy" in index(page))]
    pages = [page for page in pages if not asked.only or asked.only in page][::asked.every]
    shutil.copytree(ours, theirs)
    made = run("export", "docx", *pages, "--out", str(folder / "docx"), root=ours)
    if made.returncode:
        sys.exit(made.stderr)
    told = {}
    for page in pages:
        each = folder / "docx" / page.removesuffix("/index").replace("/", "-") if len(pages) > 1 else folder / "docx"
        draft = run("import", str(next(each.glob("*.docx"))), "--dry-run", "--kind", "policy", root=theirs)
        if draft.returncode:
            sys.exit(f"{page}: {draft.stderr}")
        (front, body), source = parts(draft.stdout), theirs / "content" / f"{page}.md"
        former, _ = parts(source.read_text())
        told[page] = [line for line in draft.stderr.splitlines() if "[import-" in line]
        told[page] += [f"{name}: {field(former, name)} → {field(front, name)}" for name in FIELDS
                       if field(former, name) != field(front, name)]
        source.write_text(f"---{former}---\n{body}")
    for site in (ours, theirs):
        built = run("build", "--drafts", "--out", str(site / "public"), root=site)
        if built.returncode:
            sys.exit(built.stderr)
    equal = 0
    for page in pages:
        before, after = (shown(site / "public", page.removesuffix("/index")) for site in (ours, theirs))
        if before != after or told[page]:
            print(f"{page}: " + "; ".join(told[page] + ["the text differs"] * (before != after)))
            if asked.show:
                print("\n".join(list(difflib.unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=0))[:30]))
        else:
            equal += 1
    print(f"{equal} of {len(pages)} pages are the same")
    if not asked.keep:
        shutil.rmtree(folder)


main()
