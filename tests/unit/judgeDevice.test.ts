import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CATALOGUE, FLAT_REFERENCE } from '../../src/devices/catalogue';
import type { DeviceProfile, Stage } from '../../src/devices/DeviceProfile';
import { parseOwnJson, writeOwnJson } from '../../src/devices/exchange/ownJson';
import { judgeDevice, MOST_FILTERS, playableDevice } from '../../src/devices/judgeDevice';
import { judgeStored } from '../../src/store/devices/judgeStored';
import { testPffft } from '../support/pffft';
import { renderThrough } from '../support/rendering';
import { whiteNoise } from '../support/noise';

const withStages = (stages: readonly Stage[]): DeviceProfile => ({
  ...FLAT_REFERENCE,
  id: 'own-1',
  family: 'own',
  stages,
});
const peak = (gainDb: number, frequencyHz = 1000, q = 1): Stage => ({ kind: 'peaking', frequencyHz, gainDb, q });

function reasonOf(content: unknown): string {
  const verdict = judgeDevice(content);
  return 'refusal' in verdict ? verdict.refusal.reason : '';
}

describe('a device is accepted', () => {
  test.each(CATALOGUE)('$name of the catalogue', (device) => {
    expect(reasonOf(device)).toBe('');
  });

  test('and comes back as it was, unknown fields left out', () => {
    const device = withStages([peak(6), { kind: 'monoSum' }]);
    expect(playableDevice({ ...device, more: 1 })).toEqual(device);
  });

  test('with as many filters as a device may have, through its file and back', () => {
    const device = withStages([
      ...Array.from({ length: MOST_FILTERS }, (_, i) => peak(0.5, 20 + i * 90)),
      { kind: 'gain', gainDb: -3 },
    ]);
    expect(playableDevice(parseOwnJson(writeOwnJson(device)).profile)).toEqual(device);
  });
});

describe('a device is refused, with the reason [fault: extreme-device]', () => {
  const room = { ...CATALOGUE.find((device) => device.room)!.room! };
  test.each<readonly [string, unknown, RegExp]>([
    [
      '200 cuts of 120 dB',
      withStages(Array.from({ length: 200 }, () => peak(-120, 1000, 0.01))),
      /dB below the mix everywhere/,
    ],
    ['200 boosts of 120 dB', withStages(Array.from({ length: 200 }, () => peak(120))), /level|boosts/],
    ['a boost of 61 dB', withStages([peak(61)]), /boosts by 61 dB at 1 kHz/],
    [
      'a narrow boost between the points of any grid',
      withStages([peak(100, 1234.567, 1000)]),
      /boosts by 100 dB at 1\.23 kHz/,
    ],
    ['a boost above the audible range', withStages([peak(90, 60_000)]), /boosts by 90 dB at 60 kHz/],
    ['silence', withStages([{ kind: 'gain', gainDb: -90 }]), /90 dB below the mix everywhere/],
    ['too many filters', withStages(Array.from({ length: 201 }, () => peak(0.1))), /201 filters, and at most 200/],
    ['a million filters', { ...FLAT_REFERENCE, stages: Array.from({ length: 1e6 }, () => null) }, /1000000 filters/],
    ['no number', withStages([peak(Number.NaN)]), /stages\.0\.gainDb/],
    ['a filter of no kind', { ...FLAT_REFERENCE, stages: [{ kind: 'comb' }] }, /stages\.0/],
    ['no stages', { ...FLAT_REFERENCE, stages: 'none' }, /stages/],
    ['a scene that is not known', { ...FLAT_REFERENCE, scene: 'moon' }, /scene/],
    [
      'a room without end',
      { ...FLAT_REFERENCE, room: { ...room, left: { ...room.left, delaySec: 0.9 } } },
      /arrives after 0\.90 s/,
    ],
    [
      'limits beyond their model',
      { ...FLAT_REFERENCE, limits: { limiter: { thresholdDb: 1e9, attackSec: 0, releaseSec: 0 } } },
      /limits/,
    ],
    ['nothing', null, /not as expected/],
    ['a list', [], /not as expected/],
  ])('%s', (_, content, reason) => {
    expect(reasonOf(content)).toMatch(reason);
  });
});

test('ten thousand stages in a file are refused by their number, before they are looked at [fault: large-device-file]', () => {
  const file = JSON.stringify({
    format: 'elsewhere.device/1',
    profile: { ...FLAT_REFERENCE, stages: Array.from({ length: 10_000 }, () => ({ kind: 'monoSum' })) },
  });
  expect(() => parseOwnJson(file)).toThrowError(
    expect.objectContaining({
      code: 'device-too-many-filters',
      detail: { count: 10_000, limit: MOST_FILTERS },
    }) as Error,
  );
});

test('of what earlier visits stored, a device that cannot be rendered is left out and said [fault: extreme-device]', () => {
  const good = { id: 'own-1', profile: withStages([peak(3)]), addedAt: 2 };
  const bad = withStages(Array.from({ length: 200 }, () => peak(-120, 1000, 0.01)));
  const { own, problems } = judgeStored([{ id: 'own-1', profile: bad, addedAt: 1 }, null, { id: 'x' }, good]);
  expect(own).toEqual([good]);
  expect(problems.map(({ code }) => code)).toEqual(['device-left-out', 'device-left-out', 'device-left-out']);
  expect(problems[0]!.detail['reason']).toMatch(/dB below the mix/);
});

const hz = fc.double({ min: Math.log(0.5), max: Math.log(200_000), noNaN: true }).map(Math.exp);
const anyQ = fc.double({ min: Math.log(0.01), max: Math.log(1000), noNaN: true }).map(Math.exp);
const db = fc.oneof(fc.double({ min: -24, max: 24, noNaN: true }), fc.double({ min: -120, max: 120, noNaN: true }));
const stage: fc.Arbitrary<Stage> = fc.oneof(
  fc.record({ kind: fc.constantFrom('peaking', 'lowshelf', 'highshelf'), frequencyHz: hz, gainDb: db, q: anyQ }),
  fc.record({ kind: fc.constantFrom('highpass', 'lowpass'), frequencyHz: hz, q: anyQ }),
  fc.record({ kind: fc.constant('gain'), gainDb: db }),
  fc.constant<Stage>({ kind: 'monoSum' }),
  fc.record({ kind: fc.constant('width'), width: fc.double({ min: 0, max: 2, noNaN: true }) }),
);
const unit = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const place = fc.record({ azimuthDeg: unit(-180, 180), delaySec: unit(0, 0.5), gainDb: unit(-60, 0) });
const room = fc.record({
  id: fc.constantFrom('one', 'two'),
  label: fc.constant('a room'),
  left: place,
  right: place,
  reflections: fc.array(
    fc.record({
      delaySec: unit(0, 0.4),
      gainDb: unit(-80, 12),
      azimuthDeg: unit(-180, 180),
      lowpassHz: hz.filter((f) => f >= 20),
    }),
    { maxLength: 8 },
  ),
  decay: fc.option(
    fc.record({
      startSec: unit(0, 0.4),
      levelDb: unit(-80, 40),
      rt60Sec: fc.tuple(unit(0.01, 20), unit(0.01, 20), unit(0.01, 20)),
    }),
  ),
});
const limits = fc.record(
  {
    bass: fc.record({
      belowHz: unit(10, 20_000),
      thresholdDb: unit(-80, 20),
      ratio: unit(1, 1000),
      attackSec: unit(0, 10),
      releaseSec: unit(0, 60),
      thirdHarmonic: unit(0, 0.3),
    }),
    limiter: fc.record({ thresholdDb: unit(-80, 20), attackSec: unit(0, 10), releaseSec: unit(0, 60) }),
    codecHz: unit(1000, 200_000),
  },
  { requiredKeys: [] },
);

test('whatever is accepted renders to finite samples at every rate; whatever is not has a reason [fault: extreme-device]', () => {
  const pffft = testPffft();
  let accepted = 0;
  fc.assert(
    fc.property(
      fc.array(stage, { maxLength: 12 }),
      fc.option(room, { nil: undefined, freq: 3 }),
      fc.option(limits, { nil: undefined, freq: 3 }),
      fc.constantFrom(44_100, 48_000, 96_000, 192_000),
      (stages, itsRoom, itsLimits, sampleRate) => {
        const verdict = judgeDevice({
          ...withStages(stages),
          ...(itsRoom && { room: itsRoom }),
          ...(itsLimits && { limits: itsLimits }),
        });
        if ('refusal' in verdict) {
          expect(verdict.refusal.reason.length).toBeGreaterThan(10);
          return;
        }
        accepted++;
        const left = whiteNoise(4096, 1);
        const out = renderThrough(pffft, verdict.profile, sampleRate, left, left.slice(), { driveDb: 20 });
        for (const channel of out) {
          for (const sample of channel)
            if (!Number.isFinite(sample) || Math.abs(sample) > 1e6) throw new Error(`${sample}`);
        }
      },
    ),
    { numRuns: 60 },
  );
  expect(accepted).toBeGreaterThan(12);
});
