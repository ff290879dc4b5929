import type { FilterProgram } from './program';

/** What a word for a filter stands for. */
export interface FilterType {
  readonly shape:
    | 'peaking'
    | 'lowshelf'
    | 'highshelf'
    | 'lowpass'
    | 'highpass'
    | 'lowpass1'
    | 'highpass1'
    | 'bandpass'
    | 'notch'
    | 'allpass'
    | 'none';
  /**
   * Of a shelf: whether its frequency is where the slope begins or where half of the gain is reached. A `corner` without
   * Q or slope is a middle, as in Equalizer APO.
   */
  readonly frequency?: 'corner' | 'middle';
}

/**
 * By the word as programs write it, in capitals and without blanks.
 *
 * Sources: Equalizer APO 1.4, `BiQuadFilterFactory.cpp` (words, defaults, the corner of LS and HS); Room EQ Wizard 5.40,
 * “Filter settings” of its generic equaliser (orders, LS Q and HS Q by their middle); hangout's `LSQ` and `HSQ` as the
 * same shelves.
 */
const TYPES: Readonly<Record<string, FilterType>> = {
  PK: { shape: 'peaking' },
  PEQ: { shape: 'peaking' },
  EQ: { shape: 'peaking' },
  MODAL: { shape: 'peaking' },
  LS: { shape: 'lowshelf', frequency: 'corner' },
  HS: { shape: 'highshelf', frequency: 'corner' },
  LSC: { shape: 'lowshelf', frequency: 'middle' },
  HSC: { shape: 'highshelf', frequency: 'middle' },
  LSQ: { shape: 'lowshelf', frequency: 'middle' },
  HSQ: { shape: 'highshelf', frequency: 'middle' },
  LP: { shape: 'lowpass' },
  LPQ: { shape: 'lowpass' },
  LP1: { shape: 'lowpass1' },
  HP: { shape: 'highpass' },
  HPQ: { shape: 'highpass' },
  HP1: { shape: 'highpass1' },
  BP: { shape: 'bandpass' },
  NO: { shape: 'notch' },
  NOTCH: { shape: 'notch' },
  NOTCHQ: { shape: 'notch' },
  AP: { shape: 'allpass' },
  ALLPASS: { shape: 'allpass' },
  NONE: { shape: 'none' },
};

/** Where a program means something else by the same word: AutoEq's graphs of that time show the middle. */
const OF_PROGRAM: Partial<Record<FilterProgram, Readonly<Record<string, FilterType>>>> = {
  autoEq2022: {
    LS: { shape: 'lowshelf', frequency: 'middle' },
    HS: { shape: 'highshelf', frequency: 'middle' },
  },
};

/** @param word as written, with blanks and in any case; undefined for a word that no program here writes */
export function filterType(word: string, program: FilterProgram): FilterType | undefined {
  const key = word.replaceAll(/\s+/g, '').toUpperCase();
  const own = OF_PROGRAM[program];
  if (own && Object.hasOwn(own, key)) return own[key];
  return Object.hasOwn(TYPES, key) ? TYPES[key] : undefined;
}
