import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../src/devices/catalogue';
import { responseCurveDb, responseDb, stereoMatrix } from '../../src/devices/response';
import type { ToneStage } from '../../src/devices/DeviceProfile';
import { staticGainDb } from '../../src/dsp/effects/compressor';
import { EAR_DELAY_SEC } from '../../src/dsp/effects/loudspeakerImage';
import { pinkNoise as stereoPink } from '../../src/dsp/effects/pinkNoise';
import { ampToDb, dbToAmp } from '../../src/core/units';
import type { Step } from '../../src/drills/recipe';
import { drumAndBass, pinkNoise, sine } from '../support/signals';
import type { Samples } from '../support/signals';
import { areSame, frequencyNear, levelAt, rms, sungVowel, throughSteps } from '../support/stimuli';

const RATES = [44100, 48000];
/** Sixths of octaves from 40 Hz to 16 kHz. */
const GRID_HZ = Array.from({ length: 53 }, (_, i) => 40 * 2 ** (i / 6)).filter((hz) => hz <= 16_000);

function impulse(sampleRate: number, sec = 1): Samples {
  const out = new Float32Array(Math.round(sec * sampleRate));
  out[0] = 1;
  return out;
}

const TONES: Readonly<Record<string, readonly ToneStage[]>> = {
  'octave boost': [{ kind: 'peaking', frequencyHz: 1000, gainDb: 12, q: 1.41 }],
  'narrow cut': [{ kind: 'peaking', frequencyHz: 3150, gainDb: -12, q: 4.3 }],
  'treble boost': [{ kind: 'peaking', frequencyHz: 16_000, gainDb: 9, q: 1.4 }],
  'bass boost that rings': [{ kind: 'peaking', frequencyHz: 50, gainDb: 12, q: 8 }],
  'bass cut': [{ kind: 'peaking', frequencyHz: 63, gainDb: -12, q: 4.3 }],
  'low shelf': [{ kind: 'lowshelf', frequencyHz: 105, gainDb: 8, q: 0.71 }],
  'high shelf': [{ kind: 'highshelf', frequencyHz: 8000, gainDb: -8, q: 0.71 }],
  'high-pass': [{ kind: 'highpass', frequencyHz: 120, q: 0.71 }],
  'low-pass': [{ kind: 'lowpass', frequencyHz: 6000, q: 0.71 }],
  chain: [
    { kind: 'gain', gainDb: -3 },
    { kind: 'peaking', frequencyHz: 40, gainDb: 6, q: 6 },
    { kind: 'highshelf', frequencyHz: 10_000, gainDb: 6, q: 0.7 },
  ],
};

describe('tone', () => {
  for (const sampleRate of RATES) {
    test.each(Object.entries(TONES))(`%s does what its curve says at ${sampleRate} Hz`, (_, stages) => {
      const [left, right] = throughSteps(stages, sampleRate, impulse(sampleRate));
      expect(areSame(left, right)).toBe(true);
      for (const hz of GRID_HZ) {
        expect(Math.abs(levelAt(left, hz, sampleRate) - responseDb({ stages }, hz)), `${hz} Hz`).toBeLessThan(0.25);
      }
    });

    test(`a tilt is a straight line at ${sampleRate} Hz`, () => {
      const [left] = throughSteps([{ kind: 'tilt', dbPerOctave: -1.5, pivotHz: 800 }], sampleRate, impulse(sampleRate));
      for (const hz of GRID_HZ) {
        expect(Math.abs(levelAt(left, hz, sampleRate) + 1.5 * Math.log2(hz / 800)), `${hz} Hz`).toBeLessThan(0.25);
      }
    });

    const plain = CATALOGUE.filter(({ room, limits }) => !room && !limits);
    test.each(plain)(`$name sounds as its profile says at ${sampleRate} Hz`, (profile) => {
      const [left, right] = throughSteps([{ kind: 'device', deviceId: profile.id }], sampleRate, impulse(sampleRate));
      const curve = responseCurveDb(profile, GRID_HZ);
      GRID_HZ.forEach((hz, i) => {
        expect(Math.abs(levelAt(left, hz, sampleRate) - curve[i]!), `${hz} Hz`).toBeLessThan(0.25);
      });
      // An impulse on the left alone: what reaches the right follows from the matrix.
      const alone = throughSteps(
        [{ kind: 'device', deviceId: profile.id }],
        sampleRate,
        impulse(sampleRate),
        new Float32Array(impulse(sampleRate).length),
      );
      const [[ll], [lr]] = stereoMatrix(profile);
      expect(levelAt(alone[0], 1000, sampleRate) - levelAt(left, 1000, sampleRate)).toBeCloseTo(ampToDb(ll), 3);
      if (lr === 0) expect(rms(alone[1])).toBeLessThan(1e-9);
      else expect(levelAt(alone[1], 1000, sampleRate) - levelAt(right, 1000, sampleRate)).toBeCloseTo(ampToDb(lr), 3);
    });
  }
});

describe('image', () => {
  const { sampleRate, left, right } = drumAndBass(48000, 2, 5);

  test('mono, width and an inverted channel are sums of left and right', () => {
    const mono = throughSteps([{ kind: 'monoSum' }], sampleRate, left, right);
    const narrow = throughSteps([{ kind: 'width', width: 0.25 }], sampleRate, left, right);
    const turned = throughSteps([{ kind: 'invert', channel: 'right' }], sampleRate, left, right);
    for (let i = 0; i < left.length; i += 997) {
      expect(mono[0][i]).toBeCloseTo((left[i]! + right[i]!) / 2, 6);
      expect(mono[1][i]).toBe(mono[0][i]);
      expect(narrow[0][i]! - narrow[1][i]!).toBeCloseTo(0.25 * (left[i]! - right[i]!), 6);
      expect(narrow[0][i]! + narrow[1][i]!).toBeCloseTo(left[i]! + right[i]!, 6);
      expect(turned[0][i]).toBe(left[i]);
      expect(turned[1][i]).toBe(-right[i]!);
    }
  });

  test.each([-1, -0.4, 0, 0.7, 1])('pan %s keeps the power', (position) => {
    const [l, r] = throughSteps([{ kind: 'pan', position }], sampleRate, left, right);
    const mono = rms(throughSteps([{ kind: 'monoSum' }], sampleRate, left, right)[0]);
    expect(Math.hypot(rms(l), rms(r))).toBeCloseTo(mono * Math.SQRT2, 6);
    expect(Math.atan2(rms(r), rms(l)) * (4 / Math.PI) - 1).toBeCloseTo(position, 4);
  });

  test.each(RATES)('loudspeakers reach the far ear later and in the shadow of the head, %d Hz', (rate) => {
    const click = new Float32Array(rate);
    click[100] = 1;
    const [near, far] = throughSteps([{ kind: 'loudspeakerImage' }], rate, click, new Float32Array(rate));
    const shadowDb = (hz: number): number => levelAt(far, hz, rate) - levelAt(near, hz, rate);
    // Brown & Duda at 30°: 3.1, 6.7, 11.2 and 12.8 dB between the ears.
    expect(shadowDb(1000)).toBeCloseTo(-3.1, 0);
    expect(shadowDb(2000)).toBeCloseTo(-6.7, 0);
    expect(shadowDb(5000)).toBeCloseTo(-11.2, 0);
    expect(shadowDb(10_000)).toBeCloseTo(-12.8, 0);
    // Group delay of the far ear against Woodworth's 261 µs plus the shadow's own few, from the phase at 8 kHz and up.
    const phase = (x: ArrayLike<number>, hz: number): number => {
      let re = 0;
      let im = 0;
      for (let i = 0; i < 2000; i++) {
        re += x[i]! * Math.cos((2 * Math.PI * hz * i) / rate);
        im -= x[i]! * Math.sin((2 * Math.PI * hz * i) / rate);
      }
      return Math.atan2(im, re);
    };
    const turn = phase(far, 9000) - phase(near, 9000) - (phase(far, 9200) - phase(near, 9200));
    const delaySec = (((turn % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI)) / (2 * Math.PI * 200);
    expect(EAR_DELAY_SEC).toBeCloseTo(261e-6, 6);
    expect(Math.abs(delaySec - EAR_DELAY_SEC)).toBeLessThan(8e-6);
    // Nothing before the sound.
    expect(rms(near, 0, 100)).toBe(0);
  });
});

describe('dynamics', () => {
  const settings = { thresholdDb: -24, ratio: 4, attackSec: 0.01, releaseSec: 0.1, kneeDb: 6 };
  const step: Step = { kind: 'compressor', ...settings };

  test.each([-40, -26, -24, -20, -6])('reduces a steady level of %d dB as its curve says', (level) => {
    // A square at full level all the time: its peak is its level at every sample.
    const x = new Float32Array(48_000).map((_, i) => dbToAmp(level) * (Math.floor(i / 24) % 2 === 0 ? 1 : -1));
    const [left] = throughSteps([step], 48_000, x);
    expect(ampToDb(rms(left, 40_000, 48_000)) - level).toBeCloseTo(staticGainDb(level, settings), 3);
    const hard = { ...settings, kneeDb: 0 };
    expect(staticGainDb(level, hard)).toBeCloseTo(level > -24 ? -0.75 * (level + 24) : 0, 9);
  });

  test('counts its threshold from the highest peak of the passage where it is told to', () => {
    const tone = sine(48_000, 200, 1, -31);
    const from = throughSteps([{ ...step, thresholdFrom: 'peak' }], 48_000, tone)[0];
    const loud = throughSteps(
      [step],
      48_000,
      tone.map((v) => v * dbToAmp(31)),
    )[0];
    for (let i = 0; i < 48_000; i += 101) expect(from[i]).toBeCloseTo(loud[i]! * dbToAmp(-31), 5);
    expect(rms(from)).toBeLessThan(0.3 * rms(tone));
  });

  test.each([0.002, 0.03])('takes %d s to get hold of a jump, and the release to let go', (attackSec) => {
    const x = new Float32Array(48_000).map((_, i) => (i >= 12_000 && i < 30_000 ? 0.5 : 0.01));
    const [left] = throughSteps([{ ...step, attackSec }], 48_000, x);
    const full = staticGainDb(ampToDb(0.5), settings);
    const gainAt = (sec: number): number => ampToDb(left[Math.round(sec * 48_000)]! / x[Math.round(sec * 48_000)]!);
    expect(gainAt(0.25 + attackSec) / full).toBeCloseTo(1 - Math.exp(-1), 2);
    expect(gainAt(30_000 / 48_000 + 0.1) / full).toBeCloseTo(Math.exp(-1), 2);
  });

  test('turns both channels alike', () => {
    const loud = sine(48_000, 200, 1, -3);
    const [left, right] = throughSteps(
      [step],
      48_000,
      loud,
      loud.map((v) => v * 0.1),
    );
    for (let i = 20_000; i < 30_000; i += 7) expect(right[i]).toBeCloseTo(left[i]! * 0.1, 6);
  });

  const thd = (shape: 'hard' | 'soft', driveDb: number): number => {
    const [left] = throughSteps([{ kind: 'clip', driveDb, shape }], 48_000, sine(48_000, 1000, 1, -12));
    const middle = left.subarray(12_000, 36_000);
    let harmonics = 0;
    for (let k = 2; k <= 15; k++) harmonics += 10 ** (levelAt(middle, 1000 * k, 48_000, 'hann') / 10);
    return Math.sqrt(harmonics / 10 ** (levelAt(middle, 1000, 48_000, 'hann') / 10));
  };

  test.each(['hard', 'soft'] as const)('%s clipping distorts more with more drive, and not at all without', (shape) => {
    const series = [0, 3, 6, 12, 18].map((drive) => thd(shape, drive));
    expect(series).toEqual(series.toSorted((a, b) => a - b));
    expect(series[0]).toBeLessThan(shape === 'hard' ? 1e-4 : 0.06);
    expect(series.at(-1)).toBeGreaterThan(0.2);
  });

  test('a hard-clipped sine has the harmonics of theory: third of a 6 dB overdriven one at 0.225 of the fundamental', () => {
    // Fourier series of a sine of amplitude 2 cut at 1, φ = asin(½).
    const phi = Math.asin(0.5);
    const b1 = (4 / Math.PI) * (2 * (phi / 2 - Math.sin(2 * phi) / 4) + Math.cos(phi));
    const b3 = (4 / Math.PI) * (2 * (Math.sin(2 * phi) / 4 - Math.sin(4 * phi) / 8) + Math.cos(3 * phi) / 3);
    const [left] = throughSteps(
      [{ kind: 'clip', driveDb: ampToDb(2), shape: 'hard' }],
      48_000,
      sine(48_000, 500, 1, -6),
    );
    const middle = left.subarray(12_000, 36_000);
    const ratio = levelAt(middle, 1500, 48_000, 'hann') - levelAt(middle, 500, 48_000, 'hann');
    expect(ratio).toBeCloseTo(ampToDb(Math.abs(b3) / b1), 1);
  });

  test('what clipping adds does not fold back', () => {
    // 15th and further harmonics of 7 kHz … the strongest alias of a clipper without oversampling lies at 48 − 5 · 7.
    const [left] = throughSteps([{ kind: 'clip', driveDb: 12, shape: 'hard' }], 48_000, sine(48_000, 7000, 1, -6));
    const middle = left.subarray(12_000, 36_000);
    const tone = levelAt(middle, 7000, 48_000, 'hann');
    for (const aliasHz of [13_000, 1000, 20_000]) {
      expect(levelAt(middle, aliasHz, 48_000, 'hann') - tone, `${aliasHz} Hz`).toBeLessThan(-38);
    }
    // The same clipper at the plain rate would put the fifth harmonic there at some −17 dB.
    const naive = sine(48_000, 7000, 1, -6).map((v) => Math.max(-0.126, Math.min(0.126, v)));
    expect(levelAt(naive.subarray(12_000, 36_000), 13_000, 48_000, 'hann')).toBeGreaterThan(-40);
  });
});

describe('time', () => {
  test.each([0.4, 1.2, 2.5])('a reverberation of %d s decays in that time', (decaySec) => {
    const sampleRate = 48_000;
    const x = impulse(sampleRate, 4);
    const [left, right] = throughSteps(
      [{ kind: 'reverb', decaySec, preDelaySec: 0.02, levelDb: 0, seed: 11 }],
      sampleRate,
      x,
    );
    // Direct sound, then nothing until the pre-delay is over.
    expect(left[0]).toBeCloseTo(1, 6);
    expect(rms(left, 1, 959)).toBeLessThan(1e-6);
    for (const ear of [left, right]) {
      const wet = ear.slice();
      wet[0] = 0;
      // Level against the direct sound.
      expect(10 * Math.log10(wet.reduce((sum, v) => sum + v * v, 0))).toBeCloseTo(0, 0);
      // Octave around 1 kHz, Schroeder's backward integration, T30 by least squares (ISO 3382-1).
      const band = throughSteps(
        [
          { kind: 'highpass', frequencyHz: 707, q: 0.71 },
          { kind: 'lowpass', frequencyHz: 1414, q: 0.71 },
          { kind: 'highpass', frequencyHz: 707, q: 0.71 },
          { kind: 'lowpass', frequencyHz: 1414, q: 0.71 },
        ],
        sampleRate,
        wet,
      )[0];
      const decay = new Float64Array(band.length);
      let sum = 0;
      for (let i = band.length - 1; i >= 0; i--) decay[i] = sum += band[i]! ** 2;
      let n = 0;
      let sx = 0;
      let sy = 0;
      let sxx = 0;
      let sxy = 0;
      for (let i = 0; i < band.length; i += 48) {
        const db = 10 * Math.log10(decay[i]! / decay[0]!);
        if (db > -5 || db < -35) continue;
        const t = i / sampleRate;
        n += 1;
        sx += t;
        sy += db;
        sxx += t * t;
        sxy += t * db;
      }
      const slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
      expect(Math.abs(-60 / slope / decaySec - 1)).toBeLessThan(0.1);
    }
    // The two ears hear different rooms.
    let product = 0;
    for (let i = 2000; i < left.length; i++) product += left[i]! * right[i]!;
    expect(Math.abs(product / left.length / (rms(left, 2000) * rms(right, 2000)))).toBeLessThan(0.1);
  });

  test('a delay repeats at its time and level', () => {
    const [left] = throughSteps(
      [{ kind: 'delay', timeSec: 0.25, feedback: 0.5, levelDb: -6 }],
      44_100,
      impulse(44_100, 1),
    );
    const at = Math.round(0.25 * 44_100);
    expect(left[0]).toBe(1);
    expect(ampToDb(left[at]!)).toBeCloseTo(-6, 5);
    expect(ampToDb(left[2 * at]!)).toBeCloseTo(-12.02, 2);
    expect([...left].filter((v) => v !== 0)).toHaveLength(4);
  });

  test.each([-60, -25, -5, 5, 40, 60])('moves a sung voice by %d cents, and leaves its length', (cents) => {
    const voice = sungVowel(48_000, 2, 220);
    const [left, right] = throughSteps([{ kind: 'detune', cents }], 48_000, voice);
    expect(left).toHaveLength(voice.length);
    expect(areSame(left, right)).toBe(true);
    for (const harmonic of [1, 4]) {
      const moved = frequencyNear(left.subarray(12_000, 84_000), 220 * harmonic, 48_000);
      expect(Math.abs(1200 * Math.log2(moved / (220 * harmonic)) - cents), `harmonic ${harmonic}`).toBeLessThan(2);
    }
    // As loud at every moment as before: splices neither cancel nor add.
    for (let from = 4800; from < 90_000; from += 960) {
      expect(Math.abs(ampToDb(rms(left, from, from + 960) / rms(voice, from, from + 960)))).toBeLessThan(1.5);
    }
  });

  test('moves the pitch only where it is told to', () => {
    const voice = sungVowel(48_000, 3, 220);
    const [left] = throughSteps([{ kind: 'detune', cents: -40, atSec: 1, durationSec: 0.8 }], 48_000, voice);
    expect(areSame(left.subarray(0, 48_000), voice.subarray(0, 48_000))).toBe(true);
    expect(areSame(left.subarray(110_000), voice.subarray(110_000))).toBe(true);
    const inside = frequencyNear(left.subarray(50_000, 84_000), 660, 48_000);
    expect(1200 * Math.log2(inside / 660)).toBeCloseTo(-40, -0.5);
  });
});

describe('pink noise', () => {
  test.each(RATES)('has the same power in every octave and independent sides at %d Hz', (rate) => {
    const [left, right] = stereoPink(4 * rate, 77);
    const octaves = [62.5, 250, 1000, 4000].map((hz) => {
      const band = throughSteps(
        [
          { kind: 'highpass', frequencyHz: hz / Math.SQRT2, q: 0.71 },
          { kind: 'lowpass', frequencyHz: hz * Math.SQRT2, q: 0.71 },
        ],
        rate,
        left,
      )[0];
      return ampToDb(rms(band, rate / 4, 4 * rate - rate / 4));
    });
    for (const db of octaves) expect(Math.abs(db - octaves[2]!)).toBeLessThan(1);
    let product = 0;
    for (let i = 0; i < left.length; i++) product += left[i]! * right[i]!;
    expect(Math.abs(product / left.length / (rms(left) * rms(right)))).toBeLessThan(0.1);
  });
});

describe('every step', () => {
  const song = drumAndBass(44_100, 3, 8);
  const STEPS: readonly Step[] = [
    ...Object.values(TONES).flat(),
    { kind: 'tilt', dbPerOctave: 1, pivotHz: 1000 },
    { kind: 'monoSum' },
    { kind: 'width', width: 1.5 },
    { kind: 'pan', position: 0.3 },
    { kind: 'invert', channel: 'left' },
    { kind: 'loudspeakerImage' },
    { kind: 'compressor', thresholdDb: -30, ratio: 8, attackSec: 0.001, releaseSec: 0.05, kneeDb: 0 },
    { kind: 'clip', driveDb: 12, shape: 'hard' },
    { kind: 'clip', driveDb: 12, shape: 'soft' },
    { kind: 'reverb', decaySec: 1, preDelaySec: 0, levelDb: -6, seed: 1 },
    { kind: 'delay', timeSec: 0.1, feedback: 0.4, levelDb: -6 },
    { kind: 'detune', cents: -30 },
    { kind: 'device', deviceId: 'phone' },
  ];

  test.each(STEPS)('$kind keeps silence silent, numbers finite, and the start where it is', (step) => {
    const silence = new Float32Array(44_100);
    for (const channel of throughSteps([step], 44_100, silence)) expect(rms(channel)).toBe(0);
    for (const channel of throughSteps([step], 44_100, song.left, song.right)) {
      expect(channel).toHaveLength(song.left.length);
      expect(Number.isFinite(rms(channel))).toBe(true);
    }
    // Where an onset rises in the original it rises in the version, within 0.5 ms.
    const click = new Float32Array(44_100);
    click.set(pinkNoise(44_100, 0.2, -20, 3), 20_000);
    const [left, right] = throughSteps([step], 44_100, click, click);
    const loud = Math.max(rms(left, 20_000, 28_000), rms(right, 20_000, 28_000));
    expect(Math.max(rms(left, 0, 19_970), rms(right, 0, 19_970)) / loud).toBeLessThan(
      step.kind === 'detune' ? 0.2 : 1e-3,
    );
    expect(Math.max(rms(left, 20_000, 20_044), rms(right, 20_000, 20_044)) / loud).toBeGreaterThan(0.001);
  });
});
