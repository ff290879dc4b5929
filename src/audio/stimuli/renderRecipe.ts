import { seededRandom } from '../../core/random';
import { ampToDb, clamp, dbToAmp, secToFrames } from '../../core/units';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import { bendsLevels } from '../../devices/design/deviceSound';
import type { FaultStep, Recipe, Step } from '../../drills/recipe';
import { clip } from '../../dsp/effects/clip';
import { compress } from '../../dsp/effects/compressor';
import type { CompressorSettings } from '../../dsp/effects/compressor';
import { addDelay } from '../../dsp/effects/delay';
import { detune } from '../../dsp/effects/detune';
import { brush } from '../../dsp/effects/faults/brush';
import { bump } from '../../dsp/effects/faults/bump';
import { buzz } from '../../dsp/effects/faults/buzz';
import { crackle } from '../../dsp/effects/faults/crackle';
import { feedback } from '../../dsp/effects/faults/feedback';
import { hiss } from '../../dsp/effects/faults/hiss';
import { hum } from '../../dsp/effects/faults/hum';
import { interference } from '../../dsp/effects/faults/interference';
import { squeak } from '../../dsp/effects/faults/squeak';
import { loudspeakerImage } from '../../dsp/effects/loudspeakerImage';
import { pinkNoise } from '../../dsp/effects/pinkNoise';
import { addReverb } from '../../dsp/effects/reverb';
import {
  MONO_SUM,
  UNCHANGED,
  chained,
  invertMatrix,
  mixChannels,
  panMatrix,
  silentStereo,
  widthMatrix,
} from '../../dsp/effects/StereoSamples';
import type { ChannelMatrix, StereoSamples } from '../../dsp/effects/StereoSamples';
import { LIMITS_LUFS } from '../../dsp/limits/LimitsModel';
import { shortLoudness } from './levelVersions';
import { PRE_ROLL_SEC } from './StimulusJob';
import type { StimulusJob } from './StimulusJob';
import type { StepFilters, ToneCurveStep } from './StepFilters';

/** Tone and image, the same at every moment. Any run of them is one matrix and one filter. */
type LinearStep = ToneCurveStep | Extract<Step, { kind: 'monoSum' | 'width' | 'pan' | 'invert' }>;
type OtherStep = Exclude<Step, LinearStep>;

const LINEAR_KINDS: ReadonlySet<Step['kind']> = new Set<LinearStep['kind']>([
  'peaking',
  'lowshelf',
  'highshelf',
  'highpass',
  'lowpass',
  'gain',
  'tilt',
  'monoSum',
  'width',
  'pan',
  'invert',
]);
const isLinear = (step: Step): step is LinearStep => LINEAR_KINDS.has(step.kind);

/**
 * Renders the recipes of one job, rolls and all.
 * ```
 * source ─ steps ─ gain ─┐
 * source ─ steps ─ gain ─┴─ steps ─▶ stereo, the passage with what lies before and after it
 * ```
 * Nothing here has latency, and nothing changes the length.
 */
export class RecipeRenderer {
  readonly #job: StimulusJob;
  readonly #filters: StepFilters;
  readonly #frames: number;
  readonly #sources = new Map<string, StereoSamples>();
  #programmeLufs: number | undefined;

  constructor(job: StimulusJob, filters: StepFilters) {
    this.#job = job;
    this.#filters = filters;
    this.#frames = job.preRoll + job.length + job.postRoll;
    this.#programmeLufs = job.programmeLufs ?? job.reference?.programmeLufs;
    for (const [name, source] of Object.entries(job.sources)) {
      this.#sources.set(
        name,
        source.kind === 'pinkNoise' ? this.#noise(source.seed) : [source.left, source.right ?? source.left],
      );
    }
  }

  /** The noise of a passage is the same whatever pre-roll its request needs. */
  #noise(seed: number): StereoSamples {
    const { preRoll, mostPreRoll } = this.#job;
    const noise = pinkNoise(mostPreRoll - preRoll + this.#frames, seed);
    return [noise[0].subarray(mostPreRoll - preRoll), noise[1].subarray(mostPreRoll - preRoll)];
  }

  /**
   * Loudness that limits were driven by, LUFS; undefined where it was not given and nothing has asked for it. Then it is
   * that of all that the first recipe's layers add up to, before any step, with the music before and after the passage.
   */
  get programmeLufs(): number | undefined {
    return this.#programmeLufs;
  }

  #driveDb(): number {
    this.#programmeLufs ??= shortLoudness(
      this.#sum(this.#job.recipes[0]!.layers.map(({ source, gainDb = 0 }) => ({ source, gainDb }))),
      this.#job.sampleRate,
    );
    return Number.isFinite(this.#programmeLufs) ? LIMITS_LUFS - this.#programmeLufs : 0;
  }

  /** @throws RangeError when the recipe names a source or a device that the job does not bring */
  render(recipe: Recipe): StereoSamples {
    return this.#apply(this.#sum(recipe.layers), recipe.steps);
  }

  #sum(of: Recipe['layers']): StereoSamples {
    const layers = of.map(({ source, gainDb = 0, steps = [] }) => {
      const samples = this.#sources.get(source);
      if (!samples) throw new RangeError(`The recipe names a source that is not there: ${source}`);
      return { samples: this.#apply(samples, steps), gain: dbToAmp(gainDb) };
    });
    const [only] = layers;
    if (only && layers.length === 1 && only.gain === 1) return only.samples;
    const sum = silentStereo(this.#frames);
    for (const { samples, gain } of layers) {
      for (const channel of [0, 1] as const) {
        const from = samples[channel];
        for (let i = 0; i < from.length; i++) sum[channel][i]! += gain * from[i]!;
      }
    }
    return sum;
  }

  #apply(samples: StereoSamples, steps: readonly Step[]): StereoSamples {
    let out = samples;
    let run: LinearStep[] = [];
    for (const step of steps) {
      if (isLinear(step)) {
        run.push(step);
        continue;
      }
      out = this.#applyOther(this.#applyLinear(out, run), step);
      run = [];
    }
    return this.#applyLinear(out, run);
  }

  /** A run as tone, the same on both sides, and one matrix: the two may change places. */
  #applyLinear(samples: StereoSamples, run: readonly LinearStep[]): StereoSamples {
    if (run.length === 0) return samples;
    const { sampleRate } = this.#job;
    let matrix: ChannelMatrix = UNCHANGED;
    const tone: ToneCurveStep[] = [];
    for (const step of run) {
      if (step.kind === 'monoSum') matrix = chained(matrix, MONO_SUM);
      else if (step.kind === 'width') matrix = chained(matrix, widthMatrix(step.width));
      else if (step.kind === 'pan') matrix = chained(matrix, panMatrix(clamp(step.position, -1, 1)));
      else if (step.kind === 'invert') matrix = chained(matrix, invertMatrix(step.channel));
      else tone.push(step);
    }
    return mixChannels(tone.length > 0 ? this.#filters.throughTone(samples, tone, sampleRate) : samples, matrix);
  }

  #throughDevice(samples: StereoSamples, profile: DeviceProfile): StereoSamples {
    const driveDb = bendsLevels(profile.limits) ? this.#driveDb() : 0;
    return this.#filters.throughDevice(samples, profile, this.#job.sampleRate, driveDb);
  }

  #device(deviceId: string): DeviceProfile {
    const profile = this.#job.devices.find(({ id }) => id === deviceId);
    if (!profile) throw new RangeError(`The recipe names a device that is not there: ${deviceId}`);
    return profile;
  }

  #applyOther(samples: StereoSamples, step: OtherStep): StereoSamples {
    const { sampleRate, preRoll } = this.#job;
    switch (step.kind) {
      case 'device':
        return this.#throughDevice(samples, this.#device(step.deviceId));
      case 'loudspeakerImage':
        return loudspeakerImage(samples, sampleRate);
      case 'compressor':
        return compress(samples, sampleRate, this.#compressorFor(samples, step));
      case 'clip':
        return clip(samples, { ...step, peak: this.#peak(samples) });
      case 'reverb':
        return addReverb(this.#filters.pffft, samples, sampleRate, step);
      case 'delay':
        return addDelay(samples, sampleRate, step);
      case 'detune':
        return detune(samples, sampleRate, {
          cents: step.cents,
          ...(step.atSec !== undefined && {
            from: preRoll + secToFrames(step.atSec, sampleRate),
            ...(step.durationSec !== undefined && {
              to: preRoll + secToFrames(step.atSec + step.durationSec, sampleRate),
            }),
          }),
        });
      default:
        return this.#addFault(samples, step);
    }
  }

  /** The passage alone, without its rolls. */
  #passage(samples: StereoSamples): StereoSamples {
    const { preRoll, length } = this.#job;
    return [samples[0].subarray(preRoll, preRoll + length), samples[1].subarray(preRoll, preRoll + length)];
  }

  #peak(samples: StereoSamples): number {
    let peak = 0;
    for (const channel of this.#passage(samples)) {
      for (let i = 0; i < channel.length; i++) peak = Math.max(peak, Math.abs(channel[i]!));
    }
    return peak;
  }

  /** A threshold that counts from the peak of the passage, counted from full scale. */
  #compressorFor(samples: StereoSamples, step: Extract<Step, { kind: 'compressor' }>): CompressorSettings {
    const peak = step.thresholdFrom === 'peak' ? this.#peak(samples) : 0;
    return peak > 0 ? { ...step, thresholdDb: step.thresholdDb + ampToDb(peak) } : step;
  }

  /** A fault at its loudness against the passage as it is at this point, from where the music is. */
  #addFault(samples: StereoSamples, step: FaultStep): StereoSamples {
    const { sampleRate, preRoll, length } = this.#job;
    const passage = this.#passage(samples);
    const wantedLufs = shortLoudness(passage, sampleRate) + step.levelLu;
    if (!Number.isFinite(wantedLufs)) return samples;
    const isThroughout = step.kind === 'hum' || step.kind === 'buzz' || (step.kind === 'hiss' && step.atSec <= 0);
    // What runs throughout has been there before the passage and goes on after it, unless it says that it ends. It begins
    // at one time before the passage, so that it is the same whatever pre-roll the request needs.
    const start =
      preRoll + (isThroughout ? -secToFrames(PRE_ROLL_SEC, sampleRate) : secToFrames(step.atSec, sampleRate));
    const ends =
      'durationSec' in step && preRoll + secToFrames(step.atSec + step.durationSec, sampleRate) < preRoll + length;
    const frames =
      'durationSec' in step && !(isThroughout && !ends)
        ? secToFrames(step.durationSec, sampleRate) + (isThroughout ? preRoll - start : 0)
        : this.#frames - (isThroughout ? start : 0);
    if (frames <= 0 || start >= this.#frames) return samples;
    const fault = placed(makeFault(step, frames, sampleRate, !isThroughout, ends), passage, step);
    const lufs = shortLoudness(fault, sampleRate);
    if (!Number.isFinite(lufs)) return samples;
    const gain = dbToAmp(wantedLufs - lufs);
    const out: StereoSamples = [samples[0].slice(), samples[1].slice()];
    const count = Math.min(frames, this.#frames - start);
    for (const channel of [0, 1] as const) {
      for (let i = 0; i < count; i++) out[channel][start + i]! += gain * fault[channel][i]!;
    }
    return out;
  }
}

/** One channel, or two where the fault arises in each. */
function makeFault(
  step: FaultStep,
  frames: number,
  sampleRate: number,
  rises: boolean,
  falls: boolean,
): readonly Float32Array<ArrayBuffer>[] {
  switch (step.kind) {
    case 'hum':
      return [hum(frames, sampleRate, step.mainsHz, step.seed)];
    case 'buzz':
      return [buzz(frames, sampleRate, step.mainsHz, step.seed)];
    case 'crackle':
      return [crackle(frames, sampleRate, step.seed)];
    case 'hiss':
      return [0, 1].map((side) => hiss(frames, sampleRate, step.seed + 0x9e3779b9 * side, { rises, falls }));
    case 'feedback':
      return [feedback(frames, sampleRate, step.frequencyHz, step.seed)];
    case 'squeak':
      return [squeak(frames, sampleRate, step.seed)];
    case 'bump':
      return [bump(frames, sampleRate, step.seed)];
    case 'brush':
      return [brush(frames, sampleRate, step.seed)];
    case 'interference':
      return [interference(frames, sampleRate, step.seed)];
  }
}

/** How far from the music's own balance a microphone may stand, at full width. */
const STRAY = 0.35;

/** A fault of one channel stands near where the music is; in mono music it stays in the middle. */
function placed(fault: readonly Float32Array<ArrayBuffer>[], passage: StereoSamples, step: FaultStep): StereoSamples {
  const [first, second] = fault;
  if (second) return [first!, second];
  let left = 0;
  let right = 0;
  let side = 0;
  for (let i = 0; i < passage[0].length; i++) {
    const l = passage[0][i]!;
    const r = passage[1][i]!;
    left += l * l;
    right += r * r;
    side += (l - r) * (l - r);
  }
  const power = left + right;
  if (power === 0) return [first!, first!];
  const width = Math.min(1, 2 * Math.sqrt(side / (2 * power)));
  const balance = (4 / Math.PI) * Math.atan2(Math.sqrt(right), Math.sqrt(left)) - 1;
  const stray = STRAY * width * (2 * seededRandom(step.seed ^ 0x2545f491)() - 1);
  return mixChannels([first!, first!], panMatrix(clamp(balance + stray, -1, 1)));
}
