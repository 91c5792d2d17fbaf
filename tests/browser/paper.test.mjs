// The site on paper.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, none, visitor } from './helpers/browser.mjs';
import { serveFolder } from './helpers/server.mjs';
import { buildSite, onePerKind } from './helpers/site.mjs';

let site, server, browser, page;

before(async () => {
  site = await buildSite();
  server = await serveFolder(site.out);
  browser = await launch();
  page = await (await visitor(browser)).newPage();
});

after(async () => {
  await browser?.close();
  await server?.close();
  await site?.remove();
});

test('a page of every kind prints on A4', async () => {
  for (const { file, href } of onePerKind(site)) {
    await page.goto(server.origin + href);
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    assert.ok(pdf.startsWith('%PDF-') && pdf.length > 5000, `${file}: ${pdf.length} bytes`);
    const sheets = [...pdf.matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]/g)];
    assert.ok(sheets.length > 0, `${file}: no sheet`);
    for (const [, width, height] of sheets) {
      assert.ok(Math.abs(width - 595.3) < 1.5 && Math.abs(height - 841.9) < 1.5, `${file}: ${width} × ${height} points`);
    }
  }
});

test('on paper there are words, and no navigation', async () => {
  const wrong = [];
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  for (const { file, href } of onePerKind(site)) {
    await page.goto(server.origin + href);
    for (const part of ['header nav', '.mode', '.skip', 'footer nav', '.crumbs', 'button']) {
      if (await page.locator(`${part} >> visible=true`).count()) wrong.push(`${file}: ${part} is printed`);
    }
    if (!await page.locator('h1').first().isVisible()) wrong.push(`${file}: no title`);
  }
  none(wrong, assert);
});

test('on paper, too, text stands out by 4.5 to 1, whatever the scheme of the screen', async () => {
  const wrong = [];
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ media: 'print', colorScheme: scheme });
    for (const { file, href } of onePerKind(site)) {
      await page.goto(server.origin + href);
      const { pale } = await page.evaluate(() => looks.paleTexts(4.5));
      wrong.push(...pale.map((words) => `${file} (${scheme}): ${words}`));
    }
  }
  none(wrong, assert);
});

test('a leaflet is two pages of A4 across, and nothing on them is cut off', async () => {
  const leaflets = site.pages.filter(({ file }) => file.endsWith('/leaflet/index.html'));
  assert.ok(leaflets.length > 3, `${leaflets.length} leaflets`);
  await page.emulateMedia({ media: 'print', colorScheme: 'light' });
  for (const { file, href } of leaflets) {
    await page.goto(server.origin + href);
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    const sheets = [...pdf.matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]/g)];
    assert.equal(sheets.length, 2, `${file}: ${sheets.length} pages`);
    for (const [, width, height] of sheets) {
      assert.ok(Math.abs(width - 841.9) < 1.5 && Math.abs(height - 595.3) < 1.5, `${file}: ${width} × ${height} points`);
    }
    const cut = await page.evaluate(() => [...document.querySelectorAll('.sheet-a4, .panel')]
      .filter((box) => box.scrollHeight > box.clientHeight + 2 || box.scrollWidth > box.clientWidth + 2).map((box) => `${box.className}: ${box.scrollWidth} × ${box.scrollHeight} in ${box.clientWidth} × ${box.clientHeight}`));
    assert.deepEqual(cut, [], file);
  }
});

test('on paper stands the QR code of the page, which no browser asks for before', async () => {
  await page.emulateMedia({ media: 'screen' });
  const { href } = onePerKind(site).find(({ kind }) => kind === 'campaign');
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(server.origin + href, { waitUntil: 'networkidle' });
  assert.ok(!asked.includes(`${href}qr.svg`), 'asked for on a screen');
  await page.pdf({ preferCSSPageSize: true });
  await page.emulateMedia({ media: 'print' });
  const drawn = page.locator('.on-paper img');
  assert.ok(await drawn.isVisible());
  assert.ok(await drawn.evaluate((picture) => picture.complete && picture.naturalWidth > 0));
});
