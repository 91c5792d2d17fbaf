// Languages that are written otherwise: Uyghur from right to left, Mongolian in columns from left to right.
// The pages are 示例: letters of these languages without any meaning.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { DESK, PHONE, SMALL_PHONE, launch, listen, none, visitor, whatever } from './helpers/browser.mjs';
import { addTongues, buildWith } from './helpers/sample.mjs';
import { serveFolder } from './helpers/server.mjs';
import { readable } from './helpers/site.mjs';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
let site, server, browser, page, heard;

before(async () => {
  site = await buildWith(addTongues);
  server = await serveFolder(site.out);
  browser = await launch();
  const context = await visitor(browser);
  await context.addInitScript({ path: axe });
  page = await context.newPage();
  heard = listen(page, server.origin);
});

after(async () => {
  await browser?.close();
  await server?.close();
  await site?.remove();
});

const translated = (language) => readable(site).filter(({ href, html }) => href.startsWith(`/${language}/`) && !html.includes('<main id="main" tabindex="-1" lang='));
const open = (href) => page.goto(server.origin + href, { waitUntil: 'load' });

for (const [language, dir] of [['ug', 'rtl'], ['mn-Mong', 'ltr']]) {
  test(`pages in ${language} fit on every screen, elders' too, their words are whole, and axe finds nothing`, async () => {
    const wrong = [];
    const pages = translated(language).filter(({ html }) => html.includes('示例'));
    assert.ok(pages.length >= 5, `${pages.length}`);
    for (const { href } of pages) {
      for (const [size, hash] of [[DESK, ''], [PHONE, ''], [SMALL_PHONE, ''], [PHONE, '#elder'], [DESK, '#elder'], [PHONE, '#standard']]) {
        await page.setViewportSize(size);
        await page.goto('about:blank');
        await open(href + hash);
        const say = (words) => wrong.push(`${href}: ${words} at ${size.width}${hash}`);
        (await page.evaluate(() => looks.overflow())).forEach(say);
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
        for (const { id, nodes } of violations) say(`${id} ${nodes.slice(0, 2).map((node) => node.target.join(' ')).join(' | ')}`);
      }
      const told = await page.evaluate(() => ({ lang: document.documentElement.lang, dir: document.documentElement.dir, parts: document.querySelectorAll('h1 .ph').length }));
      assert.deepEqual([told.lang, told.dir], [language, dir]);
      if (told.parts > 1) wrong.push(`${href}: the title is cut into ${told.parts} parts`);
    }
    none([...wrong, ...whatever(heard)], assert);
  });
}

test('Uyghur runs from the right: notes stand at the left of the paper, nothing lies on anything else', async () => {
  await page.setViewportSize(DESK);
  await open('/ug/policies/women-workers-rules/');
  const [text, note, tree] = await Promise.all(['.doc-text .clause > p', '.note', '.tree'].map((part) => page.locator(part).first().boundingBox()));
  assert.ok(note.x + note.width < text.x && text.x + text.width < tree.x, JSON.stringify({ note, text, tree }));
  await open('/ug/');
  const [house, words] = await Promise.all(['.town', '.hero-say'].map((part) => page.locator(part).boundingBox()));
  assert.ok(words.y + words.height <= house.y + 1, 'the street is below the words');
});

test('Mongolian is set in columns, the first at the left, and what is long scrolls within', async () => {
  await page.setViewportSize(PHONE);
  await open('/mn-Mong/explainers/maternity-leave/');
  const [first, second] = await page.locator('.prose > p').evaluateAll((all) => all.map((p) => ({ mode: getComputedStyle(p).writingMode, ...p.getBoundingClientRect().toJSON() })));
  assert.equal(first.mode, 'vertical-lr');
  assert.ok(first.right <= second.left, 'columns from left to right');
  const prose = await page.locator('.prose').evaluate((box) => ({ all: box.scrollWidth, shown: box.clientWidth, screen: innerWidth }));
  assert.ok(prose.all > prose.shown && prose.shown <= prose.screen, JSON.stringify(prose));
});
