import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { createViteLicensePlugin, type LicenseMeta } from 'rollup-license-plugin';
import type { Plugin } from 'vite';

const ROOT = resolve(import.meta.dirname, '../..');

/** Of the built page. HTML, so that it is kept for use without a network as the page itself is. */
const NOTICES_FILE = 'third-party-notices.html';
const NOTICES_STYLE_FILE = 'third-party-notices.css';
const NOTICES_STYLE = `body { font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 80ch; margin: 24px auto; padding: 0 16px; overflow-wrap: anywhere; }
pre { font: 14px/1.5 ui-monospace, monospace; white-space: pre-wrap; }
`;

/** What may be in the page. Another licence stops the build, until somebody has read what it asks for. */
const ACCEPTED: ReadonlySet<string> = new Set(['MIT', 'ISC', '0BSD', 'BSD-3-Clause', 'MPL-2.0', 'OFL-1.1']);

/** What `sw.js` imports. Workbox bundles it by itself, after the page has been built. */
const WORKBOX: readonly string[] = [
  'workbox-expiration',
  'workbox-precaching',
  'workbox-routing',
  'workbox-strategies',
];

/** Texts that the plug-in does not look for: it reads LICENSE only. */
const MORE_TEXTS = /^(?:copying|notice|copyrightnotice)(?:\.|$)/i;

/** What Vite is made of, but for what it writes into a page. */
const OF_THE_TOOL_ONLY = /^# Licenses of bundled dependencies$[\s\S]*/m;

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const readPackage = (folder: string): PackageJson =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageJson;

/** What build tools write into the page themselves, by the names of their modules that are no files. */
const TOOL_PARTS: readonly (readonly [RegExp, string])[] = [
  [/^(?:\0vite\/|__vite-browser-external)/, 'vite'],
  [/^\0rolldown\//, 'rolldown'],
  [/^\/@vite-plugin-pwa\//, 'vite-plugin-pwa'],
];

/** Folder of the package that a module or an asset comes from; null for our own. */
function packageFolder(file: string): string | null {
  const tool = TOOL_PARTS.find(([part]) => part.test(file));
  if (tool) return join(ROOT, 'node_modules', tool[1]);
  const path = resolve(ROOT, file);
  const [folder] = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path) ?? [];
  if (folder !== undefined) return folder;
  // Of a tool that is not in the list above: whose it is must be known.
  if (file.startsWith('\0') || !path.startsWith(ROOT))
    throw new Error(`nobody knows whose ${file.replace('\0', '')} is`);
  return null;
}

/** Adds the folders of packages and of all that they depend on, as Node finds them from `from`. */
function addWithDependencies(names: readonly string[], from: string, folders: Set<string>): void {
  const require = createRequire(join(from, 'package.json'));
  for (const name of names) {
    const folder = dirname(require.resolve(`${name}/package.json`));
    if (folders.has(folder)) continue;
    folders.add(folder);
    addWithDependencies(Object.keys(readPackage(folder).dependencies ?? {}), folder, folders);
  }
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Where the source is, as a browser opens it. */
const sourceOf = ({ repository, source }: LicenseMeta): string =>
  (repository ?? source)
    .replace(/^git\+/, '')
    .replace(/^(?:git|ssh):\/\/(?:git@)?/, 'https://')
    .replace(/\.git$/, '');

/** Data that are in the page as profiles, as THIRD_PARTY.md has them. */
function dataSection(): string {
  const [, section] = /^## Data\n\n([\s\S]*?)(?=^## )/m.exec(readFileSync(join(ROOT, 'THIRD_PARTY.md'), 'utf8')) ?? [];
  if (!section) throw new Error('THIRD_PARTY.md has no section Data');
  return section
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| what'))
    .map((line) => line.slice(2, -2).split(' | '))
    .map(([what, licence, where]) => `${what}: ${licence}; ${where}`.replaceAll('`', ''))
    .join('\n');
}

function noticesPage(packages: readonly LicenseMeta[], folders: ReadonlySet<string>): string {
  const textsOf = new Map(
    [...folders].map((folder) => {
      const { name, version } = readPackage(folder);
      const files = readdirSync(folder).filter((file) => MORE_TEXTS.test(file));
      return [`${name} ${version}`, files.map((file) => readFileSync(join(folder, file), 'utf8'))];
    }),
  );
  const sections = packages
    .toSorted((a, b) => `${a.name} ${a.version}`.localeCompare(`${b.name} ${b.version}`, 'en'))
    .map((each) => {
      const title = `${each.name} ${each.version}`;
      // The plug-in's types say that there is always a text; there is none without a file named LICENSE.
      const texts = [each.licenseText as string | null, ...(textsOf.get(title) ?? [])].filter((text) => text !== null);
      if (texts.length === 0) throw new Error(`${title} comes without the text of its licence`);
      const text = texts.map((part) => part.replaceAll('\r', '').replace(OF_THE_TOOL_ONLY, '').trim()).join('\n\n');
      return `<h2>${escaped(title)}</h2>\n<p>${escaped(each.license)}; source: ${escaped(sourceOf(each))}</p>\n<pre>${escaped(text)}</pre>`;
    });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="dark light" />
<link rel="stylesheet" href="./${NOTICES_STYLE_FILE}" />
<title>Other people's work in Elsewhere</title>
</head>
<body>
<main>
<h1>Other people's work in Elsewhere</h1>
<p>These packages are in the page, its workers, its fonts or its WebAssembly, minified and otherwise
unmodified, under the licences that follow.</p>
${sections.join('\n')}
<h2>Data</h2>
<pre>${escaped(dataSection())}</pre>
</main>
</body>
</html>
`;
}

/**
 * Writes the licence notices of every package in the build to one page. The plug-in for licences sees the modules of the
 * page's own chunks; workers, worklets, fonts, WebAssembly and the service worker are added to them here.
 */
export function notices(): { readonly page: readonly Plugin[]; readonly worker: Plugin } {
  const folders = new Set<string>();
  const collect = (name: string): Plugin => ({
    name,
    apply: 'build',
    generateBundle(_, bundle) {
      for (const output of Object.values(bundle)) {
        for (const file of output.type === 'chunk' ? output.moduleIds : output.originalFileNames) {
          const folder = packageFolder(file);
          if (folder !== null) folders.add(folder);
        }
      }
    },
  });
  return {
    worker: collect('collect-worker-packages'),
    // In this order: workers are bundled before the page's own bundle is put out.
    page: [
      collect('collect-packages'),
      createViteLicensePlugin({
        outputFilename: false,
        unacceptableLicenseTest: (licence) => !ACCEPTED.has(licence),
        includePackages: () => {
          addWithDependencies(WORKBOX, ROOT, folders);
          return [...folders];
        },
        additionalFiles: {
          [NOTICES_FILE]: (packages) => noticesPage(packages, folders),
          [NOTICES_STYLE_FILE]: () => NOTICES_STYLE,
        },
      }),
    ],
  };
}
