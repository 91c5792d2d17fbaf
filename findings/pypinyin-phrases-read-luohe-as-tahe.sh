#!/usr/bin/env bash
# pypinyin 0.55.0 (PyPI): its phrase dictionary, which overrules the readings of single characters, has the city 漯河 as ta he
# (it is Luohe) and 质朴 as zhi piao (it is zhi pu; piao is a surname), so whoever turns phrases on to get names right gets these
# wrong, while the longer 朴素 and the city 六安 (lu an) are right. Single characters alone would have said luo he.
# Seen with Python 3.11 on Debian 12, 2026-11-28. Fails when the behaviour changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip --quiet --disable-pip-version-check install pypinyin==0.55.0
cat > probe.py <<'PY'
from pypinyin import lazy_pinyin
for word in ['漯河', '漯', '质朴', '朴素', '六安']:
    print(word, ' '.join(lazy_pinyin(word)))
PY
seen=$(venv/bin/python probe.py)
printf '%s\n' "$seen"
expected=$'漯河 ta he\n漯 luo\n质朴 zhi piao\n朴素 pu su\n六安 lu an'
[ "$seen" = "$expected" ] || { echo "pypinyin no longer does this" >&2; exit 1; }
