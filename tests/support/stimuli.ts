import { renderStimulus } from '../../src/audio/stimuli/renderStimulus';
import { RecipeRenderer } from '../../src/audio/stimuli/renderRecipe';
import { cutStimulusJob } from '../../src/audio/stimuli/StimulusJob';
import type { StimulusJob } from '../../src/audio/stimuli/StimulusJob';
import type { MaterialReader, RenderedStimulus, StimulusRequest } from '../../src/audio/stimuli/StimulusPort';
import { StepFilters } from '../../src/audio/stimuli/StepFilters';
import { CATALOGUE } from '../../src/devices/catalogue';
import type { Recipe, Step } from '../../src/drills/recipe';
import type { StereoSamples } from '../../src/dsp/effects/StereoSamples';
import type { Samples } from './signals';
import { testPffft } from './pffft';

/** Material from arrays, as the application reads it from a decoded buffer; without `right` it is mono. */
export const materialReader = (sampleRate: number, left: Samples, right?: Samples): MaterialReader => ({
  sampleRate,
  lengthFrames: left.length,
  read: (start, count) => {
    if (start < 0 || start + count > left.length) throw new RangeError(`read outside the material: ${start}`);
    return {
      left: left.slice(start, start + count),
      ...(right && { right: right.slice(start, start + count) }),
    };
  },
});

export const MUSIC = 'music';

export const recipe = (...steps: Step[]): Recipe => ({ layers: [{ source: MUSIC }], steps });

/** One for all, so that rooms are designed once. */
let shared: StepFilters | undefined;
const sharedFilters = (): StepFilters => (shared ??= new StepFilters(testPffft()));

/** A request for versions of one passage of one track. */
export function musicRequest(
  recipes: readonly Recipe[],
  {
    startSec = 0,
    durationSec = 4,
    ...rest
  }: Partial<StimulusRequest> & { startSec?: number; durationSec?: number } = {},
): StimulusRequest {
  return {
    sources: { [MUSIC]: { material: { kind: 'track', id: 'track' }, startSec, durationSec } },
    recipes,
    isLevelMatched: true,
    devices: CATALOGUE,
    loudnessLufs: -23,
    ...rest,
  };
}

export function renderMusic(
  request: StimulusRequest,
  reader: MaterialReader,
  filters = new StepFilters(testPffft()),
): RenderedStimulus {
  return renderStimulus(
    cutStimulusJob(request, () => reader),
    filters,
  );
}

/**
 * What steps make of a signal before it is levelled, as long as the signal. The signal is the passage; silence lies
 * around it. Mono without `right`.
 */
export function throughSteps(
  steps: readonly Step[],
  sampleRate: number,
  left: Samples,
  right?: Samples,
): StereoSamples {
  const job: StimulusJob = cutStimulusJob(
    musicRequest([recipe(...steps)], { durationSec: left.length / sampleRate }),
    () => materialReader(sampleRate, left, right),
  );
  const out = new RecipeRenderer(job, sharedFilters()).render(job.recipes[0]!);
  return [out[0].slice(job.preRoll, job.preRoll + job.length), out[1].slice(job.preRoll, job.preRoll + job.length)];
}

/** Level of one frequency in a signal, dB: 0 for an impulse of 1. With `window`, of a steady tone's amplitude. */
export function levelAt(samples: ArrayLike<number>, frequencyHz: number, sampleRate: number, window?: 'hann'): number {
  // A pointer that turns, in place of a sine and a cosine for each frame: tests measure some millions of these.
  const w = (2 * Math.PI * frequencyHz) / sampleRate;
  const turnCos = Math.cos(w);
  const turnSin = Math.sin(w);
  let cos = 1;
  let sin = 0;
  let re = 0;
  let im = 0;
  const slowCos = Math.cos((2 * Math.PI) / samples.length);
  const slowSin = Math.sin((2 * Math.PI) / samples.length);
  let windowCos = 1;
  let windowSin = 0;
  for (let i = 0; i < samples.length; i++) {
    // Hann sums to half the length; a sine of amplitude 1 gives half of that.
    const weighted = window ? samples[i]! * (1 - windowCos) * (2 / samples.length) : samples[i]!;
    re += weighted * cos;
    im += weighted * sin;
    const turned = cos * turnCos - sin * turnSin;
    sin = sin * turnCos + cos * turnSin;
    cos = turned;
    if (window) {
      const moved = windowCos * slowCos - windowSin * slowSin;
      windowSin = windowSin * slowCos + windowCos * slowSin;
      windowCos = moved;
    }
  }
  return 10 * Math.log10(re * re + im * im);
}

/** Frequency of a tone near `nearHz`, hertz: the peak of its Hann-windowed spectrum, refined by golden section. */
export function frequencyNear(samples: ArrayLike<number>, nearHz: number, sampleRate: number): number {
  const bin = sampleRate / samples.length;
  let best = nearHz;
  let top = -Infinity;
  for (let hz = nearHz * 0.96; hz <= nearHz * 1.04; hz += bin) {
    const level = levelAt(samples, hz, sampleRate, 'hann');
    if (level > top) {
      top = level;
      best = hz;
    }
  }
  let low = best - bin;
  let high = best + bin;
  for (let i = 0; i < 16; i++) {
    const a = low + (high - low) * 0.382;
    const b = low + (high - low) * 0.618;
    if (levelAt(samples, a, sampleRate, 'hann') > levelAt(samples, b, sampleRate, 'hann')) high = b;
    else low = a;
  }
  return (low + high) / 2;
}

/** Sample for sample; `toEqual` takes seconds over so many. */
export const areSame = (a: Float32Array, b: Float32Array): boolean =>
  a.length === b.length && a.every((value, i) => Object.is(value, b[i]));

export function rms(samples: ArrayLike<number>, from = 0, to = samples.length): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += samples[i]! ** 2;
  return Math.sqrt(sum / (to - from));
}

/** A sung vowel: glottal pulses with a little vibrato through three formants. */
export function sungVowel(sampleRate: number, sec: number, pitchHz: number, vibratoCents = 0): Samples {
  const out = new Float32Array(Math.round(sec * sampleRate));
  let phase = 0;
  const formants = [700, 1150, 2500];
  const harmonics = Math.floor(8000 / pitchHz);
  const levels = Array.from({ length: harmonics }, (_, k) =>
    formants.reduce((sum, hz) => sum + 1 / (1 + (((k + 1) * pitchHz - hz) / 120) ** 2), 0.02),
  );
  for (let i = 0; i < out.length; i++) {
    const vibrato = 2 ** ((vibratoCents * Math.sin((2 * Math.PI * 5.2 * i) / sampleRate)) / 1200);
    phase += (2 * Math.PI * pitchHz * vibrato) / sampleRate;
    let sum = 0;
    for (let k = 0; k < harmonics; k++) sum += (levels[k]! / (k + 1)) * Math.sin((k + 1) * phase);
    out[i] = 0.2 * sum;
  }
  return out;
}
