/* oxlint-disable no-await-in-loop -- each step waits for what the one before it found */
import { ElsewhereError } from '../../core/errors';
import { textAt, uint64At, viewOf, type ByteSource } from './bytes';
import { flacStreamInfo } from './flac';
import { bytesForSec, type StreamInfo } from './stream';

interface OggStream {
  readonly label: string;
  readonly serial: number;
  readonly sampleRate: number;
  readonly channelCount: number;
  /** Granule positions a second (RFC 7845 §4: Opus always counts at 48 kHz). */
  readonly granuleRate: number;
  readonly preSkip: number;
  readonly isTransformCoded: boolean;
  readonly promisedFrames?: number;
}

const pageHeaderBytes = 27;
/** A page is at most 27 + 255 + 255·255 bytes (RFC 3533 §6), so the last one begins within this. */
const tailBytes = 65_536;

/**
 * Reads the first page of each logical stream and the last page of the file.
 * @throws ElsewhereError `decode-no-audio-track`, `decode-unsupported`, `decode-truncated`
 */
export async function readOgg(source: ByteSource): Promise<StreamInfo> {
  let audio: OggStream | undefined;
  let hasVideo = false;
  let unsupported: string | undefined;
  let at = 0;
  for (let count = 0; count < 64; count++) {
    const header = await source.read(at, pageHeaderBytes);
    if (header.length < pageHeaderBytes || textAt(header, 0, 4) !== 'OggS') break;
    const isBeginning = ((header[5] ?? 0) & 2) !== 0;
    if (!isBeginning) break;
    const segments = await source.read(at + pageHeaderBytes, header[26] ?? 0);
    const bodyStart = at + pageHeaderBytes + segments.length;
    const bodyBytes = segments.reduce((sum, size) => sum + size, 0);
    const packet = await source.read(bodyStart, Math.min(bodyBytes, 256));
    const stream = oggStream(packet, viewOf(header).getUint32(14, true));
    if (stream && 'other' in stream) {
      if (stream.isVideo) hasVideo = true;
      else unsupported ??= stream.other;
    } else audio ??= stream;
    at = bodyStart + bodyBytes;
  }
  if (!audio) {
    if (unsupported) {
      throw new ElsewhereError('decode-unsupported', `Ogg with ${unsupported}`, { format: `Ogg ${unsupported}` });
    }
    if (hasVideo) throw new ElsewhereError('decode-no-audio-track', 'An Ogg without sound', { format: 'Ogg' });
    throw new ElsewhereError('decode-truncated', 'The Ogg names no stream', { durationSec: 0 });
  }
  const { lastGranule, isCut } = await readTail(source, audio.serial);
  const firstGranule = (await startGranule(source, at, audio)) ?? audio.preSkip;
  const counted = lastGranule === undefined ? undefined : (lastGranule - firstGranule) / audio.granuleRate;
  const promised = audio.promisedFrames ? audio.promisedFrames / audio.sampleRate : undefined;
  const durationSec = promised ?? (counted !== undefined && counted > 0 ? counted : undefined);
  return {
    formatLabel: audio.label,
    sampleRate: audio.sampleRate,
    channelCount: audio.channelCount,
    isTransformCoded: audio.isTransformCoded,
    hasVideo,
    isCut,
    ...(durationSec !== undefined && { durationSec, isDurationPromised: promised !== undefined }),
    prefix: (sec) => [{ start: 0, end: bytesForSec(source.size, 0, durationSec, sec) }],
  };
}

/** Pages looked at for the first that ends a packet of sound. */
const mostHeaderPages = 32;
/** No first page holds more, seconds: a position beyond is where the recording of a live stream set in. */
const longestPageSec = 10;

/**
 * The position at which a stream begins that does not begin at 0, as the dump of a live stream (RFC 7845 §4.3). The end
 * of the first page stands for its beginning: a second more or less makes no difference to what this is for.
 */
async function startGranule(source: ByteSource, from: number, audio: OggStream): Promise<number | undefined> {
  let at = from;
  for (let count = 0; count < mostHeaderPages; count++) {
    const header = await source.read(at, pageHeaderBytes);
    if (header.length < pageHeaderBytes || textAt(header, 0, 4) !== 'OggS') return undefined;
    const segments = await source.read(at + pageHeaderBytes, header[26] ?? 0);
    const view = viewOf(header);
    const granule = uint64At(view, 6, true);
    // 0 on pages of headers, all ones where no packet ends.
    if (view.getUint32(14, true) === audio.serial && granule > 0 && granule < 2 ** 53) {
      return granule > longestPageSec * audio.granuleRate ? granule : undefined;
    }
    at += pageHeaderBytes + segments.length + segments.reduce((sum, size) => sum + size, 0);
  }
  return undefined;
}

function oggStream(
  packet: Uint8Array<ArrayBuffer>,
  serial: number,
): OggStream | { readonly other: string; readonly isVideo: boolean } | undefined {
  const view = viewOf(packet);
  if (textAt(packet, 0, 8) === 'OpusHead' && packet.length >= 12) {
    return {
      label: 'Opus',
      serial,
      sampleRate: 48000,
      channelCount: packet[9] ?? 2,
      granuleRate: 48000,
      preSkip: view.getUint16(10, true),
      isTransformCoded: true,
    };
  }
  if (textAt(packet, 0, 7) === '\x01vorbis' && packet.length >= 16) {
    const sampleRate = view.getUint32(12, true);
    return {
      label: 'Ogg Vorbis',
      serial,
      sampleRate,
      channelCount: packet[11] ?? 2,
      granuleRate: sampleRate,
      preSkip: 0,
      isTransformCoded: true,
    };
  }
  if (textAt(packet, 0, 5) === '\x7fFLAC') {
    const info = flacStreamInfo(packet.slice(17));
    if (!info) return undefined;
    return {
      label: 'Ogg FLAC',
      serial,
      sampleRate: info.sampleRate,
      channelCount: info.channelCount,
      granuleRate: info.sampleRate,
      preSkip: 0,
      isTransformCoded: false,
      ...(info.frameCount > 0 && { promisedFrames: info.frameCount }),
    };
  }
  if (textAt(packet, 0, 7) === '\x80theora') return { other: 'Theora', isVideo: true };
  if (textAt(packet, 0, 8) === 'Speex   ') return { other: 'Speex', isVideo: false };
  return undefined;
}

async function readTail(
  source: ByteSource,
  serial: number,
): Promise<{ readonly lastGranule: number | undefined; readonly isCut: boolean }> {
  const from = Math.max(0, source.size - 2 * tailBytes);
  const tail = await source.read(from, source.size - from);
  const view = viewOf(tail);
  let isCut = false;
  let isLast = true;
  for (let at = tail.length - 4; at >= 0; at--) {
    if (tail[at] !== 0x4f || textAt(tail, at, 4) !== 'OggS') continue;
    if (at + pageHeaderBytes > tail.length) {
      isCut = true;
      isLast = false;
      continue;
    }
    const segmentCount = tail[at + 26] ?? 0;
    const segments = tail.subarray(at + pageHeaderBytes, at + pageHeaderBytes + segmentCount);
    const end = at + pageHeaderBytes + segmentCount + segments.reduce((sum, size) => sum + size, 0);
    if (isLast) isCut = end > tail.length;
    isLast = false;
    const granule = uint64At(view, at + 6, true);
    // All ones: no packet ends on this page.
    if (view.getUint32(at + 14, true) === serial && end <= tail.length && granule < 2 ** 53) {
      return { lastGranule: granule, isCut };
    }
  }
  return { lastGranule: undefined, isCut };
}
