/* oxlint-disable no-await-in-loop -- each step waits for what the one before it found */
import { ElsewhereError } from '../../core/errors';
import { textAt, uint64At, viewOf, type ByteSource } from './bytes';
import { speakersOfMask, type Speaker } from './downmix';
import type { PcmLayout, SampleKind } from './pcm';

/** A WAV whose samples are compressed: somebody else's to decode, and the name to use if nobody can. */
export interface CodedWav {
  readonly codec: string;
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly durationSec?: number;
}

export type WavContent = { readonly pcm: PcmLayout } | { readonly coded: CodedWav };

interface Format {
  readonly tag: number;
  readonly channelCount: number;
  readonly sampleRate: number;
  readonly byteRate: number;
  readonly frameBytes: number;
  readonly bits: number;
  readonly validBits: number;
  readonly mask: number;
}

/** Registered format tags that people do meet (mmreg.h). */
const codecNames: Readonly<Record<number, string>> = {
  0x0002: 'Microsoft ADPCM',
  0x0011: 'IMA ADPCM',
  0x0031: 'GSM 6.10',
  0x0040: 'G.721 ADPCM',
  0x0050: 'MPEG layer II',
  0x0055: 'MP3',
  0x00ff: 'AAC',
  0x0161: 'Windows Media Audio',
  0x0162: 'Windows Media Audio Pro',
  0x0163: 'Windows Media Audio Lossless',
  0x0270: 'ATRAC3',
  0x2000: 'AC-3',
  0x2001: 'DTS',
  0x674f: 'Ogg Vorbis',
  0xf1ac: 'FLAC',
};

/** What stands in front of the samples or behind them. */
const chunkIds = new Set(['data', 'fmt ', 'fact', 'LIST', 'bext', 'iXML', 'cue ', 'smpl', 'PEAK', 'JUNK', 'id3 ']);

/** Chunks looked at before giving up: no writer makes so many, a damaged size field can. */
const chunkLimit = 4096;

/**
 * True where the size field stands for "not known": writers that cannot seek back leave 0xFFFFFFFF (ffmpeg), 0x7FFFFFFF
 * or a rounded neighbour (sox) in place, recorders that were cut off leave 0.
 */
async function isOpenSize(source: ByteSource, start: number, size: number): Promise<boolean> {
  if (size >= 0xffff_f000 || (size >= 0x7fff_0000 && size <= 0x8000_0000)) return true;
  if (size > 0) return false;
  // Nothing recorded, or nothing written down? If another chunk follows, the 0 is meant.
  const next = await source.read(start, 8);
  if (next.length < 8) return false;
  const isChunk = /^[\x20-\x7e]{4}$/.test(textAt(next, 0, 4));
  return !(isChunk && start + 8 + viewOf(next).getUint32(4, true) <= source.size);
}

/**
 * Reads the header of a RIFF, RIFX, RF64 or BW64 file (Microsoft "Multimedia Programming Interface 1.0"; EBU Tech
 * 3306; ITU-R BS.2088).
 * @throws ElsewhereError `decode-truncated`, `decode-not-audio`, `decode-unsupported`, `decode-too-short`
 */
export async function readWav(source: ByteSource): Promise<WavContent> {
  const head = await source.read(0, 12);
  const riff = textAt(head, 0, 4);
  if (!['RIFF', 'RIFX', 'RF64', 'BW64'].includes(riff) || textAt(head, 8, 4) !== 'WAVE') {
    throw new ElsewhereError('decode-not-audio', 'Not a WAV file');
  }
  const isLittleEndian = riff !== 'RIFX';

  let format: Format | undefined;
  let wideDataBytes: number | undefined;
  let factFrames: number | undefined;
  let at = 12;
  for (let count = 0; count < chunkLimit; count++) {
    const header = await source.read(at, 8);
    if (header.length < 8) break;
    const id = textAt(header, 0, 4);
    const size = viewOf(header).getUint32(4, isLittleEndian);
    const start = at + 8;
    if (id === 'data') {
      if (!format) {
        // A `fmt ` behind the samples is against the rules but harmless.
        format = await formatAfter(source, start + size + (size & 1), isLittleEndian);
      }
      const declared = size === 0xffff_ffff && wideDataBytes !== undefined ? wideDataBytes : size;
      const isOpen = declared === size && (await isOpenSize(source, start, size));
      return wavContent(source, format, isLittleEndian, { start, bytes: declared, isOpen }, factFrames);
    }
    if (id === 'fmt ') format = readFormat(await source.read(start, Math.min(size, 40)), isLittleEndian);
    if (id === 'ds64') {
      const sizes = await source.read(start, 28);
      if (sizes.length >= 16) wideDataBytes = uint64At(viewOf(sizes), 8, true);
    }
    if (id === 'fact') {
      const fact = await source.read(start, 4);
      if (fact.length === 4) factFrames = viewOf(fact).getUint32(0, isLittleEndian);
    }
    at = await nextChunk(source, start + size, size);
  }
  throw new ElsewhereError('decode-truncated', 'The WAV ends before its samples', { durationSec: 0 });
}

const isId = (bytes: Uint8Array, at: number): boolean => /^[\x20-\x7e]{4}$/.test(textAt(bytes, at, 4));

/** Where the chunk behind one of `size` bytes begins: some writers leave out the pad byte behind an odd size. */
async function nextChunk(source: ByteSource, end: number, size: number): Promise<number> {
  if ((size & 1) === 0) return end;
  const bytes = await source.read(end, 5);
  // Behind a pad byte an id stands one further on; without it, its last three letters and a byte of its size do.
  return isId(bytes, 0) && (chunkIds.has(textAt(bytes, 0, 4)) || !isId(bytes, 1)) ? end : end + 1;
}

async function formatAfter(source: ByteSource, from: number, isLittleEndian: boolean): Promise<Format | undefined> {
  let at = from;
  for (let count = 0; count < chunkLimit; count++) {
    const header = await source.read(at, 8);
    if (header.length < 8) return undefined;
    const size = viewOf(header).getUint32(4, isLittleEndian);
    if (textAt(header, 0, 4) === 'fmt ')
      return readFormat(await source.read(at + 8, Math.min(size, 40)), isLittleEndian);
    at = await nextChunk(source, at + 8 + size, size);
  }
  return undefined;
}

function readFormat(bytes: Uint8Array<ArrayBuffer>, isLittleEndian: boolean): Format {
  if (bytes.length < 14)
    throw new ElsewhereError('decode-truncated', 'The WAV format is cut short', { durationSec: 0 });
  const view = viewOf(bytes);
  const tag = view.getUint16(0, isLittleEndian);
  const bits = bytes.length >= 16 ? view.getUint16(14, isLittleEndian) : 0;
  const isExtensible = tag === 0xfffe && bytes.length >= 26;
  const validBits = isExtensible ? view.getUint16(18, isLittleEndian) : bits;
  return {
    // The sub-format's first two bytes are the plain tag; the rest of the GUID is fixed.
    tag: isExtensible ? view.getUint16(24, isLittleEndian) : tag,
    channelCount: view.getUint16(2, isLittleEndian),
    sampleRate: view.getUint32(4, isLittleEndian),
    byteRate: view.getUint32(8, isLittleEndian),
    frameBytes: view.getUint16(12, isLittleEndian),
    bits,
    validBits: validBits > 0 && validBits <= bits ? validBits : bits,
    mask: isExtensible ? view.getUint32(20, isLittleEndian) : 0,
  };
}

function wavContent(
  source: ByteSource,
  format: Format | undefined,
  isLittleEndian: boolean,
  data: { readonly start: number; readonly bytes: number; readonly isOpen: boolean },
  factFrames: number | undefined,
): WavContent {
  if (!format) throw new ElsewhereError('decode-truncated', 'The WAV names no format', { durationSec: 0 });
  const { tag, channelCount, sampleRate, bits } = format;
  if (channelCount === 0 || sampleRate === 0) {
    throw new ElsewhereError('decode-not-audio', 'The WAV names no channels or no sample rate');
  }
  const kind = sampleKind(tag, bits);
  if (!kind) {
    const codec = codecNames[tag] ?? `format 0x${tag.toString(16).padStart(4, '0')}`;
    const durationSec = factFrames ? factFrames / sampleRate : format.byteRate ? data.bytes / format.byteRate : 0;
    return { coded: { codec, sampleRate, channelCount, ...(durationSec > 0 && { durationSec }) } };
  }
  const bytesPerSample = containerBytes(format, kind);
  const frameBytes = bytesPerSample * channelCount;
  const there = Math.max(0, source.size - data.start);
  const promised = Math.floor(data.bytes / frameBytes);
  const frameCount = Math.floor((data.isOpen ? there : Math.min(there, data.bytes)) / frameBytes);
  const speakers: readonly Speaker[] | undefined = format.mask ? speakersOfMask(format.mask, channelCount) : undefined;
  return {
    pcm: {
      formatLabel: `WAV, ${sampleLabel(kind, format.validBits || bytesPerSample * 8)}`,
      sampleRate,
      channelCount,
      speakers,
      kind,
      bytesPerSample,
      isLittleEndian,
      frameBytes,
      dataStart: data.start,
      frameCount,
      ...(!data.isOpen && promised > frameCount && { promisedFrameCount: promised }),
    },
  };
}

function sampleKind(tag: number, bits: number): SampleKind | undefined {
  switch (tag) {
    case 0x0001:
      return bits <= 8 ? 'unsigned' : 'int';
    case 0x0003:
      return 'float';
    case 0x0006:
      return 'alaw';
    case 0x0007:
      return 'ulaw';
    default:
      return undefined;
  }
}

/** Samples are left-justified in their container, so the container alone is read; 20 bits sit in 3 bytes or in 4. */
function containerBytes(format: Format, kind: SampleKind): PcmLayout['bytesPerSample'] {
  if (kind === 'alaw' || kind === 'ulaw' || kind === 'unsigned') return 1;
  const fromBlock = format.frameBytes / format.channelCount;
  const bytes = format.bits > 0 && fromBlock * 8 >= format.bits ? fromBlock : Math.ceil(format.bits / 8);
  const isKnown = kind === 'float' ? bytes === 4 || bytes === 8 : [2, 3, 4, 8].includes(bytes);
  if (isKnown) return bytes as PcmLayout['bytesPerSample'];
  throw new ElsewhereError('decode-unsupported', `WAV with ${format.bits} bits per sample`, {
    format: `WAV, ${sampleLabel(kind, format.bits)}`,
  });
}

/** e.g. `24-bit`, `32-bit float`, `µ-law`. */
export function sampleLabel(kind: SampleKind, bits: number): string {
  if (kind === 'ulaw') return 'µ-law';
  if (kind === 'alaw') return 'A-law';
  return `${bits}-bit${kind === 'float' ? ' float' : ''}`;
}
