// The site behind a real nginx with the settings of `wanjia build --server-config`.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startNginx } from './helpers/nginx.mjs';
import { buildSite, serverConfig } from './helpers/site.mjs';

const sites = [];

before(async () => {
  for (const base of ['/', '/jsx/']) {
    const site = await buildSite(base);
    const deploy = await serverConfig(site);
    const headers = JSON.parse(await readFile(join(deploy, 'headers.json'), 'utf8'));
    sites.push({ ...site, headers, server: await startNginx(site.out, join(deploy, 'nginx.conf')) });
  }
});

after(async () => {
  for (const { server, remove } of sites) {
    await server.stop();
    await remove();
  }
});

const ask = (site, path, options) => fetch(`${site.server.origin}${site.base}${path}`, { redirect: 'manual', ...options });

test('every answer has every header, errors and what is kept for a year included', async () => {
  for (const site of sites) {
    const hashed = site.files.find((file) => file.startsWith('assets/') && file.endsWith('.css'));
    for (const path of ['', 'campaigns/', hashed, 'calendar.ics', 'card.png', 'no/such/page/', 'no.0123456789.css']) {
      const answer = await ask(site, path);
      for (const [name, value] of Object.entries(site.headers.headers)) {
        assert.equal(answer.headers.get(name), value, `${site.base}${path}: ${name}`);
      }
    }
  }
});

test('names with a fingerprint are kept for a year, everything else is asked for again', async () => {
  for (const site of sites) {
    const [forever, asked] = site.headers.cache;
    for (const file of site.files.filter((name) => /\.(css|js|svg|html|ics|json|webmanifest)$/.test(name))) {
      const kept = (await ask(site, file)).headers.get('cache-control');
      assert.equal(kept, new RegExp(forever.pattern).test(file) ? forever.value : asked.value, file);
    }
    assert.equal((await ask(site, 'no.0123456789.css')).headers.get('cache-control'), null);
  }
});

test('files have their types, and text is packed', async () => {
  for (const site of sites) {
    for (const [file, type] of [
      ['', 'text/html; charset=utf-8'], ['calendar.ics', 'text/calendar; charset=utf-8'],
      ['manifest.webmanifest', 'application/manifest+json; charset=utf-8'], ['card.png', 'image/png'],
      ['sitemap.xml', 'application/xml; charset=utf-8'], ['qr.svg', 'image/svg+xml; charset=utf-8'],
    ]) assert.equal((await ask(site, file)).headers.get('content-type'), type, file);
    const packed = await ask(site, '', { headers: { 'Accept-Encoding': 'gzip' } });
    assert.equal(packed.headers.get('content-encoding'), 'gzip');
  }
});

test('an address that leads nowhere gets the 404 page, one without its slash is led on', async () => {
  for (const site of sites) {
    const nowhere = await ask(site, 'no/such/page/');
    assert.equal(nowhere.status, 404);
    assert.match(await nowhere.text(), /data-kind="not-found"/);
    const slash = await ask(site, 'campaigns');
    assert.deepEqual([slash.status, slash.headers.get('location')], [301, `${site.base}campaigns/`]);
  }
});
