import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chainDb, shelfQ, shelfSlope, type ExchangeFilter } from '../../src/devices/exchange/exchangeFilters';
import { readDevice } from '../../src/devices/exchange/readDevice';
import { curveLevelsDb } from '../../src/devices/exchange/toneGrid';
import { responseCurveDb } from '../../src/devices/response';

/** How a country writes numbers. */
interface Locale {
  readonly decimal: ',' | '.';
  readonly thousands: ',' | '.' | '\u00a0' | '';
}

const write = (value: number, places: number, { decimal, thousands }: Locale): string => {
  const [whole = '', part = ''] = Math.abs(value).toFixed(places).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, thousands);
  return `${value < 0 ? '-' : ''}${grouped}${part === '' ? '' : decimal + part}`;
};

/** One filter as a program writes it, and what is meant. */
interface Written {
  readonly text: string;
  readonly meant: readonly ExchangeFilter[];
}

interface Figures {
  readonly frequencyHz: number;
  readonly gainDb: number;
  readonly q: number;
}

type Line = (figures: Figures, locale: Locale) => Written;

interface Dialect {
  readonly name: string;
  readonly head: string;
  readonly places: { readonly frequency: number; readonly gain: number; readonly q: number };
  readonly locales: readonly Locale[];
  readonly lines: (dialect: Dialect) => readonly Line[];
}

const ENGLISH: Locale = { decimal: '.', thousands: '' };
const GROUPED: Locale = { decimal: '.', thousands: ',' };
const GERMAN: Locale = { decimal: ',', thousands: '.' };
const FRENCH: Locale = { decimal: ',', thousands: '\u00a0' };

/** Lines with frequency, gain and Q, as most programs write them. */
function usual(dialect: Dialect, word: string, fields: string, meant: (f: Figures) => readonly ExchangeFilter[]): Line {
  return (figures, locale) => {
    const { places } = dialect;
    const round = (value: number, count: number): number => Number(value.toFixed(count));
    const rounded = {
      frequencyHz: round(figures.frequencyHz, places.frequency),
      gainDb: round(figures.gainDb, places.gain),
      q: round(figures.q, places.q),
    };
    const gain = fields.includes('g') ? ` Gain ${write(rounded.gainDb, places.gain, locale)} dB` : '';
    const q = fields.includes('q') ? ` Q ${write(rounded.q, places.q, locale)}` : '';
    return {
      text: `${word} Fc ${write(rounded.frequencyHz, places.frequency, locale)} Hz${gain}${q}`,
      meant: meant(rounded),
    };
  };
}

const peak = (f: Figures): readonly ExchangeFilter[] => [{ kind: 'peaking', ...f }];
const shelf =
  (kind: 'lowshelf' | 'highshelf') =>
  (f: Figures): readonly ExchangeFilter[] => [{ kind, ...f }];
/** The frequency is a corner: half of the gain is reached 10^(|gain| / 80 / slope) beside it. */
const cornerShelf =
  (kind: 'lowshelf' | 'highshelf', slope?: number) =>
  ({ frequencyHz, gainDb, q }: Figures): readonly ExchangeFilter[] => {
    const width = slope === undefined ? q : shelfQ(gainDb, slope);
    const shift = 10 ** (Math.abs(gainDb) / 80 / (slope ?? shelfSlope(gainDb, q)));
    return [{ kind, frequencyHz: kind === 'lowshelf' ? frequencyHz * shift : frequencyHz / shift, gainDb, q: width }];
  };
const steadyShelf =
  (kind: 'lowshelf' | 'highshelf') =>
  ({ frequencyHz, gainDb }: Figures): readonly ExchangeFilter[] => [
    { kind, frequencyHz, gainDb, q: shelfQ(gainDb, 0.9) },
  ];
const pass =
  (kind: 'lowpass' | 'highpass' | 'bandpass', isButterworth = false) =>
  ({ frequencyHz, q }: Figures): readonly ExchangeFilter[] => [
    { kind, frequencyHz, q: isButterworth ? Math.SQRT1_2 : q },
  ];
const notch =
  (q?: number) =>
  (f: Figures): readonly ExchangeFilter[] => [{ kind: 'notch', frequencyHz: f.frequencyHz, q: q ?? f.q }];
const first =
  (kind: 'lowpass1' | 'highpass1') =>
  ({ frequencyHz }: Figures): readonly ExchangeFilter[] => [{ kind, frequencyHz }];
const nothing = (): readonly ExchangeFilter[] => [];

const DIALECTS: readonly Dialect[] = [
  {
    name: 'REW',
    head: 'Filter Settings file\n\nRoom EQ V5.40\n\nEqualiser: Generic\n',
    places: { frequency: 2, gain: 1, q: 2 },
    locales: [ENGLISH, GROUPED, GERMAN, FRENCH],
    lines: (d) => [
      usual(d, 'PK      ', 'gq', peak),
      usual(d, 'Modal   ', 'gq', peak),
      usual(d, 'LS      ', 'g', steadyShelf('lowshelf')),
      usual(d, 'HS      ', 'g', steadyShelf('highshelf')),
      usual(d, 'LS Q    ', 'gq', shelf('lowshelf')),
      usual(d, 'HS Q    ', 'gq', shelf('highshelf')),
      usual(d, 'LS 6dB  ', 'g', cornerShelf('lowshelf', 0.5)),
      usual(d, 'HS 12dB ', 'g', cornerShelf('highshelf', 1)),
      usual(d, 'LP      ', '', pass('lowpass', true)),
      usual(d, 'HP      ', '', pass('highpass', true)),
      usual(d, 'LP Q    ', 'q', pass('lowpass')),
      usual(d, 'HP Q    ', 'q', pass('highpass')),
      usual(d, 'LP1     ', '', first('lowpass1')),
      usual(d, 'HP1     ', '', first('highpass1')),
      usual(d, 'Notch   ', '', notch(30)),
      usual(d, 'Notch Q ', 'q', notch()),
      usual(d, 'All pass', 'q', nothing),
    ],
  },
  {
    name: 'Equalizer APO',
    head: 'Preamp: 0 dB\n',
    places: { frequency: 1, gain: 2, q: 4 },
    locales: [ENGLISH],
    lines: (d) => [
      usual(d, 'PK', 'gq', peak),
      usual(d, 'PEQ', 'gq', peak),
      usual(d, 'LSC', 'gq', shelf('lowshelf')),
      usual(d, 'HSC', 'gq', shelf('highshelf')),
      usual(d, 'LS', 'gq', cornerShelf('lowshelf')),
      usual(d, 'HS', 'gq', cornerShelf('highshelf')),
      usual(d, 'LPQ', 'q', pass('lowpass')),
      usual(d, 'HPQ', 'q', pass('highpass')),
      usual(d, 'BP', 'q', pass('bandpass')),
      usual(d, 'NO', 'q', notch()),
      usual(d, 'AP', 'q', nothing),
    ],
  },
  {
    name: 'AutoEq of 2022',
    head: 'Preamp: -6.1 dB\n',
    places: { frequency: 1, gain: 1, q: 2 },
    locales: [ENGLISH],
    lines: (d) => [
      usual(d, 'LS', 'gq', shelf('lowshelf')),
      usual(d, 'PK', 'gq', peak),
      usual(d, 'HS', 'gq', shelf('highshelf')),
    ],
  },
  {
    name: 'AutoEq since 2023',
    head: 'Preamp: -6.1 dB\n',
    places: { frequency: 1, gain: 1, q: 2 },
    locales: [ENGLISH],
    lines: (d) => [
      usual(d, 'LSC', 'gq', shelf('lowshelf')),
      usual(d, 'PK', 'gq', peak),
      usual(d, 'HSC', 'gq', shelf('highshelf')),
    ],
  },
  {
    name: 'hangout',
    head: 'Preamp: -9.0 dB\n',
    places: { frequency: 0, gain: 1, q: 3 },
    locales: [ENGLISH],
    lines: (d) => [
      usual(d, 'LSQ', 'gq', shelf('lowshelf')),
      usual(d, 'PK', 'gq', peak),
      usual(d, 'HSQ', 'gq', shelf('highshelf')),
    ],
  },
];

const figures = fc.record({
  frequencyHz: fc.double({ min: Math.log(25), max: Math.log(16_000), noNaN: true }).map(Math.exp),
  gainDb: fc.double({ min: -12, max: 12, noNaN: true }),
  q: fc.double({ min: 0.3, max: 6, noNaN: true }),
});

/** Away from the bottom of notches, whose depth nobody hears. */
const HEARD_DB = -25;
const FREQUENCIES = Float64Array.from({ length: 120 }, (_, i) => 21 * 900 ** (i / 119));

describe('sets of filters come back from every dialect', () => {
  test.each(DIALECTS)('$name: within 0.05 dB', (dialect) => {
    const lines = dialect.lines(dialect);
    fc.assert(
      fc.property(
        fc.constantFrom(...dialect.locales),
        fc.array(figures, { minLength: 3, maxLength: 3 }),
        fc.nat({ max: lines.length - 1 }),
        (locale, list, at) => {
          // One kind of each, so that notches leave something to compare; a peak and the first kind, by which the
          // program can be told.
          const written = [lines[at]!, usual(dialect, 'PK', 'gq', peak), lines[0]!].map((line, i) =>
            line(list[i]!, locale),
          );
          const text = dialect.head + written.map((w, i) => `Filter ${i + 1}: ON ${w.text}`).join('\n');
          const reading = readDevice({ kind: 'text', text }, 'x.txt');
          const got =
            reading.kind === 'curve'
              ? curveLevelsDb(reading.curve, FREQUENCIES)
              : responseCurveDb({ stages: reading.kind === 'filters' ? reading.stages : [] }, FREQUENCIES);
          const meant = chainDb(
            written.flatMap((w) => w.meant),
            FREQUENCIES,
          );
          const highest = Math.max(...meant);
          const heard = [...meant.keys()].filter((i) => meant[i]! > highest + HEARD_DB);
          const offset = heard.reduce((sum, i) => sum + got[i]! - meant[i]!, 0) / heard.length;
          const worst = Math.max(...heard.map((i) => Math.abs(got[i]! - meant[i]! - offset)));
          expect(worst, text).toBeLessThan(0.05);
        },
      ),
      { numRuns: 400 },
    );
  });
});
