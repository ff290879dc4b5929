import { seededRandom } from '../../src/core/random';
import { dbToAmp } from '../../src/core/units';

export type Samples = Float32Array<ArrayBuffer>;

export interface StereoSignal {
  readonly sampleRate: number;
  readonly left: Samples;
  readonly right: Samples;
}

/** A stretch of a test tone: seconds and peak level in dBFS; −Infinity is silence. */
export type ToneSegment = readonly [sec: number, peakDbfs: number];

/** A sine of steps in level, phase running through (the form of EBU Tech 3341 and 3342's tones). */
export function steppedSine(sampleRate: number, frequencyHz: number, segments: readonly ToneSegment[]): Samples {
  const ends: number[] = [];
  let sec = 0;
  for (const [length] of segments) ends.push(Math.round((sec += length) * sampleRate));
  const out = new Float32Array(ends.at(-1) ?? 0);
  let at = 0;
  segments.forEach(([, peakDbfs], i) => {
    const amplitude = dbToAmp(peakDbfs);
    for (; at < ends[i]!; at++) out[at] = amplitude * Math.sin((2 * Math.PI * frequencyHz * at) / sampleRate);
  });
  return out;
}

/** A sine of one level. */
export const sine = (sampleRate: number, frequencyHz: number, sec: number, peakDbfs: number): Samples =>
  steppedSine(sampleRate, frequencyHz, [[sec, peakDbfs]]);

/** Noise of roughly equal power in every octave between 10 Hz and Nyquist, of the given RMS level. */
export function pinkNoise(sampleRate: number, sec: number, rmsDbfs: number, seed: number): Samples {
  const random = seededRandom(seed);
  const out = new Float32Array(Math.round(sec * sampleRate));
  const cornersHz: number[] = [];
  for (let hz = 10; hz < sampleRate / 2; hz *= 2) cornersHz.push(hz);
  const poles = cornersHz.map((hz) => Math.exp((-2 * Math.PI * hz) / sampleRate));
  const gains = poles.map((pole) => Math.sqrt(1 - pole * pole));
  const states = poles.map(() => 0);
  let energy = 0;
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let k = 0; k < poles.length; k++) {
      states[k] = poles[k]! * states[k]! + gains[k]! * (random() * 2 - 1);
      sum += states[k]!;
    }
    out[i] = sum;
    energy += sum * sum;
  }
  const gain = dbToAmp(rmsDbfs) / Math.sqrt(energy / out.length);
  return out.map((x) => x * gain);
}

/**
 * Kick, snare, hats, a stepping bass and a pad at 120 BPM, no hit as loud as the next, with a rest of a second after
 * every third bar.
 */
export function drumAndBass(sampleRate: number, sec: number, seed: number): StereoSignal {
  const random = seededRandom(seed);
  const frames = Math.round(sec * sampleRate);
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  const bassHz = [41.2, 55, 49, 61.74];
  const beatSec = 0.5;
  const phraseSec = 7;
  let bassPhase = 0;
  let lastHit = -1;
  let velocity = 1;
  for (let i = 0; i < frames; i++) {
    const t = (i / sampleRate) % phraseSec;
    const noise = random() * 2 - 1;
    const hit = Math.floor(i / sampleRate / (beatSec / 2));
    if (hit !== lastHit) {
      lastHit = hit;
      velocity = 0.4 + 0.6 * random();
    }
    if (t >= 6) continue;
    const beat = Math.floor(t / beatSec);
    const inBeat = t - beat * beatSec;
    const kick =
      beat % 2 === 0
        ? 0.7 * Math.exp(-inBeat * 14) * Math.sin(2 * Math.PI * (50 * inBeat + 6 * (1 - Math.exp(-inBeat * 30))))
        : 0;
    const snare = beat % 2 === 1 ? 0.4 * Math.exp(-inBeat * 25) * (noise + Math.sin(2 * Math.PI * 190 * inBeat)) : 0;
    const hat = 0.12 * Math.exp(-(inBeat % 0.25) * 60) * noise;
    const note = bassHz[Math.floor(t / (2 * beatSec)) % bassHz.length]!;
    bassPhase += (2 * Math.PI * note) / sampleRate;
    const bass = 0.22 * (Math.sin(bassPhase) + 0.4 * Math.sin(2 * bassPhase) + 0.2 * Math.sin(3 * bassPhase));
    const pad = 0.15 * (Math.sin(2 * Math.PI * 329.6 * t) + Math.sin(2 * Math.PI * 493.9 * t));
    const centre = velocity * (kick + snare) + bass;
    left[i] = centre + velocity * hat + pad;
    right[i] = centre + velocity * 0.4 * hat - 0.5 * pad;
  }
  return { sampleRate, left, right };
}

/** Fades both ends linearly, in place of a hard start. */
export function tapered(samples: Samples, taperFrames: number): Samples {
  return samples.map((x, i) => x * Math.min(1, (i + 0.5) / taperFrames, (samples.length - i - 0.5) / taperFrames));
}

export const scaled = (samples: Samples, gain: number): Samples => samples.map((x) => x * gain);

export function joined(...parts: readonly Samples[]): Samples {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
