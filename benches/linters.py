#!/usr/bin/env python3
"""The faults of planted.py, and dead links, beside linters and a link checker from a registry.

    python3 benches/linters.py target/release/wanjia NODE_MODULES

NODE_MODULES is where `npm i zhlint@0.8.2 autocorrect-node@2.14.0 @lint-md/cli@2.2.4 markdown-link-check@3.15.0` put them. All run with their
defaults. A fault is found when something is told of one of its lines, whatever it is, so also by chance: most of what AutoCorrect and lint-md find
are blanks beside the digits of a number that should not be there at all. What is told of any other line is false.
"""
import http.server, json, re, subprocess, sys, tempfile, threading
from pathlib import Path

HERE = Path(__file__).resolve().parent
WANJIA, MODULES = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2]).resolve()
site = Path(tempfile.mkdtemp(prefix="linters-")) / "site"
subprocess.run([sys.executable, HERE / "planted.py", WANJIA, site], check=True, stdout=subprocess.DEVNULL)
places = json.loads((site / "planted.json").read_text())
files = sorted({file for _, file, *_ in places})


def run(*line):
    done = subprocess.run(line, cwd=site, capture_output=True, text=True)
    return done.stdout + done.stderr


def program(name):
    return str(MODULES / ".bin" / name)


def version(package):
    return json.loads((MODULES / package / "package.json").read_text())["version"]


def wanjia():
    said = run(WANJIA, "check", "--root", str(site), "--format", "json", "--as-of", "2026-11-28")
    said = json.loads(said[said.index("{") : said.rindex("}") + 1])
    return [(one["file"], one["line"]) for one in said["diagnostics"]]


def zhlint():
    found = []
    for file in files:
        # A place is told as `file:line:column`.
        lines = re.findall(re.escape(file) + r":(\d+):\d+", run(program("zhlint"), file))
        found += [(file, int(line)) for line in lines]
    return found


def autocorrect():
    said = run(program("autocorrect"), "--lint", "--format", "json", "content")
    messages = json.loads(re.search(r"\{.*\}", said, re.S).group())["messages"]
    named = lambda path: path[path.index("content/") :]
    return [(named(message["filepath"]), line["l"]) for message in messages for line in message["lines"]]


def lint_md():
    found, file = [], ""
    for line in run(program("lint-md"), "content/**/*.md").splitlines():
        place = re.match(r"\s+(\d+):\d+\s+(?:error|warning)", line)
        if place:
            found.append((file, int(place.group(1))))
        elif "content/" in line:
            file = line[line.index("content/") :].strip()
    return found


print(f"{'':28}{'planted':>8}{'found':>8}{'missed':>8}{'false':>8}")
tools = [
    ("wanjia", wanjia),
    (f"zhlint {version('zhlint')}", zhlint),
    (f"AutoCorrect {version('autocorrect-node')}", autocorrect),
    (f"lint-md {version('@lint-md/cli')}", lint_md),
]
for name, look in tools:
    told = {place for place in look() if place[0] in files}
    lines = [{(file, line) for line in range(first, last + 1)} for _, file, first, last in places]
    found = sum(bool(fault & told) for fault in lines)
    false = len(told - set().union(*lines))
    print(f"{name:28}{len(places):8}{found:8}{len(places) - found:8}{false:8}", flush=True)

STATUS = {"gone": 404, "away": 410, "moved": 301, "shut": 403}


class Other(http.server.BaseHTTPRequestHandler):
    """A site of which some pages are gone."""

    def do_GET(self):
        status = next((status for word, status in STATUS.items() if word in self.path), 200)
        self.send_response(status)
        if status == 301:
            self.send_header("Location", "/fine/new")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other)
threading.Thread(target=server.serve_forever, daemon=True).start()
urls = [f"http://127.0.0.1:{server.server_port}/{word}/{n}" for word in [*STATUS, "fine"] for n in range(4)]
dead = [url for url in urls if "fine" not in url]
words = "\n\n".join(f"见[通知{n}]({url})。" for n, url in enumerate(urls))
(site / "content/links.md").write_text(f"---\ntitle: 链接\nsummary: 链接。\n---\n\n{words}\n")
print(f"\n{'links':28}{'planted':>8}{'found':>8}{'missed':>8}{'false':>8}")
said = run(WANJIA, "check", "links", "--private", "--root", str(site), "--format", "json")
said = json.loads(said[said.index("{") : said.rindex("}") + 1])
told = [one["message"] for one in said["diagnostics"] if one["rule"].startswith("external")]
crossed = [line for line in run(program("markdown-link-check"), "content/links.md").splitlines() if "[✖]" in line]
for name, lines in [("wanjia", told), (f"markdown-link-check {version('markdown-link-check')}", crossed)]:
    named = {url for url in urls if any(re.search(re.escape(url) + r"(?!\d)", line) for line in lines)}
    found = len(named & set(dead))
    print(f"{name:28}{len(dead):8}{found:8}{len(dead) - found:8}{len(named - set(dead)):8}")
