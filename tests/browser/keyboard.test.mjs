// The whole site by keyboard.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESK, PHONE, launch, none, visitor } from './helpers/browser.mjs';
import { buildSampled } from './helpers/sample.mjs';
import { serveFolder } from './helpers/server.mjs';
import { onePerKind } from './helpers/site.mjs';

let site, server, browser, page;

before(async () => {
  site = await buildSampled();
  server = await serveFolder(site.out);
  browser = await launch();
  page = await (await visitor(browser)).newPage();
});

after(async () => {
  await browser?.close();
  await server?.close();
  await site?.remove();
});

/** What has the focus: whether it can be seen, and that it has it. `null` for the page itself. */
const focus = () => page.evaluate(() => {
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

/** Presses Tab until what has the focus answers to the selector; every stop on the way must be seen. */
async function tabTo(selector) {
  for (let stops = 0; stops < 200; stops += 1) {
    await page.keyboard.press('Tab');
    const stop = await focus();
    if (!stop) continue;
    assert.ok(stop.ringed && stop.inView, `${page.url()}: ${JSON.stringify(stop)}`);
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  assert.fail(`${page.url()}: no way to ${selector} by Tab`);
}

/** Presses Enter on a link. */
const enter = (url) => Promise.all([page.waitForURL(url), page.keyboard.press('Enter')]);

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
        const stop = await focus();
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

for (const [what, size] of [['a desk', DESK], ['a phone', PHONE]]) {
  test(`from the home page by search to a policy, to an explainer and to sharing it, by Tab, Enter and arrows, on ${what}`, async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.setViewportSize(size);
    await page.goto(`${server.origin}/`);
    await tabTo('#wj-q');
    await page.keyboard.type('三孩生育政策');
    const chosen = page.locator('.hero .ask-list [aria-selected=true]');
    await page.locator('.hero .ask-list [role=option]').nth(1).waitFor();
    // On a slow machine half a question is answered first; the list is drawn anew then.
    await page.locator('.hero .ask-list').evaluate((list) => new Promise((done) => {
      let still = setTimeout(done, 500);
      new MutationObserver(() => { clearTimeout(still); still = setTimeout(done, 500); }).observe(list, { childList: true });
    }));
    for (let down = 0; down < 2; down += 1) {
      await page.keyboard.press('ArrowDown');
      assert.equal(await chosen.count(), 1);
      assert.equal(await chosen.getAttribute('id'), await page.locator('#wj-q').getAttribute('aria-activedescendant'));
      assert.ok(await chosen.evaluate((option) => {
        const box = option.getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight && getComputedStyle(option).boxShadow !== 'none';
      }), 'the chosen answer is in view and marked');
    }
    await page.keyboard.press('Escape');
    await enter(/\/search\/\?q=/);
    await page.locator('.hit').first().waitFor();
    const policy = onePerKind(site).find((one) => one.kind === 'policy');
    await tabTo(`.hit a[href^="${policy.href}"]`);
    await enter(new RegExp(policy.href));
    await tabTo('a.clause-explainer');
    await enter(/\/explainers\//);
    const canonical = await page.locator('link[rel=canonical]').getAttribute('href');
    await tabTo('[data-do=copy]');
    await page.keyboard.press('Enter');
    await page.getByText('已复制').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), canonical);
    await tabTo('.qr summary');
    await page.keyboard.press('Enter');
    assert.ok(await page.locator('.qr img').isVisible(), 'the code for WeChat opens');
  });
}
