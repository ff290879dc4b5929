import type { Onset, Vowel } from './voice';

/*
 * "Next Room": G minor / B flat major, 104 beats a minute.
 *
 *   bars 0–1    intro: electric piano, hummed call, snaps, the groove comes in
 *   bars 2–9    verse: falling bass G–F–E♭–D under one held colour; the last bar empties into the pick-up
 *   bars 10–17  chorus: E♭ F Dm Gm Cm F B♭ D7, the hook in three-part harmony, four on the floor
 *   bars 18–19  outro: the hook's last turn, slower, on to a ringing G minor
 *
 * All positions are in sixteenth steps; sixteen make a bar.
 */

export const BPM = 104;
export const KEY = 'G minor / B flat major';
export const BARS = 20;
/** Length of a sixteenth in seconds. */
export const STEP_SEC = 60 / BPM / 4;
export const BAR_SEC = 16 * STEP_SEC;
/** Room for the last chord and its reverb to die away, in seconds. */
export const TAIL_SEC = 3.1;
/** The kick is tuned to the tonic B♭1, below every note the bass plays except its own B♭. */
export const KICK_HZ = 58.27;

/** A chord that lasts until the next one. */
export interface Chord {
  step: number;
  /** MIDI note of the bass. */
  bass: number;
  /** MIDI notes of the right hand, led so that voices move by step. */
  voicing: readonly number[];
}

/** [bar, step in bar, bass, voicing] */
type ChordRow = readonly [number, number, number, readonly number[]];

const GM9 = [58, 62, 65, 69] as const;
const F69 = [57, 60, 62, 67] as const;
const EB9 = [55, 58, 62, 65] as const;
const D7SUS = [55, 57, 60, 64] as const;
const D7B9 = [54, 57, 60, 63] as const;
const CM9 = [55, 58, 62, 63] as const;

const CHORD_ROWS: readonly ChordRow[] = [
  [0, 0, 43, GM9],
  [1, 0, 39, EB9],
  [1, 8, 38, D7SUS],
  [2, 0, 43, GM9],
  [3, 0, 41, F69],
  [4, 0, 39, EB9],
  [5, 0, 38, D7SUS],
  [5, 8, 38, D7B9],
  [6, 0, 43, GM9],
  [7, 0, 41, F69],
  [8, 0, 36, CM9],
  [9, 0, 38, D7SUS],
  [9, 8, 38, [57, 60, 63, 66]],
  [10, 0, 39, [58, 62, 65, 67]],
  [11, 0, 41, [57, 60, 62, 67]],
  [12, 0, 38, [57, 60, 65, 67]],
  [13, 0, 43, [58, 62, 65, 69]],
  [14, 0, 36, [58, 62, 63, 67]],
  [15, 0, 41, [58, 60, 63, 67]],
  [15, 8, 41, [57, 62, 63, 67]],
  [16, 0, 46, [57, 60, 62, 65]],
  [17, 0, 38, [54, 58, 60, 65]],
  [17, 8, 38, [54, 57, 60, 63]],
  [18, 0, 39, [55, 58, 62, 65]],
  [18, 8, 41, [57, 60, 62, 67]],
  [19, 0, 43, [58, 62, 65, 69]],
];

export const CHORDS: readonly Chord[] = CHORD_ROWS.map(([bar, step, bass, voicing]) => ({
  step: 16 * bar + step,
  bass,
  voicing,
}));

/** The chord that sounds at a step. */
export function chordAt(step: number): Chord {
  let found = CHORDS[0]!;
  for (const chord of CHORDS) {
    if (chord.step > step) break;
    found = chord;
  }
  return found;
}

/** One sung syllable. */
export interface Syllable {
  step: number;
  /** Length in steps. */
  length: number;
  midi: number;
  onset: Onset;
  vowel: Vowel;
  glide: Vowel | undefined;
}

/** [step in bar, length, MIDI note, syllable]; a syllable is onset, vowel and, after '>', where the vowel goes. */
type SungRow = readonly [number, number, number, string];

function syllables(bars: Readonly<Record<number, readonly SungRow[]>>): Syllable[] {
  return Object.entries(bars).flatMap(([bar, rows]) =>
    rows.map(([step, length, midi, text]) => {
      const [main, glide] = text.split('>');
      return {
        step: 16 * Number(bar) + step,
        length,
        midi,
        onset: main!.slice(0, -1) as Onset,
        vowel: main!.slice(-1) as Vowel,
        glide: glide as Vowel | undefined,
      };
    }),
  );
}

/** The lead voice. */
export const LEAD_VOICE: readonly Syllable[] = syllables({
  0: [
    [8, 6, 50, 'mu'],
    [14, 2, 53, 'nu'],
  ],
  1: [
    [0, 6, 55, 'o'],
    [8, 7, 57, 'u>o'],
  ],
  2: [
    [2, 2, 50, 'na'],
    [4, 3, 53, 'do>u'],
    [7, 3, 55, 'la'],
    [10, 5, 53, 'no>u'],
  ],
  3: [
    [0, 3, 50, 'da'],
    [3, 7, 48, 'lo>u'],
  ],
  4: [
    [2, 2, 46, 'na'],
    [4, 3, 48, 'do>u'],
    [7, 3, 50, 'la'],
    [10, 4, 53, 'ne>i'],
    [14, 2, 53, 'i'],
  ],
  5: [
    [0, 8, 55, 'ya'],
    [8, 6, 54, 'o>u'],
  ],
  6: [
    [2, 2, 50, 'na'],
    [4, 3, 53, 'do>u'],
    [7, 3, 55, 'la'],
    [10, 5, 58, 'he>i'],
  ],
  7: [
    [0, 3, 57, 'da'],
    [3, 6, 55, 'lo>u'],
    [12, 2, 53, 'na'],
    [14, 2, 55, 'na'],
  ],
  8: [
    [0, 3, 55, 'wa'],
    [3, 3, 53, 'la'],
    [6, 4, 51, 'do'],
    [10, 2, 50, 'no'],
    [12, 4, 51, 'wo>u'],
  ],
  9: [
    [0, 4, 55, 'na'],
    [4, 7, 57, 'a'],
    [12, 2, 58, 'wo'],
    [14, 2, 60, 'wo'],
  ],
  10: [
    [0, 3, 62, 'ha'],
    [3, 3, 60, 'la'],
    [6, 5, 58, 'la'],
    [12, 2, 55, 'na'],
    [14, 2, 58, 'na'],
  ],
  11: [
    [0, 3, 60, 'ya'],
    [3, 3, 58, 'la'],
    [6, 8, 57, 'lo>u'],
  ],
  12: [
    [0, 3, 60, 'ha'],
    [3, 3, 57, 'la'],
    [6, 5, 53, 'la'],
    [12, 2, 57, 'na'],
    [14, 2, 58, 'na'],
  ],
  13: [
    [0, 9, 58, 'yo>u'],
    [12, 2, 53, 'na'],
    [14, 2, 55, 'na'],
  ],
  14: [
    [0, 3, 58, 'ha'],
    [3, 3, 60, 'la'],
    [6, 5, 62, 'la'],
    [12, 2, 58, 'na'],
    [14, 2, 62, 'na'],
  ],
  15: [
    [0, 3, 63, 'ya'],
    [3, 3, 62, 'la'],
    [6, 5, 60, 'lo'],
    [12, 2, 60, 'wo'],
    [14, 2, 62, 'wo'],
  ],
  16: [
    [0, 4, 62, 'ha'],
    [4, 10, 65, 'ya'],
    [14, 2, 62, 'a'],
  ],
  17: [
    [0, 4, 60, 'da'],
    [4, 4, 58, 'la'],
    [8, 4, 57, 'la'],
    [12, 2, 54, 'no'],
    [14, 2, 57, 'no'],
  ],
  18: [
    [0, 6, 58, 'yo>u'],
    [8, 3, 57, 'la'],
    [11, 5, 55, 'lo>u'],
  ],
  19: [[0, 13, 55, 'nu']],
});

/** Short answers by a smaller, brighter voice: the ear candy between the phrases. */
export const CHOP_VOICE: readonly Syllable[] = syllables({
  1: [
    [12, 1, 67, 'da'],
    [13, 1, 67, 'da'],
    [14, 1, 69, 'da'],
    [15, 1, 74, 'da'],
  ],
  5: [
    [14, 1, 66, 'ha'],
    [15, 1, 69, 'ha'],
  ],
  7: [
    [9, 1, 67, 'da'],
    [10, 1, 69, 'da'],
    [11, 1, 72, 'da'],
  ],
  11: [
    [11, 1, 72, 'ha'],
    [13, 1, 72, 'ha'],
    [14, 2, 74, 'he'],
  ],
  13: [
    [9, 1, 74, 'da'],
    [10, 2, 70, 'de'],
  ],
  15: [[11, 1, 75, 'ha']],
  17: [
    [11, 1, 72, 'ha'],
    [13, 1, 72, 'ha'],
  ],
});

/** One hit of a drum; `velocity` 0…1. */
export interface Hit {
  step: number;
  velocity: number;
}

/** A drum part written as one text a bar: '-' rest, '1' (soft) to '9' (hard). */
function hits(bars: Readonly<Record<number, string>>): Hit[] {
  return Object.entries(bars).flatMap(([bar, text]) =>
    Array.from(text.replaceAll(' ', '')).flatMap((mark, step) =>
      mark === '-' ? [] : [{ step: 16 * Number(bar) + step, velocity: Number(mark) / 9 }],
    ),
  );
}

const KICK_A = '9--- ---- --8- ----';
const KICK_B = '9--- ---6 --8- ----';
const FLOOR = '9--- 9--- 9--- 9---';
export const KICKS = hits({
  1: '8--- ---- --7- ----',
  2: KICK_A,
  3: KICK_B,
  4: KICK_A,
  5: '9--- ---6 --8- --5-',
  6: KICK_A,
  7: KICK_B,
  8: '9--- ---6 --8- ---6',
  9: '9--- ---- ---- ----',
  10: FLOOR,
  11: FLOOR,
  12: FLOOR,
  13: '9--- 9--- 9--- 9-6-',
  14: FLOOR,
  15: FLOOR,
  16: FLOOR,
  17: '9--- 9--- 9-7- ----',
  18: '8--- ---- 8--- ----',
  19: '8--- ---- ---- ----',
});

const BACKBEAT = '---- 8--- ---- 8---';
export const SNARES = hits({
  1: '---- 6--- ---- 7-13',
  2: BACKBEAT,
  3: '---- 8--- -1-- 8--2',
  4: BACKBEAT,
  5: '---- 8--- ---- 8-23',
  6: BACKBEAT,
  7: '---- 8--- -1-- 8--2',
  8: '---- 8--- ---- 8-24',
  9: '---- 7--- 3-4- ----',
  10: '---- 9--- ---- 9---',
  11: '---- 9--2 -1-- 9---',
  12: '---- 9--- ---- 9---',
  13: '---- 9--2 ---- 9-35',
  14: '---- 9--- ---- 9---',
  15: '---- 9--2 -1-- 9---',
  16: '---- 9--- ---- 9---',
  17: '---- 9--- 3-45 6---',
  18: '---- 6--- ---- 6---',
});

export const CLAPS = hits({
  10: '---- 7--- ---- 7---',
  11: '---- 7--- ---- 7---',
  12: '---- 7--- ---- 7---',
  13: '---- 7--- ---- 7---',
  14: '---- 7--- ---- 7---',
  15: '---- 7--- ---- 7---',
  16: '---- 7--- ---- 7---',
  17: '---- 7--- ---- ----',
});

export const SNAPS = hits({
  0: '---- 7--- ---- 7---',
  1: '---- 7--- ---- 7---',
  2: '---- 4--- ---- 4---',
  3: '---- 4--- ---- 4---',
  4: '---- 4--- ---- 4---',
  5: '---- 4--- ---- 4---',
  9: '---- ---- ---- 5---',
  18: '---- 5--- ---- 5---',
});

const HATS_SPARSE = '6-3- 5-3- 6-3- 5-3-';
const HATS_BUSY = '6-32 5-31 6-3- 5132';
const HATS_CHORUS = '5-2- 5-2- 5-21 5-2-';
export const CLOSED_HATS = hits({
  1: '4-2- 5-2- 5-3- 6-4-',
  2: HATS_SPARSE,
  3: '6-3- 5-3- 6-3- 5--2',
  4: HATS_SPARSE,
  5: '6-3- 5-3- 6-3- 5132',
  6: HATS_BUSY,
  7: HATS_BUSY,
  8: HATS_BUSY,
  9: '6-3- 4-3- 3--- ----',
  10: HATS_CHORUS,
  11: HATS_CHORUS,
  12: HATS_CHORUS,
  13: HATS_CHORUS,
  14: HATS_CHORUS,
  15: HATS_CHORUS,
  16: HATS_CHORUS,
  17: '5-2- 5-2- 4--- ----',
  18: '4-2- 4-2- 3-2- 2-1-',
});

export const OPEN_HATS = hits({
  3: '---- ---- ---- --5-',
  5: '---- ---- ---- --6-',
  7: '---- ---- ---- --5-',
  10: '--6- --6- --6- --6-',
  11: '--6- --6- --6- --6-',
  12: '--6- --6- --6- --6-',
  13: '--6- --6- --6- --6-',
  14: '--6- --6- --6- --6-',
  15: '--6- --6- --6- --6-',
  16: '--6- --6- --6- --6-',
  17: '--6- --6- ---- ----',
});

const SHAKER = '4253 4253 4253 4253';
export const SHAKERS = hits({
  6: '2131 2131 2131 2131',
  7: '3142 3142 3142 3142',
  8: '3142 3142 3142 3142',
  10: SHAKER,
  11: SHAKER,
  12: SHAKER,
  13: SHAKER,
  14: SHAKER,
  15: SHAKER,
  16: SHAKER,
  17: '4253 4253 ---- ----',
});

export const CRASHES = hits({
  2: '4--- ---- ---- ----',
  10: '9--- ---- ---- ----',
  14: '7--- ---- ---- ----',
  18: '6--- ---- ---- ----',
  19: '4--- ---- ---- ----',
});

/** Toms of the last fill: step and pitch in Hz, high to low, on notes of the key. */
export const TOMS: readonly (Hit & { hz: number })[] = [
  { step: 16 * 17 + 12, velocity: 0.75, hz: 175 },
  { step: 16 * 17 + 13, velocity: 0.6, hz: 175 },
  { step: 16 * 17 + 14, velocity: 0.8, hz: 131 },
  { step: 16 * 17 + 15, velocity: 0.85, hz: 98 },
];

/** Swells that lead into a section: where they end and how long they are, in steps. */
export const RISERS = [
  { end: 32, length: 12, level: 0.35 },
  { end: 160, length: 28, level: 0.8 },
  { end: 224, length: 12, level: 0.4 },
] as const;

/** One note of a pitched part. */
export interface PartNote {
  step: number;
  length: number;
  midi: number;
  velocity: number;
}

/** Bass rhythm of a bar: [step, length in steps, semitones above the chord's bass, velocity]; slides start at '~'. */
type BassRow = readonly [number, number, number | '~', number];

const VERSE_BASS_A: readonly BassRow[] = [
  [0, 4.4, 0, 0.8],
  [6, 1.4, 0, 0.55],
  [8, 1.6, 12, 0.6],
  [11, 2.6, 0, 0.75],
  [14, 1.7, '~', 0.6],
];
const VERSE_BASS_B: readonly BassRow[] = [
  [0, 4.4, 0, 0.8],
  [5, 0.9, 12, 0.45],
  [6, 1.2, 0, 0.6],
  [8.5, 1.3, 0, 0.6],
  [11, 1.6, 7, 0.65],
  [13, 0.9, 12, 0.5],
  [14, 1.8, '~', 0.65],
];
// In the chorus the kick has the beats; the bass answers between them, so the two never add up.
const CHORUS_BASS: readonly BassRow[] = [
  [0, 1.5, 0, 0.75],
  [2, 0.9, 0, 0.9],
  [3, 0.8, 12, 0.55],
  [5, 0.8, 0, 0.5],
  [6, 1.5, 0, 0.9],
  [8, 1.2, 0, 0.65],
  [10, 0.9, 12, 0.8],
  [11, 0.8, 0, 0.6],
  [13, 0.8, 7, 0.55],
  [14, 1.7, '~', 0.85],
];

const BASS_BARS: Readonly<Record<number, readonly BassRow[]>> = {
  1: [
    [0, 6, 0, 0.5],
    [8, 6, 0, 0.55],
    [14, 1.8, '~', 0.6],
  ],
  2: VERSE_BASS_A,
  3: VERSE_BASS_B,
  4: VERSE_BASS_A,
  5: VERSE_BASS_B,
  6: VERSE_BASS_A,
  7: VERSE_BASS_B,
  8: VERSE_BASS_A,
  9: [
    [0, 7, 0, 0.8],
    [8, 3, 0, 0.75],
  ],
  10: CHORUS_BASS,
  11: CHORUS_BASS,
  12: CHORUS_BASS,
  13: CHORUS_BASS,
  14: CHORUS_BASS,
  15: CHORUS_BASS,
  16: CHORUS_BASS,
  17: [
    [0, 1.5, 0, 0.8],
    [2, 0.9, 0, 0.9],
    [3, 0.8, 12, 0.55],
    [6, 1.5, 0, 0.9],
    [8, 1.6, 0, 0.8],
    [10, 1.6, 0, 0.8],
    [12, 3.5, '~', 0.7],
  ],
  18: [
    [0, 7, 0, 0.75],
    [8, 5.5, 0, 0.7],
    [14, 1.8, '~', 0.6],
  ],
  19: [[0, 15, 0, 0.65]],
};

/** Pitch classes of the key, B flat major. */
const SCALE = new Set([0, 2, 3, 5, 7, 9, 10]);

/** The scale step next to `next` on the side the line comes from, or on the other side if the line is already there. */
function leadIn(root: number, next: number): number {
  const step = (direction: 1 | -1): number => next + direction * (SCALE.has((next + direction) % 12) ? 1 : 2);
  const side = next > root ? -1 : 1;
  return step(side) === root ? step(side === 1 ? -1 : 1) : step(side);
}

/** The bass line, with slides into the next chord from a step or two away. */
export const BASS: readonly (PartNote & { slide: boolean })[] = Object.entries(BASS_BARS).flatMap(([bar, rows]) =>
  rows.map(([step, length, offset, velocity]) => {
    const at = 16 * Number(bar) + step;
    const root = chordAt(at).bass;
    if (offset !== '~') return { step: at, length, midi: root + offset, velocity, slide: false };
    const next = chordAt(at + Math.ceil(length) + 1).bass;
    return { step: at, length, midi: next === root ? root + 7 : leadIn(root, next), velocity, slide: true };
  }),
);

/** Comping rhythm: [step, length, velocity]. */
type CompRow = readonly [number, number, number];
const HELD: readonly CompRow[] = [
  [0, 7, 0.6],
  [8, 7, 0.5],
];
const VERSE_COMP_A: readonly CompRow[] = [
  [0, 5, 0.62],
  [7, 1.4, 0.42],
  [10, 4.5, 0.52],
];
const VERSE_COMP_B: readonly CompRow[] = [
  [0, 3, 0.6],
  [3, 3.5, 0.48],
  [8, 3, 0.55],
  [11, 1.2, 0.4],
  [14, 1.6, 0.45],
];
const CHORUS_COMP: readonly CompRow[] = [
  [0, 2.6, 0.75],
  [3, 2.6, 0.62],
  [6, 3.4, 0.66],
  [10, 1.6, 0.6],
  [12, 1.4, 0.5],
  [14, 1.6, 0.6],
];
const COMP_BARS: readonly (readonly CompRow[])[] = [
  [[0, 14, 0.55]],
  HELD,
  VERSE_COMP_A,
  VERSE_COMP_B,
  VERSE_COMP_A,
  VERSE_COMP_B,
  VERSE_COMP_A,
  VERSE_COMP_B,
  VERSE_COMP_A,
  HELD,
  ...Array.from({ length: 7 }, () => CHORUS_COMP),
  VERSE_COMP_B,
  HELD,
  [[0, 24, 0.55]],
];

/** Electric piano: whole chords. */
export const COMPING: readonly (PartNote & { voice: number })[] = COMP_BARS.flatMap((rows, bar) =>
  rows.flatMap(([step, length, velocity]) => {
    const at = 16 * bar + step;
    // An offbeat chord that leads into the next bar already sounds like it.
    const chord = chordAt(step >= 14 && bar !== 9 && bar < 18 ? at + 2 : at);
    return chord.voicing.map((midi, voice) => ({ step: at, length, midi, velocity, voice }));
  }),
);

/** Level of the pad in each bar; 0 = silent. */
const PAD_LEVEL = [0.45, 0.5, 0.42, 0.42, 0.45, 0.5, 0.6, 0.65, 0.75, 0.8, 1, 1, 1, 1, 1, 1, 1, 0.95, 0.75, 0.6];

/** Pad: each chord held to the next, its top voice doubled an octave up from the second half of the verse. */
export const PAD: readonly PartNote[] = CHORDS.flatMap((chord, n) => {
  const end = CHORDS[n + 1]?.step ?? 16 * BARS + 2;
  const level = PAD_LEVEL[Math.floor(chord.step / 16)]!;
  const notes = chord.step >= 96 ? [...chord.voicing, chord.voicing[3]! + 12] : chord.voicing;
  return notes.map((midi) => ({ step: chord.step, length: end - chord.step, midi, velocity: level }));
});

/** Plucked lead: the hook as a memory in the intro, answers in the verse, a broken-chord figure in the chorus. */
const LEAD_ROWS: Readonly<Record<number, readonly (readonly [number, number, number, number])[]>> = {
  0: [
    [0, 3, 74, 0.5],
    [3, 3, 72, 0.45],
    [6, 4, 70, 0.5],
  ],
  1: [
    [0, 3, 70, 0.45],
    [3, 3, 67, 0.4],
    [6, 2, 65, 0.4],
  ],
  3: [
    [10, 1, 69, 0.45],
    [11, 1, 72, 0.5],
    [13, 2, 74, 0.55],
  ],
  5: [
    [8, 1, 72, 0.4],
    [10, 1, 75, 0.45],
    [12, 2, 78, 0.5],
  ],
  7: [[13, 2, 74, 0.45]],
  8: [
    [8, 1, 74, 0.4],
    [9, 1, 75, 0.4],
    [11, 1, 79, 0.45],
    [14, 1, 82, 0.45],
  ],
  18: [
    [3, 3, 74, 0.45],
    [6, 3, 70, 0.4],
    [12, 2, 72, 0.4],
    [14, 2, 69, 0.35],
  ],
  19: [
    [3, 3, 74, 0.4],
    [6, 3, 72, 0.35],
    [9, 5, 70, 0.35],
  ],
};

/** Steps and chord voices of the chorus figure; voices count up through the chord and on into the next octave. */
const FIGURE = [
  [0, 4],
  [2, 6],
  [3, 5],
  [6, 7],
  [8, 5],
  [9, 6],
  [11, 4],
  [14, 6],
] as const;

export const LEAD: readonly PartNote[] = [
  ...Object.entries(LEAD_ROWS).flatMap(([bar, rows]) =>
    rows.map(([step, length, midi, velocity]) => ({ step: 16 * Number(bar) + step, length, midi, velocity })),
  ),
  ...Array.from({ length: 8 }, (_, n) => n + 10).flatMap((bar) =>
    FIGURE.filter(([step]) => bar !== 17 || step < 11).map(([step, voice]) => {
      const chord = chordAt(16 * bar + step);
      return {
        step: 16 * bar + step,
        length: 1,
        midi: chord.voicing[voice % 4]! + 12 * Math.floor(voice / 4),
        velocity: step % 8 === 0 ? 0.62 : 0.48,
      };
    }),
  ),
];

/**
 * A harmony part under or over a melody note: the nearest chord note at least three semitones away.
 * @param direction -1 below, +1 above
 */
export function harmonise(step: number, midi: number, direction: -1 | 1): number {
  const { voicing, bass } = chordAt(step);
  const classes = new Set([...voicing, bass].map((note) => note % 12));
  for (let distance = 3; distance < 12; distance++) {
    if (classes.has((midi + direction * distance + 120) % 12)) return midi + direction * distance;
  }
  return midi + direction * 12;
}
