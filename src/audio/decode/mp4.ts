/* oxlint-disable no-await-in-loop -- each step waits for what the one before it found */
import { ElsewhereError } from '../../core/errors';
import { textAt, uint64At, viewOf, type ByteSource } from './bytes';
import { flacStreamInfo } from './flac';
import { aacRates } from './mpegAudio';
import { bytesForSec, type StreamInfo } from './stream';

interface Box {
  readonly type: string;
  /** Offset of the box and of what it holds, and the byte after it. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

interface Track {
  readonly handler: string;
  readonly format: string;
  readonly sampleRate: number | undefined;
  readonly channelCount: number;
  readonly durationSec: number;
  readonly mayDoubleRate: boolean;
}

/** A three-hour film's index takes a few megabytes; more than this is a damaged size. */
const indexLimitBytes = 64 * 1024 * 1024;

const codecNames: Readonly<Record<string, string>> = {
  mp4a: 'AAC',
  Opus: 'Opus',
  fLaC: 'FLAC',
  alac: 'Apple Lossless',
  'ac-3': 'AC-3',
  'ec-3': 'E-AC-3',
  'ac-4': 'AC-4',
  dtsc: 'DTS',
  '.mp3': 'MP3',
  sowt: 'PCM',
  twos: 'PCM',
  lpcm: 'PCM',
  ipcm: 'PCM',
  fpcm: 'PCM',
  in24: 'PCM',
  in32: 'PCM',
  fl32: 'PCM',
  fl64: 'PCM',
  'raw ': 'PCM',
  mha1: 'MPEG-H',
  mhm1: 'MPEG-H',
  samr: 'AMR',
  sawb: 'AMR',
};

/** Codecs that no browser decodes: another sound track of the file may do. */
const unplayedFormats = new Set(['ac-3', 'ec-3', 'ac-4', 'dtsc', 'mha1', 'mhm1', 'samr', 'sawb']);

/** Brands of files that hold pictures in the same boxes. */
const pictureBrands = new Set(['avif', 'avis', 'heic', 'heix', 'hevc', 'mif1', 'msf1', 'crx ']);

/**
 * Reads the boxes of an MP4, M4A or QuickTime file (ISO 14496-12, 14496-14; QuickTime File Format).
 * @throws ElsewhereError `decode-no-audio-track`, `decode-truncated`, `decode-not-audio`
 */
export async function readMp4(source: ByteSource): Promise<StreamInfo> {
  let brand = '';
  let moov: Box | undefined;
  let mdat: Box | undefined;
  let hasFragments = false;
  let isCut = false;
  let at = 0;
  for (let count = 0; count < 4096; count++) {
    const header = await source.read(at, 16);
    if (header.length < 8) break;
    const box = boxAt(header, 0, at, source.size);
    if (!box) break;
    if (box.end > source.size) isCut = true;
    if (box.type === 'ftyp') brand = textAt(await source.read(box.start, 4), 0, 4);
    else if (box.type === 'moov') moov ??= box;
    else if (box.type === 'mdat') mdat ??= box;
    // Whatever the fragments hold has been announced by the index before them.
    else if (box.type === 'moof') {
      hasFragments = true;
      if (moov) break;
    }
    at = box.end;
  }
  if (pictureBrands.has(brand)) throw new ElsewhereError('decode-not-audio', 'A picture');
  if (!moov) throw new ElsewhereError('decode-truncated', 'The MP4 ends before its index', { durationSec: 0 });
  const index = await source.read(moov.start, Math.min(indexLimitBytes, moov.end - moov.start));
  const tracks = readTracks(index);
  const hasVideo = tracks.some((track) => track.handler === 'vide');
  const sounds = tracks.filter((track) => track.handler === 'soun');
  const audio = sounds.find(({ format }) => !unplayedFormats.has(format)) ?? sounds[0];
  const family = brand === 'qt  ' ? 'MOV' : hasVideo ? 'MP4' : 'M4A';
  if (!audio) throw new ElsewhereError('decode-no-audio-track', 'A film without sound', { format: family });
  const codec = codecNames[audio.format] ?? audio.format.replaceAll(/[^\x20-\x7e]/g, '?').trim();
  const durationSec = audio.durationSec > 0 ? audio.durationSec : undefined;
  const audioMdat = mdat;
  const isIndexFirst = hasFragments || !audioMdat || moov.at < audioMdat.at;
  return {
    formatLabel: `${hasVideo ? `${family} video` : family}, ${codec}${placeOf(sounds.indexOf(audio), sounds.length)}`,
    sampleRate: audio.sampleRate,
    channelCount: audio.channelCount,
    hasVideo,
    isCut,
    mayDoubleRate: audio.mayDoubleRate,
    isTransformCoded: ['mp4a', 'Opus', '.mp3'].includes(audio.format),
    ...(durationSec !== undefined && { durationSec, isDurationPromised: true }),
    prefix: (sec) => {
      if (isIndexFirst) return [{ start: 0, end: bytesForSec(source.size, moov.end, durationSec, sec) }];
      // The index comes last: keep the sound where it is, cut it short, say so in its size, and let the index follow.
      const end = Math.min(audioMdat.end, bytesForSec(source.size, audioMdat.start, durationSec, sec));
      const header = new Uint8Array(audioMdat.start - audioMdat.at);
      const view = viewOf(header);
      if (header.length === 16) {
        view.setUint32(0, 1);
        view.setBigUint64(8, BigInt(end - audioMdat.at));
      } else {
        view.setUint32(0, end - audioMdat.at);
      }
      header.set([0x6d, 0x64, 0x61, 0x74], 4);
      return [
        { start: 0, end: audioMdat.at },
        header,
        { start: audioMdat.start, end },
        { start: moov.at, end: moov.end },
      ];
    },
  };
}

/** Which of several sound tracks it is, where it is not the first. */
const placeOf = (index: number, count: number): string => (index > 0 ? ` (sound track ${index + 1} of ${count})` : '');

/** The box whose header is at `at` of `bytes`, itself at `offset` of the file; undefined if there is none. */
function boxAt(bytes: Uint8Array<ArrayBuffer>, at: number, offset: number, limit: number): Box | undefined {
  if (at + 8 > bytes.length) return undefined;
  const view = viewOf(bytes);
  let size = view.getUint32(at);
  let headerBytes = 8;
  if (size === 1) {
    if (at + 16 > bytes.length) return undefined;
    size = uint64At(view, at + 8, false);
    headerBytes = 16;
  } else if (size === 0) size = limit - offset;
  if (size < headerBytes) return undefined;
  return { type: textAt(bytes, at + 4, 4), at: offset, start: offset + headerBytes, end: offset + size };
}

function* boxesIn(bytes: Uint8Array<ArrayBuffer>, start: number, end: number): Generator<Box> {
  let at = start;
  while (at < end) {
    const box = boxAt(bytes, at, at, end);
    if (!box) return;
    yield { ...box, end: Math.min(end, box.end) };
    at = box.end;
  }
}

function findBox(bytes: Uint8Array<ArrayBuffer>, parent: Box | undefined, ...path: string[]): Box | undefined {
  let box = parent;
  for (const type of path) {
    let found: Box | undefined;
    if (box) for (const child of boxesIn(bytes, box.start, box.end)) if (child.type === type) found ??= child;
    box = found;
  }
  return box;
}

function readTracks(index: Uint8Array<ArrayBuffer>): Track[] {
  const tracks: Track[] = [];
  for (const box of boxesIn(index, 0, index.length)) {
    if (box.type !== 'trak') continue;
    const hdlr = findBox(index, box, 'mdia', 'hdlr');
    if (hdlr) tracks.push(readTrack(index, box, textAt(index, hdlr.start + 8, 4)));
  }
  return tracks;
}

function readTrack(index: Uint8Array<ArrayBuffer>, trak: Box, handler: string): Track {
  const view = viewOf(index);
  const mdhd = findBox(index, trak, 'mdia', 'mdhd');
  let timescale = 0;
  let duration = 0;
  if (mdhd) {
    const isWide = index[mdhd.start] === 1;
    if (mdhd.start + (isWide ? 32 : 20) <= index.length) {
      timescale = view.getUint32(mdhd.start + (isWide ? 20 : 12));
      duration = isWide ? uint64At(view, mdhd.start + 24, false) : view.getUint32(mdhd.start + 16);
    }
  }
  // All ones: not known.
  if (duration === 0xffff_ffff || duration >= 2 ** 53) duration = 0;
  const wholeSec = timescale > 0 ? duration / timescale : 0;
  const editedSec = editListSec(index, trak);
  const durationSec = editedSec > 0 && wholeSec > 0 ? Math.min(wholeSec, editedSec) : wholeSec;
  const stsd = findBox(index, trak, 'mdia', 'minf', 'stbl', 'stsd');
  const entry = stsd && boxAt(index, stsd.start + 8, stsd.start + 8, stsd.end);
  const none = { handler, format: '', sampleRate: undefined, channelCount: 2, durationSec, mayDoubleRate: false };
  if (handler !== 'soun' || !entry || entry.start + 28 > index.length) return { ...none, format: entry?.type ?? '' };

  const version = view.getUint16(entry.start + 8);
  const isV2 = version === 2 && entry.start + 44 <= index.length;
  let channelCount = isV2 ? view.getUint32(entry.start + 40) : view.getUint16(entry.start + 16);
  // 16.16 cannot say 88.2 kHz or more; writers then leave 0 or a remainder, and the timescale is the rate.
  const written = isV2 ? view.getFloat64(entry.start + 32) : view.getUint16(entry.start + 24);
  let sampleRate = written >= 3000 && timescale <= 65_535 ? written : timescale || written;
  if (isV2) sampleRate = written;
  let mayDoubleRate = false;
  const end = Math.min(entry.end, index.length);
  if (entry.type === 'Opus') sampleRate = 48000;
  else if (entry.type === 'fLaC') {
    const found = indexOfTag(index, 'dfLa', entry.start, end);
    const info = found < 0 ? undefined : flacStreamInfo(index.slice(found + 12, found + 30));
    if (info) sampleRate = info.sampleRate;
  } else if (entry.type === 'mp4a') {
    // In QuickTime files the descriptor hides inside a `wave` box, so it is looked for by name.
    const found = indexOfTag(index, 'esds', entry.start, end);
    const aac = found < 0 ? undefined : aacConfiguration(index.subarray(found + 8, end));
    if (aac) {
      sampleRate = aac.sampleRate;
      // The sample entry says 2 whatever the stream holds (ISO 14496-14 §5.6.1).
      channelCount = aac.channelCount ?? channelCount;
      mayDoubleRate = aac.mayDoubleRate;
    }
  }
  const known = Number.isFinite(sampleRate) && sampleRate >= 3000 ? sampleRate : undefined;
  return { handler, format: entry.type, sampleRate: known, channelCount, durationSec, mayDoubleRate };
}

/**
 * What an edit list leaves of a track, seconds (ISO 14496-12 §8.6.6): editors trim without encoding again, and the media
 * is longer than what is to be heard. 0 where there is no list, or where it does not say.
 */
function editListSec(index: Uint8Array<ArrayBuffer>, trak: Box): number {
  const view = viewOf(index);
  const elst = findBox(index, trak, 'edts', 'elst');
  const mvhd = [...boxesIn(index, 0, index.length)].find(({ type }) => type === 'mvhd');
  if (!elst || !mvhd || elst.start + 8 > index.length) return 0;
  const timescaleAt = mvhd.start + (index[mvhd.start] === 1 ? 20 : 12);
  if (timescaleAt + 4 > index.length) return 0;
  const timescale = view.getUint32(timescaleAt);
  const isWide = index[elst.start] === 1;
  const entryBytes = isWide ? 20 : 12;
  const count = Math.min(view.getUint32(elst.start + 4), Math.floor((elst.end - elst.start - 8) / entryBytes));
  let duration = 0;
  for (let i = 0; i < count; i++) {
    const at = elst.start + 8 + i * entryBytes;
    if (at + entryBytes > index.length) return 0;
    const mediaTime = isWide ? view.getInt32(at + 8) : view.getInt32(at + 4);
    // −1 is silence before the sound.
    if (mediaTime < 0) continue;
    duration += isWide ? uint64At(view, at, false) : view.getUint32(at);
  }
  return timescale > 0 ? duration / timescale : 0;
}

function indexOfTag(bytes: Uint8Array, tag: string, from: number, to: number): number {
  for (let at = from; at + 4 <= to; at++) if (textAt(bytes, at, 4) === tag) return at;
  return -1;
}

interface AacConfiguration {
  readonly sampleRate: number;
  /** Undefined where the stream itself tells. */
  readonly channelCount: number | undefined;
  readonly mayDoubleRate: boolean;
}

/** Finds the AudioSpecificConfig in an elementary stream descriptor (ISO 14496-1 §7.2.6, 14496-3 §1.6.2). */
function aacConfiguration(bytes: Uint8Array): AacConfiguration | undefined {
  let at = 0;
  const descriptor = (tag: number): boolean => {
    if (bytes[at] !== tag) return false;
    at++;
    // The length: seven bits a byte, at most four.
    for (let i = 0; i < 4; i++) if (!((bytes[at++] ?? 0) & 0x80)) break;
    return true;
  };
  if (!descriptor(0x03)) return undefined;
  const flags = bytes[at + 2] ?? 0;
  at += 3 + (flags & 0x80 ? 2 : 0) + (flags & 0x20 ? 2 : 0);
  if (flags & 0x40) at += 1 + (bytes[at] ?? 0);
  if (!descriptor(0x04)) return undefined;
  // Only 0x40 (MPEG-4) and 0x66…0x68 (MPEG-2) carry AAC's configuration; 0x69 and 0x6B are MP3.
  const objectType = bytes[at] ?? 0;
  at += 13;
  if (objectType === 0x69 || objectType === 0x6b || !descriptor(0x05)) return undefined;
  let bit = at * 8;
  const read = (count: number): number => {
    let value = 0;
    for (let i = 0; i < count; i++, bit++) value = value * 2 + (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
    return value;
  };
  const readRate = (): number => {
    const index = read(4);
    return index === 15 ? read(24) : (aacRates[index] ?? 0);
  };
  const audioType = read(5);
  const coreRate = readRate();
  const configuration = read(4);
  // 5 and 29: SBR announced in the open, followed by the rate it brings.
  const isExplicit = audioType === 5 || audioType === 29;
  const sampleRate = isExplicit ? readRate() : coreRate;
  if (sampleRate < 3000) return undefined;
  // 7 stands for 7.1; parametric stereo (29) makes two channels of one.
  const written = configuration === 7 ? 8 : configuration || undefined;
  const channelCount = audioType === 29 ? 2 : written;
  return { sampleRate, channelCount, mayDoubleRate: !isExplicit && sampleRate <= 24000 };
}
