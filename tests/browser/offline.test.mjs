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
