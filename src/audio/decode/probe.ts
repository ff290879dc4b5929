import { ElsewhereError } from '../../core/errors';
import { loadPart } from '../../core/loadPart';
import type { ByteSource } from './bytes';
import { walkFrames, xingAt, type FrameHeader } from './mpegAudio';
import { sniff } from './sniff';
import { unknownBytesPerSec, type StreamInfo } from './stream';

/** `pcm` is read by our own readers, `stream` by the browser's decoders. */
export type Probe =
  | { readonly pcm: 'wav' | 'aiff' }
  | { readonly stream: StreamInfo }
  /** The file proper begins there. */
  | { readonly behindTag: number };

/**
 * Finds out by content what a file is and at which rate it is to be decoded.
 * @throws ElsewhereError `decode-not-audio`, `decode-unsupported`, `decode-truncated`, `decode-no-audio-track`
 */
export async function probe(source: ByteSource): Promise<Probe> {
  const sniffed = await sniff(source);
  if (!sniffed) throw new ElsewhereError('decode-not-audio', 'Nothing in the file looks like audio');
  if ('isCut' in sniffed) {
    throw new ElsewhereError('decode-truncated', 'The file ends before its audio', { durationSec: 0 });
  }
  if ('unsupported' in sniffed) {
    const format = sniffed.unsupported;
    throw new ElsewhereError('decode-unsupported', `${format} cannot be decoded here`, { format });
  }
  if ('behindTag' in sniffed) return sniffed;
  // The demo song is MP3; readers of other containers are fetched with the first file that wants them.
  switch (sniffed.container) {
    case 'wav':
    case 'aiff':
      return { pcm: sniffed.container };
    case 'flac':
      return {
        stream: await (
          await loadPart('The reader of FLAC files', () => import('./flac'))
        ).readFlac(source, sniffed.start),
      };
    case 'ogg':
      return { stream: await (await loadPart('The reader of Ogg files', () => import('./ogg'))).readOgg(source) };
    case 'mp4':
      return { stream: await (await loadPart('The reader of MP4 files', () => import('./mp4'))).readMp4(source) };
    case 'webm':
      return { stream: await (await loadPart('The reader of WebM files', () => import('./webm'))).readWebm(source) };
    case 'mp3':
    case 'aac':
      return { stream: await readFrames(source, sniffed.start, sniffed.header) };
  }
}

/** An opening may have this many times the mean bit rate, or so small a part of it. */
const MOST_VARIATION = 1.6;

const isNear = (promisedSec: number | undefined, estimatedSec: number | undefined): boolean =>
  !!promisedSec && !!estimatedSec && Math.abs(Math.log(promisedSec / estimatedSec)) < Math.log(MOST_VARIATION);

/** MP3 or ADTS: nothing but frames, with at most an information frame in front. */
async function readFrames(source: ByteSource, start: number, header: FrameHeader): Promise<StreamInfo> {
  const isMp3 = header.kind === 'mp3';
  const opening = await source.read(start, 64 * 1024);
  const xing = isMp3 ? xingAt(opening, 0, header) : undefined;
  const promisedSec = xing && (xing.frameCount * header.samplesPerFrame) / header.sampleRate;
  // Without that frame the first second's bit rate speaks for the rest.
  const { end, walkedSec } = walkFrames(opening, 0, Infinity);
  const estimatedSec = end > 0 && walkedSec > 0 ? ((source.size - start) / end) * walkedSec : undefined;
  // A promise is a hint: what the bytes hold counts where the two differ by more than bit rates vary.
  const length = isNear(promisedSec, estimatedSec)
    ? undefined
    : await (
        await loadPart('The reader of MP3 files', () => import('./framesLength'))
      ).framesLength(source, start, header.kind);
  const thereSec = length?.sec ?? estimatedSec;
  const durationSec = promisedSec || thereSec;
  return {
    formatLabel: isMp3 ? 'MP3' : 'AAC',
    sampleRate: header.sampleRate,
    channelCount: header.channelCount,
    isTransformCoded: true,
    ...(isMp3 && { mp3: { start, header } }),
    ...(length?.lastRate !== undefined && length.lastRate !== header.sampleRate && { isCut: true }),
    ...(thereSec !== undefined && { thereSec }),
    mayDoubleRate: !isMp3 && header.sampleRate <= 24000,
    ...(durationSec !== undefined && { durationSec, isDurationPromised: promisedSec !== undefined && promisedSec > 0 }),
    // The tag in front, with its pictures, is left out. The last frame may be cut; the head ends well before it.
    prefix: (sec) => {
      const bytesPerSec = durationSec ? (source.size - start) / durationSec : unknownBytesPerSec;
      return [{ start, end: Math.min(source.size, start + Math.ceil(bytesPerSec * sec * 1.1) + 8192) }];
    },
  };
}
