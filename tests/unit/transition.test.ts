import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/core/random';
import { CATALOGUE } from '../../src/devices/catalogue';
import { responseCurveDb, stereoMatrix, toneStages } from '../../src/devices/response';
import { designMinimumPhase } from '../../src/dsp/minimumPhase';
import type { LinearDevice } from '../../src/dsp/transition';
import { bridgeCount, historyFramesFor, planTransition } from '../../src/dsp/transition';

const SAMPLE_RATE = 44_100;
const FADE = 529;

const devices: (LinearDevice & { name: string })[] = CATALOGUE.map((profile) => ({
  name: profile.name,
  matrix: stereoMatrix(profile),
  tone: toneStages(profile).length > 0 ? designMinimumPhase((f) => responseCurveDb(profile, f), SAMPLE_RATE) : null,
  gainDb: 0,
}));
const flat = devices[0]!;

function noise(frames: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: frames }, () => random() - 0.5);
}

/** The device on `input` by direct convolution, one output frame. */
function outputAt(device: LinearDevice, left: Float32Array, right: Float32Array, frame: number): [number, number] {
  const fir = device.tone?.fir ?? Float32Array.of(1);
  let l = 0;
  let r = 0;
  for (let k = 0; k < fir.length && k <= frame; k++) {
    l += fir[k]! * left[frame - k]!;
    r += fir[k]! * right[frame - k]!;
  }
  const [[ll, lr], [rl, rr]] = device.matrix;
  return [ll * l + lr * r, rl * l + rr * r];
}

describe('planTransition', () => {
  it('gives fades that start at the old device, end at the new one, and never sum above one', () => {
    for (const to of devices) {
      const frames = historyFramesFor(flat, to) + FADE;
      const silence = new Float32Array(frames);
      const plan = planTransition({ left: silence, right: silence }, flat, to, FADE);
      expect(plan.fromFade[0]).toBe(1);
      expect(plan.fromFade[FADE]).toBe(0);
      expect(plan.toFade[0]).toBe(0);
      expect(plan.toFade[FADE]).toBe(1);
      for (let i = 0; i <= FADE; i++) expect(plan.fromFade[i]! + plan.toFade[i]!).toBeLessThanOrEqual(1 + 1e-7);
    }
  });

  it('needs nothing in between for the same device, whose two slots then sum to exactly one', () => {
    const device = devices.find((d) => d.tone)!;
    const frames = historyFramesFor(device, device) + FADE;
    const music = noise(frames, 1);
    const plan = planTransition({ left: music, right: music }, device, { ...device, gainDb: 3 }, FADE);
    expect(plan.bridge).toBeNull();
    for (let i = 0; i <= FADE; i++) expect(Math.fround(plan.fromFade[i]! + plan.toFade[i]!)).toBe(1);
  });

  it('computes the ringing the new filter owes, as direct convolution does', () => {
    const to = devices.find((d) => d.tone && d.matrix[0][1] !== 0)!;
    const past = historyFramesFor(flat, to);
    const left = noise(past + FADE, 2);
    const right = noise(past + FADE, 3);
    const { tail } = planTransition({ left, right }, flat, to, FADE);
    const before = [left.slice(), right.slice()] as const;
    for (const channel of before) channel.fill(0, past);
    for (const i of [0, 1, 7, 100, 500]) {
      const [l, r] = outputAt(to, before[0], before[1], past + i);
      expect(tail![0][i]!).toBeCloseTo(l, 5);
      expect(tail![1][i]!).toBeCloseTo(r, 5);
    }
  });

  it('asks for its history in one length only', () => {
    expect(() =>
      planTransition({ left: new Float32Array(3), right: new Float32Array(3) }, flat, devices[4]!, FADE),
    ).toThrow(RangeError);
  });
});

describe('the way from any device to any other', () => {
  // A steady tone through the weighted sum of stops, as a complex amplitude: no rendering needed to be exact.
  function path(from: LinearDevice, to: LinearDevice, bin: number): { dipDb: number; overDb: number } {
    const at = (t: LinearDevice['tone'], what: 'logMagnitude' | 'phaseRad'): number => t?.[what][bin] ?? 0;
    const last = bridgeCount(from, to) + 1;
    let lowest = Infinity;
    let highest = 0;
    for (let step = 0; step <= 60; step++) {
      let re = 0;
      let im = 0;
      for (let stop = 0; stop <= last; stop++) {
        const distance = Math.abs((step / 60) * last - stop);
        if (distance >= 1) continue;
        const weight = 0.5 + 0.5 * Math.cos(Math.PI * distance);
        const mix = stop / last;
        const level = Math.exp((1 - mix) * at(from.tone, 'logMagnitude') + mix * at(to.tone, 'logMagnitude'));
        const phase = (1 - mix) * at(from.tone, 'phaseRad') + mix * at(to.tone, 'phaseRad');
        re += weight * level * Math.cos(phase);
        im += weight * level * Math.sin(phase);
      }
      const level = Math.hypot(re, im);
      lowest = Math.min(lowest, level);
      highest = Math.max(highest, level);
    }
    const ends = [Math.exp(at(from.tone, 'logMagnitude')), Math.exp(at(to.tone, 'logMagnitude'))];
    return {
      dipDb: 20 * Math.log10(lowest / Math.min(...ends)),
      overDb: 20 * Math.log10(highest / Math.max(...ends)),
    };
  }

  it('never dips 3 dB below the quieter side nor rises above the louder one, at any frequency that is heard', () => {
    let deepest = { dipDb: 0, pair: '' };
    for (const from of devices) {
      for (const to of devices) {
        if (from === to) continue;
        const size = (from.tone ?? to.tone)?.logMagnitude.length ?? 0;
        for (let bin = 8; bin < size; bin = Math.ceil(bin * 1.1)) {
          // Below −40 dB of a device's own peak a dip is a dip in nothing.
          const quiet = Math.min(from.tone?.logMagnitude[bin] ?? 0, to.tone?.logMagnitude[bin] ?? 0);
          if (quiet < -4) continue;
          const { dipDb, overDb } = path(from, to, bin);
          expect(overDb, `${from.name} to ${to.name}`).toBeLessThan(0.01);
          if (dipDb < deepest.dipDb) deepest = { dipDb, pair: `${from.name} to ${to.name}` };
        }
      }
    }
    expect(deepest.dipDb, deepest.pair).toBeGreaterThan(-2);
  });
});
