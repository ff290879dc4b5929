import { defineConfig } from '@playwright/test';

/** One journey in three engines, against the built app. Playwright only runs it: the drivers are our own. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  // Emptied before each run, so what one run leaves for the next lies beside it.
  outputDir: '../../bench-results/engines/run',
  fullyParallel: false,
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 900_000,
  reporter: 'list',
});
