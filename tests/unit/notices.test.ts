import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const THIRD_PARTY = readFileSync(join(ROOT, 'THIRD_PARTY.md'), 'utf8');

let dist = '';
beforeAll(() => {
  dist = mkdtempSync(join(tmpdir(), 'elsewhere-notices-'));
  // Source maps say which modules each file was made of: of the page, its workers and worklets, and the service worker.
  const { NODE_ENV: _mode, VITEST: _test, ...env } = process.env;
  execFileSync('npx', ['vite', 'build', '--outDir', dist, '--emptyOutDir', '--sourcemap', '--logLevel', 'error'], {
    cwd: ROOT,
    env,
  });
}, 600_000);
afterAll(() => rmSync(dist, { recursive: true, force: true }));

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

const isNoticed = (title: string): boolean => notices().includes(`<h2>${title}</h2>`);
const notices = (): string => readFileSync(join(dist, 'third-party-notices.html'), 'utf8');

/** `name version` of each package that a source map of the build names, with the files of the build that it is in. */
function packagesInScripts(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const map of filesOf(dist).filter((file) => file.endsWith('.js.map'))) {
    const { sources } = JSON.parse(readFileSync(map, 'utf8')) as { sources: (string | null)[] };
    for (const source of sources) {
      const [, folder] = /(?:^|\/)(node_modules\/(?:.*node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(source ?? '') ?? [];
      if (!folder) continue;
      const { name, version } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Record<
        string,
        string
      >;
      const title = `${name} ${version}`;
      found.set(title, [...(found.get(title) ?? []), map.slice(dist.length + 1)]);
    }
  }
  return found;
}

/** The table of THIRD_PARTY.md that says what is in the page, by package name. */
function packagesOfTheTable(): Map<string, string> {
  const [, table] = /^## In the built page$([\s\S]*?)^## /m.exec(THIRD_PARTY) ?? [];
  const found = new Map<string, string>();
  for (const row of table!.split('\n').filter((line) => line.startsWith('|'))) {
    const [, names, licence] = row.split('|');
    for (const [, name] of names!.matchAll(/`([^`]+)`/g)) found.set(name!, licence!.trim());
  }
  return found;
}

it('every package in the scripts of the page, its workers, worklets and service worker has its notice [fault: notices]', () => {
  const found = packagesInScripts();
  const has = (title: RegExp, file: RegExp): boolean =>
    [...found].some(([each, files]) => title.test(each) && files.some((name) => file.test(name)));
  // The maps are read at all: one of each sort.
  expect(has(/^react-dom /, /^assets\/index/)).toBe(true);
  expect(has(/^idb 7/, /^workbox-/)).toBe(true);
  expect(has(/^workbox-core /, /^workbox-/)).toBe(true);
  expect([...found.keys()].filter((title) => !isNoticed(title))).toEqual([]);
});

it('every font and every WebAssembly module is from a package that has its notice, or is our own [fault: notices]', () => {
  const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
  const assets = filesOf(dist).filter((file) => /\.(?:woff2?|wasm|ttf|otf)$/.test(file));
  expect(assets.length).toBeGreaterThan(1);
  const dependencies = Object.keys(
    (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: object }).dependencies,
  );
  const owners = new Map<string, string>();
  for (const name of dependencies) {
    const folder = join(ROOT, 'node_modules', name);
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    for (const file of filesOf(folder).filter((each) => /\.(?:woff2?|wasm|ttf|otf)$/.test(each))) {
      owners.set(hashOf(file), `${name} ${version}`);
    }
  }
  for (const asset of assets) {
    const owner = owners.get(hashOf(asset));
    expect(owner, asset).toBeDefined();
    expect(isNoticed(owner!), `${asset} of ${owner}`).toBe(true);
  }
});

it('each notice has the text of its licence, in full [fault: notices]', () => {
  const sections = notices()
    .split('<h2>')
    .slice(1)
    .filter((section) => !section.startsWith('Data'));
  expect(sections.length).toBeGreaterThan(15);
  for (const section of sections) {
    const [title] = section.split('<');
    expect(section, title).toMatch(/<pre>[\s\S]*(?:AS IS|as is|Mozilla Public License)[\s\S]*<\/pre>/);
    expect(section, title).toMatch(/source: https:\/\//);
  }
});

it('THIRD_PARTY.md names what is in the page, with its licence, and nothing else [fault: notices]', () => {
  const noticed = [...notices().matchAll(/<h2>(\S+) \d[^<]*<\/h2>\n<p>([^;]+);/g)].map(([, name, licence]) => [
    name!,
    licence!,
  ]);
  const table = packagesOfTheTable();
  expect([...table.keys()].toSorted()).toEqual([...new Set(noticed.map(([name]) => name!))].toSorted());
  for (const [name, licence] of noticed) expect(table.get(name!), name).toContain(licence);
});

it('the page of notices is kept for use without a network [fault: notices]', () => {
  expect(existsSync(join(dist, 'sw.js'))).toBe(true);
  expect(readFileSync(join(dist, 'sw.js'), 'utf8')).toContain('third-party-notices.html');
});
