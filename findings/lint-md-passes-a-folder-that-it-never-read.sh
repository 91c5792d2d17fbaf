#!/usr/bin/env bash
# @lint-md/cli 2.2.4 (npm): given a folder, as most linters take one, it reads none of its files, says that there is nothing to
# lint and ends with 0; the same file by its name or by a pattern has two errors and ends with 1. A check of `lint-md content/`
# in CI is green for ever.
# Seen with Node 20 on Debian 12, 2026-11-29. Fails when the behaviour changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > npm.log
npm install --silent --no-fund --no-audit @lint-md/cli@2.2.4
mkdir content
printf '# 家长课堂\n\n报名请用APP，每季一期。\n' > content/a.md
ask() {
    local code=0 said
    said=$(npx lint-md "$1" 2>&1) || code=$?
    printf '%s: %s errors, exit %s\n' "$1" "$(grep -c ' error ' <<<"$said" || true)" "$code"
}
seen=$(ask content; ask content/; ask content/a.md; ask 'content/**/*.md')
printf '%s\n' "$seen"
expected='content: 0 errors, exit 0
content/: 0 errors, exit 0
content/a.md: 2 errors, exit 1
content/**/*.md: 2 errors, exit 1'
[ "$seen" = "$expected" ] || { echo "lint-md no longer does this" >&2; exit 1; }
