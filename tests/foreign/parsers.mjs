// The feeds and calendars of the default site and the examples, read by six parsers: each must read all of them, and find
// the same entries and events.
//
//   npm install --prefix FOLDER rss-parser@3.13.0 @rowanmanning/feed-parser@2.1.5 ical.js@2.2.1 node-ical@0.27.2
//   python3 -m venv FOLDER/py && FOLDER/py/bin/pip install feedparser==6.0.14 icalendar==7.3.2
//   node tests/foreign/parsers.mjs target/debug/wanjia FOLDER
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [wanjia, packages] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const require = createRequire(join(packages, 'package.json'));
const load = async (name) => import(pathToFileURL(require.resolve(name)));

const RssParser = (await load('rss-parser')).default;
const { parseFeed } = await load('@rowanmanning/feed-parser');
const ICAL = (await load('ical.js')).default;
const nodeIcal = (await load('node-ical')).default;

/** Title, address and time of change of each entry. */
const FEEDS = {
  'rss-parser': async (text) => (await new RssParser().parseString(text)).items.map((item) => [item.title, item.link, item.isoDate]),
  'feed-parser': async (text) => parseFeed(text).items.map((item) => [item.title, item.url, item.updated.toISOString()]),
};

/** Title and local time of beginning of each event. */
const CALENDARS = {
  'ical.js': (text) =>
    new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((part) => {
      const event = new ICAL.Event(part);
      return [event.summary, event.startDate.toString().slice(0, 16)];
    }),
  'node-ical': (text) =>
    Object.values(nodeIcal.sync.parseICS(text))
      .filter((part) => part.type === 'VEVENT')
      .map((event) => {
        const local = new Intl.DateTimeFormat('sv', { timeZone: event.start.tz ?? 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' });
        const start = local.format(event.start).replace(' ', 'T');
        return [event.summary, event.datetype === 'date' ? start.slice(0, 10) : start];
      }),
};

const box = mkdtempSync(join(tmpdir(), 'parsers-'));
for (const part of ['site.yaml', 'facts.yaml', 'content', 'static', 'themes', 'examples']) {
  cpSync(join(root, part), join(box, part), { recursive: true });
}
const feeds = [];
const calendars = [];
for (const site of ['.', ...readdirSync(join(box, 'examples')).map((name) => `examples/${name}`)]) {
  const out = join(box, 'out', site === '.' ? 'default' : site);
  execFileSync(wanjia, ['build', '--root', join(box, site), '--out', out], { stdio: 'ignore' });
  for (const file of readdirSync(out, { recursive: true }).map((file) => join(out, file))) {
    if (file.endsWith('atom.xml')) feeds.push(file);
    if (file.endsWith('.ics')) calendars.push(file);
  }
}
assert.ok(feeds.length > 0 && calendars.length > 0);

const python = JSON.parse(
  execFileSync(join(packages, 'py/bin/python'), [join(here, 'parsers.py'), ...feeds, ...calendars], { maxBuffer: 1 << 28 }),
);
const day = (entries) => entries.map(([title, link, time]) => [title, link, new Date(time).toISOString()]);
let entries = 0;
let events = 0;
for (const file of feeds) {
  const text = readFileSync(file, 'utf8');
  const wanted = day(python[file]);
  entries += wanted.length;
  for (const [name, read] of Object.entries(FEEDS)) {
    assert.deepEqual(day(await read(text)), wanted, `${name}: ${file}`);
  }
}
for (const file of calendars) {
  const text = readFileSync(file, 'utf8');
  const wanted = python[file];
  events += wanted.length;
  for (const [name, read] of Object.entries(CALENDARS)) {
    assert.deepEqual(read(text).sort(), wanted, `${name}: ${file}`);
  }
}
rmSync(box, { recursive: true });
console.log(`${feeds.length} feeds with ${entries} entries, ${calendars.length} calendars with ${events} events: six parsers agree`);
