/** Seconds that a convolver is given beyond the length of its response: the clock is read a few bursts late. */
const MARGIN_SEC = 0.15;
/** At rest and kept, of one response. */
const MOST_AT_REST = 3;

interface Ringing {
  readonly node: ConvolverNode;
  readonly buffer: AudioBuffer;
  readonly atRestSec: number;
}

/**
 * Convolvers of one context that wait for their next use. A long response costs the page five milliseconds and more a
 * channel to set up, with no way to do half of it; one that has sounded is as good as new once silence has gone through.
 */
class Convolvers {
  /** By response; those at rest the longest come first. */
  #atRest = new WeakMap<AudioBuffer, ConvolverNode[]>();
  #ringing: Ringing[] = [];
  /** Leads to the destination, unheard: what leads nowhere is not worked on, and would never come to rest. */
  readonly #drain: GainNode;

  constructor(readonly context: BaseAudioContext) {
    this.#drain = new GainNode(context, { gain: 0 });
    this.#drain.connect(context.destination);
  }

  take(buffer: AudioBuffer): ConvolverNode | undefined {
    this.#sort();
    return this.#atRest.get(buffer)?.shift();
  }

  has(buffer: AudioBuffer): boolean {
    this.#sort();
    return (this.#atRest.get(buffer)?.length ?? 0) > 0;
  }

  /** @param node new, or at rest */
  keep(node: ConvolverNode, buffer: AudioBuffer): void {
    const kept = this.#atRest.get(buffer);
    if (!kept) this.#atRest.set(buffer, [node]);
    else if (kept.length < MOST_AT_REST) kept.push(node);
  }

  /** @param node nothing leads to it any more */
  giveBack(node: ConvolverNode, buffer: AudioBuffer): void {
    node.connect(this.#drain);
    const restSec = buffer.duration + MARGIN_SEC;
    this.#ringing.push({ node, buffer, atRestSec: this.context.currentTime + restSec });
    // Whether or not it is asked for: what has come to rest need not be worked on.
    setTimeout(() => this.#sort(), 1000 * (restSec + MARGIN_SEC));
  }

  letGo(): void {
    for (const { node } of this.#ringing) node.disconnect();
    this.#ringing = [];
    this.#atRest = new WeakMap();
    this.#drain.disconnect();
  }

  #sort(): void {
    if (this.#ringing.length === 0) return;
    const nowSec = this.context.currentTime;
    this.#ringing = this.#ringing.filter(({ node, buffer, atRestSec }) => {
      if (nowSec < atRestSec) return true;
      node.disconnect();
      this.keep(node, buffer);
      return false;
    });
  }
}

/** Null once they have been let go. */
const byContext = new WeakMap<BaseAudioContext, Convolvers | null>();

/** @returns null where nothing is kept: what is rendered offline is built once */
function convolversOf(context: BaseAudioContext): Convolvers | null {
  if (!('close' in context)) return null;
  let convolvers = byContext.get(context);
  if (convolvers === undefined) {
    convolvers = new Convolvers(context);
    byContext.set(context, convolvers);
  }
  return convolvers;
}

/** Keeps none of a context's convolvers from now on: it is about to be closed. They hold megabytes each. */
export function letGoOfConvolvers(context: BaseAudioContext): void {
  byContext.get(context)?.letGo();
  byContext.set(context, null);
}

const newConvolver = (context: BaseAudioContext, buffer: AudioBuffer, channelCount: 1 | 2): ConvolverNode =>
  new ConvolverNode(context, { buffer, disableNormalization: true, channelCount, channelCountMode: 'explicit' });

/**
 * A convolver at rest, as its response says and without normalisation; one that was given back, or a new one.
 * @param buffer the response, one channel; always asked for with the same number of channels
 * @param channelCount of the input
 */
export function takeConvolver(context: BaseAudioContext, buffer: AudioBuffer, channelCount: 1 | 2): ConvolverNode {
  return convolversOf(context)?.take(buffer) ?? newConvolver(context, buffer, channelCount);
}

/** Whether {@link takeConvolver} would find one at rest. */
export const hasConvolver = (context: BaseAudioContext, buffer: AudioBuffer): boolean =>
  convolversOf(context)?.has(buffer) ?? false;

/** Makes a convolver for later. @returns false when there is one at rest already */
export function makeConvolver(context: BaseAudioContext, buffer: AudioBuffer, channelCount: 1 | 2): boolean {
  const convolvers = convolversOf(context);
  if (!convolvers || convolvers.has(buffer)) return false;
  convolvers.keep(newConvolver(context, buffer, channelCount), buffer);
  return true;
}

/**
 * Takes back what {@link takeConvolver} gave.
 * @param node nothing leads to it any more
 * @param isAtRest nothing ever went through it
 */
export function giveBackConvolver(node: ConvolverNode, buffer: AudioBuffer, isAtRest: boolean): void {
  node.disconnect();
  const convolvers = convolversOf(node.context);
  if (isAtRest) convolvers?.keep(node, buffer);
  else convolvers?.giveBack(node, buffer);
}
