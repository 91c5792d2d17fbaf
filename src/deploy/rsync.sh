# Runs on the other machine, between single quotation marks: none may stand in it. Given are b, the folder of the target; w, seconds
# to wait for the lock; u, whether the lock is broken; d, whether nothing may be done; m and s, the most of a manifest and of a
# signature that is sent.
umask 022
if [ -h "$b/releases" ]; then echo "foreign releases"; exit 1; fi
if [ -e "$b/current" ] && [ ! -h "$b/current" ]; then echo "foreign current"; exit 1; fi
l="$b/.wanjia-lock"
me="$$-$(date +%s)"
# Whoever broke the lock has one of their own there.
let_go() { if [ "$(cat "$l/by" 2>/dev/null)" = "$me" ]; then rm -rf "$l"; fi; }
if [ "$d" = 0 ]; then
  mkdir -p "$b/releases" || exit 1
  if [ "$u" = 1 ]; then rm -rf "$l"; fi
  i=0
  until mkdir "$l" 2>/dev/null; do
    if [ ! -d "$l" ]; then exit 1; fi
    if [ "$i" -ge "$w" ]; then
      since=$(cat "$l/since" 2>/dev/null) && echo "busy $(($(date +%s) - since))" || echo busy
      exit 1
    fi
    i=$((i + 1))
    sleep 1
  done
  trap let_go EXIT
  trap "exit 1" HUP INT TERM PIPE
  echo "$me" > "$l/by" || { rm -rf "$l"; exit 1; }
  date +%s > "$l/since"
fi
# The length of a file and its bytes; nothing of one that is too long or not there.
give() {
  n=0
  if [ -f "$2" ]; then n=$(($(wc -c < "$2"))); fi
  if [ "$n" -gt "$3" ]; then n=0; fi
  echo "$1 $n"
  if [ "$n" -gt 0 ]; then head -c "$n" "$2"; fi
  echo
}
echo "current $(readlink "$b/current" 2>/dev/null)"
ls "$b/releases" 2>/dev/null | sed "s/^/release /"
give manifest "$b/current/manifest.json" "$m"
give signature "$b/current/manifest.json.minisig" "$s"
echo end
read -r verb number old || exit 1
if [ "$verb" != switch ]; then exit 1; fi
mv "$b/releases/.next" "$b/releases/$number" || exit 1
rm -f "$b/.current.new"
ln -s "releases/$number" "$b/.current.new" || exit 1
mv -fT "$b/.current.new" "$b/current" 2>/dev/null || mv -fh "$b/.current.new" "$b/current" || exit 1
echo switched
for o in $old; do rm -rf "$b/releases/$o"; done
echo done
