/** Files put together byte by byte, for parsers. */

export const tag = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));
export const le16 = (value: number): number[] => [value & 255, (value >> 8) & 255];
export const le32 = (value: number): number[] => [...le16(value & 0xffff), ...le16(Math.floor(value / 65536))];
export const le64 = (value: number): number[] => [...le32(value % 2 ** 32), ...le32(Math.floor(value / 2 ** 32))];
export const be16 = (value: number): number[] => le16(value).toReversed();
export const be32 = (value: number): number[] => le32(value).toReversed();

/** A little-endian two's complement number of so many bytes. */
export const int = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** i) & 255);

/** A RIFF chunk, padded to an even size. */
export const chunk = (id: string, body: readonly number[], declared = body.length): number[] => [
  ...tag(id),
  ...le32(declared),
  ...body,
  ...(body.length % 2 === 1 ? [0] : []),
];

/** An IFF chunk: the same with its size the other way round. */
export const iffChunk = (id: string, body: readonly number[], declared = body.length): number[] => [
  ...tag(id),
  ...be32(declared),
  ...body,
  ...(body.length % 2 === 1 ? [0] : []),
];

export interface WavParts {
  readonly bits: number;
  readonly data: readonly number[];
  readonly formatTag?: number;
  readonly channelCount?: number;
  readonly sampleRate?: number;
  /** Makes the format extensible. */
  readonly validBits?: number;
  readonly mask?: number;
  readonly declaredBytes?: number;
  readonly before?: readonly number[];
  readonly after?: readonly number[];
}

/** A WAV; 48 kHz mono unless told otherwise. */
export function wav(parts: WavParts): Uint8Array<ArrayBuffer> {
  const { bits, data, formatTag = 1, channelCount = 1, sampleRate = 48000, validBits, mask = 0 } = parts;
  const frameBytes = Math.ceil(bits / 8) * channelCount;
  const format = [
    ...le16(validBits === undefined ? formatTag : 0xfffe),
    ...le16(channelCount),
    ...le32(sampleRate),
    ...le32(sampleRate * frameBytes),
    ...le16(frameBytes),
    ...le16(bits),
  ];
  const guidTail = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];
  if (validBits !== undefined)
    format.push(...le16(22), ...le16(validBits), ...le32(mask), ...le16(formatTag), ...guidTail);
  const body = [
    ...tag('WAVE'),
    ...(parts.before ?? []),
    ...chunk('fmt ', format),
    ...chunk('data', data, parts.declaredBytes ?? data.length),
    ...(parts.after ?? []),
  ];
  return Uint8Array.from([...tag('RIFF'), ...le32(body.length), ...body]);
}

/** A number as 80-bit IEEE extended, for rates up to 2^31. */
export function extended(value: number): number[] {
  const exponent = Math.floor(Math.log2(value));
  const mantissa = value / 2 ** (exponent - 31);
  return [...be16(exponent + 16383), ...be32(Math.floor(mantissa)), ...be32((mantissa % 1) * 2 ** 32)];
}

export interface AiffParts {
  readonly bits: number;
  readonly data: readonly number[];
  readonly frameCount: number;
  readonly channelCount?: number;
  readonly sampleRate?: number;
  /** Four letters; makes it an AIFF-C. */
  readonly compression?: string;
  readonly before?: readonly number[];
  readonly offset?: number;
}

export function aiff(parts: AiffParts): Uint8Array<ArrayBuffer> {
  const { bits, data, frameCount, channelCount = 1, sampleRate = 48000, compression, offset = 0 } = parts;
  const common = [...be16(channelCount), ...be32(frameCount), ...be16(bits), ...extended(sampleRate)];
  if (compression !== undefined) common.push(...tag(compression), 0, 0);
  const padding = Array.from({ length: offset }, () => 0xee);
  const body = [
    ...tag(compression === undefined ? 'AIFF' : 'AIFC'),
    ...(parts.before ?? []),
    ...iffChunk('COMM', common),
    ...iffChunk('SSND', [...be32(offset), ...be32(0), ...padding, ...data]),
  ];
  return Uint8Array.from([...tag('FORM'), ...be32(body.length), ...body]);
}
