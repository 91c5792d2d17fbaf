#!/usr/bin/env bash
# jionlp 1.5.31 (PyPI), parse_money: an amount of digits and Chinese units together, as notices and news write it, has what stands
# before 万 or 亿 added twice: 1万5千元 is 25000, 2万5千元 is 45000, 1亿2000万元 even 220020000, and
# all are called accurate. 1.5万元, 一万五千元 and 1千5百元 are right, so that tries with the usual amounts show nothing, and a
# table of subsidies that is drawn from texts is wrong in some rows only. cn2an 0.5.24 (PyPI) reads all of these right.
# Seen with Python 3.11 on Debian 12, 2026-11-30. Fails when the behaviour changes.
set -euo pipefail
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip --quiet --disable-pip-version-check install jionlp==1.5.31 cn2an==0.5.24
cat > probe.py <<'PY'
import cn2an
import jionlp
for amount in ['1.5万', '一万五千', '1千5百', '1万5千', '2万5千', '12万5千', '1亿2000万']:
    found = jionlp.parse_money(amount + '元')
    print(f"{amount}元: {found['num']} {found['definition']}, cn2an {cn2an.cn2an(amount, 'smart')}")
PY
seen=$(venv/bin/python -W ignore probe.py | grep '元: ')
printf '%s\n' "$seen"
expected='1.5万元: 15000.00 accurate, cn2an 15000
一万五千元: 15000.00 accurate, cn2an 15000
1千5百元: 1500.00 accurate, cn2an 1500
1万5千元: 25000.00 accurate, cn2an 15000
2万5千元: 45000.00 accurate, cn2an 25000
12万5千元: 155000.00 accurate, cn2an 125000
1亿2000万元: 220020000.00 accurate, cn2an 120000000'
[ "$seen" = "$expected" ] || { echo "jionlp no longer does this" >&2; exit 1; }
