import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { described, type EngineDriver, type Wanted } from './EngineDriver';

/** What WebDriver calls an element in JSON (W3C WebDriver, section 12.2). */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const NAMED_KEYS: Readonly<Record<string, string>> = { Enter: '\uE007', Home: '\uE011' };
/** WebKitGTK draws without a graphics card, and runs as root, only like this. */
const ENVIRONMENT = {
  WEBKIT_DISABLE_COMPOSITING_MODE: '1',
  WEBKIT_DISABLE_DMABUF_RENDERER: '1',
  WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
};
const MINI_BROWSERS = [
  '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
  '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
];

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

type Send = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) => Promise<unknown>;

const sender =
  (root: string): Send =>
  async (method, path, body = {}) => {
    const response = await fetch(`${root}${path}`, {
      method,
      ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
    });
    const { value } = (await response.json()) as { value: { error?: string; message?: string } | null };
    if (!response.ok) throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`);
    return value;
  };

async function started(driver: ChildProcess, send: Send): Promise<void> {
  for (;;) {
    if (driver.exitCode !== null) throw new Error(`the driver of WebKit ended with ${driver.exitCode}`);
    try {
      await send('GET', '/status');
      return;
    } catch {
      // Not listening yet.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/**
 * WebKitGTK over WebDriver, which opens a private window: there is no other under automation, and it stores no Blobs.
 * @param env of the browser: its screen and its sound server
 */
export async function webKitDriver(driverPath: string, env: NodeJS.ProcessEnv): Promise<EngineDriver> {
  const port = await freePort();
  const driver = spawn(driverPath, [`--port=${port}`, '--host=127.0.0.1'], {
    env: { ...env, ...ENVIRONMENT },
    stdio: 'ignore',
  });
  const ask = sender(`http://127.0.0.1:${port}`);
  await started(driver, ask);
  const { existsSync } = await import('node:fs');
  const binary = MINI_BROWSERS.find((path) => existsSync(path));
  const session = (await ask('POST', '/session', {
    capabilities: {
      alwaysMatch: {
        'webkitgtk:browserOptions': {
          ...(binary ? { binary } : {}),
          args: ['--automation', '--autoplay-policy=allow'],
        },
      },
    },
  })) as { sessionId: string; capabilities: { browserVersion: string } };
  const send: Send = (method, path, body) => ask(method, `/session/${session.sessionId}${path}`, body);
  await send('POST', '/timeouts', { script: 120_000, pageLoad: 60_000 });
  await send('POST', '/window/rect', { width: 1440, height: 900 });

  const find = async (wanted: Wanted): Promise<string> => {
    const script = 'return window.engineProbe.find(arguments[0])';
    const found = (await send('POST', '/execute/sync', { script, args: [wanted] })) as Record<string, string> | null;
    if (!found) throw new Error(`there is no ${described(wanted)}`);
    return found[ELEMENT]!;
  };
  return {
    version: session.capabilities.browserVersion,
    async open(url) {
      await send('POST', '/url', { url });
    },
    async reload() {
      await send('POST', '/refresh');
    },
    async evaluate(work, ...args) {
      const script = `
        const done = arguments[arguments.length - 1];
        Promise.resolve().then(() => (${String(work)})(...arguments[0])).then(
          (value) => done({ value }),
          (error) => done({ error: String(error) + '\\n' + error.stack }),
        );`;
      const answer = (await send('POST', '/execute/async', { script, args: [args] })) as {
        value?: never;
        error?: string;
      };
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.value as never;
    },
    async click(wanted) {
      const element = await find(wanted);
      try {
        await send('POST', `/element/${element}/click`);
      } catch (error) {
        if (!String(error).includes('element not interactable')) throw error;
        // A native control that is drawn by the label around it: a hand would press what is seen there.
        const script = `
          const target = arguments[0].closest('label') ?? arguments[0];
          target.scrollIntoView({ block: 'center', behavior: 'instant' });
          const { left, top, width, height } = target.getBoundingClientRect();
          const [x, y] = [Math.round(left + width / 2), Math.round(top + height / 2)];
          return target.contains(document.elementFromPoint(x, y)) ? { x, y } : null;`;
        const at = (await send('POST', '/execute/sync', { script, args: [{ [ELEMENT]: element }] })) as {
          readonly x: number;
          readonly y: number;
        } | null;
        if (!at) throw error;
        const actions = [
          { type: 'pointerMove', duration: 0, origin: 'viewport', ...at },
          { type: 'pointerDown', button: 0 },
          { type: 'pointerUp', button: 0 },
        ];
        await send('POST', '/actions', {
          actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }],
        });
      }
    },
    async setFiles(wanted, paths) {
      await send('POST', `/element/${await find(wanted)}/value`, { text: paths.join('\n') });
    },
    async press(key) {
      const value = NAMED_KEYS[key] ?? key;
      const actions = [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ];
      await send('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
    },
    async close() {
      await send('DELETE', '').catch(() => undefined);
      driver.kill();
    },
  };
}
