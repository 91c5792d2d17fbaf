// `wanjia serve`: what is saved is seen.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createRequire } from 'node:module';
import { PHONE, launch, none, visitor } from './helpers/browser.mjs';
import { binary, copySite } from './helpers/site.mjs';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
let copy, preview, url, browser, page;

before(async () => {
  copy = await copySite();
  preview = spawn(binary, ['serve', '--root', copy.root, '--port', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  url = await new Promise((found, failed) => {
    let words = '';
    preview.stderr.setEncoding('utf8').on('data', (more) => {
      words += more;
      const address = /http:\/\/127\.0\.0\.1:\d+\/\S*?(?=[\s（(]|$)/m.exec(words);
      if (address) found(address[0]);
    });
    preview.on('exit', (code) => failed(new Error(`the preview ended with ${code}: ${words}`)));
    setTimeout(() => failed(new Error(`the preview did not start: ${words}`)), 60_000).unref();
  });
  browser = await launch();
  page = await (await visitor(browser)).newPage();
});

after(async () => {
  await browser?.close();
  preview?.removeAllListeners('exit');
  preview?.kill();
  await copy?.remove();
});

const FILE = 'content/about/accessibility.md';
const shown = (words) => page.getByText(words).first().waitFor({ timeout: 15_000 });

test('a page that is edited, broken and mended is followed in the browser without a touch', async () => {
  const file = join(copy.root, FILE);
  const text = await readFile(file, 'utf8');
  await page.goto(new URL('about/accessibility/', url).href);
  await shown('无障碍说明');

  await writeFile(file, `${text}\n刚刚写下的一句话。\n`);
  await shown('刚刚写下的一句话。');

  const broken = `${text}\n见[[没有这份文件]]。\n`;
  const line = broken.split('\n').findIndex((words) => words.includes('没有这份文件')) + 1;
  await writeFile(file, broken);
  await shown('reference-unknown');
  await shown(`${FILE}:${line}:`);

  await writeFile(file, `${text}\n改好了。\n`);
  await shown('改好了。');
  assert.equal(await page.getByText('reference-unknown').count(), 0);
  assert.equal(await page.locator('h1').textContent(), '无障碍说明');
});

test('what inspection found on a page can be opened by the keyboard, and axe finds nothing wrong with it', async () => {
  const file = join(copy.root, 'content/about/found.md');
  await writeFile(file, '---\ntitle: 查一查\nsummary: 预览里看得到检查的结果。\n---\n张三的电话是13800138000。\n');
  const address = new URL('about/found/', url).href;
  for (const [options, hash] of [[{ viewport: PHONE }, ''], [{ viewport: PHONE, colorScheme: 'dark' }, ''], [{ viewport: PHONE }, '#elder']]) {
    const context = await visitor(browser, options);
    await context.addInitScript({ path: axe });
    const own = await context.newPage();
    await own.goto(address + hash);
    const panel = own.locator('aside.wanjia-findings');
    await panel.waitFor({ timeout: 15_000 });
    assert.equal(await panel.locator('details').evaluate((details) => details.open), false);
    await panel.locator('summary').focus();
    await own.keyboard.press('Enter');
    await panel.getByText('personal-phone').waitFor();
    const { violations } = await own.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    none(violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`), assert);
    const wide = await own.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `the page is ${wide} px wider than the screen`);
    await context.close();
  }
  const { unlink } = await import('node:fs/promises');
  await unlink(file);
});

test('a new page appears, and one that is taken away is gone', async () => {
  const file = join(copy.root, 'content/about/new-page.md');
  await page.goto(new URL('about/new-page/', url).href);
  await writeFile(file, '---\ntitle: 新的一页\n---\n正文。\n');
  await page.getByRole('heading', { level: 1, name: '新的一页' }).waitFor({ timeout: 15_000 });
  const { unlink } = await import('node:fs/promises');
  await unlink(file);
  await page.locator('body[data-kind=not-found]').waitFor({ timeout: 15_000 });
});

test('a change of the stylesheet is seen', async () => {
  const file = join(copy.root, 'themes/wanjia/assets/style.css');
  const text = await readFile(file, 'utf8');
  await page.goto(url);
  await writeFile(file, `${text}\nmain{outline:7px solid rgb(1,2,3)}\n`);
  await page.waitForFunction(() => getComputedStyle(document.querySelector('main')).outlineWidth === '7px', null, { timeout: 15_000 });
});

test('the preview keeps out whoever calls it by another name', async () => {
  const { request } = await import('node:http');
  const { port } = new URL(url);
  const status = await new Promise((done, failed) => {
    request({ host: '127.0.0.1', port, path: '/', headers: { Host: 'example.org' } }, (answer) => {
      answer.resume();
      done(answer.statusCode);
    }).on('error', failed).end();
  });
  assert.equal(status, 403);
});
