// What machines read of a site, read by libraries that are not ours: calendars, JSON-LD, feeds, maps, QR codes.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ICAL from 'ical.js';
import jsonld from 'jsonld';
import Parser from 'rss-parser';
import ts from 'typescript';
import { validateXML } from 'xmllint-wasm';
import { launch, none, visitor } from './helpers/browser.mjs';
import { readCode } from './helpers/code.mjs';
import { buildSampled } from './helpers/sample.mjs';
import { serveFolder } from './helpers/server.mjs';
import { buildSite, readable } from './helpers/site.mjs';

const ORIGIN = 'https://example.org';
const own = (name) => fileURLToPath(new URL(name, import.meta.url));
const schema = (name) => readFile(own(`schemas/${name}`), 'utf8');
let site, county;

before(async () => {
  site = await buildSampled('/jsx/');
  county = await buildSite('/', 'profile: gov', 'examples/shifan');
});

after(async () => {
  await site?.remove();
  await county?.remove();
});

/** `[where, text]` of every file of both sites whose name ends so. */
async function texts(end) {
  const found = [];
  for (const one of [site, county]) {
    for (const file of one.files.filter((name) => name.endsWith(end))) found.push([`${one.base}${file}`, await readFile(join(one.out, file), 'utf8')]);
  }
  return found;
}

// ---- calendars

/** A calendar as ical.js reads it, with its zone. */
function calendar(text) {
  const whole = new ICAL.Component(ICAL.parse(text));
  for (const zone of whole.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  return whole.getAllSubcomponents('vevent').map((entry) => new ICAL.Event(entry));
}

/** The first few times of an event, as moments or days. */
function times(event, count) {
  const iterator = event.iterator();
  const found = [];
  for (let next = iterator.next(); next && found.length < count; next = iterator.next()) {
    found.push(next.isDate ? next.toString() : new Date(next.toUnixTime() * 1000).toISOString());
  }
  return found;
}

test('every calendar is read back, each entry with what it must have, in lines that are short enough', async () => {
  const calendars = await texts('.ics');
  assert.ok(calendars.length >= 6);
  const wrong = [];
  for (const [where, text] of calendars) {
    for (const line of text.split('\r\n')) {
      if (/[\r\n]/.test(line)) wrong.push(`${where}: a line does not end as it must`);
      if (Buffer.byteLength(line) > 75) wrong.push(`${where}: a line of ${Buffer.byteLength(line)} bytes`);
    }
    const events = calendar(text);
    const known = new Set(events.map(({ uid }) => uid));
    if (known.size < events.length) wrong.push(`${where}: one UID for two entries`);
    for (const { uid, summary, startDate, endDate, component } of events) {
      const url = component.getFirstPropertyValue('url');
      if (!uid || !summary || !component.getFirstPropertyValue('dtstamp')) wrong.push(`${where}: ${summary}: UID, SUMMARY or DTSTAMP`);
      if (!url.startsWith(`${ORIGIN}/`)) wrong.push(`${where}: ${summary}: ${url}`);
      if (!startDate.isDate && startDate.zone.tzid !== 'Asia/Shanghai') wrong.push(`${where}: ${summary}: in ${startDate.zone.tzid}`);
      if (endDate.compare(startDate) < 0) wrong.push(`${where}: ${summary}: ends before it begins`);
    }
  }
  none(wrong, assert);
});

test('what takes place is read back with its days, its hours in Shanghai and how it comes again', async () => {
  const events = calendar(await readFile(join(site.out, 'campaigns/sample/calendar.ics'), 'utf8'));
  const of = (title) => events.find(({ summary }) => summary === title);
  const hours = (event) => [event.startDate, event.endDate].map((time) => (time.isDate ? time.toString() : new Date(time.toUnixTime() * 1000).toISOString()));
  assert.equal(of('示例未定'), undefined, 'no day, no entry');

  assert.deepEqual(hours(of('示例每周')), ['2026-06-06T06:00:00.000Z', '2026-06-06T08:00:00.000Z']);
  assert.deepEqual(times(of('示例每周'), 3), ['2026-06-06T06:00:00.000Z', '2026-06-13T06:00:00.000Z', '2026-06-20T06:00:00.000Z']);
  assert.equal(of('示例每周').location, '示例广场');
  assert.match(of('示例每周').description, /联系：示例联系人/);

  assert.deepEqual(hours(of('示例每周五次')), ['2026-09-01T01:00:00.000Z', '2026-09-01T02:30:00.000Z']);
  assert.deepEqual(times(of('示例每周五次'), 9), [1, 8, 15, 22, 29].map((day) => `2026-09-${String(day).padStart(2, '0')}T01:00:00.000Z`));

  assert.deepEqual(times(of('示例每年'), 3), ['2026-05-29', '2027-05-29', '2028-05-29']);
  assert.deepEqual(hours(of('示例三天')), ['2026-07-01', '2026-07-04'], 'the last day counts');

  const [monthly] = calendar(await readFile(join(site.out, 'events/sample/calendar.ics'), 'utf8'));
  assert.deepEqual(times(monthly, 3), ['2026-12-05T01:30:00.000Z', '2027-01-05T01:30:00.000Z', '2027-02-05T01:30:00.000Z']);
  assert.equal(monthly.location, '示例地点；一楼, 东边');
  assert.equal(monthly.component.getFirstPropertyValue('last-modified').toString(), '2026-05-03T00:30:00Z');

  const whole = calendar(await readFile(join(site.out, 'calendar.ics'), 'utf8'));
  for (const event of [...events, monthly]) assert.ok(whole.some(({ uid }) => uid === event.uid), `${event.summary} is in the site's calendar`);
});

// ---- JSON-LD

/** `[where, JSON]` of every page that tells machines what it is. */
function told() {
  return [site, county].flatMap((one) => readable(one).flatMap(({ href, html }) => [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)].map(([, json]) => [href, json])));
}

/** What the types of schema.org (schema-dts) have against `[where, JSON]`. */
function againstTypes(graphs) {
  const name = own('told.ts');
  const text = ["import type { Graph } from 'schema-dts';", ...graphs.map(([, json], at) => `export const told${at}: Graph = ${json};`)].join('\n');
  const options = {
    noEmit: true, strict: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext,
  };
  const host = ts.createCompilerHost(options);
  const onDisk = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...more) => (file === name ? ts.createSourceFile(file, text, ts.ScriptTarget.ES2022) : onDisk(file, ...more));
  return ts.getPreEmitDiagnostics(ts.createProgram([name], options, host)).map(({ file, start, messageText }) => {
    const line = file ? file.getLineAndCharacterOfPosition(start).line : 0;
    return `${graphs[line - 1]?.[0]}: ${ts.flattenDiagnosticMessageText(messageText, ' ').slice(0, 300)}`;
  });
}

test('JSON-LD uses types and properties that schema.org has, with values that fit', () => {
  const graphs = told();
  assert.ok(graphs.length > 80, `${graphs.length}`);
  none(againstTypes(graphs), assert);
});

/** What a type must say to be of use: https://schema.org and the guides for rich results. */
const REQUIRED = {
  Organization: ['name'], GovernmentOrganization: ['name', 'url'],
  WebSite: ['name', 'url', 'publisher'],
  Article: ['headline', 'description', 'url', 'publisher', 'inLanguage'],
  Event: ['name', 'startDate', 'url'], Schedule: ['repeatFrequency', 'scheduleTimezone'],
  FAQPage: ['mainEntity'], Question: ['name', 'acceptedAnswer'], Answer: ['text'],
  BreadcrumbList: ['itemListElement'], ListItem: ['position', 'name', 'item'],
  Place: ['name'],
};

test('JSON-LD is read by a processor: everything has its required properties, and what is pointed at is there', async () => {
  // Every word is one of schema.org (the types have been looked at above); those here hold an address or a day.
  const context = JSON.parse(await schema('schema-org.json'));
  const documentLoader = async (url) => {
    assert.match(url, /^https:\/\/schema\.org\/?$/, 'nothing else is fetched');
    return { contextUrl: null, documentUrl: url, document: context };
  };
  const wrong = [], types = new Set();
  for (const [where, json] of told()) {
    const nodes = (await jsonld.flatten(JSON.parse(json), null, { documentLoader, safe: true }))
      .filter((node) => Object.keys(node).length > 1);
    const known = new Set(nodes.map((node) => node['@id']));
    for (const node of nodes) {
      const type = node['@type']?.[0].replace('https://schema.org/', '');
      types.add(type);
      const said = (property) => node[`https://schema.org/${property}`];
      // Within another thing a name and an address may stand for the whole of it.
      const needed = type === 'Event' && !said('startDate') ? ['name', 'url'] : REQUIRED[type] ?? ['@type that is known'];
      wrong.push(...needed.filter((property) => !said(property)).map((property) => `${where}: ${type} without ${property}`));
      for (const [name, values] of Object.entries(node).filter(([key]) => key.startsWith('https:'))) {
        for (const value of values) {
          if (value['@value'] === '') wrong.push(`${where}: ${type}: ${name} is empty`);
          if (value['@id'] && !known.has(value['@id']) && !value['@id'].startsWith(`${ORIGIN}/`)) wrong.push(`${where}: ${type}: ${name} leads to ${value['@id']}`);
          if (value['@id']?.includes('#') && !known.has(value['@id'])) wrong.push(`${where}: ${name}: no ${value['@id']}`);
        }
      }
    }
  }
  none(wrong, assert);
  for (const type of Object.keys(REQUIRED)) assert.ok(types.has(type), `no ${type} to look at`);
});

// ---- feeds and maps

/** Everything that an XML schema has against files. */
async function against(files, name, extension) {
  const { errors } = await validateXML({
    xml: files.map(([where, contents]) => ({ fileName: where.slice(1).replaceAll('/', '_'), contents })),
    schema: [{ fileName: name, contents: await schema(name) }],
    extension,
  });
  return errors.map(({ message, loc, rawMessage }) => `${loc?.fileName}: ${message ?? rawMessage}`);
}

test('every feed is Atom, and a reader gets its titles, addresses, days and texts', async () => {
  const feeds = await texts('atom.xml');
  assert.ok(feeds.length > 20);
  none(await against(feeds, 'atom.rng', 'relaxng'), assert);
  const wrong = [];
  const reader = new Parser();
  for (const [where, text] of feeds) {
    const feed = await reader.parseString(text);
    const days = feed.items.map((item) => item.pubDate);
    if (!feed.title || feed.feedUrl !== ORIGIN + where) wrong.push(`${where}: ${feed.title} ${feed.feedUrl}`);
    if (days.join() !== [...days].sort().reverse().join()) wrong.push(`${where}: not the newest first`);
    for (const { title, link, isoDate, content, id } of feed.items) {
      const found = [...site.pages, ...county.pages].some(({ href }) => ORIGIN + href === link);
      if (!found || id !== link) wrong.push(`${where}: ${link} is no page`);
      if (!title || !content || Number.isNaN(Date.parse(isoDate))) wrong.push(`${where}: ${link}: title, text or day`);
    }
  }
  none(wrong, assert);
});

test('the map is a sitemap and names every page that may be found, and no other', async () => {
  none(await against(await texts('sitemap.xml'), 'sitemap.xsd'), assert);
  for (const one of [site, county]) {
    const map = await readFile(join(one.out, 'sitemap.xml'), 'utf8');
    const named = [...map.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, url]) => url);
    // Of a list only its first page: the others hold nothing of their own.
    const open = readable(one).filter(({ href, html, kind }) => !['not-found', 'search'].includes(kind) && !/\/page\/\d+\/$/.test(href)
      && !/<meta name="robots" content="noindex/.test(html));
    assert.deepEqual(named.sort(), open.map(({ href }) => ORIGIN + href).sort());
  }
});

test('the validators find what is wrong', async () => {
  const feed = '<feed xmlns="http://www.w3.org/2005/Atom"><title>示例</title><id>https://example.org/</id><updated>2026-05-01</updated></feed>';
  assert.ok((await against([['/a.xml', feed]], 'atom.rng', 'relaxng')).length > 0);
  const map = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>/a/</loc></url></urlset>';
  assert.ok((await against([['/a.xml', map]], 'sitemap.xsd')).length > 0);
  for (const thing of ['{"@type": "Event", "nam": "示例"}', '{"@type": "FAQ"}', '{"@type": "ListItem", "position": {}}']) {
    assert.equal(againstTypes([['示例', `{"@context": "https://schema.org", "@graph": [${thing}]}`]]).length, 1, thing);
  }
});

// ---- QR codes

test('every QR code is read as the address of its page', async () => {
  const browser = await launch();
  const server = await serveFolder(site.out, site.base);
  const page = await (await visitor(browser, { viewport: { width: 400, height: 400 } })).newPage();
  const wrong = [];
  const codes = site.files.filter((file) => file.endsWith('qr.svg'));
  assert.ok(codes.length > 40, `${codes.length}`);
  for (const file of codes) {
    await page.goto(`${server.origin}${site.base}${file}`);
    const read = readCode(await page.screenshot());
    const url = ORIGIN + site.base + file.replace(/qr\.svg$/, '');
    if (read !== url) wrong.push(`${file}: ${read}`);
  }
  none(wrong, assert);
  await browser.close();
  await server.close();
});
