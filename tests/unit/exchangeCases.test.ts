import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDevice } from '../../src/devices/exchange/readDevice';
import type { Reading } from '../../src/devices/exchange/Reading';
import { curveLevelsDb } from '../../src/devices/exchange/toneGrid';
import { responseCurveDb } from '../../src/devices/response';

const FOLDER = join(import.meta.dirname, '../fixtures/cases');
const read = (file: string): Reading =>
  file.endsWith('.wav')
    ? readDevice({ kind: 'wav', bytes: new Uint8Array(readFileSync(join(FOLDER, file))) }, file)
    : readDevice({ kind: 'text', text: readFileSync(join(FOLDER, file), 'utf8') }, file);

function levelsDb(reading: Reading, frequenciesHz: readonly number[]): number[] {
  const at = Float64Array.from(frequenciesHz);
  if (reading.kind === 'curve') return [...curveLevelsDb(reading.curve, at)];
  return [...responseCurveDb({ stages: reading.kind === 'filters' ? reading.stages : reading.profile.stages }, at)];
}

interface Case {
  readonly file: string;
  /** Level at each frequency above that at `againstHz`, dB. */
  readonly levels: readonly (readonly [hertz: number, db: number])[];
  readonly againstHz: number;
  readonly notes?: readonly RegExp[];
  readonly within?: number;
}

/** Layouts of public reports, with the values that their authors meant: a row for each kind. */
const CASES: readonly Case[] = [
  {
    file: 'D01-autoeq-2018-config.txt',
    levels: [
      [90, 5.8],
      [3200, -5.2],
      [9000, 2.8],
    ],
    againstHz: 500,
    within: 0.15,
  },
  {
    file: 'D02-jamesdsp-GraphicEQ.txt',
    levels: [
      [100, 5.86],
      [4000, -3.97],
    ],
    againstHz: 630,
    within: 0.06,
  },
  { file: 'D03-few-nodes-GraphicEQ.txt', levels: [[10_000, -1.2]], againstHz: 251.9 },
  { file: 'D03b-few-nodes-with-preamp.txt', levels: [[10_000, -1.2]], againstHz: 251.9 },
  { file: 'D04-15-band-GraphicEQ.txt', levels: [[12_080, -4.8]], againstHz: 1000, within: 0.1 },
  {
    file: 'D06-rew-generic-lp1-hp1.txt',
    levels: [
      [50, -6.8],
      [10_000, -6.8],
      [20, -14],
    ],
    againstHz: 700,
    within: 0.1,
  },
  ...['D07-rew-generic-lsq-hsq.txt', 'D08-hangout-LSQ.txt'].map((file) => ({
    file,
    levels: [
      [105, 4.5],
      [8000, -3],
    ] as const,
    againstHz: 1000,
    within: 0.1,
  })),
  {
    file: 'D09-autoeq-2023-LS ParametricEQ.txt',
    levels: [[105, 4.7]],
    againstHz: 700,
    within: 0.1,
    notes: [/2 shelves written LS or HS with a Q.*middle.*Equalizer APO reads it as the corner/],
  },
  {
    file: 'D10-rew-german-locale.txt',
    levels: [
      [1250, 5.9],
      [8400, -5.5],
    ],
    againstHz: 300,
    within: 0.1,
  },
  {
    file: 'D11-apo-two-devices.txt',
    levels: [[100, 5.9]],
    againstHz: 1000,
    within: 0.1,
    notes: [/settings for 2 outputs: taken “Speakers Realtek.*left out “Headphones USB DAC”/],
  },
  {
    file: 'D12-apo-if-else.txt',
    levels: [[100, 5.8]],
    againstHz: 1000,
    within: 0.1,
    notes: [/“If: outputChannelCount == 2” was taken to hold/],
  },
];

describe('files as they are found', () => {
  test.each(CASES)('$file', ({ file, levels, againstHz, notes = [], within = 0.05 }) => {
    const reading = read(file);
    const [against, ...got] = levelsDb(reading, [againstHz, ...levels.map(([f]) => f)]);
    for (const [i, [f, db]] of levels.entries()) {
      expect(Math.abs(got[i]! - against! - db), `${f} Hz: ${got[i]! - against!}`).toBeLessThanOrEqual(within);
    }
    for (const note of notes) expect(reading.notes.join(' ')).toMatch(note);
  });

  test('D05-rew-generic-all-types.txt: notches are read, all-pass filters left out with a remark', () => {
    const reading = read('D05-rew-generic-all-types.txt');
    const [against, first, second] = levelsDb(reading, [700, 1000, 2000]);
    expect(first! - against!).toBeLessThan(-20);
    expect(second! - against!).toBeLessThan(-20);
    expect(reading.notes.join(' ')).toMatch(/all-pass filters? left out/);
  });

  test('D13-woofer.zma: an impedance is refused as one', () => {
    expect(() => read('D13-woofer.zma')).toThrow(expect.objectContaining({ code: 'device-impedance' }) as Error);
  });

  test('D14-linear-phase-48k.wav: the whole of it counts', () => {
    const truth = JSON.parse(readFileSync(join(FOLDER, 'D14-truth.json'), 'utf8')) as Record<string, number>;
    const frequencies = Object.keys(truth).map(Number);
    const [against, ...got] = levelsDb(read('D14-linear-phase-48k.wav'), [1000, ...frequencies]);
    const worst = Math.max(...frequencies.map((f, i) => Math.abs(got[i]! - against! - truth[f]!)));
    expect(worst).toBeLessThan(0.1);
  });
});
