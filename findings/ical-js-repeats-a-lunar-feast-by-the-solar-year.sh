#!/usr/bin/env bash
# ical.js 2.2.1 and node-ical 0.26.1 (npm): a rule that counts in the Chinese calendar, RSCALE=CHINESE;FREQ=YEARLY of RFC 7529, is
# repeated by the solar year, and nothing is said. The first example of the RFC itself, the Chinese New Year from 10 February 2013
# on, is the tenth of February of every year with them (it is 31 January 2014 and 19 February 2015), and 中秋节 stays on
# 25 September. A site that shows the calendar of an office for the elderly has 重阳节 on a wrong day from the second year on.
# rrule 2.8.1 (npm) and dateutil 2.9.0 (PyPI) refuse such a rule. The right days are from ICU, whose calendar Node has built in.
# Seen with Node 20 and Python 3.11 on Debian 12, 2026-11-30. Fails when the behaviour changes.
set -euo pipefail
export LC_ALL=C.UTF-8 TZ=UTC
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > npm.log
npm install --silent --no-fund --no-audit ical.js@2.2.1 node-ical@0.26.1 rrule@2.8.1
python3 -m venv venv
venv/bin/pip --quiet --disable-pip-version-check install python-dateutil==2.9.0.post0
cat > probe.mjs <<'JS'
import ICAL from 'ical.js';
import ical from 'node-ical';
import rrule from 'rrule';
const lunar = new Intl.DateTimeFormat('en-u-ca-chinese', { month: 'numeric', day: 'numeric', timeZone: 'UTC' });
function right(start, count) {
  const days = [];
  const wanted = lunar.format(new Date(`${start}T12:00Z`));
  for (let at = Date.parse(`${start}T12:00Z`); days.length < count; at += 864e5) {
    if (lunar.format(new Date(at)) === wanted) days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}
for (const [name, start] of [['春节', '2013-02-10'], ['中秋节', '2026-09-25']]) {
  const text = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//example//probe//', 'BEGIN:VEVENT', 'UID:1@example.com',
    'DTSTAMP:20130101T000000Z', `DTSTART;VALUE=DATE:${start.replaceAll('-', '')}`, 'RRULE:RSCALE=CHINESE;FREQ=YEARLY;COUNT=3',
    `SUMMARY:${name}`, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
  console.log(name, 'ICU', ...right(start, 3));
  const each = new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent')).iterator();
  const days = [];
  for (let day; (day = each.next());) days.push(day.toString());
  console.log(name, 'ical.js', ...days);
  const event = Object.values(ical.sync.parseICS(text)).find((e) => e.type === 'VEVENT');
  console.log(name, 'node-ical', ...event.rrule.all().map((day) => day.toISOString().slice(0, 10)));
}
try {
  console.log('rrule', rrule.rrulestr('RSCALE=CHINESE;FREQ=YEARLY;COUNT=3').all());
} catch (error) {
  console.log(`rrule: ${error.message}`);
}
JS
cat > probe.py <<'PY'
from dateutil.rrule import rrulestr
try:
    print('dateutil', rrulestr('RSCALE=CHINESE;FREQ=YEARLY;COUNT=3'))
except ValueError as error:
    print(f'dateutil: {error}')
PY
seen=$(node probe.mjs; venv/bin/python probe.py)
printf '%s\n' "$seen"
expected="春节 ICU 2013-02-10 2014-01-31 2015-02-19
春节 ical.js 2013-02-10 2014-02-10 2015-02-10
春节 node-ical 2013-02-10 2014-02-10 2015-02-10
中秋节 ICU 2026-09-25 2027-09-15 2028-10-03
中秋节 ical.js 2026-09-25 2027-09-25 2028-09-25
中秋节 node-ical 2026-09-25 2027-09-25 2028-09-25
rrule: Unknown RRULE property 'RSCALE'
dateutil: unknown parameter 'RSCALE'"
[ "$seen" = "$expected" ] || { echo "ical.js no longer does this" >&2; exit 1; }
