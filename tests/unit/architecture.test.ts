import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../src/devices/catalogue';
import type { DeviceProfile } from '../../src/devices/DeviceProfile';

// The one-way table itself is in .oxlintrc.json; here is what lint cannot say.

const ROOT = resolve(import.meta.dirname, '../..');
const SRC = join(ROOT, 'src');

interface Import {
  readonly from: string;
  readonly isType: boolean;
}
interface Source {
  /** Path below src, with forward slashes. */
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

/** Source text without comments, so that prose about a device is not taken for code. */
const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|(?<![:'"`\\])\/\/[^\n]*/g, '');

function importsOf(text: string): Import[] {
  const found: Import[] = [];
  for (const match of text.matchAll(/\b(import|export)\s+(type\s)?[^'"`;]*?from\s*['"]([^'"]+)['"]/g)) {
    found.push({ from: match[3]!, isType: match[2] !== undefined });
  }
  for (const match of text.matchAll(/\bimport\s*\(\s*['"]([^'"]+)['"]|\bimport\s+['"]([^'"]+)['"]/g)) {
    found.push({ from: (match[1] ?? match[2])!, isType: false });
  }
  return found;
}

function readSources(): Source[] {
  return readdirSync(SRC, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const path = relative(SRC, file).replaceAll('\\', '/');
      const text = withoutComments(readFileSync(file, 'utf8'));
      return { path, folder: path.split('/')[0]!, text, imports: importsOf(text) };
    });
}

const sources = readSources();

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Path below src that a relative import points at, without its ending. */
const targetOf = (source: Source, specifier: string): string =>
  relative(SRC, resolve(SRC, dirname(source.path), specifier.replace(/\?.*$/, ''))).replaceAll('\\', '/');

const isRelative = (specifier: string): boolean => specifier.startsWith('.');

/** Packages each folder may use at run time. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  core: [],
  dsp: [],
  devices: ['valibot'],
  analysis: [],
  drills: ['simple-statistics', 'ts-fsrs', 'valibot'],
  audio: ['tone', 'mediabunny', 'pffft-simd.wasm?url', 'pffft-plain.wasm?url'],
  storage: ['idb', 'client-zip', '@noble/hashes', '@zip.js/zip.js', 'valibot'],
  store: ['zustand', 'valibot'],
  ui: ['react', 'react-dom', 'zustand'],
  app: [
    'react',
    'react-dom',
    'zustand',
    'client-zip',
    'virtual:pwa-register',
    'workbox-window',
    '@fontsource-variable/hanken-grotesk',
  ],
};

/** The doors through which the store and the screen may see the services, as types. */
const PORTS: Readonly<Record<string, readonly string[]>> = {
  audio: ['audio/EnginePort', 'audio/DecodePort', 'audio/stimuli/DeckPort', 'audio/stimuli/StimulusPort'],
  analysis: ['analysis/AnalysisPort', 'analysis/FittingPort', 'analysis/PassageFacts'],
  storage: [
    'storage/StoragePort',
    'storage/ProgressPort',
    'storage/DeviceStoragePort',
    'storage/backup/BackupPort',
    'storage/backup/BrowserStoragePort',
  ],
};

describe('folders', () => {
  test('there is source to look at', () => {
    expect(sources.length).toBeGreaterThan(20);
    const unknown = sources.filter((s) => s.folder !== 'types' && PACKAGES[s.folder] === undefined);
    expect(unknown.map((s) => s.path)).toEqual([]);
  });

  test('each folder uses only the packages it is allowed', () => {
    const strays = sources.flatMap((source) =>
      source.imports
        .filter(({ from, isType }) => !isRelative(from) && !isType)
        .map(({ from }) => packageOf(from))
        .filter((name) => source.folder !== 'types' && !PACKAGES[source.folder]!.includes(name))
        .map((name) => `${source.path} imports ${name}`),
    );
    expect(strays).toEqual([]);
  });

  test('only src/audio knows Tone.js, even as types', () => {
    const strays = sources.filter((s) => s.folder !== 'audio' && s.imports.some((i) => packageOf(i.from) === 'tone'));
    expect(strays.map((s) => s.path)).toEqual([]);
  });

  test('only src/audio opens audio contexts and makes audio nodes', () => {
    const makes =
      /\bnew\s+(?:webkit)?(?:Offline)?AudioContext\b|\bnew\s+[A-Z]\w*(?:Source|Gain|Filter|Worklet|Convolver|Analyser|Panner|Shaper|Compressor)Node\b/;
    const strays = sources.filter((s) => s.folder !== 'audio' && makes.test(s.text));
    expect(strays.map((s) => s.path)).toEqual([]);
  });

  test('the store and the screen see audio, analysis and storage only through their ports', () => {
    const strays = sources
      .filter((source) => source.folder === 'store' || source.folder === 'ui')
      .flatMap((source) =>
        source.imports
          .filter(({ from }) => isRelative(from))
          .map(({ from }) => targetOf(source, from))
          .filter((target) => {
            const ports = PORTS[target.split('/')[0]!];
            return ports !== undefined && !ports.includes(target);
          })
          .map((target) => `${source.path} imports ${target}`),
      );
    expect(strays).toEqual([]);
  });

  test('one file joins store and engine', () => {
    const joins = sources.filter(
      (s) => s.folder === 'store' && /\bEnginePort\b/.test(s.text) && /\.setTarget\(/.test(s.text),
    );
    expect(joins.map((s) => s.path)).toEqual(['store/engineSync.ts']);
  });

  test('ports are types alone', () => {
    for (const path of Object.values(PORTS).flat()) {
      const source = sources.find((s) => s.path === `${path}.ts`);
      expect(source, path).toBeDefined();
      expect(
        source!.imports.filter((i) => !i.isType),
        path,
      ).toEqual([]);
      expect(source!.text, path).not.toMatch(/^export\s+(?:const|function|class|let|default)\b/m);
    }
  });

  test('the pure folders are compiled without the DOM', () => {
    const config = JSON.parse(readFileSync(join(ROOT, 'tsconfig.pure.json'), 'utf8')) as {
      compilerOptions: { lib: string[]; types: string[] };
      include: string[];
    };
    expect(config.compilerOptions.lib.filter((lib) => /dom/i.test(lib))).toEqual([]);
    expect(config.compilerOptions.types).toEqual([]);
    for (const folder of ['core', 'dsp', 'devices', 'drills']) expect(config.include).toContain(`src/${folder}`);
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(scripts['typecheck']).toContain('tsconfig.pure.json');
  });

  test('no file is a drawer for odds and ends', () => {
    const drawers = sources.filter((s) => /^(?:utils?|helpers?|common|manager|misc)\b/i.test(basename(s.path)));
    expect(drawers.map((s) => s.path)).toEqual([]);
  });
});

describe('a device is data', () => {
  const profileFiles = readdirSync(join(SRC, 'devices/profiles')).filter((name) => name.endsWith('.ts'));

  test('no code asks which device it has', () => {
    const ids = CATALOGUE.map((profile) => profile.id).join('|');
    const quoted = `['"\`](?:${ids})['"\`]`;
    const asks = new RegExp(
      `(?:[!=]==?\\s*${quoted})|(?:${quoted}\\s*[!=]==?)|(?:\\bcase\\s+${quoted})|(?:includes\\(\\s*${quoted})`,
    );
    // It would be found if it were there.
    expect("if (device.id === 'phone')").toMatch(asks);
    expect("case 'flat':").toMatch(asks);
    const strays = sources.filter((s) => !s.path.startsWith('devices/profiles/') && asks.test(s.text));
    expect(strays.map((s) => s.path)).toEqual([]);
  });

  test('only the catalogue imports profiles', () => {
    const strays = sources.filter(
      (source) =>
        source.path !== 'devices/catalogue.ts' &&
        source.imports.some(({ from }) => isRelative(from) && targetOf(source, from).startsWith('devices/profiles/')),
    );
    // A profile may share figures with its siblings.
    expect(strays.map((s) => s.path).filter((path) => !path.startsWith('devices/profiles/'))).toEqual([]);
  });

  test.each(profileFiles)('profiles/%s is in the catalogue', async (name) => {
    const exported = Object.values((await import(join(SRC, 'devices/profiles', name))) as Record<string, unknown>);
    const profiles = exported.filter(
      (value): value is DeviceProfile =>
        typeof value === 'object' && value !== null && 'id' in value && 'stages' in value,
    );
    // A file without a profile (shared figures) must be used by one that has.
    if (profiles.length === 0) {
      const users = sources.filter((s) => s.imports.some((i) => i.from === `./${name.replace(/\.ts$/, '')}`));
      expect(users).not.toEqual([]);
    }
    for (const profile of profiles) expect(CATALOGUE).toContain(profile);
  });
});
