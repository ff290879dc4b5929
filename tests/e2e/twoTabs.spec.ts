import type { Page } from '@playwright/test';
import { ListenPage } from '../support/listenPage';
import { expect, test } from './app';

/** Opens the app in another tab of the same browser. */
async function openTab(page: Page): Promise<ListenPage> {
  const other = await page.context().newPage();
  await other.goto('/');
  const app = new ListenPage(other);
  await expect(app.play).toBeEnabled();
  return app;
}

test('a switch toggled in one tab leaves the target and the theme that the other chose later [fault: two-tabs]', async ({
  app,
  page,
}) => {
  const other = await openTab(page);
  const otherPage = other.page;
  await other.target('Phone').check();
  await otherPage.getByRole('button', { name: 'Use the light theme' }).click();
  // Leaving a page writes what it has changed.
  await otherPage.reload();
  await expect(other.target('Phone')).toBeChecked();

  await app.matchLoudness.click();
  await page.reload();
  await expect(app.target('Phone')).toBeChecked();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(app.matchLoudness).not.toBeChecked();
});

test('of two targets chosen in two tabs the newer is there at the next visit [fault: two-tabs]', async ({
  app,
  page,
}) => {
  const other = await openTab(page);
  await app.target('TV').check();
  await other.target('Phone').check();
  // The tab with the older choice goes last.
  await other.page.close();
  await page.reload();
  await expect(app.target('Phone')).toBeChecked();
});
