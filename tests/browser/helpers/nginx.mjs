// A real nginx with the settings that wanjia writes, started as anybody may: no root, a free port, a folder of its own.

import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const program = process.env.NGINX ?? '/usr/sbin/nginx';

/** A port that nobody listens on. */
export const freePort = () => new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

/** Serves the folder `root` with the settings in `include`. Answers the origin and how to stop it. */
export async function startNginx(root, include) {
  const folder = await mkdtemp(join(tmpdir(), 'wanjia-nginx-'));
  const port = await freePort();
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  await Promise.all(kinds.map((kind) => mkdir(join(folder, kind))));
  const settings = join(folder, 'nginx.conf');
  await writeFile(settings, `${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off; pid ${folder}/pid; error_log ${folder}/error.log; worker_processes 1;
events { worker_connections 64; }
http {
  access_log off;
  ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n  ')}
  server { listen 127.0.0.1:${port}; root ${root}; include ${include}; }
}
`);
  const words = ['-p', folder, '-e', join(folder, 'error.log'), '-c', settings];
  await promisify(execFile)(program, ['-t', ...words]);
  const server = spawn(program, words, { stdio: 'inherit' });
  const ended = new Promise((done) => server.once('exit', done));
  const origin = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries += 1) {
    if (await fetch(origin).then(() => true, () => false)) break;
    if (tries > 100) throw new Error('nginx does not answer');
    await new Promise((done) => setTimeout(done, 50));
  }
  return {
    origin,
    stop: async () => {
      server.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
