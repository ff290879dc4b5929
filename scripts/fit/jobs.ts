import type { DeviceEvidence, DeviceProfile } from '../../src/devices/DeviceProfile';
import type { Worn } from '../../src/devices/evidence/headphones';
import type { Continuation } from './curves';
import { HEADPHONE_GROUPS, type KindName } from './headphoneList';

/** What is known of a device besides its figures. */
type Identity = Omit<DeviceProfile, 'stages' | keyof DeviceEvidence>;

/** One device to be fitted: what is known about it, and which curves say what it does. */
interface Job {
  /** File below src/devices/profiles and src/devices/evidence, without ending. */
  readonly file: string;
  /** Curves, without ending; of several the median is taken. */
  readonly curves: readonly string[];
  /** Where the published curve can be trusted, hertz. */
  readonly validRangeHz: readonly [number, number];
  readonly below: Continuation;
  readonly above: Continuation;
  /** A low end that the curves do not give, see `withVentedRollOff`. */
  readonly rollOff?: { readonly fromHz: number; readonly sixDbDownHz: number };
  readonly rmsGoalDb: number;
  readonly worstGoalDb: number;
}

/** All that is particular to it is in the job. */
export interface SpeakerJob extends Job {
  readonly profile: Identity;
  readonly evidence: Pick<DeviceEvidence, 'source' | 'leavesOut'>;
  /** Constants of `rooms.ts` and `limits.ts`. */
  readonly room?: string;
  readonly limits?: string;
}

/** Its kind has most of the words, the index of the curves the rest. */
export interface HeadphoneJob extends Job {
  readonly kind: KindName;
  readonly worn: Worn;
  readonly profile: Pick<DeviceProfile, 'id' | 'name'>;
  readonly notes?: readonly string[];
}

export type FitJob = SpeakerJob | HeadphoneJob;

const HEADPHONES = {
  validRangeHz: [20, 15_900],
  // Nothing is known beyond; a headphone that is 3 dB up at its last point is not 10 dB up an octave on.
  below: 'hold',
  above: 'hold',
  rmsGoalDb: 0.18,
  worstGoalDb: 0.7,
} as const;

/** What has to be said of single ones. */
const NOTES: Readonly<Record<string, readonly string[]>> = {
  'sennheiser-hd-490-pro': ['With the mixing pads'],
  'beats-studio3': [
    'Bass in this fit: the mean from 20 to 200 Hz lies 0.8 dB above that from 500 Hz to 2 kHz (from 40 Hz: 2.2 dB); the most lift, 5.7 dB, is near 330 Hz. That is full in the low mids, not bass-heavy',
  ],
  'airpods-4': ['With noise cancelling on'],
  'jbl-tune-770nc': ['With noise cancelling on'],
};

const HEADPHONE_JOBS: readonly HeadphoneJob[] = HEADPHONE_GROUPS.flatMap(({ kind, worn, rows }) =>
  rows.map(([file, id, name, curve]) => ({
    file,
    kind,
    worn,
    profile: { id, name },
    curves: [curve.includes('--') ? curve : `${curve}--dev-consensus`],
    ...(NOTES[id] && { notes: NOTES[id] }),
    ...HEADPHONES,
  })),
);

const LAPTOP_LEAVES_OUT =
  'Its loudness processing beyond the limits shown, which changes with volume; buzzes of the case; the desk.';

const MONITOR_LEAVES_OUT =
  'The desk, and how it changes with distance and angle; the room is a model, not this box in yours.';

const CLASS_LICENCE = 'Own class figures; the measurements behind them are CC-BY-NC-SA-4.0';
const ASR = 'Audio Science Review, Klippel near-field scanner, CC BY-NC-SA 4.0; spinorama collection (P. Aubert)';
const NEUTRAL = ['genelec-8341a--dev-pir', 'genelec-8030c--dev-pir', 'neumann-kh80--dev-pir'];
const SPEAKERS = { below: 'slope', above: 'hold', rmsGoalDb: 0.15, worstGoalDb: 0.6 } as const;

export const FIT_JOBS: readonly FitJob[] = [
  ...HEADPHONE_JOBS,
  {
    file: 'nearfield5Inch',
    profile: {
      id: 'nearfield-5-inch',
      name: 'Near-field monitor',
      kindLabel: 'budget 5-inch class',
      family: 'monitors',
      subfamily: 'nearField',
      pictogram: 'nearfield',
      evidence: 'medianOfSeveral',
    },
    evidence: {
      source: {
        credit: 'Median of four monitors measured by Audio Science Review, by way of spinorama',
        licence: CLASS_LICENCE,
        references: [
          'In the median: Adam Audio T5V, JBL 305P MkII, KRK Classic 5, Yamaha HS5 (predicted in-room response, CTA-2034)',
          'Neutral line taken off: −0.83 dB an octave, the straight-line fit to three neutral monitors (Genelec 8341A, Genelec 8030C, Neumann KH 80)',
          ASR,
          'Below 32 Hz, where one scan meets its noise, the slope is continued',
        ],
      },
      leavesOut: MONITOR_LEAVES_OUT,
    },
    room: 'treatedControlRoomNear',
    curves: ['adam-t5v--dev-pir', 'jbl-305p-mkii--dev-pir', 'krk-classic-5--dev-pir', 'yamaha-hs5--dev-pir'],
    validRangeHz: [32, 20_000],
    ...SPEAKERS,
  },
  {
    file: 'nearfieldNeutral',
    profile: {
      id: 'nearfield-neutral',
      name: 'Neutral near-field',
      kindLabel: 'good studio monitor',
      family: 'monitors',
      subfamily: 'nearField',
      pictogram: 'nearfield',
      evidence: 'medianOfSeveral',
    },
    evidence: {
      source: {
        credit: 'Median of three neutral monitors measured by Audio Science Review, by way of spinorama',
        licence: CLASS_LICENCE,
        references: [
          'In the median: Genelec 8341A, Genelec 8030C, Neumann KH 80 (predicted in-room response, CTA-2034)',
          'Neutral line taken off: −0.83 dB an octave, the straight-line fit to the same three',
          ASR,
          'Below 32 Hz, where one scan meets its noise, the slope is continued',
        ],
      },
      leavesOut: MONITOR_LEAVES_OUT,
    },
    room: 'treatedControlRoomNear',
    curves: NEUTRAL,
    validRangeHz: [32, 20_000],
    ...SPEAKERS,
  },
  {
    file: 'bookshelf',
    profile: {
      id: 'bookshelf',
      name: 'Bookshelf hi-fi',
      kindLabel: 'a friend’s speakers',
      family: 'monitors',
      subfamily: 'hifi',
      pictogram: 'bookshelf',
      evidence: 'medianOfSeveral',
    },
    evidence: {
      source: {
        credit: 'Median of three small two-way speakers measured by Audio Science Review, by way of spinorama',
        licence: CLASS_LICENCE,
        references: [
          'In the median: Edifier R1280T, JBL Control 1 Pro, Yamaha HS5 (predicted in-room response, CTA-2034)',
          'Neutral line taken off: −0.83 dB an octave, the straight-line fit to three neutral monitors (Genelec 8341A, Genelec 8030C, Neumann KH 80)',
          ASR,
          'Below 40 Hz, where small boxes are near the noise of a scan, the slope is continued',
        ],
      },
      leavesOut: 'The shelf, the wall behind it and the amplifier’s tone controls; the room is a model.',
    },
    room: 'livingRoomHifi',
    curves: ['edifier-r1280t--dev-pir', 'jbl-control-1-pro--dev-pir', 'yamaha-hs5--dev-pir'],
    validRangeHz: [40, 20_000],
    ...SPEAKERS,
  },
  {
    file: 'mainMonitor',
    profile: {
      id: 'main-monitor',
      name: 'Far-field main monitor',
      kindLabel: 'studio main monitors',
      family: 'monitors',
      subfamily: 'farField',
      pictogram: 'mainMonitor',
      evidence: 'medianOfSeveral',
    },
    evidence: {
      source: {
        credit: 'Median of three neutral monitors measured by Audio Science Review; low end modelled',
        licence: CLASS_LICENCE,
        references: [
          'In the median above 100 Hz: Genelec 8341A, Genelec 8030C, Neumann KH 80 (predicted in-room response, CTA-2034)',
          'Neutral line taken off: −0.83 dB an octave, the straight-line fit to the same three',
          ASR,
          'Below 100 Hz modelled: vented box, fourth order, 6 dB down at 30 Hz (assumed for the class; no open measurement of a large main was found)',
        ],
      },
      leavesOut: 'The air, and your own control room. The low end is a model, not a measurement.',
    },
    room: 'treatedControlRoomFar',
    curves: NEUTRAL,
    rollOff: { fromHz: 100, sixDbDownHz: 30 },
    validRangeHz: [20, 20_000],
    ...SPEAKERS,
  },
  {
    file: 'macbookPro',
    profile: {
      id: 'macbook-pro',
      name: 'MacBook Pro',
      kindLabel: 'laptop, large speakers',
      family: 'smallSpeakers',
      subfamily: 'laptop',
      pictogram: 'laptop',
      evidence: 'measured',
    },
    evidence: {
      source: {
        credit: 'The Asahi Linux contributors',
        licence: 'MIT',
        references: [
          'AsahiLinux/asahi-audio at 8d0d1ab (November 2022): trace of a MacBook Pro under macOS, soft room, microphone 30 cm behind and above the keyboard; model not named, 14 or 16 inch',
          'Read off the published graph to about 0.1 dB; below 75 Hz the trace is mains hum, so the fall is continued with its slope',
        ],
      },
      leavesOut: LAPTOP_LEAVES_OUT,
    },
    room: 'laptopDesk',
    limits: 'laptopLargeLimits',
    curves: ['apple-macbook-pro-14-macos'],
    validRangeHz: [75, 20_000],
    below: 'slope',
    above: 'hold',
    rmsGoalDb: 0.2,
    worstGoalDb: 0.8,
  },
  {
    file: 'framework13',
    profile: {
      id: 'framework-13',
      name: 'Framework 13',
      kindLabel: 'thin laptop',
      family: 'smallSpeakers',
      subfamily: 'laptop',
      pictogram: 'thinLaptop',
      evidence: 'measured',
    },
    evidence: {
      source: {
        credit: 'cab (cab404)',
        licence: 'WTFPL',
        references: [
          'cab404/framework-dsp at 6e5b8e7a: Framework Laptop 13 without processing, mean of three sweeps, 1/6 octave',
          'The microphone was not calibrated: above 3 kHz take the slope with care',
          'Framework community thread 1078 agrees: falls quickly below 400 Hz, treble falls from about 7 kHz',
        ],
      },
      leavesOut: `${LAPTOP_LEAVES_OUT} The microphone was not calibrated.`,
    },
    room: 'laptopDesk',
    limits: 'laptopThinLimits',
    curves: ['framework-laptop-13'],
    validRangeHz: [160, 11_900],
    below: 'slope',
    above: 'slope',
    rmsGoalDb: 0.25,
    worstGoalDb: 0.9,
  },
];
