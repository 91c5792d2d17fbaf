// Every page of the default site, in Chromium, under a base path.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESK, PHONE, SMALL_PHONE, launch, listen, none, visitor } from './helpers/browser.mjs';
import { serveFolder } from './helpers/server.mjs';
import { buildSite, readable } from './helpers/site.mjs';

const BASE = '/jsx/';
let site, server, browser, heard;
const told = new Map();
const found = { overflow: [], smallTexts: [], smallTargets: [], paleLight: [], paleDark: [], policy: [] };
let measured = 0;

before(async () => {
  site = await buildSite(BASE);
  server = await serveFolder(site.out, BASE);
  browser = await launch();
  const page = await (await visitor(browser)).newPage();
  heard = listen(page, server.origin);
  for (const { file, href } of readable(site)) {
    const note = (list, what) => list.push(...what.map((words) => `${file}: ${words}`));
    await page.setViewportSize(DESK);
    await page.goto(server.origin + href, { waitUntil: 'load' });
    told.set(file, await page.evaluate(() => looks.outline()));
    for (const size of [DESK, PHONE]) {
      await page.setViewportSize(size);
      note(found.smallTexts, await page.evaluate(() => looks.smallTexts(14)));
      note(found.smallTargets, await page.evaluate(() => looks.smallTargets(44)));
    }
    for (const size of [PHONE, SMALL_PHONE]) {
      await page.setViewportSize(size);
      note(found.overflow, await page.evaluate(() => looks.overflow()));
    }
    for (const [scheme, list] of [['light', found.paleLight], ['dark', found.paleDark]]) {
      await page.emulateMedia({ colorScheme: scheme });
      const { pale, measured: count } = await page.evaluate(() => looks.paleTexts(4.5));
      note(list, pale);
      measured += count;
    }
    await page.emulateMedia({ colorScheme: 'light' });
  }
});

after(async () => {
  await browser?.close();
  await server?.close();
  await site?.remove();
});

const all = (say) => [...told].flatMap(([file, page]) => say(page).map((words) => `${file}: ${words}`));
const unless = (holds, words) => (holds ? [] : [words]);

test('the site has a page of every kind that it has content for', () => {
  const kinds = new Set(readable(site).map((page) => page.kind));
  for (const kind of ['home', 'section', 'tag', 'not-found', 'page', 'campaign', 'policy', 'explainer', 'question']) {
    assert.ok(kinds.has(kind), `no page of kind ${kind}`);
  }
});

test('no page says anything in the console', () => none(heard.console, assert));
test('no script of a page fails', () => none(heard.errors, assert));
test('no page asks any other host for anything', () => none(heard.elsewhere, assert));
test('everything a page asks for is there', () => none(heard.failed, assert));

test('every page forbids all that is not its own by a Content-Security-Policy', () => {
  const pages = readable(site);
  none(pages.filter((page) => !/http-equiv="Content-Security-Policy"/i.test(page.html)).map((page) => page.file), assert);
  none(pages.filter((page) => /unsafe-(inline|eval|hashes)/.test(page.html)).map((page) => `${page.file}: unsafe-*`), assert);
  none(pages.filter((page) => /<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|\son[a-z]+=/i.test(page.html.replace(/<script type="application\/ld\+json">/g, '')))
    .map((page) => `${page.file}: inline script or style`), assert);
});

test('every page has exactly one h1', () => none(all((page) => unless(page.h1 === 1, `${page.h1} of them`)), assert));
test('every page says its language and direction', () => {
  none(all((page) => unless(page.lang === 'zh-CN' && page.dir === 'ltr', `${page.lang} ${page.dir}`)), assert);
});
test('every page has a title, a description and a canonical address', () => {
  none(all((page) => [
    ...unless(page.title.trim(), 'no title'),
    ...unless(page.description.trim(), 'no description'),
    ...unless(page.canonical.startsWith(`https://example.org${BASE}`), `canonical ${page.canonical}`),
  ]), assert);
});
test('every page has a header, navigation, main part and footer', () => {
  none(all((page) => unless(page.landmarks.length === 4, page.landmarks.join(' '))), assert);
});
test('no id is used twice on a page', () => none(all((page) => page.twice), assert));
test('every picture has a text and every link a name', () => {
  none(all((page) => [...page.picturesWithoutText, ...page.emptyLinks]), assert);
});

test('every internal link and anchor leads somewhere', () => {
  const ours = [server.origin + BASE, `https://example.org${BASE}`];
  const files = new Set(site.files);
  const broken = [];
  for (const [file, page] of told) {
    for (const link of page.links) {
      if (link.startsWith(`${server.origin}/`) && !link.startsWith(ours[0])) broken.push(`${file}: ${link} leaves the base path`);
      const start = ours.find((prefix) => link.startsWith(prefix));
      if (!start) continue;
      const [path, anchor = ''] = link.slice(start.length).split('#').map(decodeURIComponent);
      const inner = path.split('?')[0];
      const target = inner === '' || inner.endsWith('/') ? `${inner}index.html` : inner;
      if (!files.has(target)) broken.push(`${file}: ${link}`);
      else if (anchor && told.has(target) && !told.get(target).ids.includes(anchor)) broken.push(`${file}: ${link} has no such anchor`);
    }
  }
  none(broken, assert);
});

test('every redirect leads to a page', () => {
  const hrefs = new Set(readable(site).map((page) => page.href));
  const wrong = site.pages.filter((page) => page.redirect)
    .map((page) => [page.file, /url=([^"]*)"/.exec(page.html)?.[1]])
    .filter(([, href]) => !hrefs.has(href));
  none(wrong.map(String), assert);
});

test('every page is reached from the home page by following links', () => {
  const way = new Map(readable(site).map((page) => [server.origin + page.href, page.file]));
  const reached = new Set(), next = [server.origin + BASE];
  while (next.length) {
    const url = next.pop();
    const file = way.get(url);
    if (!file || reached.has(file)) continue;
    reached.add(file);
    for (const link of told.get(file).links) next.push(link.split('#')[0].split('?')[0]);
  }
  none(readable(site).map((page) => page.file).filter((file) => file !== '404.html' && !reached.has(file)), assert);
});

test('no page is wider than a phone of 390 or of 320 pixels', () => none(found.overflow, assert));
test('no text is smaller than 14 pixels', () => none(found.smallTexts, assert));
test('whatever is pressed is at least 44 pixels wide and high, links inside sentences aside', () => {
  none(found.smallTargets, assert);
});
test('text stands out from its ground by 4.5 to 1 in the light scheme', () => none(found.paleLight, assert));
test('text stands out from its ground by 4.5 to 1 in the dark scheme', () => none(found.paleDark, assert));
test('the measuring of contrast has met text on every page', () => assert.ok(measured > 20 * told.size, `${measured}`));

test('an address that leads nowhere gets the 404 page, with ways on', async () => {
  const page = await (await visitor(browser)).newPage();
  const answer = await page.goto(`${server.origin}${BASE}no/such/page/`);
  assert.equal(answer.status(), 404);
  assert.equal(await page.locator('body').getAttribute('data-kind'), 'not-found');
  assert.ok(await page.locator('main a').count() >= 3);
  await page.close();
});
