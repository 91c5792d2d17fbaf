#!/usr/bin/env bash
# zhlint 0.8.2 (npm) sets the punctuation of Chinese text right. GB/T 9704-2012 (7.3.3) numbers the third level of an official
# document 1. 2. 3. with the point of Western texts and no space behind it; this one, with --fix and without any rule chosen,
# takes the point for the end of a sentence: 1.总则 becomes 1。总则, in headings too, and a list in a sentence 1。身份证；2。户口簿.
# It calls the text as the standard has it an error and ends with 1, so that in CI the wrong one is what passes. 一、 and the
# point in 3.5 are left alone, and a space behind the point, as Markdown wants it for lists, hides it.
# autocorrect-node 2.14.0 (npm), which has the same purpose, leaves the numbers as they are.
# Seen with Node 20 on Debian 12, 2026-11-30. Fails when the behaviour changes.
set -euo pipefail
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > npm.log
npm install --silent --no-fund --no-audit zhlint@0.8.2 autocorrect-node@2.14.0
cat > notice.md <<'MD'
## 一、总则

### 1.申请材料

1.总则

交验：1.身份证；2.户口簿。

孩子不满3.5岁

1. 总则
MD
cp notice.md fixed.md
code() { local code=0; npx zhlint "$@" > log 2>&1 || code=$?; echo "exit $code"; }
seen=$(
    printf 'zhlint notice.md: %s\n' "$(code notice.md)"
    printf 'zhlint --fix: %s\n' "$(code fixed.md --fix)"
    grep . fixed.md
    printf 'zhlint fixed.md: %s\n' "$(code fixed.md)"
    echo autocorrect
    node -e 'console.log(require("autocorrect-node").format(require("fs").readFileSync("notice.md", "utf8")))' | grep 1
)
printf '%s\n' "$seen"
expected='zhlint notice.md: exit 1
zhlint --fix: exit 0
## 一、总则
### 1。申请材料
1。总则
交验：1。身份证；2。户口簿。
孩子不满 3.5 岁
1. 总则
zhlint fixed.md: exit 0
autocorrect
### 1.申请材料
1.总则
交验：1.身份证；2.户口簿。
1. 总则'
[ "$seen" = "$expected" ] || { echo "zhlint no longer does this" >&2; exit 1; }
