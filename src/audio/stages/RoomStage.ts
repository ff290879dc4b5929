import type { RoomResponse } from '../../dsp/room/designRoom';
import { ToneAudioNode } from '../tone';
import type { Context } from '../tone';

const buffers = new WeakMap<RoomResponse, AudioBuffer>();

function bufferOf(room: RoomResponse): AudioBuffer {
  let buffer = buffers.get(room);
  if (!buffer) {
    buffer = new AudioBuffer({ length: room.paths[0].length, numberOfChannels: 4, sampleRate: room.sampleRate });
    for (const [channel, path] of room.paths.entries()) buffer.copyToChannel(path, channel);
    buffers.set(room, buffer);
  }
  return buffer;
}

/**
 * From two loudspeakers to two ears: a convolver with four channels is the 2 × 2 matrix of Web Audio, left to left and
 * right, right to left and right (`expectations/nodes.test.ts`).
 */
export class RoomStage extends ToneAudioNode {
  override readonly name = 'RoomStage';
  override readonly input: ConvolverNode;
  override readonly output: ConvolverNode;

  constructor(context: Context, room: RoomResponse) {
    super({ context });
    const native = context.rawContext as unknown as BaseAudioContext;
    this.input = new ConvolverNode(native, {
      buffer: bufferOf(room),
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
