import type { MinimumPhaseResponse } from '../../dsp/minimumPhase';
import { ToneAudioNode } from '../tone';
import type { Context } from '../tone';

/**
 * A device's EQ chain as one minimum-phase FIR: exact at every rate, without latency, and in Chromium cheaper than
 * ten biquads. `Tone.Convolver` normalises a loaded buffer whatever it is told, so the native node is used, and its
 * buffer is never set twice (that would click).
 */
export class ToneCurveStage extends ToneAudioNode {
  override readonly name = 'ToneCurveStage';
  override readonly input: ConvolverNode;
  override readonly output: ConvolverNode;

  constructor(context: Context, response: MinimumPhaseResponse) {
    super({ context });
    const native = context.rawContext as unknown as BaseAudioContext;
    const buffer = new AudioBuffer({
      length: response.fir.length,
      numberOfChannels: 1,
      sampleRate: response.sampleRate,
    });
    buffer.copyToChannel(response.fir, 0);
    this.input = new ConvolverNode(native, {
      buffer,
      disableNormalization: true,
      channelCount: 2,
      channelCountMode: 'explicit',
    });
    this.output = this.input;
  }

  override dispose(): this {
    this.input.disconnect();
    return super.dispose();
  }
}
