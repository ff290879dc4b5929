/* oxlint-disable no-await-in-loop -- each step waits for what the one before it found */
import { ElsewhereError } from '../../core/errors';
import { textAt, viewOf, type ByteSource } from './bytes';
import { speakersOfMask, type Speaker } from './downmix';
import type { PcmLayout, SampleKind } from './pcm';
import { sampleLabel } from './wav';

interface Common {
  readonly channelCount: number;
  readonly frameCount: number;
  readonly bits: number;
  readonly sampleRate: number;
  /** Four letters; `NONE` for plain AIFF. */
  readonly compression: string;
}

interface SampleForm {
  readonly kind: SampleKind;
  readonly isLittleEndian: boolean;
  readonly bytesPerSample: PcmLayout['bytesPerSample'] | undefined;
}

/** Compression types that are plain samples under another name (Apple AIFF-C draft, 1991, and QuickTime's additions). */
const sampleForms: Readonly<Record<string, (bytes: number) => SampleForm>> = {
  NONE: (bytes) => form('int', bytes),
  twos: (bytes) => form('int', bytes),
  sowt: (bytes) => form('int', bytes, true),
  'raw ': () => form('unsigned', 1),
  in24: () => form('int', 3),
  '42ni': () => form('int', 3, true),
  in32: () => form('int', 4),
  '23ni': () => form('int', 4, true),
  fl32: () => form('float', 4),
  FL32: () => form('float', 4),
  fl64: () => form('float', 8),
  FL64: () => form('float', 8),
  ulaw: () => form('ulaw', 1),
  ULAW: () => form('ulaw', 1),
  alaw: () => form('alaw', 1),
  ALAW: () => form('alaw', 1),
};

function form(kind: SampleKind, bytes: number, isLittleEndian = false): SampleForm {
  const isKnown = [1, 2, 3, 4, 8].includes(bytes);
  return { kind, isLittleEndian, bytesPerSample: isKnown ? (bytes as PcmLayout['bytesPerSample']) : undefined };
}

const codecNames: Readonly<Record<string, string>> = {
  ima4: 'IMA ADPCM',
  'GSM ': 'GSM 6.10',
  agsm: 'GSM 6.10',
  DWVW: 'DWVW',
  MAC3: 'MACE 3:1',
  MAC6: 'MACE 6:1',
  QDMC: 'QDesign Music',
  QDM2: 'QDesign Music 2',
  alac: 'Apple Lossless',
  ADP4: 'ADPCM',
  G722: 'G.722',
  G726: 'G.726',
};

/** Layout tags of the CHAN chunk without their channel count (CoreAudioBaseTypes.h), in file order. */
const taggedLayouts: Readonly<Record<number, readonly Speaker[]>> = {
  108: ['FL', 'FR', 'BL', 'BR'],
  113: ['FL', 'FR', 'FC'],
  114: ['FC', 'FL', 'FR'],
  115: ['FL', 'FR', 'FC', 'BC'],
  116: ['FC', 'FL', 'FR', 'BC'],
  117: ['FL', 'FR', 'FC', 'SL', 'SR'],
  118: ['FL', 'FR', 'SL', 'SR', 'FC'],
  119: ['FL', 'FC', 'FR', 'SL', 'SR'],
  120: ['FC', 'FL', 'FR', 'SL', 'SR'],
  121: ['FL', 'FR', 'FC', 'LFE', 'SL', 'SR'],
  122: ['FL', 'FR', 'SL', 'SR', 'FC', 'LFE'],
  123: ['FL', 'FC', 'FR', 'SL', 'SR', 'LFE'],
  124: ['FC', 'FL', 'FR', 'SL', 'SR', 'LFE'],
  125: ['FL', 'FR', 'FC', 'LFE', 'SL', 'SR', 'BC'],
  126: ['FL', 'FR', 'FC', 'LFE', 'SL', 'SR', 'FLC', 'FRC'],
  127: ['FC', 'FLC', 'FRC', 'FL', 'FR', 'SL', 'SR', 'LFE'],
  128: ['FL', 'FR', 'FC', 'LFE', 'SL', 'SR', 'BL', 'BR'],
  131: ['FL', 'FR', 'BC'],
  132: ['FL', 'FR', 'SL', 'SR'],
  133: ['FL', 'FR', 'LFE'],
};
const useChannelBitmap = 1;

const chunkLimit = 4096;

/**
 * Reads the header of an AIFF or AIFF-C file (Apple, "AIFF 1.3", 1989, and "AIFF-C" draft, 1991).
 * @throws ElsewhereError `decode-truncated`, `decode-not-audio`, `decode-unsupported`
 */
export async function readAiff(source: ByteSource): Promise<PcmLayout> {
  const head = await source.read(0, 12);
  const type = textAt(head, 8, 4);
  if (textAt(head, 0, 4) !== 'FORM' || (type !== 'AIFF' && type !== 'AIFC')) {
    throw new ElsewhereError('decode-not-audio', 'Not an AIFF file');
  }
  let common: Common | undefined;
  let sound: { readonly start: number; readonly size: number } | undefined;
  let layout: { readonly tag: number; readonly bitmap: number } | undefined;
  let at = 12;
  for (let count = 0; count < chunkLimit; count++) {
    const header = await source.read(at, 8);
    if (header.length < 8) break;
    const id = textAt(header, 0, 4);
    const size = viewOf(header).getUint32(4);
    const start = at + 8;
    if (id === 'COMM') common = readCommon(await source.read(start, Math.min(size, 64)), type === 'AIFC');
    if (id === 'SSND') {
      const offsets = await source.read(start, 8);
      if (offsets.length === 8) {
        const offset = viewOf(offsets).getUint32(0);
        sound = { start: start + 8 + offset, size: Math.max(0, size - 8 - offset) };
      }
    }
    if (id === 'CHAN') {
      const chan = await source.read(start, 8);
      if (chan.length === 8) layout = { tag: viewOf(chan).getUint32(0), bitmap: viewOf(chan).getUint32(4) };
    }
    at = start + size + (size & 1);
  }
  if (!common) throw new ElsewhereError('decode-truncated', 'The AIFF names no format', { durationSec: 0 });
  const { channelCount, sampleRate, bits, frameCount: promised } = common;
  if (channelCount === 0 || !(sampleRate > 0)) {
    throw new ElsewhereError('decode-not-audio', 'The AIFF names no channels or no sample rate');
  }
  const { kind, isLittleEndian, bytesPerSample } = sampleForm(common);
  if (bytesPerSample === undefined) {
    throw new ElsewhereError('decode-unsupported', `AIFF with ${bits} bits per sample`, {
      format: `AIFF, ${bits}-bit`,
    });
  }
  // An AIFF without samples may leave the sound chunk out.
  if (!sound && promised > 0) {
    throw new ElsewhereError('decode-truncated', 'The AIFF ends before its samples', { durationSec: 0 });
  }
  const dataStart = sound?.start ?? source.size;
  const frameBytes = bytesPerSample * channelCount;
  const there = Math.max(0, source.size - dataStart);
  // Recorders that were cut off leave both sizes at 0: everything behind the header is sound then.
  const isOpen = promised === 0 && sound !== undefined && (sound.size === 0 || sound.size >= 0xffff_fff0);
  const frameCount = isOpen ? Math.floor(there / frameBytes) : Math.min(promised, Math.floor(there / frameBytes));
  const labelBits = kind === 'float' ? bytesPerSample * 8 : bits;
  return {
    formatLabel: `AIFF, ${sampleLabel(kind, labelBits)}`,
    sampleRate,
    channelCount,
    speakers: layout && taggedSpeakers(layout.tag, layout.bitmap, channelCount),
    kind,
    bytesPerSample,
    isLittleEndian,
    frameBytes,
    dataStart,
    frameCount,
    ...(promised > frameCount && { promisedFrameCount: promised }),
  };
}

function readCommon(bytes: Uint8Array<ArrayBuffer>, isAifc: boolean): Common {
  if (bytes.length < 18)
    throw new ElsewhereError('decode-truncated', 'The AIFF format is cut short', { durationSec: 0 });
  const view = viewOf(bytes);
  return {
    channelCount: view.getUint16(0),
    frameCount: view.getUint32(2),
    bits: view.getUint16(6),
    sampleRate: extendedAt(view, 8),
    compression: isAifc && bytes.length >= 22 ? textAt(bytes, 18, 4) : 'NONE',
  };
}

/** An 80-bit IEEE extended number: sign, 15 bits of exponent, 64 of mantissa with its leading 1 written out. */
function extendedAt(view: DataView, at: number): number {
  const head = view.getUint16(at);
  const mantissa = view.getUint32(at + 2) * 2 ** 32 + view.getUint32(at + 6);
  const value = mantissa * 2 ** ((head & 0x7fff) - 16383 - 63);
  return head & 0x8000 ? -value : value;
}

function sampleForm({ compression, bits }: Common): SampleForm {
  const make = sampleForms[compression];
  if (make) return make(Math.ceil(bits / 8));
  const name = codecNames[compression] ?? compression.replaceAll(/[^\x20-\x7e]/g, '?').trim();
  throw new ElsewhereError('decode-unsupported', `AIFF with ${name}`, { format: `AIFF, ${name}` });
}

function taggedSpeakers(tag: number, bitmap: number, channelCount: number): readonly Speaker[] | undefined {
  const family = tag >>> 16;
  if (family === useChannelBitmap) return speakersOfMask(bitmap, channelCount);
  const speakers = taggedLayouts[family];
  return speakers?.length === channelCount ? speakers : undefined;
}
