#!/usr/bin/env bash
# hanziconv 0.3.2 (PyPI), HanziConv.toSimplified: variant forms that Taiwan and Hong Kong write in law and notices stay as they
# are (託育, 註冊, 僱用, 佈告, 佔有), so that a text half of whose characters changed looks converted, and
# 著作權 becomes 着作权, which is no word (it is 著作权). zhconv 1.4.3 has all of these right.
# Seen with Python 3.11 on Debian 12, 2026-11-28. Fails when the behaviour changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip --quiet --disable-pip-version-check install hanziconv==0.3.2 zhconv==1.4.3
cat > probe.py <<'PY'
from hanziconv import HanziConv
import zhconv
for word in ['託育', '註冊', '僱用', '佈告', '佔有', '週歲', '合併', '著作權', '產假']:
    print(word, HanziConv.toSimplified(word), zhconv.convert(word, 'zh-cn'))
PY
seen=$(venv/bin/python -W ignore probe.py)
printf '%s\n' "$seen"
expected='託育 託育 托育
註冊 註册 注册
僱用 僱用 雇用
佈告 佈告 布告
佔有 佔有 占有
週歲 週岁 周岁
合併 合併 合并
著作權 着作权 著作权
產假 产假 产假'
[ "$seen" = "$expected" ] || { echo "hanziconv no longer does this" >&2; exit 1; }
