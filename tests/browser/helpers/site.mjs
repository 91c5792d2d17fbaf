// The default site: copied into a folder of its own, built with the program that `cargo test` has built, told page by page.

import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const project = resolve(here, '../../..');

/** The program under test, as `cargo build` makes it; `WANJIA` names another one. */
export const binary = process.env.WANJIA
  ?? join(process.env.CARGO_TARGET_DIR ? resolve(project, process.env.CARGO_TARGET_DIR) : join(project, 'target'), 'debug/wanjia');

/** A copy of the default site, of its examples and of the handbook; `remove` takes it away again. */
export async function copySite() {
  const folder = await mkdtemp(join(tmpdir(), 'wanjia-browser-'));
  const root = join(folder, 'site');
  for (const name of ['site.yaml', 'facts.yaml', 'content', 'static', 'themes', 'examples', 'docs']) {
    const there = await stat(join(project, name)).catch(() => null);
    if (there) await cp(join(project, name), join(root, name), { recursive: true, filter: (path) => !/[/\\](public|\.[^/\\]+)$/.test(path) });
  }
  return { folder, root, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Runs the program and answers what it printed; it throws when the program fails. */
export async function run(...args) {
  const { stdout } = await promisify(execFile)(binary, args, { encoding: 'utf8', maxBuffer: 64 << 20 });
  return stdout;
}

/**
 * The default site or another one that is copied with it (`examples/shanghai`, `docs`), built for a base path, with
 * `more` at the end of its site.yaml.
 */
export async function buildSite(base = '/', more = '', which = '') {
  const copy = await copySite();
  return { ...copy, ...await buildFolder(join(copy.root, which), copy.folder, base, more) };
}

/**
 * The site in the folder `root`, built into `folder` and told page by page: `pages` are all of them as
 * `{file, href, kind, redirect, html}`, redirects of old addresses included.
 */
export async function buildFolder(root, folder, base = '/', more = '') {
  await appendFile(join(root, 'site.yaml'), `\n${more}\n`);
  const out = join(folder, 'out');
  await run('build', '--root', root, '--out', out, '--url', `https://example.org${base}`);
  const { files } = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8'));
  const pages = [];
  for (const file of Object.keys(files).filter((name) => name.endsWith('.html'))) {
    const html = await readFile(join(out, file), 'utf8');
    const href = base + file.replace(/(^|\/)index\.html$/, '$1').split('/').map(encodeURIComponent).join('/');
    pages.push({
      file,
      href,
      html,
      kind: /<body[^>]* data-kind="([^"]*)"/.exec(html)?.[1] ?? null,
      redirect: /http-equiv="?refresh/i.test(html),
    });
  }
  return { root, out, base, files: Object.keys(files), pages };
}

/** The sites that are in the project, by their folders; the default one is ''. */
export const SITES = ['', ...(await readdir(join(project, 'examples'))).sort().map((name) => `examples/${name}`), 'docs'];

/** Settings for web servers, written to `deploy` beside what was built. Answers that folder. */
export async function serverConfig(site) {
  const deploy = join(site.folder, 'deploy');
  await run('build', '--root', site.root, '--out', site.out, '--url', `https://example.org${site.base}`, '--server-config', deploy);
  return deploy;
}

/** The pages that people read: no redirects. */
export const readable = (site) => site.pages.filter((page) => !page.redirect);

/** One page of each kind, the longest, in the order of their addresses. */
export function onePerKind(site) {
  const longest = new Map();
  for (const page of readable(site).filter(({ file }) => !file.endsWith('/leaflet/index.html'))) {
    const known = longest.get(page.kind);
    if (!known || page.html.length > known.html.length) longest.set(page.kind, page);
  }
  return [...longest.values()];
}
