import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ElsewhereError } from '../../src/core/errors';
import type { DeviceProfile, ToneStage } from '../../src/devices/DeviceProfile';
import { readDevice, type DeviceInput } from '../../src/devices/exchange/readDevice';
import { responseOf } from '../../src/devices/exchange/responseOf';
import { writeDevice } from '../../src/devices/exchange/writeDevice';
import { responseDb } from '../../src/devices/response';

/** Reads; the only thing that may be thrown is an error with a code that belongs to devices. */
function survives(input: DeviceInput, name: string): boolean {
  try {
    const reading = readDevice(input, name);
    expect(reading.name.length).toBeGreaterThan(0);
    expect(reading.name.length).toBeLessThanOrEqual(80);
    for (const meaning of ['response', 'correction'] as const) {
      const device = responseOf(reading, meaning);
      if (device.kind !== 'curve') continue;
      expect(device.curve.levelsDb.every(Number.isFinite)).toBe(true);
      expect(device.curve.frequenciesHz.length).toBeGreaterThanOrEqual(100);
    }
  } catch (error) {
    if (!(error instanceof ElsewhereError)) throw error;
    expect(error.code).toMatch(/^device-/);
    for (const value of Object.values(error.detail)) {
      // What goes onto the screen is short and plain.
      expect(String(value).length).toBeLessThanOrEqual(120);
      expect(String(value)).not.toMatch(/\p{Cc}/u);
    }
  }
  return true;
}

/** Bits of all the formats, put together by chance. */
const scrap = fc.oneof(
  fc.constantFrom(
    'frequency,raw',
    'GraphicEQ: ',
    'Preamp: -3 dB',
    'Filter 1: ON PK Fc ',
    ' Hz Gain ',
    ' dB Q ',
    'Channel: L',
    '* Freq(Hz)',
    '"CEA2034"',
    '"Frequency [Hz]"\t"Sound Pessure Level [dB]"',
    '"On Axis"\t',
    '; ',
    ', ',
    '\t',
    '\n',
    '\r\n',
    '\r',
    ' ',
    '-inf',
    'NaN',
    '\uFEFF',
    '{"format":"elsewhere.device/1"',
    '{"type":"eq","data":',
    '}',
    '[',
    '"',
    '__proto__',
    '1e999',
    '-',
    ',,',
    '1,034.5',
  ),
  fc.double({ noNaN: false }).map(String),
  fc.integer({ min: -30, max: 30_000 }).map(String),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const text = fc.oneof(
  fc.array(scrap, { maxLength: 80 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 400 }),
);

/** Frequencies from 20 Hz to 20 kHz and levels, enough of them. */
const points = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 999 }), fc.double({ min: -29, max: 29, noNaN: true })), {
    minLength: 20,
    maxLength: 200,
    selector: ([place]) => place,
  })
  .map((list) =>
    [[0, 0] as const, ...list, [1000, 0] as const].map(([place, db]) => [20 * 10 ** (place * 0.003), db] as const),
  );

const stage: fc.Arbitrary<ToneStage> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('peaking' as const, 'lowshelf' as const, 'highshelf' as const),
    frequencyHz: fc.double({ min: 10, max: 24_000, noNaN: true }),
    gainDb: fc.double({ min: -15, max: 15, noNaN: true }),
    q: fc.double({ min: 0.2, max: 6, noNaN: true }),
  }),
  // Something is to be left between 300 and 3000 Hz, where a chain is levelled: from −200 dB on, numbers say nothing.
  fc.record({
    kind: fc.constant('highpass' as const),
    frequencyHz: fc.double({ min: 20, max: 2000, noNaN: true }),
    q: fc.double({ min: 0.4, max: 3, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant('lowpass' as const),
    frequencyHz: fc.double({ min: 1000, max: 20_000, noNaN: true }),
    q: fc.double({ min: 0.4, max: 3, noNaN: true }),
  }),
  fc.record({ kind: fc.constant('gain' as const), gainDb: fc.double({ min: -20, max: 20, noNaN: true }) }),
);
const deviceOf = (stages: readonly ToneStage[], name = 'Chance'): DeviceProfile => ({
  id: 'own:chance',
  name,
  kindLabel: '',
  family: 'own',
  subfamily: 'own',
  pictogram: 'curve',
  evidence: 'own',
  stages,
});

describe('whatever comes in [fault: fuzz]', () => {
  test('text', () => {
    fc.assert(
      fc.property(text, fc.string({ unit: 'binary', maxLength: 100 }), (content, name) => {
        expect(survives({ kind: 'text', text: content }, name)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (content) => {
        expect(survives({ kind: 'json', text: content }, 'x.json')).toBe(true);
      }),
      { numRuns: 500 },
    );
    const key = fc.constantFrom(
      'type',
      'data',
      'parameters',
      'bands',
      'format',
      'profile',
      '__proto__',
      'frequency',
      'q',
    );
    const value = fc.constantFrom('eq', 'parametric_eq', 'peak_dip', 'elsewhere.device/1', 0, -1, null, 1e300);
    fc.assert(
      fc.property(fc.object({ key, values: [value], maxDepth: 5 }), (content) => {
        expect(survives({ kind: 'json', text: JSON.stringify(content) }, 'x.json')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('bytes that say that they are a WAV', () => {
    const head = Buffer.from('RIFF\0\0\0\0WAVEfmt ');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(survives({ kind: 'wav', bytes: Buffer.concat([head, bytes]) }, 'x.wav')).toBe(true);
      }),
      { numRuns: 500 },
    );
    const out = writeDevice(deviceOf([{ kind: 'peaking', frequencyHz: 100, gainDb: 5, q: 1 }]), 'impulse-wav', 22_050);
    if (!('bytes' in out)) throw new Error('no WAV');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 6 }), fc.nat(400), (changes, length) => {
        const bytes = out.bytes.slice(0, 60 + length * 8);
        for (const [at, value] of changes) bytes[at] = value;
        expect(survives({ kind: 'wav', bytes }, 'x.wav')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('a good file cut off or changed anywhere', () => {
    const good = (['own-json', 'equalizer-apo', 'graphic-eq', 'autoeq-csv'] as const).map((format) => {
      const out = writeDevice(deviceOf([{ kind: 'peaking', frequencyHz: 100, gainDb: 5, q: 1 }]), format);
      return 'text' in out ? out.text : '';
    });
    fc.assert(
      fc.property(fc.constantFrom(...good), fc.nat(), fc.nat(), scrap, (content, from, count, inserted) => {
        const at = from % content.length;
        expect(
          survives({ kind: 'text', text: content.slice(0, at) + inserted + content.slice(at + (count % 40)) }, 'x'),
        ).toBe(true);
        expect(survives({ kind: 'text', text: content.slice(0, at) }, 'x')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('random curves survive', () => {
  test('points of any kind give the same levels whatever way they are written', () => {
    fc.assert(
      fc.property(points, (list) => {
        const rows = list.map(([f, db]) => [f.toFixed(4), db.toFixed(4)] as const);
        const read = (content: string): readonly number[] => {
          const reading = readDevice({ kind: 'text', text: content }, 'x');
          if (reading.kind !== 'curve') throw new Error(reading.kind);
          return [...reading.curve.levelsDb];
        };
        const csv = read(`frequency,raw\n${rows.map((row) => row.join(',')).join('\n')}`);
        expect(csv.every(Number.isFinite)).toBe(true);
        expect(read(rows.map((row) => row.join('\t')).join('\r\n'))).toEqual(csv);
        expect(read(rows.map((row) => row.join(';').replaceAll('.', ',')).join('\n'))).toEqual(csv);
        const graphic = `GraphicEQ: ${rows.map((row) => row.join(' ')).join('; ')}`;
        expect(read(graphic.replaceAll('.', ','))).toEqual(read(graphic));
      }),
      { numRuns: 200 },
    );
  });

  test('a curve is within the range of its points, and its mean from 300 to 3000 Hz is 0 dB', () => {
    fc.assert(
      fc.property(points, (list) => {
        const content = list.map(([f, db]) => `${f} ${db}`).join('\n');
        const reading = readDevice({ kind: 'text', text: content }, 'x');
        if (reading.kind !== 'curve') throw new Error(reading.kind);
        const levels = [...reading.curve.levelsDb];
        const span = Math.max(...levels) - Math.min(...levels);
        // Monotone interpolation never goes beyond its points.
        const given = list.map(([, db]) => db);
        expect(span).toBeLessThanOrEqual(Math.max(...given) - Math.min(...given) + 1e-9);
        const middle = levels.filter(
          (_, i) => reading.curve.frequenciesHz[i]! > 300 && reading.curve.frequenciesHz[i]! < 3000,
        );
        expect(Math.abs(middle.reduce((sum, db) => sum + db, 0) / middle.length)).toBeLessThan(0.75);
      }),
      { numRuns: 200 },
    );
  });

  test('any chain of filters comes back from Equalizer APO and own JSON as it was', () => {
    fc.assert(
      fc.property(fc.array(stage, { minLength: 1, maxLength: 12 }), fc.string({ unit: 'binary' }), (stages, name) => {
        const device = deviceOf(stages, `A ${name}`);
        for (const format of ['equalizer-apo', 'own-json'] as const) {
          const out = writeDevice(device, format);
          if (!('text' in out)) throw new Error('no text');
          const reading = readDevice({ kind: 'text', text: out.text }, name);
          const got =
            reading.kind === 'filters' ? reading.stages : reading.kind === 'profile' ? reading.profile.stages : [];
          const offset = responseDb({ stages: got }, 1000) - responseDb(device, 1000);
          for (const f of [20, 55, 140, 400, 1100, 3200, 8000, 16_000]) {
            const wanted = responseDb(device, f);
            if (wanted < -100) continue;
            expect(Math.abs(responseDb({ stages: got }, f) - offset - wanted), `${f} Hz`).toBeLessThan(0.01);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
