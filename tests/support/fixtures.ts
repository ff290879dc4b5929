import { arraySource } from '../../src/audio/decode/bytes';
import { pcmReader } from '../../src/audio/decode/pcm';
import { readAiff } from '../../src/audio/decode/aiff';
import { readWav } from '../../src/audio/decode/wav';

export interface PlanarAudio {
  readonly planar: Float32Array<ArrayBuffer>[];
  readonly sampleRate: number;
}

/** Reads a whole uncompressed file in memory with the parsers under test, one or two channels out. */
export async function readPcmFile(bytes: Uint8Array<ArrayBuffer>): Promise<PlanarAudio & { formatLabel: string }> {
  const source = arraySource(bytes);
  const isAiff = bytes[0] === 0x46;
  const content = isAiff ? { pcm: await readAiff(source) } : await readWav(source);
  if (!('pcm' in content)) throw new Error(`coded: ${content.coded.codec}`);
  const layout = content.pcm;
  const planar = Array.from({ length: Math.min(2, layout.channelCount) }, () => new Float32Array(layout.frameCount));
  const data = bytes.slice(layout.dataStart, layout.dataStart + layout.frameCount * layout.frameBytes);
  pcmReader(layout, layout.frameCount)(data, planar);
  return { planar, sampleRate: layout.sampleRate, formatLabel: layout.formatLabel };
}

/**
 * A 24-bit WAV with each channel on its own, as far as a fixture source goes: 44 bytes of header, no extensions. Reads
 * the samples by hand, so that it shares nothing with the code it is held against.
 */
export function readSourceWav(bytes: Uint8Array<ArrayBuffer>): PlanarAudio {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const channelCount = view.getUint16(22, true);
  const frameCount = view.getUint32(40, true) / (3 * channelCount);
  const planar = Array.from({ length: channelCount }, (_, channel) =>
    Float32Array.from({ length: frameCount }, (__, frame) => {
      const at = 44 + (frame * channelCount + channel) * 3;
      return (view.getUint16(at, true) + view.getInt8(at + 2) * 65536) / 8388608;
    }),
  );
  return { planar, sampleRate: view.getUint32(24, true) };
}
