import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { PROCESSOR_PATH } from '../../scripts/bench/server';
import { DevicesPage } from '../support/devicesPage';
import { startForeignHost } from '../support/foreignHost';
import { ListenPage } from '../support/listenPage';
import { startRecordingProxy, type ProxiedRequest } from '../support/recordingProxy';
import { builtPaths, faultOf } from '../support/traffic';
import { TrainPage } from '../support/trainPage';
import { expect, expectQuiet, fixture, Output, RECORDER, test } from './app';

const OPRA_ADDRESSES = [
  'https://opra.roonlabs.net/database_v1.jsonl',
  'https://raw.githubusercontent.com/opra-project/OPRA/main/dist/database_v1.jsonl',
] as const;

/** What a browser says of itself and of what it takes; a page can put nothing into these. */
const PLAIN_HEADER =
  /^(?:host|proxy-connection|connection|pragma|cache-control|user-agent|accept(?:-encoding|-language)?|origin|referer|range|if-(?:none-match|modified-since|range)|upgrade-insecure-requests|service-worker|purpose|sec-[a-z-]+)$/;

/** Chromium's own: it asks what kinds of fields a form has, on any page, and no page can make it do so. */
const OF_THE_BROWSER = 'content-autofill.googleapis.com:443';

/** Without those of the browser, and of the recorder, which the app knows nothing of. */
const ofTheApp = (requests: readonly ProxiedRequest[]): ProxiedRequest[] =>
  requests.filter(({ url }) => !url.endsWith(PROCESSOR_PATH) && url !== OF_THE_BROWSER);

async function openEverything(page: Page, baseUrl: string): Promise<void> {
  const app = new ListenPage(page);
  const output = new Output(page);
  const train = new TrainPage(page);
  const devices = new DevicesPage(page);
  const saved = async (press: () => Promise<void>): Promise<string> => {
    const download = page.waitForEvent('download');
    await press();
    return (await download).path();
  };

  await test.step('listen: play, switch, add, export', async () => {
    await page.goto(`${baseUrl}/`);
    await expect(app.play).toBeEnabled();
    await app.play.click();
    await output.expectSound();
    await app.target('Phone').check();
    await app.target('Mid-size car').check();
    await page.getByRole('combobox', { name: 'I am listening on' }).click();
    await page.keyboard.press('Escape');
    await app.addFiles.setInputFiles(fixture('stereo-24.flac'));
    await expect(app.heading).toHaveText('stereo-24');
    await expectQuiet(app);
    await saved(() => app.exportAudio.click());
  });
  await test.step('devices: import, fit, export', async () => {
    await devices.follow('#devices');
    await expect(devices.heading).toHaveText('Devices');
    const buffer = await readFile('tests/fixtures/exchange/ParametricEQ.txt');
    await devices.importDevice.setInputFiles({ name: 'Own headphones.txt', mimeType: 'text/plain', buffer });
    const question = page.getByRole('group', { name: 'Is this a response or a correction?' });
    await expect(question.or(devices.heading.filter({ hasText: 'Own headphones' }))).toBeVisible();
    if (await question.isVisible()) {
      await page.getByRole('radio', { name: /A response/ }).check();
      await page.getByRole('button', { name: 'Go on' }).click();
    }
    await expect(devices.heading).toHaveText('Own headphones');
    await devices.exportDevice.click();
    await saved(() => page.getByRole('button', { name: 'Save as Equalizer APO' }).click());
    // Standing before the button is no press.
    await devices.follow('#devices/opra');
    await expect(page.getByRole('button', { name: 'Fetch from OPRA’s public mirror' })).toBeVisible();
    await devices.follow('#devices/accuracy');
    await expect(devices.heading).toBeVisible();
  });
  await test.step('train: one trial heard and judged', async () => {
    await train.follow(train.linkTo([{ kindId: 'bandBoost', seed: 5 }]).replace(/^[^#]*/, ''));
    await train.acceptInvitation();
    await train.expectQuestion(1, 1);
    await output.expectSound();
    await train.answer();
    await expect(train.summary).toBeVisible();
    await page.keyboard.press('Escape');
  });
  await test.step('progress: export, import', async () => {
    await devices.follow('#progress');
    await expect(train.heading).toHaveText('Progress');
    const file = await saved(() => page.getByRole('button', { name: 'Export progress' }).click());
    const buffer = await readFile(file);
    await page
      .getByLabel('Import progress')
      .setInputFiles({ name: 'progress.json', mimeType: 'application/json', buffer });
    await expect(train.alerts).toContainText(/was here already: 1 trial/);
  });
}

test('all that leaves the browser in a visit, seen from outside it: files of the build, and nothing else [fault: foreign-script]', async ({
  browser,
  baseURL,
  traffic,
}, testInfo) => {
  const proxy = await startRecordingProxy();
  const context = await browser.newContext({ serviceWorkers: 'allow', proxy: { server: proxy.url } });
  const page = await context.newPage();
  await page.addInitScript({ path: RECORDER });
  await openEverything(page, baseURL!);
  await test.step('the service worker has fetched everything', async () => {
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.reload();
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  });
  const requests = ofTheApp(proxy.requests);
  const list = requests.map(({ method, url, bodyBytes }) => `${method} ${url} ${bodyBytes}`).join('\n');
  await testInfo.attach('requests', { body: list, contentType: 'text/plain' });

  // What each visitor needs has come this way, so nothing took another.
  for (const part of [
    /\/index\.html|:\d+\/$/,
    /\.worker-/,
    /\.worklet-/,
    /\.wasm$/,
    /\.woff2$/,
    /\/samples\//,
    /\/sw\.js$/,
  ]) {
    expect(list).toMatch(new RegExp(`^GET \\S*?${part.source.replace(/\$$/, '')}`, 'm'));
  }
  const paths = builtPaths();
  expect(requests.flatMap((request) => faultOf(request, [baseURL!], paths) ?? [])).toEqual([]);
  expect(requests.flatMap(({ headerNames }) => headerNames).filter((name) => !PLAIN_HEADER.test(name))).toEqual([]);
  // And the recording that every other journey relies on misses none of them.
  const recorded = new Set(traffic.asked.map(({ method, url }) => `${method} ${url}`));
  expect(requests.map(({ method, url }) => `${method} ${url}`).filter((each) => !recorded.has(each))).toEqual([]);
  await context.close();
  proxy.close();
});

test('the one press that asks another host reaches OPRA’s two addresses, and no other [fault: foreign-script]', async ({
  browser,
  baseURL,
  traffic,
}) => {
  const proxy = await startRecordingProxy();
  const context = await browser.newContext({ serviceWorkers: 'block', proxy: { server: proxy.url } });
  const page = await context.newPage();
  const devices = new DevicesPage(page);
  await page.goto(`${baseURL}/#devices/opra`);
  const press = page.getByRole('button', { name: 'Fetch from OPRA’s public mirror' });
  await expect(press).toBeVisible();
  expect(traffic.asked.filter(({ url }) => url.startsWith('https:'))).toEqual([]);
  for (const address of OPRA_ADDRESSES) traffic.allowPressed(address);
  await press.click();
  // The proxy lets nobody through; the policy did.
  await expect(devices.alerts).toBeVisible();
  expect(traffic.foreign.map(({ method, url, bodyBytes }) => [method, url, bodyBytes])).toEqual(
    OPRA_ADDRESSES.map((address) => ['GET', address, 0]),
  );
  const tunnels = ofTheApp(proxy.requests).filter(({ method }) => method !== 'GET');
  expect(new Set(tunnels.map(({ method, url }) => `${method} ${url}`))).toEqual(
    new Set(OPRA_ADDRESSES.map((address) => `CONNECT ${new URL(address).host}:443`)),
  );
  await context.close();
  proxy.close();
});

/** Somebody else's page: what it does is what the recording must see. */
const leaking = (other: string): string => `<!doctype html><script>
  const worker = new Worker(URL.createObjectURL(new Blob([
    "fetch('${other}/worker', { method: 'POST', body: 'results' }).then(() => postMessage(1))"
  ])));
  navigator.sendBeacon('${other}/beacon', new Blob([new Uint8Array(100)]));
  new WebSocket('${other.replace('http', 'ws')}/socket');
  new Image().src = '${other}/image?score=7';
  worker.onmessage = () => { document.title = 'done'; };
</script>`;

test('the recording sees what a page, its worker, a beacon and a socket send', async ({ browser, traffic }) => {
  const other = await startForeignHost(() => ({ type: 'text/plain', text: '' }));
  const site = await startForeignHost((path) => ({ type: 'text/html', text: path === '/' ? leaking(other.url) : '' }));
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${site.url}/`);
  await expect(page).toHaveTitle('done');
  const kinds = ['beacon', 'image?score=7', 'socket', 'worker'];
  await expect.poll(() => other.visited.length).toBe(kinds.length);
  const faults = traffic.faults();
  for (const kind of kinds)
    expect(faults).toContainEqual(expect.stringContaining(`${other.url.replace('http:', '')}/${kind}`));
  // Judged as what the app may do, each is a fault as well.
  const asIfOwn = traffic.asked.filter(({ url }) => url.startsWith(other.url));
  const judged = asIfOwn.map((request) => faultOf(request, [other.url], builtPaths()) ?? '');
  expect(judged.toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    expect.stringContaining('carries a query'),
    expect.stringContaining('is no GET'),
    expect.stringContaining('is no GET'),
  ]);
  traffic.forget();
  await page.context().close();
  other.close();
  site.close();
});
