import { secToFrames } from '../../core/units';
import type { MaterialRef, Passage } from '../../drills/recipe';
import type { MaterialReader, StimulusRequest } from './StimulusPort';

/**
 * Music before the passage that is rendered along and then cut off, so that rooms, delays and compressors are in full
 * swing when it starts; and after it, for what looks ahead. Seconds.
 */
const PRE_ROLL_SEC = 1;
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
  const preRoll = secToFrames(PRE_ROLL_SEC, sampleRate);
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
  return { ...rest, sampleRate, length, preRoll, postRoll, sources: samples, passages };
}

/** Buffers of a job that may be handed over. */
export function buffersOf(job: StimulusJob): ArrayBuffer[] {
  return Object.values(job.sources).flatMap((source) =>
    source.kind === 'samples' ? [source.left.buffer, ...(source.right ? [source.right.buffer] : [])] : [],
  );
}
