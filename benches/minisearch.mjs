// Makes the index of MiniSearch for the pages that search.sh measures: words by Intl.Segmenter, titles count twice.
//
//   node --max-old-space-size=8192 minisearch.mjs DIR     DIR has `plain`, the site without search, `site/urls.json` and node_modules/minisearch
//
// One page after the other is read, cut and forgotten. Writes DIR/plain/minisearch: `index.json` and `minisearch.js`, which
// a page loads.

import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const dir = resolve(process.argv[2]), require = createRequire(join(dir, 'package.json'));
const MiniSearch = require('minisearch');
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** A segmenter is slow on long texts: it is given one paragraph at a time. A word is copied, so that it does not hold its paragraph. */
function tokenize(text) {
  const words = [];
  for (const paragraph of text.split('\n')) for (const one of segmenter.segment(paragraph)) if (one.isWordLike) words.push(Buffer.from(one.segment).toString());
  return words;
}

/** The words of a page's main part, a paragraph a line. */
function words(html) {
  const from = html.indexOf('<main'), to = html.indexOf('</main>'), main = from < 0 ? html : html.slice(from, to < 0 ? undefined : to);
  return main.replace(/<(script|style)[^]*?<\/\1>/g, ' ').replace(/<\/(p|li|h\d|td|th|div|section)>/g, '\n').replace(/<[^>]+>/g, '').replace(/&[a-z]+;/g, ' ').replace(/\s*\n\s*/g, '\n');
}

const index = new MiniSearch({ fields: ['title', 'text'], storeFields: ['url', 'title'], tokenize });
const urls = Object.keys(JSON.parse(await readFile(join(dir, 'site/urls.json'), 'utf8')));
for (const [id, url] of urls.entries()) {
  const html = await readFile(join(dir, 'plain', url, 'index.html'), 'utf8');
  index.add({ id, url, title: /<title>([^<]*)/.exec(html)?.[1].split(' - ')[0] ?? '', text: words(html) });
  if (process.env.VERBOSE && id % 250 === 0) console.log(id, (process.memoryUsage().heapUsed / 1e6).toFixed(0), 'MB', index.termCount, 'terms', process.uptime().toFixed(0), 's');
}
await mkdir(join(dir, 'plain/minisearch'), { recursive: true });
await writeFile(join(dir, 'plain/minisearch/index.json'), JSON.stringify(index));
await copyFile(require.resolve('minisearch').replace(/dist\/.*$/, 'dist/umd/index.js'), join(dir, 'plain/minisearch/minisearch.js'));
