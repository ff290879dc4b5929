import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build as bundle, preview, type PreviewServer } from 'vite';

const ROOT = join(import.meta.dirname, '../..');
const RECORDER = join(ROOT, 'scripts/bench/page/recorder.js');
/** Where the recorder asks for the part of it that runs on the audio thread. */
const PROCESSOR = '/scripts/bench/page/outputProcessor.js';
/** Apart from every path of the app. */
const AT = '/engine-tests';

async function bundleProbe(): Promise<string> {
  const made = await bundle({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry: join(import.meta.dirname, 'page/probe.ts'), formats: ['iife'], name: 'probe' },
    },
  });
  const [{ output }] = (Array.isArray(made) ? made : [made]) as [{ output: { code?: string }[] }];
  return output[0]!.code!;
}

export interface ServedApp {
  readonly url: string;
  /** Which build it is: another one has other names of files in its page. */
  readonly build: string;
  close(): Promise<void>;
}

/**
 * Serves the built app with two scripts before its own: the recorder of what reaches the output, and the probe. They come
 * with the page and from its own origin, since not every driver can put scripts into a page before it runs.
 */
export async function serveProbed(port: number): Promise<ServedApp> {
  const recorder = await readFile(RECORDER, 'utf8');
  const scripts: Readonly<Record<string, string>> = {
    [`${AT}/probe.js`]: await bundleProbe(),
    [`${AT}/recorder.js`]: recorder,
    [PROCESSOR]: await readFile(join(ROOT, PROCESSOR), 'utf8'),
  };
  const html = (await readFile(join(ROOT, 'dist/index.html'), 'utf8')).replace(
    /<head>/,
    `<head><script src="${AT}/probe.js"></script><script src="${AT}/recorder.js"></script>`,
  );
  const server: PreviewServer = await preview({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    preview: { host: '127.0.0.1', port, strictPort: true },
    plugins: [
      {
        name: 'engine-tests',
        configurePreviewServer: ({ middlewares }) => {
          middlewares.use((request, response, next) => {
            const { pathname } = new URL(request.url ?? '/', 'http://localhost');
            const script = scripts[pathname];
            if (script !== undefined) {
              response.setHeader('content-type', 'text/javascript; charset=utf-8');
              response.end(script);
            } else if (pathname === '/' || pathname === '/index.html') {
              response.setHeader('content-type', 'text/html; charset=utf-8');
              response.end(html);
            } else next();
          });
        },
      },
    ],
  });
  const build = createHash('sha256').update(html).digest('hex');
  return { build, url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
