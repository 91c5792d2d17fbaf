#!/usr/bin/env python3
"""One table of all engines on one set of queries, of what search.mjs and search.sh have left in a folder. Totals only: no
query is shown.

    search-table.py FOLDER SHARED QUERIES ENGINE…
"""
import json
import statistics
import sys
from pathlib import Path

folder, shared, queries, engines = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4:]
sys.path.insert(0, str(shared / "search"))
import evaluate  # noqa: E402

asked = evaluate.read_lines(queries)
resolve = evaluate.Resolver(json.loads((folder / "site/urls.json").read_text("utf-8")))
built = json.loads((folder / "build.json").read_text("utf-8")) if (folder / "build.json").exists() else {}
measured = {engine: json.loads((folder / f"{engine}.json").read_text("utf-8")) for engine in engines}
scores = {}
for engine in engines:
    found = {line["id"]: line for line in evaluate.read_lines(folder / f"{engine}.jsonl")}
    scores[engine] = [evaluate.score(query, found.get(query["id"], {}), resolve) for query in asked]


def mean(engine, key, kind=None):
    values = [row[key] for row in scores[engine] if key in row and row["class"] != "z" and kind in (None, row["class"])]
    return f"{statistics.mean(values):.2f}" if values else "–"


def silent(engine):
    none = [row["n"] for row in scores[engine] if row["class"] == "z"]
    return f"{none.count(0)} of {len(none)}" if none else "–"


def line(name, of):
    print(f"| {name} | " + " | ".join(of(engine) for engine in engines) + " |")


def pair(key, digits=0):
    return lambda engine: " / ".join(f"{value:.{digits}f}" for value in measured[engine][key])


line("", lambda engine: engine)
line("---", lambda _: "---")
for kind, label in evaluate.CLASSES.items():
    if kind != "z" and any(row["class"] == kind for row in scores[engines[0]]):
        line(f"nDCG@10, {label}", lambda engine: mean(engine, "ndcg", kind))
line("nDCG@10, all", lambda engine: mean(engine, "ndcg"))
line("answering clause in three", lambda engine: mean(engine, "a3"))
line("answer in the excerpt of three", lambda engine: mean(engine, "x3"))
line("nothing where nothing answers", silent)
line("first query, KB median / p95", pair("first"))
line("the next, KB median / p95", pair("next"))
line("time, ms p50 / p95", pair("ms"))
line("index, MB", lambda engine: f"{measured[engine]['megabytes']:.1f}")
line("files", lambda engine: str(measured[engine]["files"]))
line("to build: s, CPU s, MB", lambda engine: built.get(engine.split("-")[0], "–"))
if (folder / "key.json").exists():
    print("\nThe default site: first result after the first key, ms median / p95:", " / ".join(f"{ms:.0f}" for ms in json.loads((folder / "key.json").read_text("utf-8"))))
