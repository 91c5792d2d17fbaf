// An article for 公众号 in Chromium: opened from its folder, copied by its button, read back from the clipboard, pasted.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';
import { PHONE, launch } from './helpers/browser.mjs';
import { readCode } from './helpers/code.mjs';
import { serveFolder } from './helpers/server.mjs';
import { copySite, run } from './helpers/site.mjs';

const PAGE = 'explainers/maternity-leave';
let site, desk, out, server, browser;

before(async () => {
  site = await copySite();
  out = join(site.folder, 'article');
  await run('export', 'wechat', PAGE, '--root', site.root, '--out', out, '--as-of', '2026-11-28');
  // Where an editor would be: an empty page of another host that may read the clipboard.
  desk = await mkdtemp(join(tmpdir(), 'wanjia-paste-'));
  await writeFile(join(desk, 'index.html'), '<!doctype html><meta charset="utf-8"><title>x</title><div id="editor" contenteditable></div>');
  server = await serveFolder(desk, '/');
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
  await site?.remove();
  if (desk) await rm(desk, { recursive: true, force: true });
});

/** The article as a phone shows it, opened from its folder, and an editor beside it. */
async function opened() {
  const context = await browser.newContext({ viewport: PHONE });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin });
  const page = await context.newPage();
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('requestfailed', (request) => wrong.push(request.url()));
  await page.goto(pathToFileURL(join(out, 'article.html')).href);
  return { context, page, wrong };
}

/** What the clipboard holds, as another page reads it. */
async function clipboard(context) {
  const editor = await context.newPage();
  await editor.goto(`${server.origin}/`);
  await editor.bringToFront();
  const held = await editor.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const text = async (type) => (await item.getType(type)).text();
    return { types: [...item.types], html: await text('text/html'), text: await text('text/plain') };
  });
  return { editor, ...held };
}

test('the button puts the article on the clipboard, with its styles and as plain words', async () => {
  const { context, page, wrong } = await opened();
  await page.click('#copy');
  assert.match(await page.textContent('#said'), /已复制/);
  const { html, text, types } = await clipboard(context);
  assert.deepEqual(types.sort(), ['text/html', 'text/plain']);
  assert.match(html, /<p style="margin:\s*0[^"]*"><\/p>\s*<section style="[^"]*font-size:\s*17px/);
  assert.match(html, /color:\s*#94392f|color:\s*rgb\(148, 57, 47\)/);
  for (const gone of [/<(div|h\d|ul|ol|li|script|style|img|button)[\s>]/, /\sclass=/, /\sid=/, /file:\/\//, /localhost|127\.0\.0\.1/, /href="#/]) {
    assert.doesNotMatch(html, gone);
  }
  assert.match(text, /1\. 怀孕后早一点跟单位说/);
  assert.match(text, /\[1\] https:\/\/example\.org\/policies\/women-workers-rules\/#art7/);
  assert.match(text, /【图1：pictures\/01\.png/);
  assert.ok(text.split('\n').length > 20, text);
  assert.deepEqual(wrong, []);
  await context.close();
});

test('what is pasted looks as it did: lines, colours, tables, and where pictures are to be uploaded', async () => {
  const { context, page } = await opened();
  await page.click('#copy');
  const { editor } = await clipboard(context);
  await editor.click('#editor');
  await editor.keyboard.press('Control+V');
  const pasted = await editor.evaluate(() => {
    const all = (name) => [...document.querySelectorAll(`#editor ${name}`)];
    const heading = all('strong').find((one) => one.textContent === '说的是什么');
    return {
      table: all('td').length,
      border: getComputedStyle(all('td')[0]).borderTopWidth,
      heading: getComputedStyle(heading).color,
      size: getComputedStyle(heading).fontSize,
      red: all('span').filter((one) => one.textContent.startsWith('【图')).map((one) => getComputedStyle(one).color),
      words: document.querySelector('#editor').innerText,
    };
  });
  assert.equal(pasted.border, '1px');
  assert.equal(pasted.heading, 'rgb(148, 57, 47)');
  assert.equal(pasted.size, '20px');
  assert.deepEqual(pasted.red, ['rgb(208, 2, 27)']);
  assert.ok(pasted.table >= 8);
  const shown = await page.evaluate(() => document.querySelector('#article').innerText);
  const bare = (text) => text.replaceAll(/【图[^】]*】/g, '').replaceAll(/\s/g, '');
  assert.equal(bare(pasted.words), bare(shown));
  await context.close();
});

test('each field has a button that copies it', async () => {
  const { context, page } = await opened();
  await page.click('[data-copies=digest]');
  const editor = await context.newPage();
  await editor.goto(`${server.origin}/`);
  await editor.bringToFront();
  const text = await editor.evaluate(() => navigator.clipboard.readText());
  assert.equal(text, await page.textContent('#digest'));
  await context.close();
});

test('on a phone nothing is wider than it, the pictures are there, and a camera reads the code', async () => {
  const { context, page, wrong } = await opened();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
  const broken = await page.evaluate(() => [...document.images].filter((one) => !one.naturalWidth).map((one) => one.src));
  assert.deepEqual([...broken, ...wrong], []);
  assert.equal(readCode(await readFile(join(out, 'pictures/01.png'))), `https://example.org/${PAGE}/`);
  await context.close();
});
