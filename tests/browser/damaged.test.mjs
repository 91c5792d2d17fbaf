// The search engine over indexes that came damaged: every question ends. `benches/fuzz-search.mjs` does it for longer.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildSite } from './helpers/site.mjs';

const script = resolve(dirname(fileURLToPath(import.meta.url)), '../../benches/fuzz-search.mjs');

let site;

before(async () => {
  site = await buildSite();
});

after(() => site?.remove());

for (const row of ['1', '2', '3']) {
  test(`every question to damaged index ${row} ends, with an answer or an error`, async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [script, site.out, '3', row]);
    const [, asked, refused] = /(\d+) questions, \d+ answered, (\d+) refused/.exec(stdout);
    assert.ok(Number(asked) > 0 && Number(refused) > 0, stdout);
  });
}
