// axe-core over every page on a desk, and over a page of every kind otherwise.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { DESK, PHONE, launch, none, visitor } from './helpers/browser.mjs';
import { buildSampled } from './helpers/sample.mjs';
import { serveFolder } from './helpers/server.mjs';
import { onePerKind, readable } from './helpers/site.mjs';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
let site, festive, servers, browser;

before(async () => {
  site = await buildSampled();
  festive = await buildSampled('/', 'theme: xiqing');
  servers = new Map([[site, await serveFolder(site.out)], [festive, await serveFolder(festive.out)]]);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  for (const server of servers?.values() ?? []) await server.close();
  await site?.remove();
  await festive?.remove();
});

const WAYS = [
  ['every page on a desk', readable, { viewport: DESK }, ''],
  ['a page of every kind on a phone', onePerKind, { viewport: PHONE }, ''],
  ['a page of every kind in the dark scheme', onePerKind, { viewport: DESK, colorScheme: 'dark' }, ''],
  ['a page of every kind in the elder mode', onePerKind, { viewport: PHONE }, '#elder'],
];
const ALL = [...WAYS.map((way) => [() => site, '', ...way]), ...WAYS.slice(1).map((way) => [() => festive, ', festive', ...way])];

for (const [which, theme, what, pages, options, hash] of ALL) {
  test(`axe finds nothing wrong with ${what}${theme}`, async () => {
    const server = servers.get(which());
    const context = await visitor(browser, options);
    await context.addInitScript({ path: axe });
    const page = await context.newPage();
    const wrong = [];
    for (const { file, href } of pages(which())) {
      await page.goto('about:blank');
      await page.goto(server.origin + href + hash);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      for (const { id, help, nodes } of violations) {
        wrong.push(`${file}: ${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')} (${nodes.length})`);
      }
    }
    none(wrong, assert);
    await context.close();
  });
}
