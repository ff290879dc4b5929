import { ElsewhereError, throwIfAborted } from '../../core/errors';
import type { DecodedMix, DecodeOptions, DecodePort } from '../DecodePort';

/** Makes the decoder. */
export function createDecoder(): DecodePort {
  return {
    async decode(file: Blob, _name: string, options: DecodeOptions = {}): Promise<DecodedMix> {
      throwIfAborted(options.signal);
      if (file.size === 0) throw new ElsewhereError('decode-empty', 'The file is empty');
      const bytes = await file.arrayBuffer();
      throwIfAborted(options.signal);
      try {
        const buffer = await new OfflineAudioContext(2, 1, 44100).decodeAudioData(bytes);
        throwIfAborted(options.signal);
        options.onProgress?.(1);
        return {
          buffer,
          formatLabel: 'audio',
          notes: buffer.numberOfChannels === 1 ? { isMono: true } : {},
        };
      } catch (cause) {
        throwIfAborted(options.signal);
        throw new ElsewhereError('decode-not-audio', 'Not decodable', {}, { cause });
      }
    },
    dispose: () => undefined,
  };
}
