// The site on paper.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { getDocumentProxy } from 'unpdf';
import { launch, none, visitor } from './helpers/browser.mjs';
import { readCode } from './helpers/code.mjs';
import { buildSampled, buildWith } from './helpers/sample.mjs';
import { serveFolder } from './helpers/server.mjs';
import { onePerKind } from './helpers/site.mjs';

const MM = 25.4 / 72;
const OPENS = /^[“‘《〈（〔「『【]/;
let site, server, browser, page;

before(async () => {
  site = await buildSampled();
  server = await serveFolder(site.out);
  browser = await launch();
  page = await (await visitor(browser)).newPage();
});

after(async () => {
  await browser?.close();
  await server?.close();
  await site?.remove();
});

/** The page in hand as it is printed: sheets with their size and every stretch of words with its box, all in millimetres from the upper left. */
async function printed() {
  const bytes = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const sheets = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const sheet = await pdf.getPage(number);
    const [, , width, height] = sheet.view;
    const { items } = await sheet.getTextContent();
    const words = items.filter(({ str }) => str.trim()).map(({ str, transform: [, , , size, x, y], width: wide }) => ({
      // A mark that opens has half of its square empty, which hangs out of the line.
      text: str, left: MM * (OPENS.test(str) ? x + size / 2 : x), right: MM * (x + wide), top: MM * (height - y - size), bottom: MM * (height - y),
    }));
    sheets.push({ width: MM * width, height: MM * height, words });
  }
  return sheets;
}

const near = (a, b) => Math.abs(a - b) < 0.5;

/** Words that leave the margins (top, right, bottom, left) of their sheet. */
function outside({ width, height, words }, [top, right, bottom, left]) {
  return words.filter((word) => word.left < left - 0.5 || word.right > width - right + 0.5 || word.top < top - 1.5 || word.bottom > height - bottom + 0.5)
    .map(({ text, left: x, right: to, top: y, bottom: end }) => `${text} at ${[x, y, to, end].map(Math.round)}`);
}

test('a page of every kind prints on A4, official texts with the margins of official documents', async () => {
  const wrong = [];
  for (const { file, href, kind } of onePerKind(site)) {
    await page.goto(server.origin + href);
    const sheets = await printed();
    const all = sheets.flatMap(({ words }) => words);
    assert.ok(all.length > 10, `${file}: ${all.length} stretches of words`);
    for (const sheet of sheets) {
      if (!near(sheet.width, 210) || !near(sheet.height, 297)) wrong.push(`${file}: ${sheet.width} × ${sheet.height} mm`);
      const margins = kind === 'policy' ? [37, 26, 35, 28] : [20, 18, 20, 18];
      wrong.push(...outside(sheet, margins).map((words) => `${file}: outside the margins: ${words}`));
    }
  }
  none(wrong, assert);
});

test('on paper links are numbers, and their addresses stand at the end', async () => {
  const policy = onePerKind(site).find(({ kind }) => kind === 'policy');
  for (const { file, href } of [policy, onePerKind(site).find(({ kind }) => kind === 'explainer')]) {
    await page.goto(server.origin + href);
    const links = await page.locator(':is(.prose,.doc-text) a[href]').evaluateAll((all) => all.map(({ href }) => href));
    const others = links.filter((link) => !link.startsWith(`${server.origin}${href}#`)).map((link) => link.replace(server.origin, 'https://example.org'));
    const listed = await page.locator('.on-paper li').allTextContents();
    assert.ok(others.length > 1, file);
    assert.deepEqual(listed, [...new Set(others)], file);
    const numbers = await page.locator(':is(.prose,.doc-text) a[data-link]').evaluateAll((all) => all.map((link) => Number(link.dataset.link)));
    assert.deepEqual(numbers.map((number) => listed[number - 1]), others, file);
    const text = (await printed()).flatMap(({ words }) => words).map((word) => word.text).join('');
    for (const url of listed) assert.ok(text.replace(/\s/g, '').includes(url), `${file}: ${url}`);
    for (const number of [1, listed.length]) assert.ok(text.includes(`〔${number}〕`), `${file}: ${number}`);
    assert.ok(!text.includes(`〔${listed.length + 1}〕`), file);
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

test('a leaflet is two pages of A4 across, nothing on them is cut off or lies on a fold, and its cover is in front', async () => {
  const leaflets = site.pages.filter(({ file }) => file.endsWith('/leaflet/index.html'));
  assert.ok(leaflets.length > 3, `${leaflets.length} leaflets`);
  await page.emulateMedia({ media: 'print', colorScheme: 'light' });
  for (const { file, href } of leaflets) {
    await page.goto(server.origin + href);
    const sheets = await printed();
    assert.equal(sheets.length, 2, `${file}: ${sheets.length} pages`);
    // Seen from its own side, the part that is folded in is the left one outside and the right one inside.
    for (const [{ width, height, words }, folds] of [[sheets[0], [97, 197]], [sheets[1], [100, 200]]]) {
      assert.ok(near(width, 297) && near(height, 210), `${file}: ${width} × ${height} mm`);
      none(outside({ width, height, words }, [8, 8, 8, 8]).map((what) => `${file}: ${what}`), assert);
      for (const fold of folds) {
        none(words.filter(({ left, right }) => left < fold + 4 && right > fold - 4).map(({ text }) => `${file}: on the fold at ${fold} mm: ${text}`), assert);
      }
    }
    const { x } = await page.locator('.leaflet-cover').boundingBox();
    assert.ok(near(x / 96 * 25.4, 197), `${file}: the cover begins at ${x / 96 * 25.4} mm`);
    const cut = await page.evaluate(() => [...document.querySelectorAll('.sheet-a4, .panel')]
      .filter((box) => box.scrollHeight > box.clientHeight + 2 || box.scrollWidth > box.clientWidth + 2).map((box) => `${box.className}: ${box.scrollWidth} × ${box.scrollHeight} in ${box.clientWidth} × ${box.clientHeight}`));
    assert.deepEqual(cut, [], file);
  }
});

test("the code on a leaflet's back leads to its campaign, as a camera reads it off the paper", async () => {
  await page.emulateMedia({ media: 'print', colorScheme: 'light' });
  for (const { file, href } of site.pages.filter((one) => one.file.endsWith('/leaflet/index.html'))) {
    await page.goto(server.origin + href, { waitUntil: 'networkidle' });
    const code = page.locator('.panel.back img');
    const { width } = await code.boundingBox();
    assert.ok(width > 25 * 96 / 25.4, `${file}: ${width} px wide`);
    assert.equal(readCode(await code.screenshot()), `https://example.org${href.replace(/leaflet\/$/, '')}`, file);
    assert.ok(await page.getByText(`https://example.org${href.replace(/leaflet\/$/, '')}`).isVisible(), file);
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
  assert.equal(readCode(await drawn.screenshot({ scale: 'device' })), `https://example.org${href}`);
});

const row = (cells) => `|${cells.join('|')}|`;
const COLUMNS = Array.from({ length: 14 }, (_, at) => at + 1);

/** A policy with all that is hard to print: numbers of three digits, footnotes, a table of 14 columns, a closing and annexes. */
const LONG = `---
title: 示例长办法
kind: policy
number: 示例〔2026〕3号
---
第一条　示例的事项：

${COLUMNS.map((at) => `${90 + at}. 示例的第${at}件事，写得长一些，长到要换一行，一行一行对得齐，号码也是完整的。`).join('\n')}

第二条　示例的数[^1]。

${[COLUMNS.map((at) => `第${at}列`), COLUMNS.map(() => '---'), COLUMNS.map((at) => `${at}2345.60`)].map(row).join('\n')}

第三条　自公布之日起施行。

附件：1.示例甲

示例机关

2026年5月20日

附件1

示例甲

一、示例。

[^1]: 示例的注。
`;

test('what is hard to print is seen whole: numbers of three digits, footnotes, fourteen columns, and annexes begin a sheet', async () => {
  const long = await buildWith((root) => writeFile(join(root, 'content/policies/sample-long.md'), LONG));
  const files = await serveFolder(long.out);
  try {
    await page.emulateMedia({ media: 'print', colorScheme: 'light' });
    await page.goto(`${files.origin}/policies/sample-long/`);
    const sheets = await printed();
    const upright = sheets.filter(({ width, height }) => width < height);
    none(upright.flatMap((sheet) => outside(sheet, [37, 26, 35, 28])), assert);
    const turned = sheets.filter((sheet) => !upright.includes(sheet));
    assert.equal(turned.length, 1, 'the table has a sheet of its own, turned over');
    none(outside(turned[0], [15, 15, 15, 15]), assert);
    // A font may have one drawing for a character and its radical.
    const said = (sheet) => sheet.words.map(({ text }) => text).join('').replace(/\s/g, '').normalize('NFKC');
    assert.ok(COLUMNS.every((at) => said(turned[0]).includes(`${at}2345.60`)), said(turned[0]));
    assert.ok(said(turned[0]).startsWith('第二条'), 'what introduces a table stands on its sheet');
    const all = sheets.map(said).join('');
    for (const number of [99, 100, 104]) assert.ok(all.includes(`${number}.示例的第`), `${number} in ${all}`);
    assert.ok(all.includes('1.示例的注'), all);
    const first = sheets.map(({ words }) => [...words].sort((a, b) => a.top - b.top)[0]);
    assert.ok(first.some(({ text }) => text.startsWith('附')), 'the annex begins a sheet');
    const signed = sheets.flatMap(({ words }) => words).find(({ text }) => text.includes('机'));
    assert.ok(signed.left > 105, `the office signs at the right: ${signed.left} mm`);
  } finally {
    await files.close();
    await long.remove();
  }
});
