import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { VitePWA } from 'vite-plugin-pwa';
import { contentPolicy } from './scripts/build/contentPolicy.ts';
import { notices } from './scripts/build/notices.ts';

/** Debian's Chromium as root needs these; autoplay must be free or `resume()` never settles in a test page. */
const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];

const packageFile = (path: string): string => fileURLToPath(new URL(`./node_modules/${path}`, import.meta.url));

/** The drawings of devices, in the page itself: see `Pictogram.tsx`. Comments and line breaks stay behind. */
const pictograms = (): string =>
  readFileSync(new URL('./src/ui/pictograms/pictograms.svg', import.meta.url), 'utf8')
    .replace(/<!--.*?-->/gs, '')
    .replace(/\n\s*/g, '');

/**
 * Class names as short as can be: they stand in the JavaScript as well, a few hundred of them before the first sound.
 */
const shortNames = new Map<string, string>();
function shortName(name: string, file: string): string {
  const key = `${file} ${name}`;
  const known = shortNames.get(key) ?? `_${shortNames.size.toString(36)}`;
  shortNames.set(key, known);
  return known;
}

const { page: pageNotices, worker: workerNotices } = notices();

export default defineConfig({
  base: './',
  plugins: [
    react(),
    {
      name: 'pictograms',
      transformIndexHtml: (html) => html.replace('<div id="root">', `${pictograms()}<div id="root">`),
    },
    {
      // Tone's nodes ask this module for the context in use, and it brings the offline contexts and buffers of Tone
      // with it, which nothing here uses: 1.4 KB of gzip before the first sound.
      name: 'tone-context-only',
      apply: 'build',
      enforce: 'pre',
      resolveId: (source, importer) =>
        source === '../Global.js' && importer?.includes('/tone/build/esm/core/')
          ? packageFile('tone/build/esm/core/context/GlobalContext.js')
          : null,
    },
    contentPolicy(),
    ...pageNotices,
    VitePWA({
      registerType: 'prompt',
      injectRegister: false,
      workbox: {
        globPatterns: ['**/*.{js,css,html,svg,wasm,woff2,webmanifest}', 'assets/*.json'],
        runtimeCaching: [
          {
            urlPattern: ({ url }) => url.pathname.includes('/samples/'),
            // Served at once from the cache, and brought up to date for the next visit.
            handler: 'StaleWhileRevalidate',
            options: { cacheName: 'samples', expiration: { maxEntries: 32 } },
          },
        ],
      },
      manifest: {
        name: 'Elsewhere',
        short_name: 'Elsewhere',
        description: 'Hear your mix through other people’s speakers.',
        theme_color: '#161311',
        background_color: '#161311',
        display: 'standalone',
        start_url: './',
        icons: [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
      },
    }),
  ],
  resolve: {
    alias: [
      // See there why.
      {
        find: 'standardized-audio-context',
        replacement: fileURLToPath(new URL('./src/audio/nativeAudio.ts', import.meta.url)),
      },
      // The package exports its loader only; `src/audio/renderer/pffft.ts` says why that is not used.
      { find: /^pffft-simd\.wasm(?=\?)/, replacement: packageFile('@echogarden/pffft-wasm/dist/simd/pffft.wasm') },
      { find: /^pffft-plain\.wasm(?=\?)/, replacement: packageFile('@echogarden/pffft-wasm/dist/non-simd/pffft.wasm') },
    ],
  },
  css: { modules: process.env['NODE_ENV'] === 'production' ? { generateScopedName: shortName } : {} },
  build: {
    target: 'es2022',
    manifest: true,
    modulePreload: {
      polyfill: false,
      // Scripts that other screens import in turn are found when those come: their names alone are 1 KB before the first sound.
      resolveDependencies: (file, dependencies) =>
        dependencies.filter((name) => name.endsWith('.css') || /create(?:Engine|Decoder|Analysis)-/.test(file)),
    },
  },
  worker: { format: 'es', plugins: () => [workerNotices] },
  optimizeDeps: { entries: ['index.html', 'src/**/*.{ts,tsx}'] },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['tests/unit/**/*.test.ts'],
          setupFiles: ['tests/support/propertySeed.ts'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'ui',
          environment: 'jsdom',
          include: ['tests/ui/**/*.test.tsx'],
          setupFiles: ['tests/support/uiSetup.ts'],
          // Roles over seventy cards, on a busy machine.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.{ts,tsx}'],
          testTimeout: 60_000,
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            api: { host: '127.0.0.1' },
            provider: playwright({
              launchOptions: {
                executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
                args: chromiumArgs,
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
