#!/usr/bin/env bash
# htmldate 1.11.0 (PyPI) tells the date of a web page and gives trafilatura its dates. Of a date as Chinese pages write it,
# 2024年10月19日, it takes the year alone and answers 2024-01-01: in the text, in a time element and in a meta element that says
# nothing but this date, with zeros (2024年03月05日) or without. The same day as 2024-10-19, as 19 October 2024 and even in the
# Korean way with 년, 월 and 일 is found, so tries in other languages show nothing. As some day of the right year comes out always
# and not None, nobody looks again: an archive of old notices that is sorted by it has all of them on New Year's Day.
# Seen with Python 3.11 on Debian 12, 2026-11-30. Fails when the behaviour changes.
set -euo pipefail
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip --quiet --disable-pip-version-check install htmldate==1.11.0 trafilatura==2.3.1 lxml_html_clean==0.4.6 2> pip.log
cat > probe.py <<'PY'
from htmldate import find_date
from trafilatura import bare_extraction
page = ('<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">{}<title>通知</title></head>'
        '<body><h1>关于申报工作的通知</h1>{}{}</body></html>')
for words in ['2024-10-19', '19 October 2024', '2024년 10월 19일', '2024年10月19日', '2024年03月05日', '发布时间：2024年10月19日 10:20']:
    print('text', words, find_date(page.format('', f'<p>{words}</p>', '')))
print('time', find_date(page.format('', '<time>2024年10月19日</time>', '')))
print('meta', find_date(page.format('<meta name="PubDate" content="2024年10月19日">', '', '')))
article = '<p>各乡镇、街道：现将申报工作有关事项通知如下，请认真组织实施。</p>' * 6
print('trafilatura', bare_extraction(page.format('', article, '<p>2024年10月19日</p>'), with_metadata=True).date)
PY
seen=$(venv/bin/python -W ignore probe.py)
printf '%s\n' "$seen"
expected='text 2024-10-19 2024-10-19
text 19 October 2024 2024-10-19
text 2024년 10월 19일 2024-10-19
text 2024年10月19日 2024-01-01
text 2024年03月05日 2024-01-01
text 发布时间：2024年10月19日 10:20 2024-01-01
time 2024-01-01
meta 2024-01-01
trafilatura 2024-01-01'
[ "$seen" = "$expected" ] || { echo "htmldate no longer does this" >&2; exit 1; }
