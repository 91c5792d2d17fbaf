// `wanjia serve` while thousands of clients call and never come to the point.
//
//   ulimit -n 20000; node benches/slow-clients.mjs [CLIENTS] [SECONDS]      10000 and 30
//
// Each of them is silent, sends a head that never ends, takes no answer in, or announces a body; who is let go
// calls again after a second. A good client in a thread of its own asks for a page all the while. WANJIA names
// another binary. Linux only.

import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';

// The good client: milliseconds until the whole page was there, or null
if (!isMainThread) {
  for (;;) {
    const begin = performance.now();
    const whole = await new Promise((done) => {
      get({ host: '127.0.0.1', port: workerData, path: '/a/', agent: false, timeout: 10_000 }, (answer) => {
        answer.resume().on('end', () => done(answer.statusCode === 200)).on('error', () => done(false));
      }).on('error', () => done(false)).on('timeout', () => done(false));
    });
    parentPort.postMessage(whole ? performance.now() - begin : null);
    await new Promise((done) => { setTimeout(done, 100); });
  }
}

const [clients = 10_000, seconds = 30] = process.argv.slice(2).map(Number);
const root = await mkdtemp(join(tmpdir(), 'wanjia-slow-'));
await mkdir(join(root, 'content'));
await writeFile(join(root, 'site.yaml'), 'name: 试验站\n');
await writeFile(join(root, 'content/a.md'), `---\ntitle: 甲\n---\n${'正文。\n\n'.repeat(2000)}`);

const binary = process.env.WANJIA ?? 'target/release/wanjia';
const preview = spawn(binary, ['serve', '--port', '0', '--root', root], { stdio: ['ignore', 'ignore', 'pipe'] });
const port = await new Promise((found) => {
  preview.stderr.setEncoding('utf8').on('data', (words) => {
    const address = /127\.0\.0\.1:(\d+)/.exec(words);
    if (address) found(Number(address[1]));
  });
});

const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });
const used = async () => {
  const status = await readFile(`/proc/${preview.pid}/status`, 'utf8');
  return {
    threads: (await readdir(`/proc/${preview.pid}/task`)).length,
    files: (await readdir(`/proc/${preview.pid}/fd`)).length,
    MiB: Math.round(/VmRSS:\s+(\d+)/.exec(status)[1] / 1024),
  };
};
const head = `GET /a/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`;
const kinds = ['', head, `${head}\r\n`, `${head}Content-Length: 99999999999\r\n\r\nx`, 'GET /'];
const before = await used();
let open = 0, calls = 0, ending = false;
function call(n) {
  const kind = kinds[n % kinds.length];
  const socket = connect(port, '127.0.0.1', () => { open += 1; calls += 1; socket.write(kind); });
  socket.pause();
  const drip = kind === head ? setInterval(() => socket.write('X'), 1000) : undefined;
  // A paused socket hears nothing of its end before it is read: the silent ones read.
  if (kind !== `${head}\r\n`) socket.resume();
  socket.on('error', () => {}).on('close', () => {
    open -= 1;
    clearInterval(drip);
    if (!ending) setTimeout(call, 1000, n);
  });
  return socket;
}
for (let n = 0; n < clients; n += 1) {
  call(n);
  if (n % 100 === 0) await sleep(5);
}

const times = [];
let failures = 0, most = before;
const good = new Worker(new URL(import.meta.url), { workerData: port });
good.on('message', (time) => { if (time === null) failures += 1; else times.push(time); });
for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
  const now = await used();
  most = Object.fromEntries(Object.entries(now).map(([name, value]) => [name, Math.max(value, most[name])]));
  await sleep(100);
}
ending = true;
times.sort((a, b) => a - b);
const at = (share) => times[Math.floor(share * (times.length - 1))]?.toFixed(1);
console.log(`${clients} clients that never come to the point, ${calls} calls of theirs in ${seconds} s`);
console.log(`good client: ${times.length} answers, ${failures} failures; ms: median ${at(0.5)}, 99% ${at(0.99)}, most ${at(1)}`);
console.log('before', before, 'most', most);
preview.kill();
await rm(root, { recursive: true });
process.exit(failures ? 1 : 0);
