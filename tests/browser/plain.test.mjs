// The site without JavaScript: old devices, strict browsers, a script that did not arrive.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE, launch, none, visitor } from './helpers/browser.mjs';
import { buildSampled } from './helpers/sample.mjs';
import { serveFolder } from './helpers/server.mjs';
import { onePerKind, readable } from './helpers/site.mjs';

let site, server, browser, context, page;

before(async () => {
  site = await buildSampled();
  server = await serveFolder(site.out);
  browser = await launch();
  context = await visitor(browser, { javaScriptEnabled: false, viewport: PHONE });
  page = await context.newPage();
});

after(async () => {
  await browser?.close();
  await server?.close();
  await site?.remove();
});

const visibleWords = () => page.evaluate(() => document.querySelector('main').innerText.replace(/\s+/g, ''));

test('without JavaScript every page shows its title and its text', async () => {
  const hidden = [];
  for (const { file, href } of readable(site)) {
    await page.goto(server.origin + href);
    const all = await page.evaluate(() => {
      const main = document.querySelector('main').cloneNode(true);
      // What serves only a script, paper or a screen reader is not for reading here, nor what a reader has not opened yet.
      for (const aside of main.querySelectorAll('[hidden],.sr,.on-paper,.leaflet-links,svg,[aria-hidden=true],.cell-label,details:not([open])>:not(summary)')) aside.remove();
      return { text: main.textContent.replace(/\s+/g, ''), title: document.querySelector('h1').textContent.trim() };
    });
    const shown = await visibleWords();
    if (!await page.locator('h1').first().isVisible()) hidden.push(`${file}: the title`);
    if (!all.title) hidden.push(`${file}: no title at all`);
    if (shown.length < all.text.length * 0.95) hidden.push(`${file}: ${shown.length} of ${all.text.length} characters are visible`);
  }
  none(hidden, assert);
});

test('without JavaScript no button stands there that does nothing', async () => {
  const idle = [];
  for (const { file, href } of onePerKind(site)) {
    await page.goto(server.origin + href);
    for (const button of await page.locator('button:visible').all()) {
      const works = await button.evaluate((element) => Boolean(element.form?.action));
      if (!works) idle.push(`${file}: ${await button.textContent()}`);
    }
  }
  none(idle, assert);
});

test('without JavaScript the link #elder sets the page in large type, and #standard sets it back', async () => {
  for (const { file, href } of onePerKind(site)) {
    await page.goto(server.origin + href);
    const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
    const before = await size();
    await page.getByRole('link', { name: '长辈版', exact: true }).click();
    assert.ok(await size() >= 24, file);
    await page.getByRole('link', { name: '标准版', exact: true }).click();
    assert.equal(await size(), before, file);
  }
});
