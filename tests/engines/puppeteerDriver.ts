import puppeteer, { type ElementHandle, type KeyInput, type LaunchOptions } from 'puppeteer-core';
import { described, type EngineDriver, type Wanted } from './EngineDriver';

/** Chromium over its own protocol, Firefox over WebDriver BiDi. */
export async function puppeteerDriver(options: LaunchOptions): Promise<EngineDriver> {
  const browser = await puppeteer.launch({
    headless: true,
    defaultViewport: { width: 1440, height: 900 },
    // No step keeps the page busy for this long; one that does not answer has stopped.
    protocolTimeout: 60_000,
    ...options,
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(90_000);

  const find = async (wanted: Wanted): Promise<ElementHandle<HTMLElement>> => {
    const found = await page.evaluateHandle((what) => window.engineProbe.find(what), wanted);
    const element = found.asElement() as ElementHandle<HTMLElement> | null;
    if (!element) throw new Error(`there is no ${described(wanted)}`);
    return element;
  };
  return {
    version: (await browser.version()).replace(/^\D*/, ''),
    async open(url) {
      await page.goto(url);
    },
    async reload() {
      await page.reload();
    },
    evaluate: (work, ...args) => page.evaluate(work as never, ...(args as unknown as never[])),
    async click(wanted) {
      await (await find(wanted)).click();
    },
    async setFiles(wanted, paths) {
      await ((await find(wanted)) as unknown as ElementHandle<HTMLInputElement>).uploadFile(...paths);
    },
    press: (key) => page.keyboard.press(key as KeyInput),
    close: () => browser.close(),
  };
}
