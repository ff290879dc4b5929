/** Loudspeaker positions in the order of their bits in a WAVE channel mask (ksmedia.h); LFE carries no programme. */
export const speakerOrder = [
  'FL',
  'FR',
  'FC',
  'LFE',
  'BL',
  'BR',
  'FLC',
  'FRC',
  'BC',
  'SL',
  'SR',
  'TC',
  'TFL',
  'TFC',
  'TFR',
  'TBL',
  'TBC',
  'TBR',
] as const;
export type Speaker = (typeof speakerOrder)[number];

/**
 * What a file means by its channel count when it says nothing more: the order of WAVE, FLAC (RFC 9639 §9.1.3) and of
 * what the browser hands back after decoding any format.
 */
const usualLayouts: Readonly<Record<number, readonly Speaker[]>> = {
  1: ['FC'],
  2: ['FL', 'FR'],
  3: ['FL', 'FR', 'FC'],
  4: ['FL', 'FR', 'BL', 'BR'],
  5: ['FL', 'FR', 'FC', 'BL', 'BR'],
  6: ['FL', 'FR', 'FC', 'LFE', 'BL', 'BR'],
  7: ['FL', 'FR', 'FC', 'LFE', 'BC', 'SL', 'SR'],
  8: ['FL', 'FR', 'FC', 'LFE', 'BL', 'BR', 'SL', 'SR'],
};

/** The usual layout of so many channels, or undefined above eight. */
export const usualSpeakers = (channelCount: number): readonly Speaker[] | undefined => usualLayouts[channelCount];

/** The speakers a channel mask names, or undefined if it does not name exactly `channelCount` of those we know. */
export function speakersOfMask(mask: number, channelCount: number): readonly Speaker[] | undefined {
  const speakers = speakerOrder.filter((_, bit) => (mask >>> bit) & 1);
  return speakers.length === channelCount && mask >>> speakerOrder.length === 0 ? speakers : undefined;
}

const half = Math.SQRT1_2;

/**
 * Share of each speaker in [left, right]. ITU-R BS.775-3 Table 2 (3/2 to 2/0): fronts 1, centre and surrounds 0.7071,
 * LFE left out (§ on LFE: not for downmix). Beyond that table: a second pair of surrounds and the height channels are
 * taken as surrounds; a single rear channel stands for a pair at −3 dB each, hence 0.5 on both sides.
 */
const shares: Readonly<Record<Speaker, readonly [left: number, right: number]>> = {
  FL: [1, 0],
  FR: [0, 1],
  FC: [half, half],
  LFE: [0, 0],
  BL: [half, 0],
  BR: [0, half],
  FLC: [1, 0],
  FRC: [0, 1],
  BC: [0.5, 0.5],
  SL: [half, 0],
  SR: [0, half],
  TC: [0.5, 0.5],
  TFL: [half, 0],
  TFC: [0.5, 0.5],
  TFR: [0, half],
  TBL: [half, 0],
  TBC: [0.5, 0.5],
  TBR: [0, half],
};

/** Gains that fold a layout to stereo: `[left, right]`, one number per input channel. */
export interface StereoFold {
  readonly left: readonly number[];
  readonly right: readonly number[];
}

/** The BS.775 fold of a layout. One channel and two need none and are left as they are by the callers. */
export function stereoFold(speakers: readonly Speaker[]): StereoFold {
  return { left: speakers.map((speaker) => shares[speaker][0]), right: speakers.map((speaker) => shares[speaker][1]) };
}

/**
 * Folds planar channels into two arrays, from frame `from` up to `to`; nothing is normalised, so the sum may pass
 * full scale, as the same file does in a receiver.
 */
export function foldToStereo(
  planar: readonly Float32Array[],
  fold: StereoFold,
  left: Float32Array,
  right: Float32Array,
  from = 0,
  to = left.length,
): void {
  foldInto(planar, fold.left, left, from, to);
  foldInto(planar, fold.right, right, from, to);
}

function foldInto(
  planar: readonly Float32Array[],
  gains: readonly number[],
  out: Float32Array,
  from: number,
  to: number,
): void {
  out.fill(0, from, to);
  gains.forEach((gain, channel) => {
    const source = planar[channel];
    if (gain === 0 || !source) return;
    for (let i = from; i < to; i++) out[i] = (out[i] ?? 0) + gain * (source[i] ?? 0);
  });
}
