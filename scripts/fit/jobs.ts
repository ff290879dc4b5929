import type { DeviceProfile } from '../../src/devices/DeviceProfile';
import type { Continuation } from './curves';

/** One device to be fitted: what is known about it, and which curves say what it does. */
export interface FitJob {
  /** File below src/devices/profiles, without ending. */
  readonly file: string;
  readonly profile: Omit<DeviceProfile, 'stages' | 'fit' | 'validRangeHz'>;
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

const HEADPHONES = {
  validRangeHz: [20, 15_900],
  // Nothing is known beyond; a headphone that is 3 dB up at its last point is not 10 dB up an octave on.
  below: 'hold',
  above: 'hold',
  rmsGoalDb: 0.15,
  worstGoalDb: 0.6,
} as const;

const HEADPHONE_LEAVES_OUT =
  'How it sits on your own head: seal, pads and your ears. Above 8 kHz only the trend is known. No distortion, no noise.';

const IN_EAR_LEAVES_OUT =
  'How it sits in your own ear: the seal decides the bass. Above 8 kHz only the trend is known. No noise cancelling, no sound from outside.';

const LAPTOP_LEAVES_OUT =
  'Its limiter and loudness processing, which change with volume; buzzes of the case; the desk and the room.';

const MONITOR_LEAVES_OUT = 'The room, the desk and the distance between the speakers: only the tone is here.';

const OPRA = 'OPRA open headphone data, CC BY-SA 4.0: published corrections, turned round';
const AUTOEQ = 'AutoEq (Jaakko Pasanen), MIT: measurement archive and the fits that OPRA redistributes';

/** What the sources of a headphone are called, one line each. */
function headphoneReferences(sources: readonly string[], spread: string): string[] {
  return [
    OPRA,
    AUTOEQ,
    `Median of ${sources.length} sources, each against the target of its own rig: ${sources.join('; ')}`,
    `The sources differ by (standard deviation) ${spread}`,
  ];
}

export const FIT_JOBS: readonly FitJob[] = [
  {
    file: 'athM20x',
    profile: {
      id: 'ath-m20x',
      name: 'ATH-M20x',
      kindLabel: 'closed-back headphones',
      family: 'headphones',
      subfamily: 'closed',
      pictogram: 'closedHeadphones',
      evidence: 'measured',
      source: {
        credit: 'oratory1990, Rtings; by way of OPRA and AutoEq',
        licence: 'CC-BY-SA-4.0 (OPRA), MIT (AutoEq)',
        references: headphoneReferences(
          [
            'oratory1990, own correction',
            'oratory1990, fit by AutoEq',
            'Rtings, fit by AutoEq',
            'oratory1990, measured response (AutoEq)',
          ],
          '0.4 dB from 60 to 300 Hz, 0.3 dB to 3 kHz, 1.5 dB to 8 kHz, 2.5 dB above',
        ),
      },
      leavesOut: HEADPHONE_LEAVES_OUT,
    },
    curves: ['audio-technica-ath-m20x--dev-consensus'],
    ...HEADPHONES,
  },
  {
    file: 'athM50x',
    profile: {
      id: 'ath-m50x',
      name: 'ATH-M50x',
      kindLabel: 'closed-back headphones',
      family: 'headphones',
      subfamily: 'closed',
      pictogram: 'closedHeadphones',
      evidence: 'measured',
      source: {
        credit: 'oratory1990, Rtings, crinacle; by way of OPRA and AutoEq',
        licence: 'CC-BY-SA-4.0 (OPRA), MIT (AutoEq)',
        references: headphoneReferences(
          [
            'oratory1990, own correction',
            'oratory1990, fit by AutoEq',
            'Rtings, fit by AutoEq',
            'crinacle, fit by AutoEq',
            'oratory1990, measured response (AutoEq)',
          ],
          '1.4 dB from 60 to 300 Hz, 0.6 dB to 3 kHz, 1.2 dB to 8 kHz, 1.5 dB above',
        ),
      },
      leavesOut: HEADPHONE_LEAVES_OUT,
    },
    curves: ['audio-technica-ath-m50x--dev-consensus'],
    ...HEADPHONES,
  },
  {
    file: 'sennheiserHd600',
    profile: {
      id: 'sennheiser-hd-600',
      name: 'Sennheiser HD 600',
      kindLabel: 'open-back headphones',
      family: 'headphones',
      subfamily: 'open',
      pictogram: 'openHeadphones',
      evidence: 'measured',
      source: {
        credit: 'oratory1990, Rtings, crinacle; by way of OPRA and AutoEq',
        licence: 'CC-BY-SA-4.0 (OPRA)',
        references: headphoneReferences(
          [
            'oratory1990, own correction',
            'oratory1990, fit by AutoEq',
            'Rtings, fit by AutoEq',
            'crinacle (2020), fit by AutoEq',
          ],
          '0.7 dB from 60 to 300 Hz, 0.3 dB to 3 kHz, 0.9 dB to 8 kHz, 1.4 dB above',
        ),
      },
      leavesOut: HEADPHONE_LEAVES_OUT,
    },
    curves: ['sennheiser-hd-600--dev-consensus'],
    ...HEADPHONES,
  },
  {
    file: 'akgK240Studio',
    profile: {
      id: 'akg-k240-studio',
      name: 'AKG K240 Studio',
      kindLabel: 'semi-open headphones',
      family: 'headphones',
      subfamily: 'semiOpen',
      pictogram: 'semiOpenHeadphones',
      evidence: 'measured',
      source: {
        credit: 'oratory1990, crinacle; by way of OPRA and AutoEq',
        licence: 'CC-BY-SA-4.0 (OPRA)',
        references: headphoneReferences(
          ['oratory1990, own correction', 'oratory1990, fit by AutoEq', 'crinacle, fit by AutoEq'],
          '0.5 dB from 60 to 300 Hz, 0.4 dB to 3 kHz, 0.7 dB to 8 kHz, 0.8 dB above',
        ),
      },
      leavesOut: HEADPHONE_LEAVES_OUT,
    },
    curves: ['akg-k240-studio--dev-consensus'],
    ...HEADPHONES,
  },
  {
    file: 'sonyWh1000xm4',
    profile: {
      id: 'sony-wh-1000xm4',
      name: 'Sony WH-1000XM4',
      kindLabel: 'noise-cancelling headphones',
      family: 'headphones',
      subfamily: 'noiseCancelling',
      pictogram: 'noiseCancelling',
      evidence: 'measured',
      source: {
        credit: 'oratory1990, Rtings, crinacle; by way of OPRA and AutoEq',
        licence: 'CC-BY-SA-4.0 (OPRA)',
        references: headphoneReferences(
          [
            'oratory1990, own correction',
            'oratory1990, fit by AutoEq',
            'Rtings, fit by AutoEq',
            'crinacle, fit by AutoEq',
          ],
          '0.3 dB from 60 to 300 Hz, 0.6 dB to 3 kHz, 0.8 dB to 8 kHz, 1.1 dB above',
        ),
      },
      leavesOut:
        'Noise cancelling and the maker’s own EQ settings; how it sits on your head. Above 8 kHz only the trend is known.',
    },
    curves: ['sony-wh-1000xm4--dev-consensus'],
    ...HEADPHONES,
  },
  {
    file: 'beatsStudio3',
    profile: {
      id: 'beats-studio3',
      name: 'Beats Studio3',
      kindLabel: 'wireless consumer headphones',
      family: 'headphones',
      subfamily: 'consumer',
      pictogram: 'bassHeadphones',
      evidence: 'measured',
      source: {
        credit: 'oratory1990, Rtings; by way of OPRA and AutoEq',
        licence: 'CC-BY-SA-4.0 (OPRA)',
        references: [
          ...headphoneReferences(
            ['oratory1990, own correction', 'oratory1990, fit by AutoEq', 'Rtings, fit by AutoEq'],
            '0.5 dB from 60 to 300 Hz, 0.6 dB to 3 kHz, 1.1 dB to 8 kHz, 1.0 dB above',
          ),
          'Bass in this fit: the mean from 20 to 200 Hz lies 0.8 dB above that from 500 Hz to 2 kHz (from 40 Hz: 2.1 dB); the most lift, 5.6 dB, is near 330 Hz. That is full in the low mids, not bass-heavy',
        ],
      },
      leavesOut: 'Noise cancelling; how it sits on your head. Above 8 kHz only the trend is known.',
    },
    curves: ['beats-studio3-wireless--dev-consensus'],
    ...HEADPHONES,
  },
  {
    file: 'airpods2',
    profile: {
      id: 'airpods-2',
      name: 'AirPods (2nd gen)',
      kindLabel: 'open-fit earbuds',
      family: 'earbuds',
      subfamily: 'earbuds',
      pictogram: 'earbuds',
      evidence: 'measured',
      source: {
        credit: 'Rtings, Super Review; by way of OPRA and AutoEq',
        licence: 'CC-BY-SA-4.0 (OPRA)',
        references: headphoneReferences(
          ['Rtings, fit by AutoEq', 'Super Review, fit by AutoEq'],
          '1.7 dB from 60 to 300 Hz, 1.1 dB to 3 kHz, 1.2 dB to 8 kHz, 3.9 dB above',
        ),
      },
      leavesOut:
        'How they sit in your own ear: open-fit earbuds lose bass as they loosen. Above 8 kHz the sources disagree.',
    },
    curves: ['apple-airpods-2nd-gen--dev-consensus'],
    ...HEADPHONES,
  },
  {
    file: 'airpodsPro2',
    profile: {
      id: 'airpods-pro-2',
      name: 'AirPods Pro 2',
      kindLabel: 'noise-cancelling in-ears',
      family: 'earbuds',
      subfamily: 'inEar',
      pictogram: 'inEar',
      evidence: 'measured',
      source: {
        credit: 'crinacle, Rtings, HypetheSonics, Harpo; by way of OPRA and AutoEq',
        licence: 'CC-BY-SA-4.0 (OPRA)',
        references: headphoneReferences(
          [
            'crinacle with noise cancelling, fit by AutoEq',
            'crinacle, fit by AutoEq',
            'Rtings, fit by AutoEq',
            'HypetheSonics, fit by AutoEq',
            'Harpo, fit by AutoEq',
          ],
          '1.0 dB from 60 to 300 Hz, 0.5 dB to 3 kHz, 1.1 dB to 8 kHz, 1.4 dB above',
        ),
      },
      leavesOut: IN_EAR_LEAVES_OUT,
    },
    curves: ['apple-airpods-pro-2--dev-consensus'],
    ...HEADPHONES,
  },
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
      source: {
        credit: 'Median of four monitors measured by Audio Science Review, by way of spinorama',
        licence: 'Own class figures; the measurements behind them are CC-BY-NC-SA-4.0',
        references: [
          'In the median: Adam Audio T5V, JBL 305P MkII, KRK Classic 5, Yamaha HS5 (predicted in-room response, CTA-2034)',
          'Neutral line taken off: −0.83 dB an octave, the straight-line fit to three neutral monitors (Genelec 8341A, Genelec 8030C, Neumann KH 80)',
          'Audio Science Review, Klippel near-field scanner, CC BY-NC-SA 4.0; spinorama collection (P. Aubert)',
          'Below 32 Hz, where one scan meets its noise, the slope is continued',
        ],
      },
      leavesOut: MONITOR_LEAVES_OUT,
    },
    curves: ['adam-t5v--dev-pir', 'jbl-305p-mkii--dev-pir', 'krk-classic-5--dev-pir', 'yamaha-hs5--dev-pir'],
    validRangeHz: [32, 20_000],
    below: 'slope',
    above: 'hold',
    rmsGoalDb: 0.15,
    worstGoalDb: 0.6,
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
      source: {
        credit: 'Median of three neutral monitors measured by Audio Science Review; low end modelled',
        licence: 'Own class figures; the measurements behind them are CC-BY-NC-SA-4.0',
        references: [
          'In the median above 100 Hz: Genelec 8341A, Genelec 8030C, Neumann KH 80 (predicted in-room response, CTA-2034)',
          'Neutral line taken off: −0.83 dB an octave, the straight-line fit to the same three',
          'Audio Science Review, Klippel near-field scanner, CC BY-NC-SA 4.0; spinorama collection (P. Aubert)',
          'Below 100 Hz modelled: vented box, fourth order, 6 dB down at 30 Hz (assumed for the class; no open measurement of a large main was found)',
        ],
      },
      leavesOut: 'The control room and the air: only the tone is here. The low end is a model, not a measurement.',
    },
    curves: ['genelec-8341a--dev-pir', 'genelec-8030c--dev-pir', 'neumann-kh80--dev-pir'],
    rollOff: { fromHz: 100, sixDbDownHz: 30 },
    validRangeHz: [20, 20_000],
    below: 'slope',
    above: 'hold',
    rmsGoalDb: 0.15,
    worstGoalDb: 0.6,
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
    curves: ['framework-laptop-13'],
    validRangeHz: [160, 11_900],
    below: 'slope',
    above: 'slope',
    rmsGoalDb: 0.25,
    worstGoalDb: 0.9,
  },
];
