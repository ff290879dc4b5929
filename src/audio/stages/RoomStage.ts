import type { RoomResponse } from '../../dsp/room/designRoom';
import { ToneAudioNode } from '../tone';
import type { Context } from '../tone';
import { giveBackConvolver, hasConvolver, makeConvolver, takeConvolver } from './convolvers';

const buffers = new WeakMap<RoomResponse, readonly AudioBuffer[]>();

/** One for each path: left to left, left to right, right to left, right to right. */
function buffersOf(room: RoomResponse): readonly AudioBuffer[] {
  let held = buffers.get(room);
  if (!held) {
    held = room.paths.map((path) => {
      const buffer = new AudioBuffer({ length: path.length, numberOfChannels: 1, sampleRate: room.sampleRate });
      buffer.copyToChannel(path, 0);
      return buffer;
    });
    buffers.set(room, held);
  }
  return held;
}

/**
 * From two loudspeakers to two ears. One convolver with four channels would do the same
 * (`expectations/nodes.test.ts`), but takes four times as long to set up in one go.
 * ```
 *         ┌ left to left ──┬─ left
 * left ───┴ left to right ─│┬ right
 * right ──┬ right to left ─┘│
 *         └ right to right ─┘
 * ```
 */
export class RoomStage extends ToneAudioNode {
  override readonly name = 'RoomStage';
  override readonly input: ChannelSplitterNode;
  override readonly output: ChannelMergerNode;
  /** Nothing has gone through it as yet. */
  isAtRest = false;
  readonly #paths: readonly ConvolverNode[];

  constructor(
    context: Context,
    readonly room: RoomResponse,
  ) {
    super({ context });
    const native = context.rawContext as unknown as BaseAudioContext;
    this.input = new ChannelSplitterNode(native, { numberOfOutputs: 2 });
    this.output = new ChannelMergerNode(native, { numberOfInputs: 2 });
    this.#paths = buffersOf(room).map((buffer, i) => {
      const path = takeConvolver(native, buffer, 1);
      this.input.connect(path, i >> 1);
      path.connect(this.output, 0, i & 1);
      return path;
    });
  }

  /** Sets up a part for the next stage of this room. @returns false when all parts are there */
  static makePart(native: BaseAudioContext, room: RoomResponse): boolean {
    return buffersOf(room).some((buffer) => makeConvolver(native, buffer, 1));
  }

  /** Whether all parts of the next stage are there. */
  static hasParts(native: BaseAudioContext, room: RoomResponse): boolean {
    return buffersOf(room).every((buffer) => hasConvolver(native, buffer));
  }

  override dispose(): this {
    if (this.disposed) return this;
    super.dispose();
    for (const [i, path] of this.#paths.entries()) giveBackConvolver(path, buffersOf(this.room)[i]!, this.isAtRest);
    return this;
  }
}
