#!/usr/bin/env node
// Whether search finds all that stands in a corpus: random stretches of 2 to 6 characters of its pages, asked as they
// stand. A page that has one must be among all results, and one that has it among the first ten.
//
//   node benches/recall.mjs FOLDER [COUNT]
//
// FOLDER has the built site `out` and `site/urls.json`, which says what file each page was made of, below CORPUS
// (default ../shared/corpus unpacked in FOLDER/corpus).

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';

const [folder, count = '500'] = process.argv.slice(2);
const corpus = process.env.CORPUS ?? join(folder, 'corpus'), search = join(folder, 'out', 'search');
const script = readdirSync(search).find((name) => /^engine\..*\.js$/.test(name));
runInThisContext(readFileSync(join(search, script), 'utf8'));
const files = {};
const load = async (name, from, to) => {
  const bytes = files[name] ??= new Uint8Array(readFileSync(join(search, name)));
  return from === undefined ? bytes : bytes.subarray(from, to);
};
const { catalog } = JSON.parse(readFileSync(join(search, 'index.json'), 'utf8'));
const engine = await globalThis.WanjiaEngine.Engine.open(load, { catalog, root: '/', ending: '' });

const pages = Object.entries(JSON.parse(readFileSync(join(folder, 'site', 'urls.json'), 'utf8')));
const texts = new Map();
/** The words of a page: a comment or a mark of Markdown is none. */
function words(url) {
  if (!texts.has(url)) texts.set(url, readFileSync(join(corpus, pages.find(([one]) => one === url)[1]), 'utf8').replace(/<!--[^]*?-->|[*`\u200b\ufeff]/g, ''));
  return texts.get(url);
}
let seed = 20211119;
const random = (n) => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed % n; };
const missed = [], late = [];
for (let asked = 0; asked < +count;) {
  const [url] = pages[random(pages.length)];
  const runs = words(url).match(/[\u4e00-\u9fff]{2,}/g);
  if (!runs) continue;
  const run = runs[random(runs.length)], length = Math.min(run.length, 2 + random(5)), at = random(run.length - length + 1);
  const stretch = run.slice(at, at + length);
  asked += 1;
  const all = (await engine.search(stretch, { limit: 1e5, excerpt: false })).results;
  // Versions of one policy are one result.
  if (!all.some((one) => [one, ...one.others].some((page) => page.url.split('#')[0] === url))) missed.push(`${stretch} (${url})`);
  const first = (await engine.search(stretch, { limit: 10 })).results.map((one) => one.url.split('#')[0]);
  if (!first.some((one) => pages.some(([known]) => known === one) && words(one).replace(/\s/g, '').includes(stretch))) late.push(stretch);
}
console.log(`${count - missed.length} of ${count} stretches lead to their page; ${count - late.length} to a page that has them among the first ten`);
if (missed.length) console.log(`missed: ${missed.join(', ')}`);
if (late.length) console.log(`late: ${late.join(', ')}`);
process.exitCode = missed.length ? 1 : 0;
