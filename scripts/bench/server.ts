import { createServer } from 'node:http';
import { existsSync, readFileSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.flac': 'audio/flac',
  '.wav': 'audio/wav',
  '.wasm': 'application/wasm',
};
const COMPRESSIBLE = new Set(['.html', '.js', '.css', '.json', '.webmanifest', '.svg', '.wasm']);

export interface Served {
  readonly path: string;
  readonly bytes: number;
}

/** What the recorder sent. */
export interface Capture {
  readonly sampleRate: number;
  /** Context frame of the first sample. */
  readonly firstFrame: number;
  readonly left: Float32Array;
  readonly right: Float32Array;
}

export interface BenchServer {
  readonly url: string;
  /** Requests answered so far, with the bytes that went over the wire. */
  readonly log: Served[];
  /** Takes the capture that was posted under this name. */
  takeCapture(name: string): Capture;
  close(): void;
}

function captureOf(body: Buffer): Capture {
  const bytes = new Uint8Array(body).buffer;
  const [firstFrame, sampleRate, frames] = new Float64Array(bytes, 0, 3) as unknown as [number, number, number];
  return {
    firstFrame,
    sampleRate,
    left: new Float32Array(bytes, 24, frames),
    right: new Float32Array(bytes, 24 + frames * 4, frames),
  };
}

/** Of the recorder that tests and bench put into the page; the app knows nothing of it. */
export const PROCESSOR_PATH = '/scripts/bench/page/outputProcessor.js';

/** What the build's `_headers` wants sent along with every file; nothing where a build has none. */
function headersOf(root: string): Readonly<Record<string, string>> {
  const file = join(root, '_headers');
  if (!existsSync(file)) return {};
  return Object.fromEntries(
    [...readFileSync(file, 'utf8').matchAll(/^ {2}([\w-]+): (.+)$/gm)].map(([, name, value]) => [name!, value!]),
  );
}

/**
 * Serves a built app as a good host would (gzip, its `_headers`), counts bytes, and takes captures by POST.
 * @param options.port 0 for any that is free
 * @param options.folder where on the host the app is, with a slash at both ends
 * @param options.isSendingHeaders false for a host that knows nothing of `_headers`
 * @param options.isRefused paths that are answered with 404, as long as they are
 */
export async function serveBuild(
  root: string,
  { port = 0, folder = '/', isSendingHeaders = true, isRefused = (_path: string): boolean => false } = {},
): Promise<BenchServer> {
  const headersOfHost = isSendingHeaders ? headersOf(root) : {};
  const log: Served[] = [];
  const captures = new Map<string, Capture>();
  const packed = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (request.method === 'POST') {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        captures.set(path, captureOf(Buffer.concat(parts)));
        // The workbench page lives on another port.
        response.writeHead(204, { 'access-control-allow-origin': '*' }).end();
      });
      return;
    }
    if (path === PROCESSOR_PATH) {
      // Kept, so that the recorder also listens without a network.
      response.writeHead(200, { ...headersOfHost, 'content-type': TYPES['.js'], 'cache-control': 'max-age=3600' });
      response.end(readFileSync(join(import.meta.dirname, 'page/outputProcessor.js')));
      return;
    }
    const file = join(root, normalize(path === folder ? '/index.html' : `/${path.slice(folder.length)}`));
    if (!path.startsWith(folder) || isRefused(path) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    const kind = extname(file);
    const headers: Record<string, string | number> = {
      ...headersOfHost,
      'content-type': TYPES[kind] ?? 'application/octet-stream',
      'cache-control': 'no-store',
    };
    let body: Buffer = readFileSync(file);
    if (COMPRESSIBLE.has(kind)) {
      const small = packed.get(file) ?? gzipSync(body, { level: 9 });
      packed.set(file, small);
      body = small;
      headers['content-encoding'] = 'gzip';
    }
    headers['content-length'] = body.length;
    log.push({ path, bytes: body.length });
    response.writeHead(200, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${folder.slice(0, -1)}`,
    log,
    takeCapture(name) {
      const capture = captures.get(name);
      if (!capture) throw new Error(`no capture was sent to ${name}`);
      captures.delete(name);
      return capture;
    },
    close: () => server.close(),
  };
}
