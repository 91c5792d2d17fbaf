// Chromium as it is installed on the machine. Nothing of it talks to anybody else.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const looks = join(dirname(fileURLToPath(import.meta.url)), 'looks.js');

/** How Chromium is started. */
export const SETTINGS = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
  ],
};

/**
 * The Chromium that `run.mjs` has started for all tests; closing it ends what was opened here. Alone, or with `more`
 * arguments, one with a profile of its own, which goes away with it.
 */
export const launch = (...more) => (process.env.BROWSER && !more.length
  ? chromium.connect(process.env.BROWSER)
  : chromium.launch({ ...SETTINGS, args: [...SETTINGS.args, ...more] }));

export const PHONE = { width: 390, height: 844 };
export const SMALL_PHONE = { width: 320, height: 640 };
export const DESK = { width: 1280, height: 900 };

/**
 * A fresh visitor. `window.looks` (looks.js) can be asked on every page; what breaks its policy is told in the console.
 * Motion is reduced, so that scrolling is done when it is asked for.
 */
export async function visitor(browser, options = {}) {
  const context = await browser.newContext({ viewport: DESK, reducedMotion: 'reduce', locale: 'zh-CN', ...options });
  await context.addInitScript({ path: looks });
  await context.addInitScript(() => {
    window.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return context;
}

/** Notes whatever goes wrong while `page` is being read, with the address it happened at. */
export function listen(page, origin) {
  const heard = { console: [], errors: [], elsewhere: [], failed: [] };
  const at = () => page.url().replace(origin, '');
  page.on('console', (message) => heard.console.push(`${at()}: ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => heard.errors.push(`${at()}: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('data:')) heard.elsewhere.push(`${at()}: ${url}`);
  });
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    // Who leaves a page while its icon is still on the way has done nothing wrong.
    if (why !== 'net::ERR_ABORTED') heard.failed.push(`${at()}: ${request.url()} ${why}`);
  });
  page.on('response', (response) => {
    const expected = new URL(response.url()).pathname.endsWith('/404.html') ? 404 : 399;
    if (response.status() > expected) heard.failed.push(`${at()}: ${response.url()} answered ${response.status()}`);
  });
  return heard;
}

/** All that was heard. */
export const whatever = (heard) => [...heard.console, ...heard.errors, ...heard.elsewhere, ...heard.failed];

/** Fails with what was found, if anything was. Of `page: words` the same words are told once, with the number of pages. */
export function none(found, assert) {
  const pages = new Map();
  for (const one of new Set(found)) {
    const [page, ...words] = one.split(': ');
    const what = words.join(': ') || page;
    pages.set(what, [...(pages.get(what) ?? []), page]);
  }
  const told = [...pages].map(([what, on]) => (what === on[0] ? what : `${what}  — ${on[0]}${on.length > 1 ? ` and ${on.length - 1} more` : ''}`));
  assert.equal(told.length, 0, `${told.length} found:\n  ${told.slice(0, 50).join('\n  ')}${told.length > 50 ? '\n  …' : ''}`);
}
