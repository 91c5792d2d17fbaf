# Runs on the other machine, between single quotation marks: none may stand in it. Given are b, the folder of the target; w, seconds
# to wait for the lock; u, whether the lock is broken; d, whether nothing may be done; m, the most of a manifest that is sent.
umask 022
if [ -h "$b/releases" ]; then echo "foreign releases"; exit 1; fi
if [ -e "$b/current" ] && [ ! -h "$b/current" ]; then echo "foreign current"; exit 1; fi
l="$b/.wanjia-lock"
if [ "$d" = 0 ]; then
  mkdir -p "$b/releases" || exit 1
  if [ "$u" = 1 ]; then rm -rf "$l"; fi
  i=0
  until mkdir "$l" 2>/dev/null; do
    if [ ! -d "$l" ]; then exit 1; fi
    if [ "$i" -ge "$w" ]; then
      now=$(date +%s)
      since=$(cat "$l/since" 2>/dev/null || echo "$now")
      echo "busy $((now - since))"
      exit 1
    fi
    i=$((i + 1))
    sleep 1
  done
  trap "rm -rf \"$l\"" EXIT
  trap "exit 1" HUP INT TERM PIPE
  date +%s > "$l/since"
fi
echo "current $(readlink "$b/current" 2>/dev/null)"
ls "$b/releases" 2>/dev/null | sed "s/^/release /"
n=$(wc -c < "$b/current/manifest.json" 2>/dev/null || echo 0)
n=$((n + 0))
if [ "$n" -gt "$m" ]; then n=0; fi
echo "manifest $n"
if [ "$n" -gt 0 ]; then head -c "$n" "$b/current/manifest.json"; fi
echo
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
