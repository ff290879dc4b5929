import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ToneStage } from '../../src/devices/DeviceProfile';
import { readDevice, readDeviceFile, type DeviceFile } from '../../src/devices/exchange/readDevice';
import type { CurveReading, Reading } from '../../src/devices/exchange/Reading';
import { averagedReading, channelGroups, responseOf } from '../../src/devices/exchange/responseOf';
import { responseDb } from '../../src/devices/response';

const FIXTURES = join(import.meta.dirname, '../fixtures/exchange');
const bytesOf = (name: string): Buffer => readFileSync(join(FIXTURES, name));
const textOf = (name: string): string => bytesOf(name).toString('utf8');

const readText = (text: string, name = 'Device.txt'): Reading => readDevice({ kind: 'text', text }, name);
function readFixture(name: string): Reading {
  return name.endsWith('.wav') ? readDevice({ kind: 'wav', bytes: bytesOf(name) }, name) : readText(textOf(name), name);
}

/** The shape that every fixture holds, dB. */
function shapeDb(f: number): number {
  const bump = (at: number, width: number): number => Math.exp(-((Math.log(f / at) / width) ** 2));
  return 5 * bump(120, 0.8) - 4 * bump(3000, 0.5) + 3 * bump(8000, 0.3);
}

/** Mean from 300 to 3000 Hz over log frequency. */
function midband(levelAt: (f: number) => number): number {
  let sum = 0;
  for (let i = 0; i < 400; i++) sum += levelAt(300 * 10 ** ((i + 0.5) / 400));
  return sum / 400;
}

function worstAgainst(reading: Reading, levelAt: (f: number) => number): number {
  if (reading.kind !== 'curve') throw new Error(`a ${reading.kind}, not a curve`);
  const middle = midband(levelAt);
  const { frequenciesHz, levelsDb } = reading.curve;
  return Math.max(...levelsDb.map((db, i) => Math.abs(db - (levelAt(frequenciesHz[i]!) - middle))));
}

describe('formats', () => {
  test.each([
    ['autoeq.csv', 'AutoEq CSV', 'response'],
    ['autoeq-columns.csv', 'AutoEq CSV', 'response'],
    ['GraphicEQ.txt', 'GraphicEQ', 'correction'],
    ['rew.txt', 'REW text', 'response'],
    ['rew-decimal-comma.txt', 'REW text', 'response'],
    ['speaker.frd', 'FRD', 'response'],
    ['cta2034.txt', 'CTA-2034 text', 'response'],
    ['in-room.txt', 'CTA-2034 text', 'response'],
    ['gll.txt', 'GLL text', 'response'],
    ['impulse-24.wav', 'WAV impulse response', null],
  ] as const)('%s is known and gives the shape it was made from', (name, formatLabel, guess) => {
    const reading = readFixture(name);
    expect(reading).toMatchObject({ kind: 'curve', formatLabel, guess });
    expect(reading.guessReason).toMatch(/^[A-Z].*\.$/);
    // GraphicEQ has whole hertz: 20.6 Hz written as 20.
    expect(worstAgainst(reading, shapeDb)).toBeLessThan(0.03);
  });

  test('levels of sound pressure are named as such', () => {
    expect(readFixture('rew.txt').notes).toEqual([
      'Levels were sound pressure: 83.4 dB taken off, their mean from 300 to 3000 Hz.',
    ]);
  });

  test('CTA-2034 takes the listening window and offers the rest with the predicted in-room response', () => {
    const reading = readFixture('cta2034.txt') as CurveReading;
    expect(reading.alternatives.map(({ label }) => label)).toEqual([
      'On Axis',
      'Predicted in-room response',
      'Early Reflections',
      'Sound Power',
      'In-room response against a neutral loudspeaker’s',
    ]);
    const power = (db: number): number => 10 ** (db / 10);
    const inRoom = (f: number): number =>
      10 *
      Math.log10(
        0.12 * power(shapeDb(f) + 85.8) +
          0.44 * power(shapeDb(f) + 84 - 0.5 * Math.log2(f / 100)) +
          0.44 * power(shapeDb(f) + 82 - Math.log2(f / 100)),
      );
    const offered = { ...reading, curve: reading.alternatives[1]!.curve };
    expect(worstAgainst(offered, inRoom)).toBeLessThan(0.02);
  });

  test('ParametricEQ.txt keeps its filters as they are', () => {
    const reading = readFixture('ParametricEQ.txt');
    if (reading.kind !== 'filters') throw new Error(reading.kind);
    const stages = [
      { kind: 'peaking', frequencyHz: 40, gainDb: -4.6, q: 0.6 },
      { kind: 'lowshelf', frequencyHz: 105, gainDb: 5.5, q: 0.71 },
      { kind: 'peaking', frequencyHz: 3012.5, gainDb: 3, q: 2 },
      { kind: 'highshelf', frequencyHz: 10_000, gainDb: -1, q: 0.71 },
    ] as const;
    expect(reading.stages.slice(0, 4)).toEqual(stages);
    expect(reading.stages).toHaveLength(5);
    expect(midband((f) => responseDb({ stages: reading.stages }, f))).toBeCloseTo(0, 3);
    expect(reading.notes).toEqual(['1 filter switched off or empty, left out.']);
  });

  /** Level of filters written as Equalizer APO writes them, taken from the words of a line by a plain reading. */
  test.each([
    ['LS Fc 300 Hz Gain 5.0 dB', 'lowshelf', 300, 0.9],
    ['LSC Fc 300 Hz Gain 5.0 dB', 'lowshelf', 300, 0.9],
    ['HS Fc 300 Hz Gain -5.0 dB', 'highshelf', 300, 0.9],
    // A corner lies beside the middle: by 10^(|gain| / 80 / slope).
    ['LS 12dB Fc 300 Hz Gain 5.0 dB', 'lowshelf', 300 * 10 ** (5 / 80), 1],
    ['LS 6 dB Fc 300 Hz Gain 5.0 dB', 'lowshelf', 300 * 10 ** (5 / 40), 0.5],
    ['HS 6dB Fc 300 Hz Gain -5.0 dB', 'highshelf', 300 / 10 ** (5 / 40), 0.5],
    ['LSC 9.6 dB Fc 300 Hz Gain 5.0 dB', 'lowshelf', 300, 0.8],
  ] as const)('%s is the shelf that Equalizer APO makes of it', (line, kind, frequencyHz, slope) => {
    const reading = readText(`Filter: ON ${line}`);
    if (reading.kind !== 'filters') throw new Error(reading.kind);
    const [shelf] = reading.stages as [Extract<ToneStage, { kind: 'lowshelf' }>];
    expect(shelf.kind).toBe(kind);
    expect(shelf.frequencyHz).toBeCloseTo(frequencyHz, 6);
    const a = 10 ** (shelf.gainDb / 40);
    expect(1 / shelf.q ** 2).toBeCloseTo((a + 1 / a) * (1 / slope - 1) + 2, 9);
  });

  test.each([
    ['PK Fc 1000 Hz Gain 6 dB', { kind: 'peaking', frequencyHz: 1000, gainDb: 6, q: Math.SQRT2 }],
    ['PEQ Fc 1000 Hz Gain 6 dB BW Oct 1', { kind: 'peaking', frequencyHz: 1000, gainDb: 6, q: Math.SQRT2 }],
    ['Modal Fc 31,5 Hz Gain -6,5 dB Q 9,5', { kind: 'peaking', frequencyHz: 31.5, gainDb: -6.5, q: 9.5 }],
    ['PK Fc   1,250 Hz  Gain  +6.25 dB  Q 1.5', { kind: 'peaking', frequencyHz: 1250, gainDb: 6.25, q: 1.5 }],
    ['PK Fc 1.25 kHz Gain +6.25 dB Q 1.5', { kind: 'peaking', frequencyHz: 1250, gainDb: 6.25, q: 1.5 }],
    ['LP Fc 12000 Hz', { kind: 'lowpass', frequencyHz: 12_000, q: Math.SQRT1_2 }],
    ['HPQ Fc 30 Hz Q 0.9', { kind: 'highpass', frequencyHz: 30, q: 0.9 }],
  ] as const)('%s', (line, stage) => {
    const reading = readText(`Filter 1: ON ${line}`);
    expect(reading.kind === 'filters' && reading.stages[0]).toMatchObject({
      ...stage,
      q: expect.closeTo(stage.q, 9) as number,
    });
  });

  test('filters that a device does not have, and channels that differ, become a curve', () => {
    const reading = readFixture('peace.txt');
    const section = (f: number, at: number, q: number, part: 'band' | 'notch'): number => {
      const x = q * (f / at - at / f);
      return 10 * Math.log10(Math.max(part === 'band' ? 1 / (1 + x * x) : (x * x) / (1 + x * x), 1e-4));
    };
    const peak = (f: number, gainDb: number): number =>
      responseDb({ stages: [{ kind: 'peaking', frequencyHz: 2000, gainDb, q: Math.SQRT2 }] }, f);
    const shelves: ToneStage[] = [
      { kind: 'lowshelf', frequencyHz: 300 * 10 ** (4 / 80), gainDb: 4, q: Math.SQRT1_2 },
      {
        kind: 'highshelf',
        frequencyHz: 6000 / 10 ** (4 / 40),
        gainDb: -4,
        q: 1 / Math.sqrt(10 ** 0.1 + 10 ** -0.1 + 2),
      },
    ];
    const mean = (f: number): number => 10 * Math.log10((10 ** (peak(f, 6) / 10) + 10 ** (peak(f, -6) / 10)) / 2);
    const expected = (f: number): number =>
      responseDb({ stages: shelves }, f) + section(f, 1000, 0.3, 'band') + section(f, 50, 30, 'notch') + mean(f);
    expect(worstAgainst(reading, expected)).toBeLessThan(0.02);
    expect(reading.notes.join(' ')).toContain('1 all-pass filter left out');
  });

  test('a GraphicEQ among other commands counts with them', () => {
    const graphic = textOf('GraphicEQ.txt').trim();
    const reading = readText(`${graphic}\nFilter 1: ON PK Fc 500 Hz Gain 3 dB Q 1\n`);
    const peak: ToneStage = { kind: 'peaking', frequencyHz: 500, gainDb: 3, q: 1 };
    expect(worstAgainst(reading, (f) => shapeDb(f) + responseDb({ stages: [peak] }, f))).toBeLessThan(0.03);
  });

  test('an OPRA correction, as a file and as a row of the database', () => {
    const text = textOf('info.json');
    const file = readText(text, 'info.json');
    if (file.kind !== 'filters') throw new Error(file.kind);
    expect(file).toMatchObject({
      formatLabel: 'OPRA correction',
      guess: 'correction',
      source: { credit: 'OPRA, An Author', licence: 'CC-BY-SA-4.0' },
    });
    expect(file.stages.slice(0, 4)).toEqual([
      { kind: 'lowshelf', frequencyHz: 105, gainDb: 6.4, q: 0.7 },
      { kind: 'peaking', frequencyHz: 3800, gainDb: -3.3, q: 2 },
      { kind: 'highshelf', frequencyHz: 10_000, gainDb: -1.1, q: 0.7 },
      { kind: 'lowpass', frequencyHz: 12_500, q: expect.closeTo(Math.SQRT1_2, 12) as number },
    ]);
    const row = readText(`{"type":"eq","id":"a::b::c","data":${text},"product_id":"a::b"}`);
    expect(row.kind === 'filters' && row.stages).toEqual(file.stages);
  });
});

describe('impulse responses', () => {
  /** A WAV of one channel made here by hand. */
  function wav(
    samples: readonly number[],
    format: 'pcm16' | 'pcm24' | 'pcm32' | 'float32' | 'float64',
    rate = 48_000,
  ): Uint8Array {
    const width = Number(/\d+/.exec(format)![0]) / 8;
    const bytes = Buffer.alloc(44 + samples.length * width);
    bytes.write('RIFF', 0);
    bytes.writeUInt32LE(bytes.length - 8, 4);
    bytes.write('WAVEfmt ', 8);
    bytes.writeUInt32LE(16, 16);
    bytes.writeUInt16LE(format.startsWith('float') ? 3 : 1, 20);
    bytes.writeUInt16LE(1, 22);
    bytes.writeUInt32LE(rate, 24);
    bytes.writeUInt32LE(rate * width, 28);
    bytes.writeUInt16LE(width, 32);
    bytes.writeUInt16LE(width * 8, 34);
    bytes.write('data', 36);
    bytes.writeUInt32LE(samples.length * width, 40);
    for (const [i, x] of samples.entries()) {
      const at = 44 + i * width;
      if (format === 'float32') bytes.writeFloatLE(x, at);
      else if (format === 'float64') bytes.writeDoubleLE(x, at);
      else bytes.writeIntLE(Math.round(x * (2 ** (8 * width - 1) - 1)), at, width);
    }
    return bytes;
  }
  const read = (bytes: Uint8Array): Reading => readDevice({ kind: 'wav', bytes }, 'Impulse.wav');
  /** One pole: y[n] = a y[n−1] + x[n], whose level is known in closed form. */
  const pole = (a: number, count: number, start = 0): number[] =>
    Array.from({ length: count }, (_, n) => (n < start ? 0 : 0.5 * (1 - a) * a ** (n - start)));
  const poleDb =
    (a: number, rate: number) =>
    (f: number): number =>
      -10 * Math.log10(1 - 2 * a * Math.cos((2 * Math.PI * f) / rate) + a * a);

  test.each(['pcm24', 'pcm32', 'float32', 'float64'] as const)('%s', (format) => {
    expect(worstAgainst(read(wav(pole(0.9, 4000, 20), format)), poleDb(0.9, 48_000))).toBeLessThan(0.01);
  });

  test('16 bits have noise of their own', () => {
    expect(worstAgainst(read(wav(pole(0.9, 400), 'pcm16')), poleDb(0.9, 48_000))).toBeLessThan(0.1);
  });

  test.each([44_100, 88_200, 96_000, 192_000])('%d Hz', (rate) => {
    expect(worstAgainst(read(wav(pole(0.95, 4000), 'float32', rate)), poleDb(0.95, rate))).toBeLessThan(0.01);
  });

  test('the noise at its ends is left out, and it is said from when to when it counts', () => {
    let seed = 1;
    const noise = (): number => {
      seed = (seed * 16_807) % 2_147_483_647;
      return 0.00005 * (seed / 2_147_483_647 - 0.5);
    };
    const clean = Array.from({ length: 96_000 }, (_, n) => (n < 24_000 ? 0 : 0.5 * 0.05 * 0.95 ** (n - 24_000)));
    const noisy = read(
      wav(
        clean.map((x) => x + noise()),
        'float32',
      ),
    );
    expect(noisy.notes.join(' ')).toMatch(/Taken from 0\.\d+ to 0\.\d+ s: the rest is noise\./);
    expect(worstAgainst(noisy, poleDb(0.95, 48_000))).toBeLessThan(0.5);
    expect(read(wav(clean, 'float32')).notes.join(' ')).not.toContain('noise');
  });

  test('a ragged response, as of a room, is averaged over a twelfth of an octave', () => {
    // Echoes without end make a comb of ±4.4 dB every 100 Hz; its mean power is the same everywhere.
    const samples = Array.from({ length: 48_000 }, (_, n) => (n % 480 === 0 ? 0.5 * 0.25 ** (n / 480) : 0));
    const reading = read(wav(samples, 'float32'));
    expect(reading.notes.join(' ')).toContain('averaged over 1/12 octave');
    if (reading.kind !== 'curve') throw new Error(reading.kind);
    const treble = reading.curve.levelsDb.filter((_, i) => reading.curve.frequenciesHz[i]! > 5000);
    expect(Math.max(...treble) - Math.min(...treble)).toBeLessThan(0.6);
  });
});

describe('meaning', () => {
  test('a correction turned round is the device', () => {
    const reading = readFixture('ParametricEQ.txt');
    const device = responseOf(reading, 'correction');
    if (reading.kind !== 'filters' || device.kind !== 'filters') throw new Error('filters expected');
    for (const f of [20, 105, 1000, 3000, 12_000]) {
      expect(responseDb({ stages: device.stages }, f)).toBeCloseTo(-responseDb({ stages: reading.stages }, f), 9);
    }
    expect(responseOf(reading, 'response')).toMatchObject({ stages: reading.stages });
  });

  test('curves turn their sign', () => {
    const reading = readFixture('GraphicEQ.txt') as CurveReading;
    const device = responseOf(reading, 'correction');
    if (device.kind !== 'curve') throw new Error(device.kind);
    expect(Math.max(...device.curve.levelsDb.map((db, i) => Math.abs(db + reading.curve.levelsDb[i]!)))).toBeLessThan(
      1e-6,
    );
  });

  test('what has no mirror is left out, and said', () => {
    const device = responseOf(readFixture('info.json'), 'correction');
    if (device.kind !== 'filters') throw new Error(device.kind);
    expect(device.stages.map(({ kind }) => kind)).toEqual(['lowshelf', 'peaking', 'highshelf', 'gain']);
    expect(device.notes).toHaveLength(1);
  });

  test.each([
    ['HD 600 inverse.csv', 'correction'],
    ['my-room-correction.txt', 'correction'],
    ['Kitchen_response.txt', 'response'],
    ['Equator.txt', null],
    ['Harman Target.csv', null],
  ] as const)('two bare columns named %s', (name, guess) => {
    expect(readText(textOf('autoeq.csv').replace('frequency,raw\n', ''), name).guess).toBe(guess);
  });
});

describe('left and right', () => {
  const both = (f: number): number => {
    const bump = 2 * Math.exp(-((Math.log(f / 6000) / 0.4) ** 2));
    return shapeDb(f) + 10 * Math.log10((10 ** (bump / 10) + 10 ** (-bump / 10)) / 2);
  };

  test('pasted one after the other', () => {
    const reading = readText(textOf('Phone L.txt') + textOf('Phone R.txt'));
    expect(worstAgainst(reading, both)).toBeLessThan(0.02);
    expect(reading.notes).toContain('2 measurements in one text, averaged in power.');
  });

  test('as two files', () => {
    const names = ['Phone L.txt', 'rew.txt', 'Phone R.txt', 'Mono L.txt'];
    expect(channelGroups(names)).toEqual([[0, 2], [1], [3]]);
    const reading = averagedReading([readFixture('Phone L.txt'), readFixture('Phone R.txt')]);
    expect(reading.name).toBe('Phone');
    expect(worstAgainst(reading, both)).toBeLessThan(0.02);
  });

  test('several samples of each side are one device; a name that ends in a letter is not a side', () => {
    expect(channelGroups(['A L1.txt', 'A L2.txt', 'A R1.txt', 'HD 600R.csv', 'HD 600L.csv'])).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
    expect(channelGroups(['Angel.txt', 'Anger.txt'])).toEqual([[0], [1]]);
  });

  test('as columns', () => {
    const rows = Array.from({ length: 120 }, (_, i) => 20 * 1000 ** (i / 119)).map((f) => {
      const bump = 2 * Math.exp(-((Math.log(f / 6000) / 0.4) ** 2));
      return `${f.toFixed(3)},${(shapeDb(f) + bump).toFixed(4)},${(shapeDb(f) - bump).toFixed(4)}`;
    });
    const reading = readText(`Frequency,Left,Right\n${rows.join('\n')}`);
    expect(worstAgainst(reading, both)).toBeLessThan(0.02);
  });
});

describe('files', () => {
  const fileOf = (name: string, bytes: Uint8Array): DeviceFile =>
    Object.assign(new Blob([Uint8Array.from(bytes)]), { name });

  test.each(['rew.txt', 'impulse-24.wav', 'info.json'])('%s is read as what it is', async (name) => {
    expect(await readDeviceFile(fileOf(name, bytesOf(name)))).toEqual(readFixture(name));
  });

  test('UTF-16, as spreadsheets write it', async () => {
    const little = Buffer.from(`\uFEFF${textOf('rew.txt')}`, 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const bytes of [little, big]) {
      expect(await readDeviceFile(fileOf('rew.txt', bytes))).toEqual(readFixture('rew.txt'));
    }
  });

  test('a text of 200 MB is refused before it is read [fault: large-device-file]', async () => {
    const unread = (): never => {
      throw new Error('was read');
    };
    const file: DeviceFile = {
      name: 'huge.txt',
      size: 200_000_000,
      slice: (from, to) => new Blob(['frequency,raw\n20,1\n']).slice(from, to),
      arrayBuffer: unread,
      text: unread,
    };
    await expect(readDeviceFile(file)).rejects.toMatchObject({
      code: 'device-too-large',
      detail: { bytes: 200_000_000 },
    });
  });

  test('a file that has gone', async () => {
    const file: DeviceFile = {
      name: 'gone.txt',
      size: 100,
      slice: () => ({ arrayBuffer: () => Promise.reject(new Error('NotFoundError')) }),
      arrayBuffer: () => Promise.reject(new Error('NotFoundError')),
      text: () => Promise.reject(new Error('NotFoundError')),
    };
    await expect(readDeviceFile(file)).rejects.toMatchObject({ name: 'ElsewhereError', code: 'device-failed' });
  });
});
