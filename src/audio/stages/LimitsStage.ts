import type { LimitsModel } from '../../dsp/limits/LimitsModel';
import type { LimitsProcessorOptions } from '../layerMessages';
import { ToneAudioNode } from '../tone';
import type { Context } from '../tone';

/**
 * What a small loudspeaker cannot do when it plays loud. It begins from rest and without latency; what it then lacks of
 * the music before is part of a switch's tail. Needs `layers.worklet.ts` in the context.
 */
export class LimitsStage extends ToneAudioNode {
  override readonly name = 'LimitsStage';
  override readonly input: AudioWorkletNode;
  override readonly output: AudioWorkletNode;

  constructor(context: Context, model: LimitsModel, driveDb: number) {
    super({ context });
    const native = context.rawContext as unknown as BaseAudioContext;
    this.input = new AudioWorkletNode(native, 'elsewhere-limits', {
      outputChannelCount: [2],
      channelCount: 2,
      channelCountMode: 'explicit',
      processorOptions: { model, driveDb } satisfies LimitsProcessorOptions,
    });
    this.output = this.input;
  }

  override dispose(): this {
    this.input.disconnect();
    // The processor would be kept as long as its port is open.
    this.input.port.postMessage('end');
    this.input.port.close();
    return super.dispose();
  }
}
