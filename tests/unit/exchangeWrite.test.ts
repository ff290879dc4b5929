import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../src/devices/catalogue';
import type { DeviceProfile, ToneStage } from '../../src/devices/DeviceProfile';
import { digitalSection } from '../../src/devices/exchange/digitalSection';
import type { ExportFormatId } from '../../src/devices/exchange/exportFormats';
import { parseOwnJson } from '../../src/devices/exchange/ownJson';
import { readDevice } from '../../src/devices/exchange/readDevice';
import type { Reading } from '../../src/devices/exchange/Reading';
import { writeDevice, type DeviceExport } from '../../src/devices/exchange/writeDevice';
import { responseDb, stereoMatrix } from '../../src/devices/response';
import type { ToneCurve } from '../../src/devices/ToneCurve';

/** Hertz from 20 to 16,000, 48 an octave. */
const HEARD = Array.from({ length: 463 }, (_, i) => 20 * 2 ** (i / 48)).filter((f) => f <= 16_000);

/** Every kind of stage at once, and everything that has to be said of a device. */
const MIXED: DeviceProfile = {
  id: 'own:mixed',
  name: 'Kitchen: "Radio" <1> / left',
  kindLabel: 'a test of everything',
  family: 'own',
  subfamily: 'own',
  pictogram: 'curve',
  evidence: 'own',
  source: { credit: 'Someone Ünusual 🎧', licence: 'CC-BY-SA-4.0', references: ['A reference'] },
  leavesOut: 'Much.',
  stages: [
    { kind: 'monoSum' },
    { kind: 'highpass', frequencyHz: 87.123, q: 0.812 },
    { kind: 'lowshelf', frequencyHz: 212.7, gainDb: 5.37, q: 0.66 },
    { kind: 'peaking', frequencyHz: 1234.5, gainDb: -7.77, q: 3.21 },
    { kind: 'peaking', frequencyHz: 9876, gainDb: 8.5, q: 1.5 },
    { kind: 'highshelf', frequencyHz: 7000, gainDb: -4.5, q: 0.8 },
    { kind: 'lowpass', frequencyHz: 14_500, q: 0.9 },
    { kind: 'gain', gainDb: -1.25 },
    { kind: 'width', width: 0.5 },
    { kind: 'gain', gainDb: 0.5 },
  ],
  room: {
    id: 'kitchen',
    label: 'kitchen',
    left: { azimuthDeg: -10, delaySec: 0, gainDb: 0 },
    right: { azimuthDeg: 10, delaySec: 0.0001, gainDb: -0.5 },
    reflections: [{ delaySec: 0.004, gainDb: -6, azimuthDeg: 60, lowpassHz: 8000 }],
    decay: { startSec: 0.01, levelDb: -4, rt60Sec: [0.6, 0.5, 0.4] },
  },
  limits: {
    bass: { belowHz: 200, thresholdDb: -20, ratio: 4, attackSec: 0.005, releaseSec: 0.2, thirdHarmonic: 0.05 },
    limiter: { thresholdDb: -6, attackSec: 0.001, releaseSec: 0.1 },
    codecHz: 15_000,
  },
  scene: 'kitchen',
  isolation: 'open',
  spread: [[60, 300, 1.1]],
  fit: { rmsDb: 0.1, worstDb: 0.4, fromHz: 30, toHz: 16_000 },
  validRangeHz: [20, 16_000],
  errorsDb: [null, 0.05, -0.1],
};

const DEVICES: readonly DeviceProfile[] = [...CATALOGUE, MIXED];

const textOf = (out: DeviceExport): string => {
  if (!('text' in out)) throw new Error('bytes');
  return out.text;
};
const again = (out: DeviceExport): Reading =>
  readDevice('text' in out ? { kind: 'text', text: out.text } : { kind: 'wav', bytes: out.bytes }, out.fileName);

/** Mean from 300 to 3000 Hz over log frequency. */
function midband(levelAt: (f: number) => number): number {
  let sum = 0;
  for (let i = 0; i < 200; i++) sum += levelAt(300 * 10 ** ((i + 0.5) / 200));
  return sum / 200;
}

/** Largest distance of a reading from a level over frequency, both levelled alike; what is below −60 dB is silence. */
function worstAgainst(reading: Reading, levelAt: (f: number) => number): number {
  const middle = midband(levelAt);
  const off = (f: number, db: number): number => {
    const wanted = levelAt(f) - middle;
    return f > 16_000 || wanted < -60 ? 0 : Math.abs(db - wanted);
  };
  if (reading.kind === 'curve') {
    const { frequenciesHz, levelsDb } = reading.curve;
    return Math.max(...levelsDb.map((db, i) => off(frequenciesHz[i]!, db)));
  }
  const stages = reading.kind === 'filters' ? reading.stages : reading.profile.stages;
  const middleRead = reading.kind === 'filters' ? 0 : middle;
  return Math.max(...HEARD.map((f) => off(f, responseDb({ stages }, f) - middleRead)));
}

const stated =
  (profile: DeviceProfile) =>
  (f: number): number =>
    responseDb(profile, f);

/** The analog section of the Audio EQ Cookbook with complex numbers, apart from the code under test. */
function cookbookDb(type: string, f: number, f0: number, gainDb: number, q: number): number {
  const s = f / f0;
  const a = 10 ** (gainDb / 40);
  const magnitude = (re: number, im: number): number => Math.hypot(re, im);
  const square = -s * s;
  const ratio = (numerator: readonly [number, number], denominator: readonly [number, number]): number =>
    20 * Math.log10(magnitude(...numerator) / magnitude(...denominator));
  switch (type) {
    case 'peaking':
      return ratio([square + 1, (s * a) / q], [square + 1, s / (a * q)]);
    case 'lowshelf':
      return 20 * Math.log10(a) + ratio([square + a, (Math.sqrt(a) / q) * s], [a * square + 1, (Math.sqrt(a) / q) * s]);
    case 'highshelf':
      return 20 * Math.log10(a) + ratio([a * square + 1, (Math.sqrt(a) / q) * s], [square + a, (Math.sqrt(a) / q) * s]);
    case 'highpass':
      return ratio([square, 0], [square + 1, s / q]);
    case 'lowpass':
      return ratio([1, 0], [square + 1, s / q]);
    default:
      throw new Error(type);
  }
}

describe('Equalizer APO', () => {
  const TYPES: Readonly<Record<string, string>> = {
    PK: 'peaking',
    LSC: 'lowshelf',
    HSC: 'highshelf',
    HPQ: 'highpass',
    LPQ: 'lowpass',
  };
  const evaluated = (text: string, f: number): number => {
    let db = Number(/^Preamp: (-?[\d.]+) dB$/m.exec(text)![1]);
    for (const [, type, fc, , gain, q] of text.matchAll(
      /^Filter \d+: ON ([A-Z]+) Fc ([\d.]+) Hz( Gain (-?[\d.]+) dB)? Q ([\d.]+)$/gm,
    )) {
      db += cookbookDb(TYPES[type!]!, f, Number(fc), Number(gain ?? 0), Number(q));
    }
    return db;
  };

  test('the text means what the device states', () => {
    let worst = 0;
    for (const profile of DEVICES) {
      const text = textOf(writeDevice(profile, 'equalizer-apo'));
      for (const f of HEARD) worst = Math.max(worst, Math.abs(evaluated(text, f) - responseDb(profile, f)));
    }
    expect(worst).toBeLessThan(0.005);
  });

  test('mono and width are mixed as stated', () => {
    const text = textOf(writeDevice(MIXED, 'equalizer-apo'));
    expect(text).toContain('Copy: L=0.5*L+0.5*R R=0.5*L+0.5*R');
    const wide = { ...MIXED, stages: [{ kind: 'width', width: 1.5 } as const] };
    expect(textOf(writeDevice(wide, 'equalizer-apo'))).toContain('Copy: L=1.25*L-0.25*R R=-0.25*L+1.25*R');
    expect(textOf(writeDevice(CATALOGUE[0]!, 'equalizer-apo'))).not.toContain('Copy');
  });
});

describe('CamillaDSP', () => {
  interface Camilla {
    readonly db: (f: number) => number;
    readonly mixed: number[][] | null;
  }
  /** As much YAML as the file has. */
  function parsed(text: string): Camilla {
    const filters = new Map<string, Record<string, string>>();
    for (const [, name, body] of text.matchAll(/^ {2}(\w+): \{type: \w+, parameters: \{(.*)\}\}$/gm)) {
      filters.set(name!, Object.fromEntries(body!.split(', ').map((pair) => pair.split(': ') as [string, string])));
    }
    const names = /names: \[(.*)\]/.exec(text)![1]!.split(', ');
    expect(text).toMatch(/^ {2}- \{type: Filter, channels: \[0, 1\], names: /m);
    const mixed = text.includes('mixers:')
      ? text
          .split('- dest: ')
          .slice(1)
          .map((dest) => {
            const row = [0, 0];
            for (const [, channel, gain, inverted] of dest.matchAll(
              /channel: (\d), gain: (-?[\d.]+), inverted: (\w+)/g,
            )) {
              row[Number(channel)] = 10 ** (Number(gain) / 20) * (inverted === 'true' ? -1 : 1);
            }
            return row;
          })
      : null;
    return {
      mixed,
      db: (f) =>
        names.reduce((sum, name) => {
          const parameters = filters.get(name)!;
          const gain = Number(parameters['gain'] ?? 0);
          if (parameters['type'] === undefined) return sum + gain;
          return (
            sum +
            cookbookDb(parameters['type'].toLowerCase(), f, Number(parameters['freq']), gain, Number(parameters['q']))
          );
        }, 0),
    };
  }

  test('the text means what the device states', () => {
    let worst = 0;
    for (const profile of DEVICES) {
      const { db } = parsed(textOf(writeDevice(profile, 'camilla-dsp')));
      for (const f of HEARD) worst = Math.max(worst, Math.abs(db(f) - responseDb(profile, f)));
    }
    expect(worst).toBeLessThan(0.005);
  });

  test('mono and width are a mixer before the filters', () => {
    const mixers = DEVICES.filter(({ stages }) => stages.some(({ kind }) => kind === 'monoSum' || kind === 'width'));
    expect(mixers.length).toBeGreaterThan(1);
    for (const profile of mixers) {
      const text = textOf(writeDevice(profile, 'camilla-dsp'));
      const { mixed } = parsed(text);
      const wanted = stereoMatrix(profile).flat();
      expect(Math.max(...mixed!.flat().map((share, i) => Math.abs(share - wanted[i]!))), profile.id).toBeLessThan(1e-4);
      expect(text.indexOf('type: Mixer')).toBeLessThan(text.indexOf('type: Filter'));
    }
  });
});

describe('miniDSP', () => {
  interface Biquad {
    readonly b: readonly number[];
    readonly a: readonly number[];
  }
  /** What miniDSP's manual says of its format: commas after every line but the last, a1 and a2 with inverted sign. */
  function parsed(text: string): Biquad[] {
    const lines = text.trim().split('\n');
    expect(lines.slice(0, -1).every((line) => line.endsWith(','))).toBe(true);
    expect(lines.at(-1)).not.toMatch(/,$/);
    const biquads: Biquad[] = [];
    for (let i = 0; i < lines.length; i += 6) {
      expect(lines[i]).toBe(`biquad${i / 6 + 1},`);
      const values = ['b0', 'b1', 'b2', 'a1', 'a2'].map((key, k) => {
        const [, name, value] = /^(\w\d)=(-?\d+(?:\.\d+)?),?$/.exec(lines[i + 1 + k]!)!;
        expect(name).toBe(key);
        return Number(value);
      });
      biquads.push({ b: values.slice(0, 3), a: [1, -values[3]!, -values[4]!] });
    }
    return biquads;
  }
  /** By e^(−jω) on the unit circle. */
  function biquadsDb(biquads: readonly Biquad[], f: number, rate: number): number {
    const w = (2 * Math.PI * f) / rate;
    const at = (c: readonly number[]): number =>
      Math.hypot(c[0]! + c[1]! * Math.cos(w) + c[2]! * Math.cos(2 * w), c[1]! * Math.sin(w) + c[2]! * Math.sin(2 * w));
    return biquads.reduce((sum, { a, b }) => sum + 20 * Math.log10(at(b) / at(a)), 0);
  }
  const filterCount = ({ stages }: DeviceProfile): number =>
    stages.filter(({ kind }) => !['gain', 'monoSum', 'width'].includes(kind)).length;
  const worstOf = (profile: DeviceProfile, biquads: readonly Biquad[], rate: number): number =>
    Math.max(
      ...HEARD.map((f) =>
        responseDb(profile, f) < -60 ? 0 : Math.abs(biquadsDb(biquads, f, rate) - responseDb(profile, f)),
      ),
    );

  describe.each([48_000, 96_000])('%d Hz', (rate) => {
    const format: ExportFormatId = rate === 48_000 ? 'minidsp-48' : 'minidsp-96';
    const made = new Map<DeviceProfile, { out: DeviceExport; biquads: Biquad[] }>();
    /** Written once for all tests, by the first that asks. */
    const written = (): typeof made => {
      for (const profile of made.size === 0 ? DEVICES : []) {
        const out = writeDevice(profile, format);
        made.set(profile, { out, biquads: parsed(textOf(out)) });
      }
      return made;
    };

    test('at most ten sections, all stable and of minimum phase', () => {
      for (const { biquads } of written().values()) {
        expect(biquads.length).toBeLessThanOrEqual(10);
        for (const { a, b } of biquads) {
          expect(Math.abs(a[2]!)).toBeLessThan(1);
          expect(Math.abs(a[1]!)).toBeLessThan(1 + a[2]!);
          expect(Math.abs(b[2]! / b[0]!)).toBeLessThanOrEqual(1 + 1e-9);
        }
      }
    });

    test('devices that fit in are met within 0.05 dB up to 16 kHz', () => {
      const fitting = DEVICES.filter((profile) => filterCount(profile) <= 10);
      expect(fitting.length).toBeGreaterThan(DEVICES.length / 2);
      const off = fitting.map(
        (profile) => [profile.id, worstOf(profile, written().get(profile)!.biquads, rate)] as const,
      );
      expect(off.filter(([, worst]) => worst >= 0.05)).toEqual([]);
    });

    test('the error that is stated is the error that there is', () => {
      for (const [profile, { out, biquads }] of written()) {
        const said = Number(/at most ([\d.]+) dB from the device between/.exec(out.notes.join(' '))![1]);
        expect(Math.abs(worstOf(profile, biquads, rate) - said), profile.id).toBeLessThan(0.03);
        const isFittedAnew = out.notes.some((note) => note.includes('fitted anew'));
        expect(isFittedAnew, profile.id).toBe(filterCount(profile) > 10);
      }
    });
  });

  /** Where a bilinear section is off by decibels. */
  const HARD: readonly Exclude<ToneStage, { kind: 'gain' }>[] = [
    { kind: 'peaking', frequencyHz: 10_000, gainDb: -10, q: 1.41 },
    { kind: 'peaking', frequencyHz: 12_000, gainDb: -12, q: 5 },
    { kind: 'peaking', frequencyHz: 16_000, gainDb: 12, q: 1 },
    { kind: 'peaking', frequencyHz: 21_000, gainDb: -15, q: 2 },
    { kind: 'peaking', frequencyHz: 26_000, gainDb: 10, q: 0.7 },
    { kind: 'peaking', frequencyHz: 22, gainDb: 12, q: 8 },
    { kind: 'highshelf', frequencyHz: 12_000, gainDb: -10, q: 0.707 },
    { kind: 'highshelf', frequencyHz: 18_000, gainDb: 10, q: 0.7 },
    { kind: 'lowshelf', frequencyHz: 30, gainDb: 12, q: 0.7 },
    { kind: 'lowpass', frequencyHz: 8000, q: 0.707 },
    { kind: 'lowpass', frequencyHz: 15_500, q: 1.5 },
    { kind: 'lowpass', frequencyHz: 22_000, q: 0.7 },
    { kind: 'highpass', frequencyHz: 20, q: 2 },
    { kind: 'highpass', frequencyHz: 9000, q: 0.7 },
  ];
  test.each(HARD.flatMap((stage) => [44_100, 48_000, 96_000].map((rate) => [stage, rate] as const)))(
    '%o at %d Hz keeps its shape',
    (stage, rate) => {
      const { b0, b1, b2, a1, a2 } = digitalSection(stage, rate);
      const worst = Math.max(
        ...HEARD.map((f) => {
          const wanted = responseDb({ stages: [stage] }, f);
          return wanted < -80 ? 0 : Math.abs(biquadsDb([{ b: [b0, b1, b2], a: [1, a1, a2] }], f, rate) - wanted);
        }),
      );
      expect(worst).toBeLessThan(0.03);
    },
  );
});

describe('written and read again', () => {
  test.each<[ExportFormatId, number, number]>([
    ['own-json', 48_000, 1e-9],
    ['equalizer-apo', 48_000, 0.005],
    ['graphic-eq', 48_000, 0.05],
    ['autoeq-csv', 48_000, 0.05],
    ['impulse-wav', 44_100, 0.05],
    ['impulse-wav', 48_000, 0.05],
    ['impulse-wav', 96_000, 0.05],
  ])('every device as %s at %d Hz, within %d dB', (format, rate, most) => {
    // An impulse response takes a tenth of a second each: at other rates than 48 kHz every sixth device will do.
    const some = DEVICES.filter((profile, i) => rate === 48_000 || profile === MIXED || i % 6 === 0);
    const off = some.map((profile) => {
      const reading = again(writeDevice(profile, format, rate));
      expect(reading.guess, profile.id).toBe('response');
      return [profile.id, worstAgainst(reading, stated(profile))] as const;
    });
    expect(off.filter(([, worst]) => worst >= most)).toEqual([]);
  });

  test('every device as GraphicEQ, between the points along straight lines, within 0.05 dB', () => {
    const fine = Array.from({ length: 1000 }, (_, i) => 20 * 800 ** (i / 999));
    const off = DEVICES.map((profile) => {
      const line = textOf(writeDevice(profile, 'graphic-eq')).split('\n')[0]!;
      const nodes = line
        .slice('GraphicEQ: '.length)
        .split('; ')
        .map((pair) => pair.split(' ').map(Number) as [number, number]);
      const lineDb = (f: number): number => {
        const next = nodes.findIndex(([node]) => node >= f);
        if (next < 0) return nodes.at(-1)![1];
        if (next === 0) return nodes[0]![1];
        const [[f0, db0], [f1, db1]] = [nodes[next - 1]!, nodes[next]!];
        return db0 + ((db1 - db0) * Math.log(f / f0)) / Math.log(f1 / f0);
      };
      return Math.max(...fine.map((f) => Math.abs(lineDb(f) - Math.max(responseDb(profile, f), -120))));
    });
    expect(off).toHaveLength(DEVICES.length);
    expect(Math.max(...off)).toBeLessThan(0.05);
  });

  test('no frequency is written so that Equalizer APO takes a point for a thousands separator', () => {
    // Its rule: a point in the fourth place from the end of five characters and more multiplies by 1000.
    const frequencies = [20, 63.125, 100.001, 1250.375, 12_500.0625, 19_999.999];
    const stages = frequencies.map((frequencyHz) => ({
      kind: 'peaking' as const,
      frequencyHz,
      gainDb: 3,
      q: 1,
    }));
    const text = textOf(writeDevice({ ...MIXED, stages }, 'equalizer-apo'));
    const asRead = [...text.matchAll(/Fc (\S+) Hz/g)].map(([, token = '']) =>
      token.length >= 5 && token.at(-4) === '.' ? 1000 * Number(token) : Number(token),
    );
    expect(asRead).toHaveLength(frequencies.length);
    for (const [i, f] of frequencies.entries()) expect(Math.abs(asRead[i]! - f)).toBeLessThan(0.006);
  });

  /** Imported curves as they come: a smooth one, and one with notches. */
  const CURVES: readonly (readonly [string, (f: number) => number])[] = [
    ['a smooth curve', (f) => 8 * Math.sin(Math.log(f) * 1.3) + 3 * Math.cos(Math.log(f) * 4)],
    ['notches', (f) => 4 * Math.sin(Math.log(f) * 2) - 9 * Math.exp(-((Math.log(f / 5600) / 0.06) ** 2))],
  ];
  describe.each(CURVES)('%s', (_, levelAt) => {
    const table = Array.from({ length: 480 }, (__, i) => 20 * 1000 ** (i / 479)).map((f) => [f, levelAt(f)] as const);
    const firstText: Readonly<Record<string, string>> = {
      'autoeq-csv': `frequency,raw\n${table.map(([f, db]) => `${f.toFixed(3)},${db.toFixed(3)}`).join('\n')}`,
      'graphic-eq': `GraphicEQ: ${table.map(([f, db]) => `${f.toFixed(2)} ${db.toFixed(2)}`).join('; ')}`,
      'own-json': '',
      'impulse-wav': '',
    };

    test.each(['autoeq-csv', 'graphic-eq', 'own-json', 'impulse-wav'] as const)(
      'as %s, with the curve it came as',
      (format) => {
        const text = firstText[format]! || firstText['autoeq-csv']!;
        const first = readDevice({ kind: 'text', text }, 'First.txt');
        if (first.kind !== 'curve') throw new Error(first.kind);
        const out = writeDevice({ ...MIXED, stages: [] }, format, 48_000, first.curve);
        const reading = again(out);
        const second: ToneCurve | undefined = reading.kind === 'filters' ? undefined : reading.curve;
        const levels = new Map(
          [...second!.frequenciesHz].map((f, i) => [Math.round(Math.log(f / 20) * 1000), second!.levelsDb[i]!]),
        );
        let compared = 0;
        for (const [i, f] of first.curve.frequenciesHz.entries()) {
          const db = levels.get(Math.round(Math.log(f / 20) * 1000));
          if (db === undefined || f > 16_000) continue;
          compared++;
          expect(Math.abs(db - first.curve.levelsDb[i]!), `${f} Hz`).toBeLessThan(0.05);
        }
        expect(compared).toBeGreaterThan(225);
      },
    );
  });

  test('filters that were imported are exported as they were', () => {
    const text =
      'Preamp: -6 dB\nFilter 1: ON PK Fc 40 Hz Gain -4.6 dB Q 0.6\nFilter 2: ON HSC Fc 9000 Hz Gain 2.5 dB Q 0.71\n';
    const first = readDevice({ kind: 'text', text }, 'A.txt');
    if (first.kind !== 'filters') throw new Error(first.kind);
    const out = textOf(writeDevice({ ...MIXED, stages: first.stages }, 'equalizer-apo'));
    const second = readDevice({ kind: 'text', text: out }, 'A.txt');
    if (second.kind !== 'filters') throw new Error(second.kind);
    expect(second.stages.slice(0, 2)).toEqual(first.stages.slice(0, 2));
    expect(worstAgainst(second, (f) => responseDb({ stages: first.stages }, f))).toBeLessThan(0.001);
  });
});

describe('what a file says', () => {
  const FORMATS: readonly ExportFormatId[] = [
    'own-json',
    'equalizer-apo',
    'graphic-eq',
    'autoeq-csv',
    'camilla-dsp',
    'minidsp-48',
    'minidsp-96',
    'impulse-wav',
  ];

  test('names of files are fit for any file system', () => {
    const names = FORMATS.map((format) => writeDevice(MIXED, format).fileName);
    expect(names).toEqual([
      'Kitchen Radio 1 left.device.json',
      'Kitchen Radio 1 left ParametricEQ.txt',
      'Kitchen Radio 1 left GraphicEQ.txt',
      'Kitchen Radio 1 left.csv',
      'Kitchen Radio 1 left CamillaDSP.yml',
      'Kitchen Radio 1 left miniDSP 48 kHz.txt',
      'Kitchen Radio 1 left miniDSP 96 kHz.txt',
      'Kitchen Radio 1 left 48 kHz.wav',
    ]);
    expect(writeDevice({ ...MIXED, name: '../../..' }, 'autoeq-csv').fileName).not.toMatch(/[\\/]/);
    expect(writeDevice({ ...MIXED, name: '\u0000' }, 'autoeq-csv').fileName).toBe('Device.csv');
  });

  test('credit and licence are in the file or, where it has no place for them, in the notes', () => {
    for (const format of FORMATS) {
      const out = writeDevice(MIXED, format);
      const within = 'text' in out ? out.text : Buffer.from(out.bytes.buffer).toString('utf8');
      const said = within.includes('Someone Ünusual 🎧') ? within : out.notes.join(' ');
      expect(said, format).toContain('Someone Ünusual 🎧');
      expect(said, format).toContain('CC-BY-SA-4.0');
    }
    const { source } = readDevice({ kind: 'text', text: textOf(writeDevice(MIXED, 'graphic-eq')) }, 'a');
    expect(source).toEqual({ credit: 'Someone Ünusual 🎧', licence: 'CC-BY-SA-4.0' });
  });

  test('a name cannot break out of its comment', () => {
    const hostile = { ...MIXED, name: 'A\nPreamp: 99 dB\r\nfilters: {}\u2028x' };
    for (const format of ['equalizer-apo', 'graphic-eq', 'camilla-dsp'] as const) {
      const text = textOf(writeDevice(hostile, format));
      expect(
        text.split('\n').filter((line) => line.includes('99 dB')),
        format,
      ).toEqual(['# Elsewhere: response of A Preamp: 99 dB filters: {} x']);
    }
  });

  test('what a format cannot carry is said', () => {
    for (const format of FORMATS) {
      const notes = writeDevice(MIXED, format).notes.join(' ');
      const isWhole = format === 'own-json';
      expect(notes.includes('The room is not in the file: kitchen.'), format).toBe(!isWhole);
      expect(notes.includes('when it plays loud'), format).toBe(!isWhole);
      expect(notes.includes('noise around it'), format).toBe(!isWhole);
      const hasImage = isWhole || format === 'equalizer-apo' || format === 'camilla-dsp';
      expect(notes.includes('left and right'), format).toBe(!hasImage);
    }
  });

  test('programs that bend filters near the top are named with by how much', () => {
    expect(writeDevice(MIXED, 'equalizer-apo').notes.join(' ')).toMatch(
      /bends filters .* at 48 kHz by up to \d\.\d dB below 16 kHz/,
    );
    const low = { ...MIXED, stages: [{ kind: 'peaking', frequencyHz: 100, gainDb: -6, q: 1 } as const] };
    expect(writeDevice(low, 'equalizer-apo').notes.join(' ')).not.toContain('bends');
  });

  test('GraphicEQ has AutoEq’s 127 points where they suffice', () => {
    const points = (profile: DeviceProfile): string[] =>
      textOf(writeDevice(profile, 'graphic-eq')).split('\n')[0]!.split(';');
    const smooth = { ...MIXED, stages: [{ kind: 'lowshelf', frequencyHz: 100, gainDb: 4, q: 0.7 } as const] };
    expect(
      points(smooth)
        .map((point) => Number(/(\d+) \S+$/.exec(point)![1]))
        .slice(0, 8),
    ).toEqual([20, 21, 22, 23, 24, 26, 27, 29]);
    expect(points(smooth)).toHaveLength(127);
    expect(points(MIXED).length).toBeGreaterThan(127);
  });

  test('no sample of an impulse response is above full scale', () => {
    const loud = { ...MIXED, stages: [{ kind: 'gain', gainDb: 12 } as const] };
    const out = writeDevice(loud, 'impulse-wav');
    if (!('bytes' in out)) throw new Error('text');
    const samples = new Float32Array(out.bytes.slice(58, 58 + 8 * 1024).buffer);
    expect(Math.max(...samples.map(Math.abs))).toBeCloseTo(1, 5);
    expect(out.notes.join(' ')).toContain('Turned down by 12.0 dB');
  });

  test('a rate that no device has is refused', () => {
    expect(() => writeDevice(MIXED, 'impulse-wav', 0)).toThrow(RangeError);
    expect(() => writeDevice(MIXED, 'impulse-wav', NaN)).toThrow(RangeError);
  });
});

describe('own JSON', () => {
  test('carries a whole device and its curve', () => {
    const curve = { frequenciesHz: Float64Array.of(20, 1000, 20_000), levelsDb: Float64Array.of(-3.25, 0, 4.5) };
    const file = parseOwnJson(textOf(writeDevice(MIXED, 'own-json', 48_000, curve)));
    expect(file.profile).toEqual(MIXED);
    expect(file.curve).toEqual(curve);
  });

  test('every device of the catalogue comes back as it was', () => {
    for (const profile of CATALOGUE) {
      expect(parseOwnJson(textOf(writeDevice(profile, 'own-json'))), profile.id).toEqual({ profile });
    }
  });

  const altered = (change: (profile: Record<string, unknown>) => void): string => {
    const content = JSON.parse(textOf(writeDevice(MIXED, 'own-json'))) as { profile: Record<string, unknown> };
    change(content.profile);
    return JSON.stringify(content);
  };
  test.each<[string, (profile: Record<string, unknown>) => void, RegExp]>([
    ['no name', (p) => delete p['name'], /name/],
    ['a name of nothing but controls', (p) => (p['name'] = '\u0000\u0001'), /name/],
    ['a hostile id', (p) => (p['id'] = '"><script>'), /id/],
    ['an unknown stage', (p) => (p['stages'] = [{ kind: 'explode' }]), /stages/],
    ['an endless gain', (p) => (p['stages'] = [{ kind: 'gain', gainDb: 1e9 }]), /gainDb/],
    ['a frequency of 0', (p) => (p['stages'] = [{ kind: 'lowpass', frequencyHz: 0, q: 1 }]), /frequencyHz/],
    ['a q of 0', (p) => (p['stages'] = [{ kind: 'lowpass', frequencyHz: 10, q: 0 }]), /\.q/],
    ['an unknown family', (p) => (p['family'] = 'toString'), /family/],
    ['an unknown pictogram', (p) => (p['pictogram'] = '__proto__'), /pictogram/],
    ['a room without a side', (p) => (p['room'] = { id: 'a', label: 'a' }), /room/],
    [
      'a third harmonic of 9',
      (p) => (p['limits'] = { bass: { ...MIXED.limits!.bass, thirdHarmonic: 9 } }),
      /thirdHarmonic/,
    ],
    ['an unknown scene', (p) => (p['scene'] = 'moon'), /scene/],
  ])('%s is refused, and the field named', (_, change, field) => {
    expect(() => parseOwnJson(altered(change))).toThrowError(
      expect.objectContaining({
        code: 'device-bad-json',
        detail: { reason: expect.stringMatching(field) as string },
      }) as Error,
    );
  });

  test('fields that it does not know fall away, whatever they are called', () => {
    const json = textOf(writeDevice(MIXED, 'own-json')).replace(
      '"profile": {',
      '"profile": {"__proto__": {"isAdmin": true}, "constructor": 1, "onload": "alert(1)",',
    );
    const { profile } = parseOwnJson(json);
    expect(profile).toEqual(MIXED);
    expect(Object.getPrototypeOf(profile)).toBe(Object.prototype);
    expect('isAdmin' in profile).toBe(false);
  });

  test('a newer version is said to be newer', () => {
    const json = textOf(writeDevice(MIXED, 'own-json')).replace('elsewhere.device/1', 'elsewhere.device/2');
    expect(() => parseOwnJson(json)).toThrowError(
      expect.objectContaining({ detail: { reason: expect.stringContaining('newer') as string } }) as Error,
    );
  });
});
