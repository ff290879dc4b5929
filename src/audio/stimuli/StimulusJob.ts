import { secToFrames } from '../../core/units';
import { bendsLevels } from '../../devices/design/deviceSound';
import type { MaterialRef, Passage, Recipe, Step } from '../../drills/recipe';
import { BLOCK } from '../../dsp/convolution/PartitionedFilter';
import { LIMITS_MEMORY_SEC } from '../../dsp/limits/DeviceLimits';
import type { MaterialReader, StimulusRequest } from './StimulusPort';

/**
 * Music before the passage that is rendered along and then cut off, so that rooms, delays and compressors are in full
 * swing when it starts; and after it, for what looks ahead. Seconds.
 */
export const PRE_ROLL_SEC = 1;
/**
 * Where limits depend on level they must have forgotten what they were not shown, to −100 dB: a ninth more than to −90 dB;
 * then the tone's filter, a sixth of a second, must have filled with that.
 */
const LIMITED_PRE_ROLL_SEC = LIMITS_MEMORY_SEC * (100 / 90) + 0.2;
const POST_ROLL_SEC = 0.05;
/** Rate of a stimulus that is made of noise alone, hertz. */
const NOISE_RATE = 48_000;

/** Samples of a source: the passage with its rolls, silence where the material has none. */
export type SourceSamples =
  | {
      readonly kind: 'samples';
      readonly left: Float32Array<ArrayBuffer>;
      /** Absent for mono, which is heard from both sides. */
      readonly right?: Float32Array<ArrayBuffer>;
    }
  | { readonly kind: 'pinkNoise'; readonly seed: number };

/** A request with its samples cut out: everything a worker needs, and nothing but plain data. */
export interface StimulusJob extends Omit<StimulusRequest, 'sources'> {
  readonly sampleRate: number;
  /** Frames of the stimulus, and of what is rendered before and after it. */
  readonly length: number;
  readonly preRoll: number;
  /** The longest that {@link preRoll} can be, at this rate. */
  readonly mostPreRoll: number;
  readonly postRoll: number;
  readonly sources: Readonly<Record<string, SourceSamples>>;
  /** What the passages were, for the chance that is drawn from the request. */
  readonly passages: readonly (readonly [string, Passage])[];
}

/** The samples from `start` on, whatever of them exists. */
function cut(reader: MaterialReader, start: number, count: number): SourceSamples {
  const from = Math.max(0, start);
  const to = Math.min(reader.lengthFrames, start + count);
  if (from === start && to === start + count) return { kind: 'samples', ...reader.read(start, count) };
  const read = to > from ? reader.read(from, to - from) : { left: new Float32Array(0) };
  const padded = (samples: Float32Array): Float32Array<ArrayBuffer> => {
    const out = new Float32Array(count);
    out.set(samples, from - start);
    return out;
  };
  return { kind: 'samples', left: padded(read.left), ...(read.right && { right: padded(read.right) }) };
}

const stepsOf = ({ layers, steps }: Recipe): readonly Step[] => [
  ...steps,
  ...layers.flatMap((layer) => layer.steps ?? []),
];

/** Whether a recipe goes through a device whose limits depend on level. */
function isLimited({ recipes, devices }: StimulusRequest): boolean {
  const limited = new Set(devices.filter(({ limits }) => bendsLevels(limits)).map(({ id }) => id));
  return recipes.flatMap(stepsOf).some((step) => step.kind === 'device' && limited.has(step.deviceId));
}

/**
 * Cuts a request's passages out of their material.
 * @throws RangeError when a source has no material, or sources differ in rate or length
 */
export function cutStimulusJob(
  request: StimulusRequest,
  material: (ref: MaterialRef) => MaterialReader | undefined,
): StimulusJob {
  const { sources, ...rest } = request;
  const passages = Object.entries(sources).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const readers = new Map<string, MaterialReader>();
  let sampleRate = 0;
  for (const [name, passage] of passages) {
    if (passage.material.kind === 'pinkNoise') continue;
    const reader = material(passage.material);
    if (!reader) throw new RangeError(`There is no material for the source ${name}`);
    if (sampleRate !== 0 && reader.sampleRate !== sampleRate) {
      throw new RangeError(`Sources of one stimulus must share a rate: ${sampleRate} Hz and ${reader.sampleRate} Hz`);
    }
    sampleRate = reader.sampleRate;
    readers.set(name, reader);
  }
  sampleRate ||= NOISE_RATE;
  const durationSec = passages[0]?.[1].durationSec ?? 0;
  const length = secToFrames(durationSec, sampleRate);
  if (!(length > 0)) throw new RangeError(`A stimulus must have a length, got ${durationSec} s`);
  const limitedPreRoll = secToFrames(LIMITED_PRE_ROLL_SEC, sampleRate);
  const mostPreRoll = limitedPreRoll + BLOCK;
  let preRoll = secToFrames(PRE_ROLL_SEC, sampleRate);
  if (isLimited(request)) {
    // From a whole block of the mix on, so that limits work in the same steps as over the whole of it.
    const startSec = passages.find(([name]) => readers.has(name))?.[1].startSec ?? 0;
    const past = (secToFrames(startSec, sampleRate) - limitedPreRoll) % BLOCK;
    preRoll = limitedPreRoll + (past < 0 ? past + BLOCK : past);
  }
  const postRoll = secToFrames(POST_ROLL_SEC, sampleRate);
  const samples: Record<string, SourceSamples> = {};
  for (const [name, passage] of passages) {
    if (passage.durationSec !== durationSec) {
      throw new RangeError(
        `Sources of one stimulus must be equally long: ${durationSec} s and ${passage.durationSec} s`,
      );
    }
    const reader = readers.get(name);
    samples[name] =
      reader || passage.material.kind !== 'pinkNoise'
        ? cut(reader!, secToFrames(passage.startSec, sampleRate) - preRoll, preRoll + length + postRoll)
        : { kind: 'pinkNoise', seed: passage.material.seed };
  }
  return { ...rest, sampleRate, length, preRoll, mostPreRoll, postRoll, sources: samples, passages };
}

/** Buffers of a job that may be handed over. */
export function buffersOf(job: StimulusJob): ArrayBuffer[] {
  return Object.values(job.sources).flatMap((source) =>
    source.kind === 'samples' ? [source.left.buffer, ...(source.right ? [source.right.buffer] : [])] : [],
  );
}
