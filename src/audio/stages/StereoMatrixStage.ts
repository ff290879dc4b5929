import { ToneAudioNode } from '../tone';
import type { Context } from '../tone';
import type { StereoMatrix } from '../../devices/response';

/**
 * What a device does between left and right.
 * ```
 *            ┌─ L ─┬─ m00 ─┬─ L ┐
 * input ─ split    └─ m10 ─┼┐   merge ─ output
 *            └─ R ─┬─ m01 ─┘├─ R ┘
 *                  └─ m11 ──┘
 * ```
 * Tone's own panners fold or raise stereo input, so the gains are native and explicit.
 */
export class StereoMatrixStage extends ToneAudioNode {
  override readonly name = 'StereoMatrixStage';
  override readonly input: ChannelSplitterNode;
  override readonly output: ChannelMergerNode;
  readonly #gains: GainNode[] = [];

  constructor(context: Context, matrix: StereoMatrix) {
    super({ context });
    const native = context.rawContext as unknown as BaseAudioContext;
    this.input = new ChannelSplitterNode(native, { numberOfOutputs: 2 });
    this.output = new ChannelMergerNode(native, { numberOfInputs: 2 });
    for (const row of [0, 1] as const) {
      for (const column of [0, 1] as const) {
        if (matrix[row][column] === 0) continue;
        const gain = new GainNode(native, {
          gain: matrix[row][column],
          channelCount: 1,
          channelCountMode: 'explicit',
        });
        this.input.connect(gain, column).connect(this.output, 0, row);
        this.#gains.push(gain);
      }
    }
  }

  override dispose(): this {
    this.input.disconnect();
    for (const gain of this.#gains) gain.disconnect();
    return super.dispose();
  }
}
