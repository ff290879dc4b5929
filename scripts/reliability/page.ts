import type { Journey } from '../../tests/engines/keepJourney';
import { FAULTS, type FaultTest } from './faults';

/** What `keepReliabilityFigures` writes. */
export interface Section {
  readonly section: string;
  readonly day: string;
  readonly figures: readonly { readonly what: string; readonly value: string | number }[];
}

/** A row of docs/bench.json. */
export interface BenchRow {
  readonly id: string;
  readonly what: string;
  readonly unit: string;
  readonly limit: number;
  readonly worst: number;
  readonly date?: string;
  readonly passes?: boolean;
}

export interface Counted {
  readonly sections: readonly Section[];
  readonly benchRows: readonly BenchRow[];
  readonly journeys: readonly Journey[];
  readonly faults: readonly FaultTest[];
  /** Of the run whose reports were read; null when there were none. */
  readonly day: string | null;
}

/** Which sections stand under which heading; what is missing is said to be not run. */
const HEADINGS: readonly (readonly [heading: string, sections: readonly string[]])[] = [
  ['Inputs tried', ['fuzz']],
  ['What was lost', ['kill']],
  ['What left the browser', ['traffic']],
];

const cell = (text: string | number): string => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

function sectionText({ section, day, figures }: Section): string {
  return `${section}, ${day}:\n\n${table(
    ['what', 'figure'],
    figures.map(({ what, value }) => [what, value]),
  )}`;
}

function loadText(rows: readonly BenchRow[]): string {
  const memory = rows.filter(({ id }) => id.startsWith('memory'));
  const text = table(
    ['what', 'worst', 'limit', 'held', 'day'],
    memory.map(({ what, worst, limit, unit, passes, date }) => [
      what,
      `${Number(worst.toPrecision(4))} ${unit}`,
      `${limit} ${unit}`,
      passes ? 'yes' : 'no',
      date ?? 'unknown',
    ]),
  );
  const isMixedThere = memory.some(({ id }) => id.startsWith('memory-mixed'));
  return `${text}${isMixedThere ? '' : '\n\nTen minutes of mixed use: not run.'}`;
}

/** A fault holds when all of its tests passed; one of which no test ran is not run. */
function faultOutcome(tests: readonly FaultTest[]): string {
  if (tests.some(({ outcome }) => outcome === 'failed')) return 'no';
  return tests.some(({ outcome }) => outcome === 'passed') ? 'yes' : 'not run';
}

function faultsText(faults: readonly FaultTest[], day: string | null): string {
  const rows = Object.entries(FAULTS).map(([id, what]) => {
    const tests = faults.filter(({ fault }) => fault === id);
    const named = tests.map(({ title, outcome }) => (outcome === 'passed' ? title : `${title} (${outcome})`));
    return [what, faultOutcome(tests), named.join('; ') || '–'];
  });
  const from = day === null ? 'No run was read.' : `As the tests of ${day} went.`;
  return `${from}\n\n${table(['what must not happen', 'survived', 'attacked by'], rows)}`;
}

/** One row an engine, one column a step. */
export function supportTable(journeys: readonly Journey[]): string {
  if (journeys.length === 0) return 'Not run.';
  const names = [...new Set(journeys.flatMap(({ steps }) => steps.map(({ name }) => name)))];
  return table(
    ['', 'version', ...names, 'tried'],
    journeys.map(({ engine, version, steps, day }) => [
      engine,
      version ?? 'not there',
      ...names.map((name) => steps.find((step) => step.name === name)?.outcome ?? 'not run'),
      day,
    ]),
  );
}

function enginesText(journeys: readonly Journey[]): string {
  if (journeys.length === 0) return 'Not run.';
  const notes = journeys.flatMap(({ engine, steps }) =>
    steps.flatMap(({ name, note }) => (note === undefined ? [] : [`- ${engine}, ${name}: ${note}`])),
  );
  const figure = (db: number | undefined): string => (db === undefined ? 'not measured' : `${db.toFixed(2)} dB`);
  const levels = table(
    ['', 'five devices, tone alone, from the prediction', 'whole, from Chromium'],
    journeys.map(({ engine, worstToneDb, worstWholeDb }) => [
      engine,
      figure(worstToneDb),
      engine === 'Chromium' ? '–' : figure(worstWholeDb),
    ]),
  );
  return [
    supportTable(journeys),
    'Sound is measured at the output, with pink noise, in third octaves from 63 Hz to 12.5 kHz; the largest difference' +
      ' may be 0.25 dB from the prediction and 0.5 dB from Chromium.',
    levels,
    ...(notes.length > 0 ? [notes.join('\n')] : []),
  ].join('\n\n');
}

/** docs/reliability.md. */
export function reliabilityPage({ sections, benchRows, journeys, faults, day }: Counted): string {
  const known = new Set(HEADINGS.flatMap(([, names]) => names));
  const under = (names: readonly string[]): string =>
    names
      .map((name) => {
        const section = sections.find((one) => one.section === name);
        return section ? sectionText(section) : `${name}: not run.`;
      })
      .join('\n\n');
  const others = sections.filter(({ section }) => !known.has(section));
  const parts: readonly (readonly [string, string])[] = [
    ['Load held', loadText(benchRows)],
    ['Faults survived', faultsText(faults, day)],
    ...HEADINGS.map(([heading, names]) => [heading, under(names)] as const),
    ['Three engines', enginesText(journeys)],
    ...(others.length > 0 ? [['Other figures', others.map(sectionText).join('\n\n')] as const] : []),
  ];
  const head =
    '# Reliability\n\nWritten by `npm run nightly` from what was counted; each figure has its day, and what was not run says so.';
  return `${[head, ...parts.map(([heading, text]) => `## ${heading}\n\n${text}`)].join('\n\n')}\n`;
}

const START = '<!-- engines -->';
const END = '<!-- /engines -->';

/** Puts the support table between its markers. @throws RangeError when they are not there */
export function withSupportTable(readme: string, journeys: readonly Journey[]): string {
  const [start, end] = [readme.indexOf(START), readme.indexOf(END)];
  if (start < 0 || end < start) throw new RangeError(`the README has no ${START} … ${END}`);
  return `${readme.slice(0, start + START.length)}\n${supportTable(journeys)}\n${readme.slice(end)}`;
}
