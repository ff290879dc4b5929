import { seededRandom } from '../../core/random';
import { DeviceConvolver } from './DeviceConvolver';
import { InputHistory } from './InputHistory';
import type { InputStage } from './InputHistory';
import { BLOCK, QUANTUM, partitionFilter, placeFilter } from './PartitionedFilter';
import type { FilterPath, PartitionedFilter, PlacedFilter } from './PartitionedFilter';
import type { Pffft } from './Pffft';
import { SoundFade, stopFades } from './SoundFade';

/** What is to be heard. */
export interface RenderTarget {
  /** Key of a filter; null is a wire. */
  readonly filter: string | null;
  /** Null is the mix as it is. */
  readonly stage: (InputStage & { readonly key: string }) | null;
  /** Amplitude. */
  readonly gain: number;
}

export interface LiveRendererOptions {
  readonly sampleRate: number;
  /** Longest filter, taps. */
  readonly mostTaps: number;
  /**
   * `'led'`: a fade of 12 ms over sounds in between, for which the renderer delays what it plays. `'plain'`: a longer fade
   * without them and without delay, for filters that are close in phase.
   */
  readonly fade: 'led' | 'plain';
  /** Floats of filters that may be held. */
  readonly budgetFloats: number;
}

/** Quanta that {@link warmUp} plays: a dozen fades. */
const WARM_QUANTA = 72;
/** Length of a plain fade, seconds. */
const PLAIN_FADE_SEC = 0.04;

const IS_WIRE: RenderTarget = { filter: null, stage: null, gain: 1 };

/** Numbers in, numbers out: what the audio worklet runs. */
export class LiveRenderer {
  /** Frames between input and output. */
  readonly latencyFrames: number;
  /** The mix as it is. */
  readonly #mix: InputHistory;
  /** The mix behind input stages, by key: those of {@link setStages} and of what is heard. */
  readonly #stages = new Map<string, InputHistory>();
  #running: ReadonlySet<string> = new Set();
  /** The one that was chosen last at the end. */
  readonly #filters = new Map<string, PlacedFilter>();
  #heldFloats = 0;
  readonly #historyFrames: number;
  #current: DeviceConvolver;
  #other: DeviceConvolver;
  readonly #fade: SoundFade | null;
  /**
   * Two channels of what the current device makes of the music, gain included, from an unbroken rendering; with a
   * led fade, `window` frames of each.
   */
  readonly #out: number;
  readonly #outFrames: number;
  #outNext = 0;
  /** Two channels of what is still to be played, fades included: `ahead` frames of each. */
  readonly #played: number;
  #playedNext = 0;
  /** For a fade: the old sound and the new one. */
  readonly #from: number;
  readonly #to: number;
  readonly #plainFade: Float32Array;
  /** Of a plain fade, or of a led one that has not been played to its end. */
  #fadeLeft = 0;
  #fromGain = 1;
  #driveDb = 0;
  #target: RenderTarget = IS_WIRE;
  #wanted: RenderTarget | null = null;
  /** There was no memory for what was to be heard: what sounds goes on. */
  onRefused: (error: unknown) => void = () => undefined;
  /** True until something that is not silence comes in: then there is nothing to fade. */
  #isSilent = true;

  constructor(
    private readonly pffft: Pffft,
    private readonly options: LiveRendererOptions,
  ) {
    const { sampleRate, mostTaps, fade } = options;
    this.#fade = fade === 'led' ? new SoundFade(pffft, sampleRate) : null;
    this.#plainFade = stopFades(Math.round(PLAIN_FADE_SEC * sampleRate), 2)[1]!;
    const pastBlocks = this.#fade ? this.#fade.frames.window / BLOCK : 0;
    const blocks = Math.ceil(mostTaps / BLOCK) + pastBlocks;
    this.#current = new DeviceConvolver(pffft, blocks);
    this.#other = new DeviceConvolver(pffft, blocks);
    this.#historyFrames = (blocks + 1) * BLOCK;
    this.latencyFrames = this.#fade ? this.#fade.frames.ahead - QUANTUM : 0;
    this.#outFrames = this.#fade ? this.#fade.frames.window : QUANTUM;
    this.#out = pffft.allocate(2 * this.#outFrames);
    this.#from = pffft.allocate(2 * this.#outFrames);
    this.#to = pffft.allocate(2 * this.#outFrames);
    pffft.heap.fill(0, this.#out, this.#out + 2 * this.#outFrames);
    const ahead = this.#fade?.frames.ahead ?? 0;
    this.#played = pffft.allocate(Math.max(1, 2 * ahead));
    pffft.heap.fill(0, this.#played, this.#played + 2 * ahead);
    this.#mix = new InputHistory(pffft, this.#historyFrames, sampleRate);
    this.#current.choose(null, this.#mix, 0, 0);
  }

  /** Whether a fade has not come to its end. */
  get isFading(): boolean {
    return this.#fadeLeft > 0;
  }

  /**
   * Runs these input stages from now on, so that they are ready when their devices are chosen; others run while they are
   * heard. What a stage has missed of the past it hears when it is chosen.
   * @throws RangeError where there is no more memory
   */
  setStages(stages: readonly (readonly [string, InputStage])[]): void {
    this.#running = new Set(stages.map(([key]) => key));
    for (const [key, stage] of stages) this.#stage(key, stage);
    this.#freeStages(this.#target);
  }

  #stage(key: string, stage: InputStage): InputHistory {
    let history = this.#stages.get(key);
    if (!history) {
      history = new InputHistory(this.pffft, this.#historyFrames, this.options.sampleRate, stage, this.#driveDb);
      if (this.#isSilent) history.beginWith(this.#mix);
      this.#stages.set(key, history);
    }
    return history;
  }

  /** Ends the stages that are neither to run nor heard. */
  #freeStages(...heard: readonly RenderTarget[]): void {
    for (const [key, history] of this.#stages) {
      if (this.#running.has(key) || heard.some(({ stage }) => stage?.key === key)) continue;
      this.#stages.delete(key);
      history.free();
    }
  }

  /** Brings the mix to the loudness that limits are meant at, dB. */
  setDriveDb(driveDb: number): void {
    this.#driveDb = driveDb;
    for (const history of this.#stages.values()) history.setDriveDb(driveDb);
  }

  /**
   * Takes a filter; where there are too many, those that were not chosen for longest go.
   * @returns keys of those that went
   * @throws RangeError where there is no more memory
   */
  addFilter(key: string, filter: PartitionedFilter): string[] {
    if (this.#filters.has(key)) return [];
    const gone: string[] = [];
    const isInUse = (placed: PlacedFilter, name: string): boolean =>
      placed === this.#current.filter || placed === this.#other.filter || name === this.#wanted?.filter;
    for (const [name, placed] of this.#filters) {
      if (this.#heldFloats + filter.spectra.length <= this.options.budgetFloats) break;
      if (isInUse(placed, name)) continue;
      this.#filters.delete(name);
      this.#heldFloats -= placed.floats;
      this.pffft.free(placed.at);
      gone.push(name);
    }
    const placed = placeFilter(this.pffft, filter);
    this.#heldFloats += placed.floats;
    this.#filters.set(key, placed);
    return gone;
  }

  /** Fades to a target with the next frame that is put out, or as soon as its filter is there. The last of several wins. */
  setTarget(target: RenderTarget): void {
    this.#wanted = target;
  }

  /**
   * One quantum. @returns the target that a fade has begun to, or null
   */
  process(
    inLeft: Float32Array,
    inRight: Float32Array,
    outLeft: Float32Array,
    outRight: Float32Array,
  ): RenderTarget | null {
    if (this.#isSilent && !isSilence(inLeft, inRight)) this.#isSilent = false;
    this.#mix.push(inLeft, inRight);
    for (const history of this.#stages.values()) history.push(inLeft, inRight);
    return this.#fade ? this.#processLed(this.#fade, outLeft, outRight) : this.#processPlain(outLeft, outRight);
  }

  #processLed(fade: SoundFade, outLeft: Float32Array, outRight: Float32Array): RenderTarget | null {
    const { heap } = this.pffft;
    const frames = this.#outFrames;
    const at = this.#out + this.#outNext;
    this.#current.process(at, frames);
    const { gain } = this.#target;
    if (gain !== 1) {
      for (let i = at; i < at + QUANTUM; i++) {
        heap[i]! *= gain;
        heap[i + frames]! *= gain;
      }
    }
    const { ahead } = fade.frames;
    const last = this.#played + this.#playedNext;
    heap.copyWithin(last, at, at + QUANTUM);
    heap.copyWithin(last + ahead, at + frames, at + frames + QUANTUM);
    this.#outNext = (this.#outNext + QUANTUM) % frames;
    this.#playedNext = (this.#playedNext + QUANTUM) % ahead;
    this.#fadeLeft = Math.max(0, this.#fadeLeft - QUANTUM);
    const begun = this.#fadeLeft === 0 ? this.#takeWanted() : null;
    const heard = begun && this.#readyFor(begun);
    if (heard) this.#beginLed(fade, heard);
    // A new history may have moved the heap.
    const now = this.pffft.heap;
    const first = this.#played + this.#playedNext;
    for (let i = 0; i < QUANTUM; i++) {
      outLeft[i] = now[first + i]!;
      outRight[i] = now[first + ahead + i]!;
    }
    return begun;
  }

  #beginLed(fade: SoundFade, target: RenderTarget): void {
    const { heap } = this.pffft;
    const frames = this.#outFrames;
    const { ahead } = fade.frames;
    const to = this.#to;
    this.#choose(target, frames / BLOCK, to);
    if (target.gain !== 1) for (let i = to; i < to + 2 * frames; i++) heap[i]! *= target.gain;
    // The oldest frame of a ring is the one that is written next.
    const next = this.#outNext;
    for (const side of [0, frames]) {
      const ring = this.#out + side;
      heap.copyWithin(this.#from + side, ring + next, ring + frames);
      heap.copyWithin(this.#from + side + frames - next, ring, ring + next);
      heap.copyWithin(ring + next, to + side, to + side + frames - next);
      heap.copyWithin(ring, to + side + frames - next, to + side + frames);
    }
    if (!this.#isSilent) {
      fade.render(this.#from, to);
      this.#fadeLeft = fade.frames.fade;
    }
    for (let side = 0; side < 2; side++) {
      heap.copyWithin(this.#played + side * ahead, to + (side + 1) * frames - ahead, to + (side + 1) * frames);
    }
    this.#playedNext = 0;
  }

  #processPlain(outLeft: Float32Array, outRight: Float32Array): RenderTarget | null {
    const begun = this.#fadeLeft === 0 ? this.#takeWanted() : null;
    const heard = begun && this.#readyFor(begun);
    if (heard) {
      this.#fromGain = this.#target.gain;
      this.#choose(heard, 0, 0);
      this.#fadeLeft = this.#isSilent ? 0 : this.#plainFade.length;
    }
    const { heap } = this.pffft;
    this.#current.process(this.#out, QUANTUM);
    const { gain } = this.#target;
    const out = this.#out;
    for (let i = 0; i < QUANTUM; i++) {
      outLeft[i] = gain * heap[out + i]!;
      outRight[i] = gain * heap[out + QUANTUM + i]!;
    }
    if (this.#fadeLeft === 0) return begun;
    this.#other.process(this.#from, QUANTUM);
    const from = this.#from;
    const done = this.#plainFade.length - this.#fadeLeft;
    for (let i = 0; i < QUANTUM && done + i < this.#plainFade.length; i++) {
      const weight = this.#plainFade[done + i]!;
      const rest = (1 - weight) * this.#fromGain;
      outLeft[i] = weight * outLeft[i]! + rest * heap[from + i]!;
      outRight[i] = weight * outRight[i]! + rest * heap[from + QUANTUM + i]!;
    }
    this.#fadeLeft = Math.max(0, this.#fadeLeft - QUANTUM);
    return begun;
  }

  /** The wanted target, once it can be played. */
  #takeWanted(): RenderTarget | null {
    const wanted = this.#wanted;
    if (!wanted || (wanted.filter !== null && !this.#filters.has(wanted.filter))) return null;
    this.#wanted = null;
    return wanted;
  }

  /** The target if there is anything to fade to, and memory for it; nothing has changed otherwise. */
  #readyFor(target: RenderTarget): RenderTarget | null {
    if (isSame(target, this.#target)) return null;
    try {
      if (target.stage) this.#stage(target.stage.key, target.stage);
      return target;
    } catch (error) {
      this.onRefused(error);
      return null;
    }
  }

  #choose(target: RenderTarget, pastBlocks: number, past: number): void {
    let filter: PlacedFilter | null = null;
    if (target.filter !== null) {
      filter = this.#filters.get(target.filter)!;
      this.#filters.delete(target.filter);
      this.#filters.set(target.filter, filter);
    }
    const { stage } = target;
    const history = stage ? this.#stage(stage.key, stage) : this.#mix;
    if (history !== this.#mix) history.catchUp(this.#mix);
    [this.#current, this.#other] = [this.#other, this.#current];
    this.#current.choose(filter, history, pastBlocks, past);
    // A plain fade still hears the old one.
    this.#freeStages(target, this.#target);
    this.#target = target;
  }

  free(): void {
    for (const history of [this.#mix, ...this.#stages.values()]) history.free();
    for (const { at } of this.#filters.values()) this.pffft.free(at);
    for (const at of [this.#out, this.#played, this.#from, this.#to]) this.pffft.free(at);
    this.#current.free();
    this.#other.free();
    this.#fade?.free();
  }
}

const isSame = (a: RenderTarget, b: RenderTarget): boolean =>
  a.filter === b.filter && a.stage?.key === b.stage?.key && a.gain === b.gain;

function isSilence(left: Float32Array, right: Float32Array): boolean {
  for (let i = 0; i < left.length; i++) if (left[i] !== 0 || right[i] !== 0) return false;
  return true;
}

/**
 * Plays short noise through a renderer that is thrown away, so that the compiler has seen every loop before a real one
 * has to be in time: the first fades would take ten times as long as the later ones.
 */
export function warmUp(pffft: Pffft, options: LiveRendererOptions): void {
  const renderer = new LiveRenderer(pffft, { ...options, mostTaps: 2 * BLOCK });
  const taps = Float32Array.from({ length: 2 * BLOCK }, (_, i) => Math.exp(-i / 200) * Math.cos(i));
  const paths = [0, 1].flatMap((from) => [0, 1].map((to) => ({ from, to, response: 0, gain: 0.5 }) as FilterPath));
  renderer.addFilter('warm', partitionFilter(pffft, [taps], paths));
  const stage: RenderTarget['stage'] = {
    key: 'warm',
    matrix: [
      [1, 0],
      [0, 1],
    ],
    limits: {
      bass: { belowHz: 300, thresholdDb: -30, ratio: 3, attackSec: 0.01, releaseSec: 0.1, thirdHarmonic: 0.05 },
      limiter: { thresholdDb: -6, attackSec: 0.002, releaseSec: 0.1 },
    },
  };
  const targets: readonly RenderTarget[] = [
    { filter: 'warm', stage: null, gain: 0.5 },
    { filter: 'warm', stage, gain: 0.7 },
    IS_WIRE,
  ];
  const random = seededRandom(1);
  const left = new Float32Array(QUANTUM);
  const right = new Float32Array(QUANTUM);
  const out = [new Float32Array(QUANTUM), new Float32Array(QUANTUM)] as const;
  for (let i = 0; i < WARM_QUANTA; i++) {
    for (let n = 0; n < QUANTUM; n++) {
      left[n] = random() - 0.5;
      right[n] = random() - 0.5;
    }
    if (!renderer.isFading) renderer.setTarget(targets[i % targets.length]!);
    renderer.process(left, right, ...out);
  }
  renderer.free();
}
