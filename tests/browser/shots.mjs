// Pictures of one page of each kind, for people to look at:
//   node shots.mjs FOLDER [KIND…]

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launch, visitor } from './helpers/browser.mjs';
import { serveFolder } from './helpers/server.mjs';
import { buildSite, onePerKind } from './helpers/site.mjs';

const [folder, ...kinds] = process.argv.slice(2);
if (!folder) {
  console.error('Usage: node shots.mjs FOLDER [KIND…]');
  process.exit(2);
}
await mkdir(folder, { recursive: true });
const site = await buildSite();
const server = await serveFolder(site.out);
const browser = await launch();

const WAYS = [
  ['phone', { viewport: { width: 390, height: 844 } }, ''],
  ['phone-dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }, ''],
  ['phone-elder', { viewport: { width: 390, height: 844 } }, '#elder'],
  ['desk', { viewport: { width: 1280, height: 900 } }, ''],
  ['desk-dark', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }, ''],
  ['desk-elder', { viewport: { width: 1280, height: 900 } }, '#elder'],
];

for (const { kind, href } of onePerKind(site).filter((page) => !kinds.length || kinds.includes(page.kind))) {
  for (const [way, options, hash] of WAYS) {
    const context = await visitor(browser, options);
    const page = await context.newPage();
    await page.goto(server.origin + href + hash);
    await page.screenshot({ path: join(folder, `${kind}-${way}.png`), fullPage: true });
    if (way === 'desk') await page.pdf({ path: join(folder, `${kind}.pdf`), preferCSSPageSize: true, printBackground: true });
    await context.close();
  }
  console.log(`${kind}: ${href}`);
}
await browser.close();
await server.close();
await site.remove();
