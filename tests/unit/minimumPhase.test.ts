import { describe, expect, it } from 'vitest';
import { responseCurveDb, responseDb } from '../../src/devices/response';
import type { ToneStage } from '../../src/devices/DeviceProfile';
import { firLengthFor } from '../../src/dsp/firLength';
import { designMinimumPhase } from '../../src/dsp/minimumPhase';

const phone: ToneStage[] = [
  { kind: 'highpass', frequencyHz: 500, q: 0.5412 },
  { kind: 'highpass', frequencyHz: 500, q: 1.3066 },
  { kind: 'peaking', frequencyHz: 950, gainDb: 6, q: 2.5 },
  { kind: 'lowpass', frequencyHz: 14_000, q: 0.7071 },
];
const car: ToneStage[] = [
  { kind: 'lowshelf', frequencyHz: 80, gainDb: 12, q: 0.7 },
  { kind: 'peaking', frequencyHz: 63, gainDb: 6, q: 5 },
  { kind: 'peaking', frequencyHz: 110, gainDb: -6, q: 4 },
  { kind: 'highshelf', frequencyHz: 8000, gainDb: -4, q: 0.7 },
];

/** Level of an impulse response at one frequency by the definition of the Fourier transform, dB. */
function firLevelDb(fir: Float32Array, frequencyHz: number, sampleRate: number): number {
  const w = (2 * Math.PI * frequencyHz) / sampleRate;
  let re = 0;
  let im = 0;
  for (let n = 0; n < fir.length; n++) {
    re += fir[n]! * Math.cos(w * n);
    im -= fir[n]! * Math.sin(w * n);
  }
  return 10 * Math.log10(re * re + im * im);
}

describe('designMinimumPhase', () => {
  for (const sampleRate of [44_100, 48_000, 96_000]) {
    for (const [name, stages] of [
      ['phone', phone],
      ['car', car],
    ] as const) {
      it(`meets a ${name}'s curve at ${sampleRate} Hz within 0.15 dB where it is above −60 dB`, () => {
        const response = designMinimumPhase((f) => responseCurveDb({ stages }, f), sampleRate);
        for (let f = 20; f < 20_000; f *= 1.07) {
          const wanted = responseDb({ stages }, f);
          if (wanted < -60) continue;
          expect(Math.abs(firLevelDb(response.fir, f, sampleRate) - wanted), `${f.toFixed(0)} Hz`).toBeLessThan(0.15);
        }
      });
    }
  }

  it('puts its energy first: no minimum-phase filter has an earlier centroid than its own', () => {
    const { fir } = designMinimumPhase((f) => responseCurveDb({ stages: phone }, f), 48_000);
    let energy = 0;
    let moment = 0;
    fir.forEach((v, n) => {
      energy += v * v;
      moment += n * v * v;
    });
    expect(moment / energy / 48_000).toBeLessThan(0.0005);
  });

  it('keeps the phase of a known section: a first-quadrant check against the analog high-pass', () => {
    const stages: ToneStage[] = [{ kind: 'highpass', frequencyHz: 200, q: 0.7071 }];
    const response = designMinimumPhase((f) => responseCurveDb({ stages }, f), 48_000);
    const bin = Math.round((200 / 48_000) * response.fftSize);
    // A second-order Butterworth high-pass leads by exactly 90° at its corner.
    expect(response.phaseRad[bin]!).toBeGreaterThan(Math.PI / 2 - 0.06);
    expect(response.phaseRad[bin]!).toBeLessThan(Math.PI / 2 + 0.06);
  });

  it('has a length that keeps the same resolution in hertz at every rate', () => {
    expect([8000, 22_050, 44_100, 48_000, 96_000, 192_000].map(firLengthFor)).toEqual([
      1024, 4096, 8192, 8192, 16_384, 32_768,
    ]);
  });
});
