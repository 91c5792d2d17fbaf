// The whole site by keyboard.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESK, PHONE, launch, none, visitor } from './helpers/browser.mjs';
import { serveFolder } from './helpers/server.mjs';
import { buildSite, onePerKind } from './helpers/site.mjs';

let site, server, browser, page;

before(async () => {
  site = await buildSite();
  server = await serveFolder(site.out);
  browser = await launch();
  page = await (await visitor(browser)).newPage();
});

after(async () => {
  await browser?.close();
  await server?.close();
  await site?.remove();
});

test('the first stop of every page is the skip link, and it leads to the main part', async () => {
  for (const { file, href } of onePerKind(site)) {
    await page.goto(server.origin + href);
    await page.keyboard.press('Tab');
    const first = await page.evaluate(() => {
      const link = document.activeElement, box = link.getBoundingClientRect();
      return { href: link.getAttribute('href'), shown: box.top >= 0 && box.left >= 0 && box.height > 20, text: link.textContent };
    });
    assert.deepEqual([first.href, first.shown], ['#main', true], `${file}: ${first.text}`);
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main', file);
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => Boolean(document.activeElement.closest('main, footer'))), `${file}: behind the menu`);
  }
});

for (const [what, size] of [['a desk', DESK], ['a phone', PHONE]]) {
  test(`every stop of the keyboard can be seen and shows that it has the focus, on ${what}`, async () => {
    const wrong = [];
    await page.setViewportSize(size);
    for (const { file, href } of onePerKind(site)) {
      await page.goto(server.origin + href);
      const stops = await page.evaluate(() => [...document.querySelectorAll('a[href],button,input,summary,[tabindex="0"]')]
        .filter((e) => !e.disabled && looks.seen(e)).length);
      let seen = 0;
      for (; seen < stops + 5; seen += 1) {
        await page.keyboard.press('Tab');
        const stop = await page.evaluate(() => {
          const element = document.activeElement;
          if (!element || element === document.body) return null;
          const box = element.getBoundingClientRect();
          const ring = (e) => {
            const style = getComputedStyle(e);
            return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
          };
          return {
            name: looks.name(element),
            first: element.matches('.skip'),
            ringed: ring(element) || Boolean(element.closest('form') && ring(element.closest('form'))),
            inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.height > 0,
          };
        });
        // Out of the page; some browsers come in again at its beginning at once.
        if (!stop || (stop.first && seen > 0)) break;
        if (!stop.ringed) wrong.push(`${file}: no ring on ${stop.name}`);
        if (!stop.inView) wrong.push(`${file}: out of view: ${stop.name}`);
      }
      if (seen < stops) wrong.push(`${file}: ${seen} stops of ${stops}`);
      if (seen >= stops + 5) wrong.push(`${file}: the keyboard does not come out at the end`);
    }
    none(wrong, assert);
  });
}

test('contents that are folded on a phone open by keyboard', async () => {
  await page.setViewportSize(PHONE);
  const policy = onePerKind(site).find((one) => one.kind === 'policy');
  await page.goto(server.origin + policy.href);
  const fold = page.locator('details.fold').first();
  assert.equal(await fold.evaluate((details) => details.open), false);
  await fold.locator('summary').focus();
  await page.keyboard.press('Enter');
  assert.equal(await fold.evaluate((details) => details.open), true);
});
