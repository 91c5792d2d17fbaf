#!/usr/bin/env bash
# The jobs of `wanjia fleet engine kubernetes`, as far as they can be tried without a cluster: the manifests are valid by the published
# schemas (PyPI kubernetes-validate), the files of the image are put together without a network, and the command of the container is
# run from nothing but these files, as its user, once for each index, the last one twice at once. At the end every site is there,
# byte for byte what one machine builds.
#
#   benches/kubernetes.sh [SITES]          SITES: 12
#
# It takes python3 with pip, and root, for chroot. What is installed lies in BENCH_DIR (default ~/.cache/wanjia-bench). WANJIA names
# another program.
set -euo pipefail
cd "$(dirname "$0")/.."
sites=${1:-12} parts=4 day=2026-06-06

if [[ -z ${WANJIA:-} ]]; then
  cargo build --release
  WANJIA=${CARGO_TARGET_DIR:-target}/release/wanjia
fi
venv=${BENCH_DIR:-$HOME/.cache/wanjia-bench}/tools/kubernetes
if [[ ! -x $venv/bin/kubernetes-validate ]]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check kubernetes-validate==1.37.0
fi
base=$(mktemp -d)
trap 'rm -rf "$base"' EXIT
install -m 755 "$WANJIA" "$base/wanjia"
python3 benches/county-sites.py "$base" --sites "$sites" --wanjia "$base/wanjia" >/dev/null 2>&1
fleet=$base/fleet
export WANJIA_CACHE_KEY=bench

for language in zh en; do
  WANJIA_LANG=$language "$base/wanjia" fleet engine kubernetes "$base/$language" --root "$fleet" --shards "$parts" 2>/dev/null
  for version in 1.33 1.37; do
    for file in "$base/$language"/*.yaml; do
      "$venv/bin/kubernetes-validate" --strict --kubernetes-version "$version" "$file" >"$base/said" 2>&1 || {
        cat "$base/said"
        exit 1
      }
    done
    echo "Valid by the schema of Kubernetes $version: $(cd "$base/$language" && echo *.yaml) ($language)"
  done
  for script in "$base/$language"/*.sh; do sh -n "$script"; done
done
# A misspelt field would have been told
sed 's/backoffLimitPerIndex/backoffLimitPerindex/' "$base/en/build.yaml" >"$base/wrong.yaml"
if "$venv/bin/kubernetes-validate" --strict --kubernetes-version 1.37 "$base/wrong.yaml" >/dev/null 2>&1; then
  echo "A misspelt field is valid, so nothing was checked"
  exit 1
fi

# What one machine makes
WANJIA_LANG=en "$base/wanjia" fleet build --root "$fleet" --as-of "$day" 2>/dev/null
mv "$fleet/out" "$base/alone"
rm -rf "$fleet/.wanjia" "$fleet"/sites/*/.wanjia

# The files of the image, and the volume as the manifest says that it is filled
PATH=/usr/bin:/bin unshare --net sh "$base/en/image.sh" >"$base/said" 2>&1 || { cat "$base/said"; exit 1; }
tail -1 "$base/said"
root=$base/en/root
volume=$(sed -n 's/^#   //p' "$base/en/storage.yaml")
mkdir "$root/fleet"
cp -r "$volume/national" "$volume/fleet" "$root/fleet/"
chown -R 65532:65532 "$root/fleet"
chmod 1777 "$root/tmp"
echo "Image: $(find "$root" -type f -not -path "$root/fleet/*" | wc -l) files, $(du -sm --exclude=fleet "$root" | cut -f1) MB"

# The command of a container: the arguments that the manifest has
command() {
  "$venv/bin/python" - "$1" "$day" <<'END'
import sys, yaml
job = next(yaml.safe_load_all(open(sys.argv[1])))
for word in job["spec"]["template"]["spec"]["containers"][0]["args"]:
    print(word.replace("$(WANJIA_DAY)", sys.argv[2]))
END
}
pod() {
  local arguments
  mapfile -t arguments < <(command "$base/en/$1.yaml")
  env -i PATH=/usr/bin:/usr/sbin:/bin:/sbin WANJIA_LANG=en WANJIA_SHARDS=$parts WANJIA_CACHE_KEY=bench ${2:+JOB_COMPLETION_INDEX=$2} \
    chroot --userspec=65532:65532 "$root" /usr/local/bin/wanjia "${arguments[@]}"
}
for index in $(seq 0 $((parts - 2))); do pod build "$index"; done
pod build $((parts - 1)) &
pod build $((parts - 1))
wait $!
pod gather
diff -r "$base/alone" "$root/fleet/fleet/out"
echo "$sites sites in $parts parts by the container's command: equal to one machine"
