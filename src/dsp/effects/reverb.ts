import { seededRandom } from '../../core/random';
import { dbToAmp, secToFrames } from '../../core/units';
import { partitionFilter } from '../convolution/PartitionedFilter';
import type { FilterPath } from '../convolution/PartitionedFilter';
import type { Pffft } from '../convolution/Pffft';
import { renderThrough } from '../convolution/StreamRenderer';
import { silentStereo } from './StereoSamples';
import type { StereoSamples } from './StereoSamples';

export interface ReverbSettings {
  /** Time in which the middle of the spectrum falls by 60 dB. */
  readonly decaySec: number;
  readonly preDelaySec: number;
  /** Energy of the reverberation's impulse response against the direct sound. */
  readonly levelDb: number;
  readonly seed: number;
}

/** Above here walls and air swallow more: the treble falls faster, by the factor below. */
const SPLIT_HZ = 3500;
const TREBLE_DECAY = 0.6;
/** Far below audibility under the music: 75 dB down. */
const LENGTH_OF_DECAY = 1.25;
/** Early reflections of a medium room, milliseconds after the first, and their level: left and right ear alternate. */
const EARLY = [
  [0, 0.9],
  [3.7, 0.8],
  [8.3, 0.74],
  [11.9, 0.62],
  [17.3, 0.6],
  [23.9, 0.5],
  [29.3, 0.44],
  [37.1, 0.36],
] as const;
/** Energy of the early reflections in that of the whole. */
const EARLY_SHARE = 0.25;
/** Time over which the diffuse part sets in, seconds. */
const ONSET_SEC = 0.012;

/**
 * Impulse response of a diffuse room, left and right ear, energy 1 on each side: early reflections, then noise under an
 * exponential decay (Moorer, "About this reverberation business", CMJ 3(2), 1979: above the Schroeder frequency a room
 * is Gaussian noise that decays), independent at the two ears, its treble decaying faster.
 */
export function roomResponse(sampleRate: number, { decaySec, preDelaySec, seed }: ReverbSettings): StereoSamples {
  const preDelay = secToFrames(preDelaySec, sampleRate);
  const length = Math.max(2, secToFrames(Math.max(decaySec * LENGTH_OF_DECAY, 0.05), sampleRate));
  const out = silentStereo(preDelay + length);
  const pole = Math.exp((-2 * Math.PI * SPLIT_HZ) / sampleRate);
  const fall = Math.exp((-3 * Math.LN10) / (decaySec * sampleRate));
  const trebleFall = Math.exp((-3 * Math.LN10) / (decaySec * TREBLE_DECAY * sampleRate));
  const onset = ONSET_SEC * sampleRate;
  for (const ear of [0, 1] as const) {
    const random = seededRandom(seed + 0x9e3779b9 * (ear + 1));
    const response = out[ear];
    let low = 0;
    let level = 1;
    let trebleLevel = 1;
    let energy = 0;
    for (let i = 0; i < length; i++) {
      // The sum of three uniform numbers is close enough to Gaussian.
      const white = random() + random() + random() - 1.5;
      low = (1 - pole) * white + pole * low;
      const rise = i < onset ? 0.5 - 0.5 * Math.cos((Math.PI * i) / onset) : 1;
      const sample = rise * (level * low + trebleLevel * (white - low));
      response[preDelay + i] = sample;
      energy += sample * sample;
      level *= fall;
      trebleLevel *= trebleFall;
    }
    const diffuse = Math.sqrt((1 - EARLY_SHARE) / energy);
    for (let i = preDelay; i < response.length; i++) response[i]! *= diffuse;
    const reflections = EARLY.map(([ms, amplitude], index) => ({
      // A little apart at the two ears, as walls are; a short room has them closer together.
      frame: Math.round(((ms * Math.min(1, decaySec / 0.6) + 1.5 * random()) / 1000) * sampleRate),
      amplitude: amplitude * ((index + ear) % 2 === 0 ? 1 : 0.6) * (random() < 0.5 ? -1 : 1),
    }));
    const earlyEnergy = reflections.reduce((sum, { amplitude }) => sum + amplitude ** 2, 0);
    const early = Math.sqrt(EARLY_SHARE / earlyEnergy);
    for (const { frame, amplitude } of reflections) {
      if (frame < length) response[preDelay + frame]! += early * amplitude;
    }
  }
  return out;
}

/** From the middle, which is sent in on the left, to each ear by its own response. */
const PATHS: readonly FilterPath[] = [
  { from: 0, to: 0, response: 0, gain: 1 },
  { from: 0, to: 1, response: 1, gain: 1 },
];

/** Adds the reverberation of a diffuse room, which is fed with the middle of the stereo image. */
export function addReverb(
  pffft: Pffft,
  input: StereoSamples,
  sampleRate: number,
  settings: ReverbSettings,
): StereoSamples {
  const [left, right] = input;
  const room = roomResponse(sampleRate, settings);
  const middle = new Float32Array(left.length);
  for (let i = 0; i < middle.length; i++) middle[i] = (left[i]! + right[i]!) / 2;
  const device = { stage: null, filter: partitionFilter(pffft, room, PATHS) };
  const wet = renderThrough(pffft, sampleRate, device, 0, [middle, new Float32Array(middle.length)]);
  const level = dbToAmp(settings.levelDb);
  for (const channel of [0, 1] as const) {
    for (let i = 0; i < left.length; i++) wet[channel][i] = input[channel][i]! + level * wet[channel][i]!;
  }
  return wet;
}
