// All tests with one Chromium, two files at a time: node run.mjs
// One file alone starts its own: node --test pages.test.mjs

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { SETTINGS } from './helpers/browser.mjs';

const files = (await readdir('.')).filter((name) => name.endsWith('.test.mjs')).sort();
const browser = await chromium.launchServer(SETTINGS);
// A test that fails may leave a server open: the file ends all the same, where this node can.
const [major, minor] = process.versions.node.split('.').map(Number);
const options = ['--test', '--test-concurrency=2'].concat(major > 20 || major === 20 && minor > 13 ? '--test-force-exit' : []);
const tests = spawn(process.execPath, [...options, ...files], {
  stdio: 'inherit',
  env: { ...process.env, BROWSER: browser.wsEndpoint() },
});
const [code] = await once(tests, 'exit');
await browser.close();
process.exitCode = code ?? 1;
