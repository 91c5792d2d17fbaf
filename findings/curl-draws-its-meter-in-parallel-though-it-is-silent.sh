#!/usr/bin/env bash
# curl 7.88.1 (Debian 12, 7.88.1-10+deb12u15): with --parallel it draws the progress meter although --silent is given, for which its
# manual says "Do not show progress meter or error messages"; the same two files one after the other are silent. What reads the
# error output of a script finds the meter in it. --no-progress-meter keeps it away.
# Seen on Debian 12, 2026-11-29. Fails when the behaviour changes, or where there is another curl.
set -euo pipefail
installed=$(dpkg-query -W -f '${Version}' curl)
case $installed in 7.88.1-10+deb12u*) ;; *) echo "This is about 7.88.1-10+deb12u15, not $installed" >&2; exit 1 ;; esac
dir=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
mkdir site
printf 'one\n' > site/a
printf 'two\n' > site/b
cat > serve.py <<'PY'
import functools, http.server
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory="site")
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
open("port.new", "w").write(str(server.server_port))
__import__("os").rename("port.new", "port")
server.serve_forever()
PY
python3 serve.py 2> server.log &
server=$!
for _ in $(seq 100); do [ -e port ] && break; sleep 0.1; done
at=http://127.0.0.1:$(cat port)
ask() {
    curl -q --noproxy '*' "$@" "$at/a" -o got-a "$at/b" -o got-b 2> said
    cat site/a site/b | cmp -s - <(cat got-a got-b) || echo "other bytes"
    printf '%s: meter %s\n' "$*" "$(grep -c 'Xfers' said || true)"
}
seen=$(ask --silent; ask --silent --parallel; ask --no-progress-meter --parallel)
printf '%s\n' "$(curl --version | head -1 | cut -d' ' -f1,2), Debian $installed" "$seen"
expected='--silent: meter 0
--silent --parallel: meter 1
--no-progress-meter --parallel: meter 0'
[ "$seen" = "$expected" ] || { echo "curl no longer does this" >&2; exit 1; }
