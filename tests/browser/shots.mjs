// Pictures for people to look at: a page of each kind, in every way that it can be read.
//   node shots.mjs FOLDER [SITE] [KIND…]
// SITE is one of those below; without it all of them are made.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DESK, PHONE, launch, visitor } from './helpers/browser.mjs';
import { addTongues, buildSampled, buildWith } from './helpers/sample.mjs';
import { serveFolder } from './helpers/server.mjs';
import { buildSite, onePerKind } from './helpers/site.mjs';

/** Only the pages in a language. */
const only = (language) => ({ html }) => html.includes(`<html lang="${language}"`) && !/<meta name="robots" content="noindex">/.test(html);

const SITES = {
  default: { build: () => buildSite() },
  festive: { build: () => buildSite('/', 'theme: xiqing') },
  county: { build: () => buildSite('/', '', 'examples/shifan') },
  sample: { build: () => buildSampled(), pages: ({ href }) => href.includes('sample') },
  // Needs fonts: Noto Naskh Arabic, Noto Sans Mongolian.
  ug: { build: () => buildWith(addTongues), pages: only('ug') },
  'mn-Mong': { build: () => buildWith(addTongues), pages: only('mn-Mong') },
};
const WAYS = [
  ['phone', { viewport: PHONE }, ''],
  ['phone-dark', { viewport: PHONE, colorScheme: 'dark' }, ''],
  ['phone-elder', { viewport: PHONE }, '#elder'],
  ['desk', { viewport: DESK }, ''],
  ['desk-dark', { viewport: DESK, colorScheme: 'dark' }, ''],
  ['desk-elder', { viewport: DESK }, '#elder'],
];

const [folder, ...wanted] = process.argv.slice(2);
if (!folder) {
  console.error(`Usage: node shots.mjs FOLDER [${Object.keys(SITES).join('|')}] [KIND…]`);
  process.exit(2);
}
const sites = Object.entries(SITES).filter(([name]) => !(wanted[0] in SITES) || name === wanted[0]);
const kinds = wanted.filter((word) => !(word in SITES));
await mkdir(folder, { recursive: true });
const browser = await launch();
for (const [name, { build, pages = () => true }] of sites) {
  const site = await build();
  const server = await serveFolder(site.out);
  const shown = onePerKind({ pages: site.pages.filter(pages) });
  for (const { kind, href } of shown.filter((page) => !kinds.length || kinds.includes(page.kind))) {
    for (const [way, options, hash] of WAYS) {
      const context = await visitor(browser, options);
      const page = await context.newPage();
      await page.goto(server.origin + href + hash);
      await page.screenshot({ path: join(folder, `${name}-${kind}-${way}.png`), fullPage: true });
      if (way === 'desk') await page.pdf({ path: join(folder, `${name}-${kind}.pdf`), preferCSSPageSize: true, printBackground: true });
      await context.close();
    }
    console.log(`${name} ${kind}: ${href}`);
  }
  await server.close();
  await site.remove();
}
await browser.close();
