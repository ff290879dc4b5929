import type { MinimumPhaseResponse } from '../../dsp/minimumPhase';
import { ToneAudioNode } from '../tone';
import type { Context } from '../tone';
import { giveBackConvolver, makeConvolver, takeConvolver } from './convolvers';

const buffers = new WeakMap<MinimumPhaseResponse, AudioBuffer>();

function bufferOf(response: MinimumPhaseResponse): AudioBuffer {
  let buffer = buffers.get(response);
  if (!buffer) {
    const { fir, sampleRate } = response;
    buffer = new AudioBuffer({ length: fir.length, numberOfChannels: 1, sampleRate });
    buffer.copyToChannel(fir, 0);
    buffers.set(response, buffer);
  }
  return buffer;
}

/**
 * A device's EQ chain as one minimum-phase FIR: exact at every rate, without latency, and in Chromium cheaper than
 * ten biquads. `Tone.Convolver` normalises a loaded buffer whatever it is told, so the native node is used, and its
 * buffer is never set twice (that would click).
 */
export class ToneCurveStage extends ToneAudioNode {
  override readonly name = 'ToneCurveStage';
  override readonly input: ConvolverNode;
  override readonly output: ConvolverNode;
  /** Nothing has gone through it as yet. */
  isAtRest = false;

  constructor(
    context: Context,
    readonly response: MinimumPhaseResponse,
  ) {
    super({ context });
    const native = context.rawContext as unknown as BaseAudioContext;
    this.input = takeConvolver(native, bufferOf(response), 2);
    this.output = this.input;
  }

  /** Sets up the next stage of this response. @returns false when that is done */
  static makePart(native: BaseAudioContext, response: MinimumPhaseResponse): boolean {
    return makeConvolver(native, bufferOf(response), 2);
  }

  override dispose(): this {
    if (this.disposed) return this;
    // First, as it takes every connection away, the one through which the convolver comes to rest too.
    super.dispose();
    giveBackConvolver(this.input, bufferOf(this.response), this.isAtRest);
    return this;
  }
}
