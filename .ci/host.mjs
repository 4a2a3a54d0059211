// A plain file host that knows nothing but files, below a sub-path, and compresses what it sends as hosts do.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES = {
  '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.json': 'application/json',
  '.csv': 'text/csv', '.xml': 'application/xml', '.txt': 'text/plain', '.png': 'image/png', '.ico': 'image/x-icon',
};

/** Serves the files below `root` at `base`, on a port of its own; says its address and how to end it. */
export async function host(root, base) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://host').pathname);
    let file = path.startsWith(base) ? join(root, path.slice(base.length)) : '';
    if (file && existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html');
    if (!file || !existsSync(file)) {
      response.writeHead(404, { 'content-type': 'text/plain' });
      response.end('not found');
      return;
    }
    const compressed = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    const type = `${TYPES[extname(file)] ?? 'application/octet-stream'}; charset=utf-8`;
    response.writeHead(200, { 'content-type': type, ...compressed && { 'content-encoding': 'gzip' } });
    response.end(compressed ? gzipSync(readFileSync(file)) : readFileSync(file));
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
