#!/usr/bin/env bash
# What happens when the machine fails: for each fault a published site is built again in another edition, with the fault and then
# without it. A row tells how the program ended and what it said, whether the old output was whole then, and whether the next
# build made exactly what a build from nothing makes.
#
#   sudo benches/faults.sh [exchange|in-place]      WANJIA names another binary
#
# It mounts small file systems in memory within a namespace of its own; nothing of them is left. With sshfs and an sftp-server the
# site also lies in a folder of the network, which is there, away, or goes away while it is written.
set -euo pipefail
cd "$(dirname "$0")/.."
wanjia=$(realpath "${WANJIA:-target/release/wanjia}")
if [[ -z ${FAULTS_INSIDE:-} ]]; then
    FAULTS_INSIDE=1 exec unshare --mount --propagation private "$0" "$@"
fi
flags=()
[[ ${1:-exchange} = in-place ]] && flags=(--in-place)
dir=$(mktemp -d)
trap 'cd /; umount -R "$dir" 2>/dev/null || true; rm -rf "$dir"' EXIT
mount -t tmpfs none "$dir"

edition() { # SITE WORDS: forty pages with a picture's worth of text each
    mkdir -p "$1/content/news"
    printf 'name: 站\nurl: https://example.org/\n' >"$1/site.yaml"
    printf -- '---\ntitle: 动态\ncontains: news\n---\n' >"$1/content/news/_index.md"
    for n in $(seq 40); do
        printf -- '---\ntitle: 第%s条（%s）\ndate: 2026-01-01\n---\n%s\n' "$n" "$2" \
            "$(yes "$2的内容$n。" | head -n 300 | tr -d '\n')" >"$1/content/news/n$n.md"
    done
}
build() { # SITE OUT [COMMAND ...]
    local site=$1 out=$2
    shift 2
    (cd / && "$@" "$wanjia" build --as-of 2026-06-01 --root "$site" --out "$out" "${flags[@]}")
}
same() { diff -rq "$1" "$2" >/dev/null 2>&1 && echo yes || echo NO; }

for one in 甲 乙; do
    edition "$dir/clean-$one" "$one"
    build "$dir/clean-$one" "$dir/whole-$one" >/dev/null 2>&1
done

row() { # NAME BREAK MEND [COMMAND ...]: the site lies in $dir/place/site, its output in $dir/place/public
    local name=$1 break=$2 mend=$3
    shift 3
    edition "$dir/place/site" 甲
    build "$dir/place/site" "$dir/place/public" >/dev/null 2>&1
    edition "$dir/place/site" 乙
    "$break"
    local code=0 said
    said=$(build "$dir/place/site" "$dir/place/public" "$@" 2>&1 | grep -v '^ *$' | head -n 1) || code=${PIPESTATUS[0]}
    local old new next=0
    old=$(same "$dir/place/public" "$dir/whole-甲")
    new=$(same "$dir/place/public" "$dir/whole-乙")
    "$mend"
    build "$dir/place/site" "$dir/place/public" >/dev/null 2>&1 || next=$?
    printf '| %s | %s | %s | %s | %s %s | %s |\n' "$name" "$code" "$old" "$new" "$next" \
        "$(same "$dir/place/public" "$dir/whole-乙")" "${said//"$dir"/}"
    cd / && umount "$dir/place/public" 2>/dev/null || true
    umount "$dir/place"
}
place() { mkdir -p "$dir/place" && mount -t tmpfs -o "$1" none "$dir/place"; }
nothing() { :; }

fill() { head -c 1G /dev/zero >"$dir/place/rest" 2>/dev/null || true; truncate -s "-${1:-0}" "$dir/place/rest"; }
no_room() { fill 0; }
little_room() { fill 300K; }
room() { rm "$dir/place/rest"; }
no_inodes() { mkdir "$dir/place/many" && (cd "$dir/place/many" && for n in $(seq 100000); do : >"$n" || break; done) 2>/dev/null; }
some_inodes() { no_inodes; rm "$dir"/place/many/{1,2,3,4,5,6,7,8,9}; }
inodes() { rm -rf "$dir/place/many"; }
read_only() { mount -o remount,ro "$dir/place"; }
writable() { mount -o remount,rw "$dir/place"; }
future() { find "$dir/place" -exec touch -d 2031-01-01 {} +; edition "$dir/place/site" 乙; }
future_too() { find "$dir/place" -exec touch -h -d 2031-01-01 {} +; }
mounted() { cp -a "$dir/place/public" "$dir/place/copy"; mount -t tmpfs none "$dir/place/public"; cp -a "$dir/place/copy/." "$dir/place/public/"; rm -r "$dir/place/copy"; }

echo "| fault (${1:-exchange}) | exit | old whole | new whole | next build, as clean | said |"
echo "|---|---|---|---|---|---|"
place size=24m; row "disk full" no_room room
place size=24m; row "disk nearly full" little_room room
place size=64m,nr_inodes=900; row "no inodes" no_inodes inodes
place size=64m,nr_inodes=900; row "nine inodes" some_inodes inodes
place size=64m; row "read-only" read_only writable
place size=64m; row "files of the future" future nothing
place size=64m; row "all of the future" future_too nothing
place size=64m; row "public is a mount" mounted nothing
if command -v faketime >/dev/null; then
    place size=64m; row "clock set back a year" nothing nothing faketime -f '-1y'
fi

sftp=$(ls /usr/lib/openssh/sftp-server /usr/libexec/sftp-server /usr/lib/ssh/sftp-server 2>/dev/null | head -n 1 || true)
if command -v sshfs >/dev/null && [[ -n $sftp && -e /dev/fuse ]]; then
    # What sshfs takes for ssh: the server itself, by a pipe.
    printf '#!/bin/sh\nexec %s\n' "$sftp" >"$dir/ssh" && chmod +x "$dir/ssh"
    network() { mkdir -p "$dir/place" "$dir/far" && sshfs -o ssh_command="$dir/ssh" -o reconnect,max_conns=1 "host:$dir/far" "$dir/place"; }
    unplug() { pkill -KILL -f "^$sftp" || true; }
    away() { (sleep 0.2; unplug) & }
    network; row "a folder of the network" nothing nothing
    rm -rf "$dir/far"; network; row "the network breaks off" away nothing
fi
