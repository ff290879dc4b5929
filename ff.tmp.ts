import { openOutputs } from './tests/engines/outputs';
import { puppeteerDriver } from './tests/engines/puppeteerDriver';
import { serveProbed } from './tests/engines/serveProbed';
import { STEPS } from './tests/engines/mainJourney';
import { writeFileSync } from 'node:fs';
const server = await serveProbed(4310);
const outputs = await openOutputs(false);
const t0 = Date.now();
const log = (...a: unknown[]) => console.log(Date.now() - t0, ...a);
let driver: any;
try {
  driver = await puppeteerDriver({ browser: 'firefox', executablePath: '/usr/bin/firefox-esr', env: { ...outputs.env, ...(process.env.FFENV ? JSON.parse(process.env.FFENV) : {}) }, dumpio: !!process.env.DUMP, extraPrefsFirefox: { 'media.autoplay.default': 0, 'media.autoplay.blocking_policy': 0, ...(process.env.PREFS ? JSON.parse(process.env.PREFS) : {}) } } as any);
  writeFileSync('/tmp/engines/ff.ready', String(Date.now()));
  const context = { driver, url: server.url, folder: '/tmp/engines/dbg', expectedWhole: null, measured: {} } as any;
  for (const [n, s] of Object.entries(STEPS).slice(0, Number(process.env.N ?? 10))) {
    const b = Date.now();
    try { const note = await s(context); log(n, 'ok', Date.now() - b, note ?? ''); } catch (e) { log(n, 'NOT', Date.now() - b, String(e).slice(0, 600));
      const alive = await driver.evaluate(() => true).catch(() => false); log('alive', alive); if (!alive) break; }
  }
  log(JSON.stringify(context.measured).slice(0, 100));
} catch (e) { log(String(e)); } finally { log('closing'); await Promise.race([driver?.close(), new Promise((r) => setTimeout(r, 10000))]); await outputs.close(); await server.close(); }
process.exit(0);
