/* oxlint-disable no-await-in-loop -- each step waits for what the one before it found */
import { textAt, viewOf, type ByteSource } from './bytes';
import { findFrames, type FrameHeader } from './mpegAudio';

/** What a file is by its content; its name and type are never asked. */
export type Sniffed =
  | { readonly container: 'wav' | 'aiff' | 'ogg' | 'mp4' | 'webm' }
  | { readonly container: 'flac'; readonly start: number }
  | { readonly container: 'mp3' | 'aac'; readonly start: number; readonly header: FrameHeader }
  /** Known, and nothing here decodes it. */
  | { readonly unsupported: string }
  /** A whole file of another kind behind a tag that does not belong there; `behindTag` is where it begins. */
  | { readonly behindTag: number }
  /** A tag or a header, and then nothing. */
  | { readonly isCut: true };

/** Formats with a signature of their own that browsers do not decode: better named than "not audio". */
const signatures: readonly (readonly [signature: string, format: string])[] = [
  ['caff', 'CAF'],
  ['riff\x2e\x91\xcf\x11', 'Wave64'],
  ['\x30\x26\xb2\x75\x8e\x66\xcf\x11', 'Windows Media'],
  ['wvpk', 'WavPack'],
  ['MAC ', 'Monkey’s Audio'],
  ['TTA1', 'True Audio'],
  ['OFR ', 'OptimFROG'],
  ['MPCK', 'Musepack'],
  ['MP+', 'Musepack'],
  ['DSD ', 'DSD'],
  ['FRM8', 'DSD'],
  ['#!AMR', 'AMR'],
  ['MThd', 'MIDI'],
  ['.snd', 'Sun audio'],
  ['.RMF', 'RealMedia'],
  ['.ra\xfd', 'RealAudio'],
  ['FLV\x01', 'Flash video'],
  ['ADIF', 'AAC (ADIF)'],
  ['\x0b\x77', 'AC-3'],
  ['\x7f\xfe\x80\x01', 'DTS'],
  ['\x00\x00\x01\xba', 'MPEG video'],
  ['Creative Voice File', 'Creative Voice'],
];

/** QuickTime files older than `ftyp` begin with one of these. */
const mp4Boxes = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot', 'styp']);

/** How far behind the start (or the tag) the first MPEG frame may hide: padding, or junk of a cut stream. */
const searchBytes = 64 * 1024;

/** Looks at the first bytes, behind an ID3 tag if there is one. @returns undefined if it is no audio known to us */
export async function sniff(source: ByteSource): Promise<Sniffed | undefined> {
  const first = await source.read(0, 64);
  const sniffed = sniffSignature(first);
  if (sniffed) return sniffed;
  let start = 0;
  // ID3v2 (id3.org, "ID3v2.4.0 structure" §3.1): ten bytes, a size of 4 × 7 bits; some files carry two.
  for (let count = 0; count < 4; count++) {
    const tag = await source.read(start, 10);
    if (tag.length < 10 || textAt(tag, 0, 3) !== 'ID3') break;
    const size = ((tag[6] ?? 0) << 21) | ((tag[7] ?? 0) << 14) | ((tag[8] ?? 0) << 7) | (tag[9] ?? 0);
    start += 10 + size + ((tag[5] ?? 0) & 0x10 ? 10 : 0);
    if (start >= source.size) return { isCut: true };
  }
  const bytes = await source.read(start, searchBytes);
  if (start > 0 && sniffSignature(bytes)) return { behindTag: start };
  if (textAt(bytes, 0, 4) === 'fLaC') return { container: 'flac', start };
  const found = findFrames(bytes, 0, start + bytes.length >= source.size);
  if (!found) return undefined;
  const { header } = found;
  if (header.kind === 'layer1' || header.kind === 'layer2') {
    return { unsupported: header.kind === 'layer1' ? 'MPEG layer I' : 'MPEG layer II' };
  }
  return { container: header.kind, start: start + found.at, header };
}

function sniffSignature(bytes: Uint8Array<ArrayBuffer>): Sniffed | undefined {
  const id = textAt(bytes, 0, 4);
  const form = textAt(bytes, 8, 4);
  if (['RIFF', 'RIFX', 'RF64', 'BW64'].includes(id)) {
    if (form === 'WAVE') return { container: 'wav' };
    if (form.length < 4) return { isCut: true };
    if (form === 'AVI ') return { unsupported: 'AVI' };
    if (form === 'RMID') return { unsupported: 'MIDI' };
    return undefined;
  }
  if (id === 'FORM') {
    if (form === 'AIFF' || form === 'AIFC') return { container: 'aiff' };
    if (form.length < 4) return { isCut: true };
    return form === '8SVX' ? { unsupported: '8SVX' } : undefined;
  }
  if (id === 'OggS') return { container: 'ogg' };
  if (bytes.length >= 4 && viewOf(bytes).getUint32(0) === 0x1a45dfa3) return { container: 'webm' };
  if (mp4Boxes.has(textAt(bytes, 4, 4))) return { container: 'mp4' };
  for (const [signature, format] of signatures) {
    if (textAt(bytes, 0, signature.length) === signature) return { unsupported: format };
  }
  return undefined;
}
