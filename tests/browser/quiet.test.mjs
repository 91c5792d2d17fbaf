// Every page of every site in the project, behind a real nginx with the settings that wanjia writes: nothing is asked
// of another host, nothing breaks the policy of its header and of the page itself, the console stays empty.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, listen, none, visitor, whatever } from './helpers/browser.mjs';
import { startNginx } from './helpers/nginx.mjs';
import { SITES, buildSite, readable, serverConfig } from './helpers/site.mjs';

let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

/** Reads a page as people do: to its end, with everything that opens open. */
async function read(page, url) {
  await page.goto(url, { waitUntil: 'load' });
  await page.evaluate(async () => {
    for (const fold of document.querySelectorAll('details')) fold.open = true;
    for (const picture of document.images) picture.loading = 'eager';
    await Promise.all([...document.images].filter((picture) => looks.seen(picture)).map((picture) => picture.decode()));
    for (const data of document.querySelectorAll('script[type="application/ld+json"]')) JSON.parse(data.textContent);
  });
}

const WAYS = [...SITES.map((which) => [which || 'the default site', which, '']), ['the festive theme', '', 'theme: xiqing']];

for (const [name, which, more] of WAYS) {
  test(`no page of ${name} asks another host, breaks the policy or says anything in the console`, async () => {
    const site = await buildSite('/', more, which);
    const server = await startNginx(site.out, join(await serverConfig(site), 'nginx.conf'));
    const page = await (await visitor(browser)).newPage();
    const heard = listen(page, server.origin);
    try {
      for (const { href } of readable(site)) await read(page, server.origin + href);
      none(whatever(heard), assert);
      assert.ok(readable(site).length >= 8, `${readable(site).length} pages`);
    } finally {
      await page.context().close();
      await server.stop();
      await site.remove();
    }
  });
}
