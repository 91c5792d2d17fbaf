// The elder mode (长辈版): large type, large targets, strong contrast, kept from page to page.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESK, PHONE, SMALL_PHONE, launch, none, visitor } from './helpers/browser.mjs';
import { buildSampled } from './helpers/sample.mjs';
import { serveFolder } from './helpers/server.mjs';
import { onePerKind, readable } from './helpers/site.mjs';

let site, server, browser;
const found = { body: [], texts: [], targets: [], light: [], dark: [], overflow: [], lines: [], columns: [] };

before(async () => {
  site = await buildSampled();
  server = await serveFolder(site.out);
  browser = await launch();
  const context = await visitor(browser);
  const page = await context.newPage();
  await page.goto(`${server.origin}/#elder`);
  for (const { file, href } of readable(site)) {
    const note = (list, what) => list.push(...what.map((words) => `${file}: ${words}`));
    await page.goto(server.origin + href, { waitUntil: 'load' });
    for (const size of [DESK, PHONE, SMALL_PHONE]) {
      await page.setViewportSize(size);
      const body = await page.evaluate(() => looks.bodySize());
      if (body < 24) found.body.push(`${file}: ${body}px at ${size.width}`);
      note(found.overflow, await page.evaluate(() => looks.overflow()));
      if (size === SMALL_PHONE) continue;
      note(found.texts, await page.evaluate(() => looks.smallTexts(18)));
      note(found.targets, await page.evaluate(() => looks.smallTargets(60)));
      note(found.lines, await page.evaluate(() => [...document.querySelectorAll('.prose > p, .doc-text p')]
        .map((p) => [parseFloat(getComputedStyle(p).lineHeight) / parseFloat(getComputedStyle(p).fontSize), p])
        .filter(([line]) => line < 1.895).map(([line, p]) => `${line.toFixed(2)} ${looks.name(p)}`)));
    }
    for (const scheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme: scheme });
      note(found[scheme], (await page.evaluate(() => looks.paleTexts(7))).pale);
    }
    await page.emulateMedia({ colorScheme: 'light' });
  }
  await context.close();
});

after(async () => {
  await browser?.close();
  await server?.close();
  await site?.remove();
});

test('the elder mode sets the text of every page in at least 24 pixels', () => none(found.body, assert));
test('the elder mode shows nothing under 18 pixels', () => none(found.texts, assert));
test('the elder mode leaves at least 1.9 between the lines of a text', () => none(found.lines, assert));
test('in the elder mode whatever is pressed is at least 60 pixels wide and high, links inside sentences aside', () => {
  none(found.targets, assert);
});
test('in the elder mode text stands out by 7 to 1 in the light scheme', () => none(found.light, assert));
test('in the elder mode text stands out by 7 to 1 in the dark scheme', () => none(found.dark, assert));
test('the elder mode makes no page wider than a screen, a phone of 390 or of 320 pixels', () => none(found.overflow, assert));

test('the switch named 长辈版 turns the elder mode on, 标准版 turns it off', async () => {
  const page = await (await visitor(browser)).newPage();
  await page.goto(`${server.origin}/`);
  const size = () => page.evaluate(() => looks.bodySize());
  const before = await size();
  await page.getByRole('link', { name: '长辈版', exact: true }).click();
  assert.ok(await size() >= 24);
  assert.equal(await page.getByRole('link', { name: '长辈版', exact: true }).count(), 0, 'one clear switch, not two');
  await page.getByRole('link', { name: '标准版', exact: true }).click();
  assert.equal(await size(), before);
  await page.context().close();
});

test('in the elder mode on a phone the header is low, the title in sight, and the menu opens without a script', async () => {
  const context = await visitor(browser, { viewport: PHONE, javaScriptEnabled: false });
  const page = await context.newPage();
  for (const { href } of onePerKind(site)) {
    await page.goto(`${server.origin + href}#elder`);
    const header = await page.locator('.bar').boundingBox();
    assert.ok(header.height <= 200, `${href}: ${header.height}`);
    const top = await page.evaluate(() => document.querySelector('h1').getBoundingClientRect().top + scrollY);
    assert.ok(top < PHONE.height - 60, `${href}: ${top}`);
  }
  assert.equal(await page.locator('.nav').isVisible(), false);
  await page.locator('.menu summary').click();
  assert.equal(await page.locator('.nav').isVisible(), true);
  await context.close();
});

test('the elder mode is remembered from page to page and on the next visit', async () => {
  const context = await visitor(browser);
  const page = await context.newPage();
  await page.goto(`${server.origin}/`);
  await page.getByRole('link', { name: '长辈版', exact: true }).click();
  for (const { href } of onePerKind(site)) {
    await page.goto(server.origin + href);
    assert.ok(await page.evaluate(() => looks.bodySize()) >= 24, href);
  }
  const later = await context.newPage();
  await later.goto(server.origin + onePerKind(site).at(-1).href);
  assert.ok(await later.evaluate(() => looks.bodySize()) >= 24);
  await later.getByRole('link', { name: '标准版', exact: true }).click();
  await later.goto(`${server.origin}/`);
  assert.ok(await later.evaluate(() => looks.bodySize()) < 24, 'turned off, and off it stays');
  await context.close();
});
