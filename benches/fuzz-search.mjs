// Asks the search engine over damaged indexes: every question ends, with an answer or an error, and none takes a gigabyte.
//
//   node benches/fuzz-search.mjs SITE [SECONDS] [ROW]     SITE: a folder that `wanjia build` made
//
// What did not end is told with its number and row, which make it again.

import { cp, mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';

const PATIENCE = 10_000;
const QUESTIONS = ['婚假', '产假多少天', '第二十五条', 'hunjia', '生育津贴怎么领', '公积金 提取', '结婚要带什么', '《条例》', 'a', '〇'];

/** Numbers that look random and are the same every time. */
function chance(row) {
  let state = BigInt.asUintN(64, 0x9e3779b97f4a7c15n ^ (BigInt(row) * 0x100000001b3n)) || 1n;
  return (below) => {
    state = BigInt.asUintN(64, state ^ (state << 13n)); state ^= state >> 7n; state = BigInt.asUintN(64, state ^ (state << 17n));
    return Number(state % BigInt(below));
  };
}

/** Some damages of a file. */
function damaged(bytes, pick) {
  let out = Uint8Array.from(bytes);
  for (let n = pick(6); n >= 0 && out.length; n--) {
    const at = pick(out.length), end = Math.min(out.length, at + pick(16));
    switch (pick(5)) {
      case 0: out[at] ^= 1 << pick(8); break;
      case 1: out.fill(255, at, end); break;
      case 2: out.fill(0, at, end); break;
      case 3: out = out.slice(0, at); break;
      default: out.copyWithin(at, pick(out.length), pick(out.length) + 16);
    }
  }
  return out;
}

async function ask({ folder, engine, row, seconds }) {
  const { Engine } = await import(join(engine, 'engine.js'));
  const { deflateRawSync, inflateRawSync } = await import('node:zlib');
  const names = await readdir(folder), files = new Map();
  for (const name of names) files.set(name, new Uint8Array(await readFile(join(folder, name))));
  const { catalog } = JSON.parse(Buffer.from(files.get('index.json')).toString());
  const pick = chance(row), end = Date.now() + seconds * 1000;
  const counts = { asked: 0, answered: 0, refused: 0, slowest: 0 };
  /** A file whose parts are packed is damaged within a part as well: else the packing refuses it. */
  function harm(name, bytes) {
    if (name !== catalog || pick(2)) return damaged(bytes, pick);
    const parts = [];
    for (let at = 0; at < bytes.length;) {
      let length = 0, scale = 1, byte;
      do { byte = bytes[at++]; length += (byte & 127) * scale; scale *= 128; } while (byte > 127);
      parts.push(inflateRawSync(bytes.subarray(at, at + length)));
      at += length;
    }
    const which = pick(parts.length);
    parts[which] = Buffer.from(damaged(parts[which], pick));
    return Buffer.concat(parts.flatMap((part) => {
      const packed = deflateRawSync(part), head = [];
      for (let rest = packed.length; ; rest >>= 7) { if (rest < 128) { head.push(rest); break; } head.push((rest & 127) | 128); }
      return [Buffer.from(head), packed];
    }));
  }
  while (Date.now() < end) {
    const victim = pick(3) ? names[pick(names.length)] : catalog, begin = process.cpuUsage();
    const bad = new Uint8Array(harm(victim, files.get(victim))), question = QUESTIONS[pick(QUESTIONS.length)];
    const load = async (name, from, to) => {
      const bytes = name === victim ? bad : files.get(name);
      if (!bytes) throw new Error('404');
      return from === undefined ? bytes : bytes.subarray(from, to);
    };
    parentPort.postMessage(counts.asked);
    try {
      await (await Engine.open(load, { catalog, root: '/', ending: '' })).search(question, {});
      counts.answered += 1;
    } catch { counts.refused += 1; }
    counts.asked += 1;
    const { user, system } = process.cpuUsage(begin);
    counts.slowest = Math.max(counts.slowest, Math.round((user + system) / 1000));
  }
  parentPort.postMessage(counts);
}

async function watch() {
  const [site, seconds = '10', row = '1'] = process.argv.slice(2);
  const source = join(dirname(fileURLToPath(import.meta.url)), '../src/search/js');
  const engine = await mkdtemp(join(tmpdir(), 'engine-'));
  await cp(source, engine, { recursive: true });
  await writeFile(join(engine, 'package.json'), '{"type":"module"}');
  const worker = new Worker(fileURLToPath(import.meta.url), {
    workerData: { folder: join(site, 'search'), engine, row: Number(row), seconds: Number(seconds) },
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
  });
  let number = 0, since = Date.now();
  const look = setInterval(() => {
    if (Date.now() - since < PATIENCE) return;
    console.error(`row ${row}: question ${number} does not end`);
    process.exit(1);
  }, 500);
  worker.on('error', (error) => { console.error(`row ${row}: question ${number}: ${error}`); process.exit(1); });
  worker.on('message', (said) => {
    if (typeof said === 'number') { number = said; since = Date.now(); return; }
    clearInterval(look);
    console.log(`row ${row}: ${said.asked} questions, ${said.answered} answered, ${said.refused} refused, slowest ${said.slowest} ms of the processor`);
  });
}

if (isMainThread) await watch(); else await ask(workerData);
