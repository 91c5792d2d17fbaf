// A plain web server for a finished site, the way an office would put it up: files under a base path,
// index.html for folders, 404.html for the rest.

import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.xml': 'application/xml',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ics': 'text/calendar; charset=utf-8',
  '.pdf': 'application/pdf',
};

/**
 * Serves `folder` under `base` on a free port; one with `ranges` sends the part of a file that is asked for. Answers the
 * origin and how to close it.
 */
export async function serveFolder(folder, base = '/', { ranges = false } = {}) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const inner = path.startsWith(base) && !path.split('/').includes('..') ? path.slice(base.length) : null;
    const name = inner === '' || inner?.endsWith('/') ? `${inner}index.html` : inner;
    const found = name === null ? null : await stat(join(folder, name)).catch(() => null);
    const known = found?.isFile() ?? false;
    response.statusCode = known ? 200 : 404;
    response.setHeader('Content-Type', known ? TYPES[extname(name)] ?? 'application/octet-stream' : TYPES['.html']);
    const bytes = await readFile(join(folder, known ? name : '404.html')).catch(() => '');
    const range = ranges && known ? /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') : null;
    if (!range) return response.end(bytes);
    const part = bytes.subarray(Number(range[1]), Number(range[2]) + 1);
    response.statusCode = 206;
    response.setHeader('Content-Range', `bytes ${range[1]}-${Number(range[1]) + part.length - 1}/${bytes.length}`);
    return response.end(part);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((done) => {
      server.close(done);
      server.closeAllConnections?.();
    }),
  };
}
