import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readOpra } from '../../src/analysis/fitting/readOpra';
import { cleanName, NAME_LIMIT } from '../../src/core/cleanName';
import { FLAT_REFERENCE } from '../../src/devices/catalogue';
import { readDevice } from '../../src/devices/exchange/readDevice';
import { writeOwnJson } from '../../src/devices/exchange/ownJson';
import { writeDevice } from '../../src/devices/exchange/writeDevice';
import { directProgressFile } from '../support/directProgressFile';
import type { DrillSpec } from '../../src/drills/records';
import { readLink, writeLink } from '../../src/drills/shareLink';
import { exportFileName, zipFileName } from '../../src/store/exportFileName';
import { fakeFile, fakeSession, settle } from '../support/fakeSession';

/** A right-to-left override, an isolate, zero-width characters, half a pair, a filler, a tag, a tower, 5,000 letters. */
const HOSTILE = `\u202E\u2067my\u200B\u2060 mix\u3164\uD800\u{E0041}\t\n e\u0301${'\u0323'.repeat(40)}${'\u200F'.repeat(30)} ${'x'.repeat(5000)}`;
const HARMLESS = /^(?!.*[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u3164]|.*\p{M}{7}|.* {2}|^\s|.*\s$)/u;

const graphemesOf = (text: string): number => [...new Intl.Segmenter('en').segment(text)].length;

function expectClean(name: string, most = NAME_LIMIT): void {
  expect(name).toMatch(HARMLESS);
  expect(name).toMatch(/^my mix/);
  expect(graphemesOf(name)).toBeLessThanOrEqual(most);
}

describe('a name [fault: odd-name]', () => {
  const FAMILY = '\u{1F469}\u200D\u{1F469}\u200D\u{1F467}';
  test.each<readonly [what: string, from: string, to: string]>([
    ['plain', 'HD 600', 'HD 600'],
    ['accents in two parts', 'Bo\u0308se', 'B\u00F6se'],
    ['white space of all kinds', ' a\t\r\n\u00A0\u2003b\u3000', 'a b'],
    ['direction marks', '\u202Egpj.xim\u202C\u2066\u2069\u200E\u061C', 'gpj.xim'],
    ['characters without width', 'a\u200Bb\u200Cc\u200Dd\u2060e\uFEFFf\u00ADg', 'abcdefg'],
    ['controls', 'a\u0000b\u0007c\u001B[31md\u0085', 'abc[31md'],
    ['half a pair of surrogates', 'a\uD83Db\uDE00c', 'abc'],
    ['private and unassigned characters', 'a\uE000b\u{10FFFF}c\u{0378}d', 'abcd'],
    ['fillers that look like nothing', '\u3164a\u115F\u1160\uFFA0\u2800b\u180E', 'ab'],
    ['text hidden in tags', 'a\u{E0068}\u{E0069}\u{E007F}b', 'ab'],
    [
      'an emoji of several parts',
      `${FAMILY} \u2764\uFE0F\u200D\u{1F525} 1\uFE0F\u20E3`,
      `${FAMILY} \u2764\uFE0F\u200D\u{1F525} 1\uFE0F\u20E3`,
    ],
    ['selectors that select nothing', 'a\uFE0Fb\uFE0F\uFE0F\u{E0100}', 'ab'],
    [
      'a Persian word',
      '\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645',
      '\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645',
    ],
    ['a Marathi word', '\u0930\u094D\u200D\u092F\u093E', '\u0930\u094D\u200D\u092F\u093E'],
    ['a tower of marks', `Z${'\u0315'.repeat(50)}!`, `Z${'\u0315'.repeat(6)}!`],
    ['marks on nothing', '\u0301\u0302a', 'a'],
    ['nothing to see', ' \u200B\u202E\u0301\u2800 ', 'Untitled'],
    ['empty', '', 'Untitled'],
  ])('%s', (_, from, to) => {
    expect(cleanName(from)).toBe(to);
  });

  test('is cut between graphemes, with an ellipsis, and only when it is too long', () => {
    expect(cleanName('x'.repeat(80))).toBe('x'.repeat(80));
    expect(cleanName('x'.repeat(81))).toBe(`${'x'.repeat(79)}…`);
    const flags = '\u{1F1E9}\u{1F1EA}';
    expect(cleanName(flags.repeat(80))).toBe(flags.repeat(80));
    expect(cleanName(flags.repeat(81))).toBe(`${flags.repeat(79)}…`);
    // Families take eleven units each: the size is bounded as well.
    expect(cleanName(FAMILY.repeat(500)).length).toBeLessThanOrEqual(4 * NAME_LIMIT);
  });

  test('of whatever characters is never empty, hides nothing, has a bound, and stays as it is when cleaned again', () => {
    const odd = fc.constantFrom(
      '\u200D',
      '\u200C',
      '\uFE0F',
      '\u0301',
      '\u094D',
      '\u0645',
      '\u{1F469}',
      '\u{1F3FD}',
      '\u202E',
      '\uD83D',
      ' ',
      '1',
      '\u0930',
      '\u3164',
      '\u6F22',
      '\u{E0100}',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: odd, maxLength: 300 }),
      fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((c) => String.fromCharCode(c)), maxLength: 300 }),
    );
    fc.assert(
      fc.property(text, (from) => {
        const name = cleanName(from);
        expect(name).toMatch(/[\p{L}\p{N}\p{P}\p{S}]/u);
        expect(name).not.toMatch(/[\p{Cc}\p{Co}\p{Cs}\p{Bidi_C}\u200B\u2060\uFEFF\u2028\u2029]/u);
        expect(name).not.toMatch(/\p{M}{7}/u);
        expect(graphemesOf(name)).toBeLessThanOrEqual(NAME_LIMIT);
        expect(name.length).toBeLessThanOrEqual(4 * NAME_LIMIT);
        expect(cleanName(name)).toBe(name);
      }),
      { numRuns: 1000 },
    );
  });
});

const AUTO_EQ = `frequency,raw\n${Array.from({ length: 31 }, (_, i) => `${20 * 10 ** (i / 10)},${i % 3}`).join('\n')}`;
const SPEC: DrillSpec = {
  kindId: 'nameTheBand',
  mode: 'practise',
  trialCount: 10,
  seed: 1,
  settings: {},
  deviceId: null,
  trackIds: [],
};
const { seed: _seed, ...CUSTOM_BLOCK } = SPEC;
const impulse = (): Uint8Array => {
  const bytes = new Uint8Array(44 + 4096 * 2);
  const view = new DataView(bytes.buffer);
  for (const [at, text] of [
    [0, 'RIFF'],
    [8, 'WAVEfmt '],
    [36, 'data'],
  ] as const) {
    bytes.set(new TextEncoder().encode(text), at);
  }
  for (const [at, value, size] of [
    [4, bytes.length - 8, 4],
    [16, 16, 4],
    [20, 1, 2],
    [22, 1, 2],
    [24, 48_000, 4],
    [28, 96_000, 4],
    [32, 2, 2],
    [34, 16, 2],
    [40, 4096 * 2, 4],
  ] as const) {
    if (size === 4) view.setUint32(at, value, true);
    else view.setUint16(at, value, true);
  }
  view.setInt16(44, 20_000, true);
  return bytes;
};

async function opened() {
  const parts = fakeSession();
  await parts.session.start();
  await settle();
  return parts;
}

/** Every way by which a name comes in, with what it is called once it is in. */
const ENTRIES: readonly (readonly [where: string, read: () => Promise<readonly string[]>])[] = [
  [
    'a track from a file',
    async () => {
      const { session, storage } = await opened();
      session.addFiles([fakeFile(`${HOSTILE}.wav`)]);
      const waiting = session.library.getState().jobs.map((job) => job.name);
      await settle();
      const track = session.library.getState().tracks.at(-1)!;
      const stored = (await storage.listTracks())[0]!;
      expect(track.fileName).toMatch(/\.wav$/);
      return [...waiting, track.name, track.fileName.replace(/\.wav$/, ''), stored.name];
    },
  ],
  [
    'a stem',
    async () => {
      const { session } = await opened();
      session.addStems([fakeFile(`${HOSTILE}.wav`)]);
      await settle();
      return [session.library.getState().tracks.find(({ role }) => role === 'stem')!.name];
    },
  ],
  [
    'a track that an earlier version stored',
    async () => {
      const parts = fakeSession();
      const stored = { id: 't', name: HOSTILE, fileName: 'a.wav', sizeBytes: 5, addedAt: 1, role: 'mix' as const };
      await parts.storage.putTrack(stored, new Blob(['sound']));
      await parts.session.start();
      await settle();
      return [parts.session.library.getState().tracks.find(({ id }) => id === 't')!.name];
    },
  ],
  [
    'what a problem is about',
    async () => {
      const { session, decoder } = await opened();
      const file = fakeFile(`${HOSTILE}.bad`);
      decoder.files.set(file.name, { error: new Error('no audio') });
      session.addFiles([file]);
      await settle();
      return [session.library.getState().problems[0]!.subject!];
    },
  ],
  [
    'a device file, its row while it waits',
    async () => {
      const { session } = await opened();
      const desk = await session.deviceDesk();
      const importing = desk.importFiles([new File([AUTO_EQ], `${HOSTILE}.csv`)]);
      const waiting = session.devices.getState().pending.map(({ subject }) => subject);
      await importing;
      return [...waiting, session.devices.getState().own[0]!.profile.name];
    },
  ],
  ['a table of levels', async () => [readDevice({ kind: 'text', text: AUTO_EQ }, `${HOSTILE}.csv`).name]],
  [
    'GraphicEQ',
    async () => [
      readDevice(
        {
          kind: 'text',
          text: `GraphicEQ: ${Array.from({ length: 40 }, (_, i) => `${Math.round(20 * 1.19 ** i)} ${-(i % 4)}`).join('; ')}`,
        },
        HOSTILE,
      ).name,
    ],
  ],
  [
    'filters',
    async () => [
      readDevice({ kind: 'text', text: 'Filter 1: ON PK Fc 100 Hz Gain 4 dB Q 1.0' }, `${HOSTILE}.txt`).name,
    ],
  ],
  ['an impulse response', async () => [readDevice({ kind: 'wav', bytes: impulse() }, `${HOSTILE}.wav`).name]],
  [
    'a device of ours',
    async () => {
      const reading = readDevice(
        {
          kind: 'text',
          text: writeOwnJson({ ...FLAT_REFERENCE, name: HOSTILE.slice(0, 300), kindLabel: HOSTILE.slice(0, 300) }),
        },
        'x.json',
      );
      if (reading.kind !== 'profile') throw new Error('no device');
      return [reading.profile.name];
    },
  ],
  [
    'OPRA’s database',
    async () => {
      const lines = [
        { type: 'vendor', id: 'v', data: { name: HOSTILE } },
        { type: 'product', id: 'p', data: { name: HOSTILE, vendor_id: 'v' } },
        {
          type: 'eq',
          id: 'e',
          data: {
            product_id: 'p',
            author: HOSTILE,
            details: HOSTILE,
            type: 'parametric_eq',
            parameters: { gain_db: 0, bands: [{ type: 'peak_dip', frequency: 100, gain_db: 3, q: 1 }] },
          },
        },
      ];
      const database = await readOpra(new Blob([lines.map((line) => JSON.stringify(line)).join('\n')]));
      const [hit] = database.search('mix', 1);
      return [hit!.vendor, hit!.product, hit!.author, database.device('e')!.name];
    },
  ],
  [
    'a device that is renamed',
    async () => {
      const { session } = await opened();
      const desk = await session.deviceDesk();
      desk.fork(FLAT_REFERENCE.id);
      desk.renameDraft(HOSTILE);
      const drafted = session.devices.getState().draft!.profile.name;
      const id = await desk.saveDraft();
      await desk.rename(id!, `${HOSTILE} again`);
      return [drafted, session.devices.getState().own[0]!.profile.name];
    },
  ],
  [
    'a link to a drill, written and read',
    async () => {
      const link = readLink(writeLink(HOSTILE, [SPEC]));
      // Written by something else than this app.
      const content = Buffer.from(
        JSON.stringify({ v: 1, t: HOSTILE.slice(0, 120), b: [['nameTheBand', 'practise', 10, 1, {}, null]] }),
      ).toString('base64url');
      const foreign = readLink(`#train/${content}`);
      if ('reason' in link || 'reason' in foreign) throw new Error('no link');
      return [link.title, foreign.title];
    },
  ],
  [
    'a custom drill from a progress file',
    async () => {
      const text = JSON.stringify({
        format: 'elsewhere.progress/1',
        customDrills: [{ id: 'd', name: HOSTILE.slice(0, 200), blocks: [CUSTOM_BLOCK], createdAt: 1 }],
        trials: [],
      });
      const read = await directProgressFile.check(new Blob([text]), 0, new AbortController().signal, () => undefined);
      if ('reason' in read) throw new Error(read.reason);
      return [read.customDrills[0]!.name];
    },
  ],
  [
    'names of exported audio',
    async () => [
      exportFileName(HOSTILE, 'Phone').slice(0, -'Phone.wav'.length - 3),
      zipFileName(HOSTILE, 2).slice(0, -'.zip'.length),
    ],
  ],
  ['names of exported devices', async () => [writeDevice({ ...FLAT_REFERENCE, name: HOSTILE }, 'own-json').fileName]],
];

test.each(ENTRIES)('%s has a clean name [fault: odd-name]', async (_, read) => {
  const names = await read();
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) expectClean(name, 200);
});
