import type { Locator, Page } from 'playwright';

/** The Devices screen by role and name. */
export class DevicesPage {
  readonly heading: Locator;
  readonly importDevice: Locator;
  readonly pending: Locator;
  readonly library: Locator;
  readonly facts: Locator;
  readonly exportDevice: Locator;
  readonly nowPlaying: Locator;
  readonly alerts: Locator;

  constructor(readonly page: Page) {
    this.heading = page.getByRole('heading', { level: 1 });
    this.importDevice = page.getByLabel('Import device');
    this.pending = page.getByRole('list', { name: 'Imports under way' });
    this.library = page.getByRole('region', { name: 'Library' });
    this.facts = page.getByRole('region', { name: 'Where it comes from' });
    this.exportDevice = page.getByRole('button', { name: 'Export device' });
    this.nowPlaying = page.getByRole('status', { name: 'Now playing through' });
    this.alerts = page.getByRole('alert');
  }

  /** Opens a page of Devices as the first screen. */
  async open(hash = '#devices'): Promise<void> {
    await this.page.goto(`/${hash}`);
    await this.heading.waitFor();
  }

  async follow(hash: string): Promise<void> {
    await this.page.evaluate((to) => {
      window.location.hash = to;
    }, hash);
  }

  card(name: string): Locator {
    return this.library.getByRole('link', { name, exact: true });
  }

  handle(number: number): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^Filter ${number}:`) });
  }
}
