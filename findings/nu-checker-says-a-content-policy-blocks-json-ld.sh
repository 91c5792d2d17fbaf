#!/usr/bin/env bash
# The Nu HTML checker (vnu-jar 26.9.27 on npm) warns that `<script type="application/ld+json">` on a page whose meta element says
# `script-src 'self'` is an inline script that the policy blocks. A script element of another type than JavaScript, a module or
# an import map is a data block: it is not run, and policies on scripts do not look at it. A site that gives its structured data
# as JSON-LD and has a strict policy in its pages gets one such message a page, and whoever
# follows it loosens the policy with 'unsafe-inline'. The same element without the meta policy passes.
# Seen with OpenJDK 17 on Debian 12, 2026-11-28. Fails when the behaviour changes. Needs a Java of 11 or later.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund vnu-jar@26.9.27
page() {
  printf '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n%s<title>婚假几天</title>\n' "$1"
  printf '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "WebPage"}</script>\n'
  printf '</head>\n<body>\n<h1>婚假几天</h1>\n</body>\n</html>\n'
}
page "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'self'\">"$'\n' > with.html
page '' > without.html
check() { java -jar node_modules/vnu-jar/build/dist/vnu.jar --format gnu "$1" 2>&1 | sed 's/^[^ ]* //' || true; }
with=$(check with.html)
without=$(check without.html)
printf 'with a policy: %s\nwithout: %s\n' "$with" "${without:-nothing}"
[[ -z "$without" && "$with" == *"Inline script violates Content Security Policy"* && $(wc -l <<<"$with") -eq 1 ]] ||
  { echo "the checker no longer does this" >&2; exit 1; }
