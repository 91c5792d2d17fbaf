// Every page of the default site, the examples and the handbook through the Nu HTML checker: no error, no warning.
//
//   npm install --prefix FOLDER vnu-jar@26.9.27        (and a Java of 11 or later)
//   node tests/foreign/nu.mjs target/debug/wanjia FOLDER/node_modules/vnu-jar/build/dist/vnu.jar
//
// What the checker knows less well than browsers do stands in IGNORED, each with its reason.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [wanjia, jar] = process.argv.slice(2);
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const IGNORED = [
  // 'self' of a page of the disk: browsers take files beside it for its own, as the browser tests of `--portable` show.
  /^Resource violates Content Security Policy/,
  // Data in a script element (JSON-LD) is not run, and no policy of the page blocks it.
  /^Inline script violates Content Security Policy/,
  // A clause of a law or a notice has a number, and often no title.
  /^Section lacks heading/,
];

/** All pages below a folder. */
function pages(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.name.endsWith('.html')).map((entry) => join(entry.parentPath, entry.name));
}

const box = mkdtempSync(join(tmpdir(), 'nu-'));
for (const part of ['site.yaml', 'facts.yaml', 'content', 'static', 'themes', 'examples', 'docs']) {
  cpSync(join(root, part), join(box, part), { recursive: true });
}
const sites = ['.', 'docs', ...readdirSync(join(box, 'examples')).map((name) => `examples/${name}`)];
let failed = 0;
let count = 0;
for (const [number, site] of sites.entries()) {
  for (const flags of [[], ['--portable']]) {
    const out = join(box, `out-${number}-${flags.length}`);
    execFileSync(wanjia, ['build', '--root', join(box, site), '--out', out, ...flags], { stdio: 'ignore' });
    const files = pages(out);
    count += files.length;
    const checked = spawnSync('java', ['-Xss4m', '-jar', jar, '--format', 'json', '--stdout', ...files], { encoding: 'utf8', maxBuffer: 1 << 28 });
    if (checked.error) throw checked.error;
    const said = JSON.parse(checked.stdout).messages.filter((found) => !IGNORED.some((pattern) => pattern.test(found.message)));
    for (const message of new Set(said.map((found) => found.message))) {
      const all = said.filter((found) => found.message === message);
      console.log(`${site} ${flags}: ${all.length} × ${message}\n  ${all[0].url.replace(`file:${out}/`, '')}: ${all[0].extract}`);
    }
    failed += said.length;
  }
}
rmSync(box, { recursive: true });
console.log(`${count} pages, ${failed} messages`);
process.exitCode = failed ? 1 : 0;
