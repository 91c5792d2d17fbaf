// Without a network in Chromium: what was seen opens again, what was not says so, and with a network all is new.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, listen, none } from './helpers/browser.mjs';
import { serveFolder } from './helpers/server.mjs';
import { buildSite, run } from './helpers/site.mjs';

const BASE = '/jsx/';
const SEEN = 'questions/marriage-leave/';
let site, server, browser;

before(async () => {
  site = await buildSite(BASE, 'offline: true');
  server = await serveFolder(site.out, BASE);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
  await site?.remove();
});

const names = (page) => page.evaluate(async () => (await caches.keys()).sort());
const has = (page, path) => page.evaluate((path) => caches.match(path).then(Boolean), path);

/** Waits until `holds` answers yes in the page. */
async function until(page, holds, about) {
  for (let left = 100; left > 0; left -= 1) {
    if (await page.evaluate(holds, about)) return;
    await page.waitForTimeout(100);
  }
  assert.fail(`it never was so: ${holds}`);
}

/** A reader who has seen one page, the first one of all. */
async function reader() {
  const context = await browser.newContext();
  const page = await context.newPage();
  const heard = listen(page, server.origin);
  await page.goto(server.origin + BASE + SEEN);
  await until(page, async (path) => Boolean(navigator.serviceWorker.controller && await caches.match(path)), BASE + SEEN);
  return { context, page, heard };
}

test('what was seen opens again without a network, and the home page; the rest says that there is none', async () => {
  const { context, page, heard } = await reader();
  const title = await page.title();
  none([...heard.console, ...heard.errors, ...heard.elsewhere, ...heard.failed], assert);
  await context.setOffline(true);
  await page.goto(server.origin + BASE + SEEN);
  assert.equal(await page.title(), title);
  assert.match(await page.locator('.ribbon[role=status]').textContent(), /没有网络/);
  assert.notEqual(await page.evaluate(() => document.styleSheets[0].cssRules.length), 0);
  await page.goto(server.origin + BASE);
  assert.equal(await page.getAttribute('body', 'data-kind'), 'home');
  await page.goto(server.origin + BASE + 'about/');
  assert.equal(await page.getAttribute('body', 'data-kind'), 'offline');
  assert.match(await page.locator('h1').textContent(), /现在没有网络/);
  await context.setOffline(false);
  await page.goto(server.origin + BASE + 'about/');
  assert.notEqual(await page.getAttribute('body', 'data-kind'), 'offline');
  await context.close();
});

test('what was searched is found again without a network, also where the server sends files in parts', async () => {
  for (const ranges of [true, false]) {
    const own = await serveFolder(site.out, BASE, { ranges });
    const context = await browser.newContext();
    const page = await context.newPage();
    const parts = [];
    page.on('response', (answer) => { if (answer.status() === 206) parts.push(answer.url()); });
    const search = async (words) => {
      await page.goto(`${own.origin}${BASE}search/?q=${encodeURIComponent(words)}`);
      await page.locator('.hit').first().waitFor();
      return page.locator('.hit-title').allTextContents();
    };
    await page.goto(own.origin + BASE);
    await until(page, () => Boolean(navigator.serviceWorker.controller));
    const found = await search('生育津贴');
    await page.waitForLoadState('networkidle');
    assert.equal(parts.length > 0, ranges);
    await context.setOffline(true);
    assert.deepEqual(await search('生育津贴'), found, `ranges: ${ranges}`);
    await context.close();
    await own.close();
  }
});

test('a server that is gone is no network, too, and the page says that it was seen before', async () => {
  const own = await serveFolder(site.out, BASE);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(own.origin + BASE + SEEN);
  await until(page, async (path) => Boolean(navigator.serviceWorker.controller && await caches.match(path)), BASE + SEEN);
  await page.goto(own.origin + BASE + SEEN);
  assert.equal(await page.locator('.ribbon[role=status]').count(), 0);
  await own.close();
  await page.goto(own.origin + BASE + SEEN);
  assert.equal(await page.evaluate(() => navigator.onLine), true);
  await page.locator('.ribbon[role=status]').waitFor();
  await page.goto(own.origin + BASE + 'about/');
  const { y } = await page.locator('h1').boundingBox();
  assert.ok(y > 24, `the heading begins ${y} px below the edge`);
  await context.close();
});

test('with a network a page is the new one', async () => {
  const { context, page } = await reader();
  const file = join(site.out, SEEN, 'index.html');
  const old = await readFile(file, 'utf8');
  await writeFile(file, old.replace('<main', '<p id="new">新的</p><main'));
  await page.goto(server.origin + BASE + SEEN);
  assert.equal(await page.locator('#new').count(), 1);
  await context.setOffline(true);
  await page.goto(server.origin + BASE + SEEN);
  assert.equal(await page.locator('#new').count(), 1, 'the last one seen');
  await writeFile(file, old);
  await context.close();
});

test('another version takes away what was kept of the last, and a site that wants it no longer keeps nothing', async () => {
  const { context, page } = await reader();
  const before = await names(page);
  assert.equal(before.length, 2);
  await writeFile(join(site.root, 'site.yaml'), (await readFile(join(site.root, 'site.yaml'), 'utf8')).replace(/color: .*/, 'color: "#00557f"'));
  await run('build', '--root', site.root, '--out', site.out, '--url', `https://example.org${BASE}`);
  await page.goto(server.origin + BASE + SEEN);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await until(page, async (old) => (await caches.keys()).every((name) => !old.includes(name)), before);
  assert.equal(await has(page, BASE), true);
  await writeFile(join(site.root, 'site.yaml'), (await readFile(join(site.root, 'site.yaml'), 'utf8')).replace('offline: true', 'offline: false'));
  await run('build', '--root', site.root, '--out', site.out, '--url', `https://example.org${BASE}`);
  await page.goto(server.origin + BASE + SEEN);
  await until(page, async () => (await navigator.serviceWorker.getRegistrations()).length === 0);
  await page.goto(server.origin + BASE + SEEN);
  await until(page, async () => (await caches.keys()).length === 0);
  await context.close();
});
