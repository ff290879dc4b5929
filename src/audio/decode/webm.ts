/* oxlint-disable no-await-in-loop -- each step waits for what the one before it found */
import { ElsewhereError } from '../../core/errors';
import { textAt, viewOf, type ByteSource } from './bytes';
import { bytesForSec, type StreamInfo } from './stream';

/** Element identifiers (RFC 8794, RFC 9559). */
const ids = {
  ebml: 0x1a45dfa3,
  docType: 0x4282,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackType: 0x83,
  codecId: 0x86,
  audio: 0xe1,
  samplingFrequency: 0xb5,
  outputSamplingFrequency: 0x78b5,
  channels: 0x9f,
  cluster: 0x1f43b675,
} as const;

interface Element {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

const codecNames: readonly (readonly [prefix: string, name: string])[] = [
  ['A_OPUS', 'Opus'],
  ['A_VORBIS', 'Vorbis'],
  ['A_FLAC', 'FLAC'],
  ['A_AAC', 'AAC'],
  ['A_MPEG/L3', 'MP3'],
  ['A_MPEG/L2', 'MPEG layer II'],
  ['A_PCM', 'PCM'],
  ['A_AC3', 'AC-3'],
  ['A_EAC3', 'E-AC-3'],
  ['A_DTS', 'DTS'],
  ['A_ALAC', 'Apple Lossless'],
  ['A_TRUEHD', 'TrueHD'],
  ['A_WAVPACK', 'WavPack'],
];

/** Headers are a few kilobytes; attachments and cues may push them out further. */
const headerLimitBytes = 4 * 1024 * 1024;

/**
 * Reads the headers of a WebM or Matroska file.
 * @throws ElsewhereError `decode-no-audio-track`, `decode-truncated`
 */
export async function readWebm(source: ByteSource): Promise<StreamInfo> {
  let docType = '';
  let scale = 1_000_000;
  let ticks = 0;
  let hasTracks = false;
  let hasVideo = false;
  let audio: { codecId: string; sampleRate: number; channelCount: number } | undefined;
  let firstCluster: number | undefined;
  let isCut = false;
  let at = 0;
  for (let count = 0; count < 4096; count++) {
    const element = await elementAt(source, at);
    if (!element) break;
    if (element.id === ids.segment) {
      if (element.end !== Infinity && element.end > source.size) isCut = true;
      at = element.start;
      continue;
    }
    if (element.id === ids.cluster) {
      firstCluster = at;
      break;
    }
    if (element.id === ids.ebml || element.id === ids.info || element.id === ids.tracks) {
      const body = await source.read(element.start, Math.min(headerLimitBytes, element.end - element.start));
      for (const child of childrenOf(body, 0, body.length)) {
        if (element.id === ids.ebml && child.id === ids.docType) docType = stringOf(body, child);
        if (element.id === ids.info && child.id === ids.timestampScale) scale = uintOf(body, child);
        if (element.id === ids.info && child.id === ids.duration) ticks = floatOf(body, child);
        if (child.id === ids.trackEntry && element.id === ids.tracks) {
          const entry = readEntry(body, child);
          if (entry.type === 1) hasVideo = true;
          if (entry.type === 2) audio ??= entry;
        }
      }
      if (element.id === ids.tracks) hasTracks = true;
    }
    at = element.end;
    if (at >= source.size) break;
  }
  const family = docType === 'matroska' ? 'Matroska' : 'WebM';
  if (!hasTracks) throw new ElsewhereError('decode-truncated', 'The file ends before its tracks', { durationSec: 0 });
  if (!audio) throw new ElsewhereError('decode-no-audio-track', 'A film without sound', { format: family });
  const { codecId, sampleRate, channelCount } = audio;
  const codec = codecNames.find(([prefix]) => codecId.startsWith(prefix))?.[1] ?? codecId;
  const durationSec = ticks > 0 && Number.isFinite(ticks) ? (ticks * scale) / 1e9 : undefined;
  return {
    formatLabel: `${hasVideo ? `${family} video` : family}, ${codec}`,
    sampleRate: codec === 'Opus' ? 48000 : sampleRate >= 3000 ? sampleRate : undefined,
    channelCount,
    hasVideo,
    isCut: isCut || firstCluster === undefined,
    isTransformCoded: ['Opus', 'Vorbis', 'AAC', 'MP3'].includes(codec),
    mayDoubleRate: codec === 'AAC' && sampleRate <= 24000,
    // The duration is that of the longest track: with a picture it promises nothing about the sound.
    ...(durationSec !== undefined && { durationSec, isDurationPromised: !hasVideo }),
    prefix: (sec) => [{ start: 0, end: bytesForSec(source.size, firstCluster ?? 0, durationSec, sec) }],
  };
}

function readEntry(bytes: Uint8Array<ArrayBuffer>, entry: Element) {
  let type = 0;
  let codecId = '';
  let sampleRate = 8000;
  let outputRate = 0;
  let channelCount = 1;
  for (const child of childrenOf(bytes, entry.start, entry.end)) {
    if (child.id === ids.trackType) type = uintOf(bytes, child);
    if (child.id === ids.codecId) codecId = stringOf(bytes, child);
    if (child.id !== ids.audio) continue;
    for (const value of childrenOf(bytes, child.start, child.end)) {
      if (value.id === ids.samplingFrequency) sampleRate = floatOf(bytes, value);
      if (value.id === ids.outputSamplingFrequency) outputRate = floatOf(bytes, value);
      if (value.id === ids.channels) channelCount = uintOf(bytes, value);
    }
  }
  return { type, codecId, sampleRate: outputRate >= 3000 ? outputRate : sampleRate, channelCount };
}

async function elementAt(source: ByteSource, at: number): Promise<Element | undefined> {
  const header = await source.read(at, 12);
  const element = parseElement(header, 0);
  return element && { id: element.id, start: at + element.start, end: at + element.end };
}

function* childrenOf(bytes: Uint8Array<ArrayBuffer>, start: number, end: number): Generator<Element> {
  let at = start;
  while (at < end) {
    const element = parseElement(bytes, at);
    if (!element) return;
    yield { ...element, end: Math.min(end, element.end) };
    at = element.end;
  }
}

/** An identifier of 1–4 bytes and a size of 1–8, both marked by their leading zeros; a size of all ones is unknown. */
function parseElement(bytes: Uint8Array, at: number): Element | undefined {
  const idBytes = lengthOf(bytes[at]);
  if (idBytes === undefined || idBytes > 4) return undefined;
  let id = 0;
  for (let i = 0; i < idBytes; i++) id = id * 256 + (bytes[at + i] ?? 0);
  const sizeAt = at + idBytes;
  const sizeBytes = lengthOf(bytes[sizeAt]);
  if (sizeBytes === undefined || sizeAt + sizeBytes > bytes.length) return undefined;
  let size = (bytes[sizeAt] ?? 0) & (0xff >> sizeBytes);
  let isUnknown = size === 0xff >> sizeBytes;
  for (let i = 1; i < sizeBytes; i++) {
    const byte = bytes[sizeAt + i] ?? 0;
    size = size * 256 + byte;
    isUnknown &&= byte === 0xff;
  }
  const start = sizeAt + sizeBytes;
  return { id, start, end: isUnknown ? Infinity : start + size };
}

function lengthOf(first: number | undefined): number | undefined {
  return first ? Math.clz32(first) - 23 : undefined;
}

function uintOf(bytes: Uint8Array, element: Element): number {
  let value = 0;
  for (let at = element.start; at < element.end; at++) value = value * 256 + (bytes[at] ?? 0);
  return value;
}

function floatOf(bytes: Uint8Array<ArrayBuffer>, element: Element): number {
  const view = viewOf(bytes);
  const size = element.end - element.start;
  if (size === 4) return view.getFloat32(element.start);
  return size === 8 ? view.getFloat64(element.start) : 0;
}

function stringOf(bytes: Uint8Array, element: Element): string {
  return textAt(bytes, element.start, Math.min(64, element.end - element.start)).replace(/\0.*$/s, '');
}
