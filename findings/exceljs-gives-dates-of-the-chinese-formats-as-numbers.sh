#!/usr/bin/env bash
# exceljs 4.4.0 (npm) and openpyxl 3.1.5 (PyPI): ECMA-376 (Part 1, 18.8.30) has number formats that a workbook needs not spell
# out; for Chinese, 31 is yyyy"年"m"月"d"日", 57 yyyy"年"m"月" and 58 m"月"d"日". A cell with one of these, which Excel shows as
# 2026年11月30日, is the number 46356 to both, with no format at all (General), while the same cell with format 14 is a date;
# so where one clerk chose 年月日 for a column and another did not, a list of deadlines is half dates and half numbers.
# python-calamine 0.9.1 (PyPI) reads all as dates.
# Seen with Node 20 and Python 3.11 on Debian 12, 2026-11-30. Fails when the behaviour changes.
set -euo pipefail
export LC_ALL=C.UTF-8 TZ=UTC
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > npm.log
npm install --silent --no-fund --no-audit exceljs@4.4.0
python3 -m venv venv
venv/bin/pip --quiet --disable-pip-version-check install openpyxl==3.1.5 python-calamine==0.9.1
cat > make.py <<'PY'
import re, zipfile
import openpyxl
book = openpyxl.Workbook()
for row in range(1, 5):
    book.active.cell(row, 1, 46356).number_format = '0.00'
book.save('plain.xlsx')
formats = iter([14, 31, 57, 58])
with zipfile.ZipFile('plain.xlsx') as plain, zipfile.ZipFile('deadlines.xlsx', 'w') as changed:
    for name in plain.namelist():
        text = plain.read(name).decode()
        if name == 'xl/styles.xml':
            style = re.search(r'<xf numFmtId="2".*?(/>|</xf>)', text)[0]
            text = text.replace(style, ''.join(style.replace('"2"', f'"{n}"', 1) for n in formats))
            text = text.replace('<cellXfs count="2"', '<cellXfs count="5"')
        if name == 'xl/worksheets/sheet1.xml':
            for row in range(1, 5): text = text.replace(f'r="A{row}" s="1"', f'r="A{row}" s="{row}"')
        changed.writestr(name, text)
PY
venv/bin/python make.py
cat > probe.js <<'JS'
const ExcelJS = require('exceljs');
const book = new ExcelJS.Workbook();
book.xlsx.readFile('deadlines.xlsx').then(() => {
  const values = book.worksheets[0].getColumn(1).values.filter(Boolean);
  console.log('exceljs:', values.map((v) => (v instanceof Date ? v.toISOString().slice(0, 10) : v)).join(', '));
});
JS
cat > probe.py <<'PY'
import openpyxl, python_calamine
rows = list(openpyxl.load_workbook('deadlines.xlsx').active.iter_rows())
print('openpyxl:', ', '.join(str(row[0].value).split()[0] for row in rows), '|', ', '.join(row[0].number_format for row in rows))
read = python_calamine.CalamineWorkbook.from_path('deadlines.xlsx').get_sheet_by_index(0).to_python()
print('calamine:', ', '.join(str(row[0]) for row in read))
PY
seen=$(node probe.js; venv/bin/python probe.py)
printf '%s\n' "$seen"
expected='exceljs: 2026-11-30, 46356, 46356, 46356
openpyxl: 2026-11-30, 46356, 46356, 46356 | mm-dd-yy, General, General, General
calamine: 2026-11-30, 2026-11-30, 2026-11-30, 2026-11-30'
[ "$seen" = "$expected" ] || { echo "exceljs no longer does this" >&2; exit 1; }
