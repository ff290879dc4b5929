import * as v from 'valibot';
import { parseJsonSafely } from '../core/jsonDepth';
import type { DrillKind } from './DrillKind';
import { OCTAVE_CENTRES_HZ } from './material';
import type { CustomDrill, TrialRecord } from './records';
import { CustomDrillSchema } from './specSchema';
import { isCustomDrill, isTrial, TrialSchema, withPossibleDate } from './storedRows';

/** 200,000 trials take about 60 MB. */
export const PROGRESS_FILE_LIMIT_BYTES = 200_000_000;
const FORMAT = 'elsewhere.progress/';
/** The app did not exist before: an earlier record was made by a clock that was wrong. */
const FIRST_SENSIBLE_TIME = Date.UTC(2020, 0, 1);
/** Another time zone's clock set to local time is not a wrong clock. */
const CLOCK_TOLERANCE_MS = 86_400_000;

/** Where what is exported comes from: part of `ProgressPort`. */
export interface ProgressSource {
  readTrials(onBatch: (records: readonly TrialRecord[]) => void): Promise<void>;
  listCustomDrills(): Promise<readonly CustomDrill[]>;
}

/** A database keeps more than JSON can say: numbers without end, maps, loops. What cannot be said is described. */
function jsonOf(row: unknown): string {
  try {
    return JSON.stringify(row) ?? 'null';
  } catch {
    const depths = new Map<unknown, number>();
    return JSON.stringify(row, function describe(this: unknown, _name, value: unknown) {
      if (typeof value === 'bigint') return String(value);
      if (typeof value !== 'object' || value === null) return value;
      if (depths.has(value)) return '(again)';
      const depth = (depths.get(this) ?? 0) + 1;
      // Nested without end it would overflow the stack.
      if (depth > MAX_DEPTH) return '(deeper)';
      depths.set(value, depth);
      return value;
    });
  }
}

/** A row that is nested deeper than a file of ours may be goes out as a text: the file has to come in again. */
function damagedOf(row: unknown): string {
  const text = jsonOf(row);
  const read = parseJsonSafely(text, { maxDepth: MAX_DEPTH - DEPTH_OF_ROWS, maxBytes: Infinity });
  return 'value' in read ? text : JSON.stringify(text);
}

/**
 * Everything that cannot be worked out from something else: trials and custom drills. Skills, days and the schedule
 * follow from the trials. Rows that hold neither (a broken disk, another version) go out as they are, under `damaged`,
 * where an import leaves them alone.
 * @param now milliseconds since 1970
 * @returns parts of one file, in order; a single string of three years' practice would take twice the memory
 */
export async function exportJson(source: ProgressSource, now: number): Promise<string[]> {
  const drills = await source.listCustomDrills();
  // Without what a schema does not know of: it may be anything, and an import would let it fall.
  const customDrills = drills.filter(isCustomDrill).map((drill) => v.parse(CustomDrillSchema, drill));
  const head = { format: `${FORMAT}${VERSION}`, exportedAt: new Date(now).toISOString(), customDrills };
  const damaged = drills.filter((drill) => !isCustomDrill(drill)).map(damagedOf);
  const parts = [`${JSON.stringify(head).slice(0, -1)},"trials":[`];
  let separator = '\n';
  await source.readTrials((records) => {
    const rows: string[] = [];
    for (const record of records) {
      if (isTrial(record)) rows.push(JSON.stringify(v.parse(TrialSchema, record)));
      else damaged.push(damagedOf(record));
    }
    if (rows.length === 0) return;
    parts.push(separator + rows.join(',\n'));
    separator = ',\n';
  });
  parts.push('\n]');
  if (damaged.length > 0) parts.push(`,"damaged":[\n${damaged.join(',\n')}\n]`);
  parts.push('}\n');
  return parts;
}

/** RFC 4180, and a text that a spreadsheet would take for a formula is made one no more. */
function csvField(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const written = typeof value === 'string' ? value : jsonOf(value);
  const text = /^(?:[=+@\t\r]|-(?!\d))/.test(written) ? `'${written}` : written;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const csvLine = (fields: readonly unknown[]): string => `${fields.map(csvField).join(',')}\r\n`;

/** ISO 8601, or the value as it is where that is no time. */
function timeField(at: unknown): unknown {
  const isTime = typeof at === 'number' && Math.abs(at) <= 8.64e15;
  return isTime ? new Date(at).toISOString() : at;
}

/**
 * All trials as a table for a spreadsheet, oldest first; rows that hold no trial as far as they go.
 * @param kinds give strengths their unit
 * @returns parts of one file, in order
 */
export async function exportCsv(
  source: Pick<ProgressSource, 'readTrials'>,
  kinds: readonly Pick<DrillKind, 'id' | 'strength'>[],
): Promise<string[]> {
  const units = new Map(kinds.map(({ id, strength }) => [id, strength.unit]));
  const parts = [
    csvLine([
      'id',
      'time (UTC)',
      'mode',
      'drill',
      'heard through',
      'band (Hz)',
      'strength',
      'strength unit',
      'catch trial',
      'right',
      'chance (0-1)',
      'asked',
      'answered',
      'error (octaves on a frequency or time scale, else unit of the answer)',
      'response time (ms)',
    ]),
  ];
  await source.readTrials((records) => {
    parts.push(
      records
        .map((record) =>
          csvLine([
            record.id,
            timeField(record.at),
            record.mode,
            record.kindId,
            record.deviceId ?? 'flat',
            record.band === null ? null : (OCTAVE_CENTRES_HZ[record.band] ?? null),
            record.strength,
            units.get(record.kindId) ?? '',
            record.isCatch,
            record.isCorrect,
            record.chance,
            record.item,
            record.answered,
            record.error,
            record.responseMs,
          ]),
        )
        .join(''),
    );
  });
  return parts;
}

/** Takes the parts of a file from one version of the format to the next. */
export interface FileMigration {
  /** All members but the trials. */
  readonly head?: (members: Readonly<Record<string, unknown>>) => Record<string, unknown>;
  readonly trial?: (row: unknown) => unknown;
}

/** Entry n takes version n + 1 to n + 2. A released entry is never edited, only followed by another. */
const MIGRATIONS: readonly FileMigration[] = [];
const VERSION = MIGRATIONS.length + 1;

/** Why a file is not taken. */
export type ImportTrouble = 'foreign' | 'broken' | 'newer' | 'too-large';

/** A file that may be imported. */
export interface CheckedProgressFile {
  readonly trialCount: number;
  readonly customDrills: readonly CustomDrill[];
  /** Trials dated before 2020 or in the future. They are kept: what was heard was heard. */
  readonly clockTroubleCount: number;
  /** Those among them whose date no calendar here can show; they carry the nearest possible one. */
  readonly movedCount: number;
  /** Whether the trials come oldest first, as an export writes them. */
  readonly isInOrder: boolean;
}

export interface ReadingOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Given each trial in the order of the file. */
  readonly onTrial?: (trial: TrialRecord) => void;
  /** Steps of the format; the app's own when left out. */
  readonly migrations?: readonly FileMigration[];
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const isSpace = (unit: number): boolean => unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;

const indexOrEnd = (text: string, sign: string, from: number): number => {
  const index = text.indexOf(sign, from);
  return index < 0 ? text.length : index;
};

/** More than anything of ours, trial or drill, is nested. */
const MAX_DEPTH = 32;
/** The file and the list in it. */
const DEPTH_OF_ROWS = 2;
const LONGEST_NAME = 100;
/** A trial whose every text is as long as it may be takes 8,000. */
const LONGEST_TRIAL = 20_000;
/** A drill of the most blocks and tracks, every id as long as it may be and each of its characters escaped, takes 30 million. */
const LONGEST_DRILL = 40_000_000;
const LONGEST_FORMAT = 1000;
const MOST_VALUES = 2_000_000;

/** What the text under way belongs to. */
type Part = 'before' | 'name' | 'member' | 'skipped' | 'trial' | 'drill' | 'after';

const LISTS = { trials: 'trial', customDrills: 'drill' } as const;
const isList = (name: string): name is keyof typeof LISTS => Object.hasOwn(LISTS, name);

/**
 * Reads a progress file piece by piece and holds no more of its text than one trial or one drill, so that neither its length nor its
 * nesting takes memory. It finds where members and trials begin and end; what stands between is parsed by
 * `parseJsonSafely` and held against its schema.
 */
export class ProgressFileReader {
  readonly #options: Required<ReadingOptions>;
  readonly #members: Record<string, unknown> = {};
  #part: Part = 'before';
  #name = '';
  /** Lists that have begun. */
  readonly #lists = new Set<string>();
  readonly #drills: unknown[] = [];
  #rowCount = 0;
  /** The text under way, as far as earlier pieces held it. */
  #carry = '';
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #trouble: ImportTrouble | null = null;
  #version = 0;
  #trialCount = 0;
  #clockTroubleCount = 0;
  #movedCount = 0;
  #isInOrder = true;
  #lastAt = -Infinity;

  constructor(options: ReadingOptions) {
    this.#options = { onTrial: () => undefined, migrations: MIGRATIONS, ...options };
  }

  /** @returns why the file is not taken, as soon as that is known; the rest of it need not be read then */
  push(text: string): ImportTrouble | null {
    let start = 0;
    let quote = -1;
    let backslash = -1;
    for (let index = 0; index < text.length; index++) {
      if (this.#trouble !== null) return this.#trouble;
      if (this.#isInString) {
        if (this.#isEscaped) {
          this.#isEscaped = false;
          continue;
        }
        // Looked for once each: a string may fill the whole file, or be nothing but escapes.
        if (quote < index) quote = indexOrEnd(text, '"', index);
        if (backslash < index) backslash = indexOrEnd(text, '\\', index);
        index = Math.min(quote, backslash);
        if (index === text.length) break;
        if (index === backslash) this.#isEscaped = true;
        else this.#isInString = false;
        continue;
      }
      const unit = text.charCodeAt(index);
      if (unit === QUOTE) {
        if (this.#part === 'before' || this.#part === 'after') this.#fail();
        this.#isInString = true;
      } else if (unit === OPENING_BRACE || unit === OPENING_BRACKET) {
        if (this.#open(unit)) start = index + 1;
      } else if (unit === CLOSING_BRACE || unit === CLOSING_BRACKET || unit === COMMA || unit === COLON) {
        if (this.#isBoundary(unit)) {
          this.#take(this.#carry + text.slice(start, index), unit);
          this.#carry = '';
          start = index + 1;
        } else if (unit === CLOSING_BRACE || unit === CLOSING_BRACKET) this.#depth--;
      } else if ((this.#part === 'before' || this.#part === 'after') && !isSpace(unit)) {
        this.#fail();
      }
    }
    if (this.#trouble === null) this.#carryOver(text.slice(start));
    return this.#trouble;
  }

  /** After the last piece. */
  end(): CheckedProgressFile | { readonly reason: ImportTrouble } {
    if (this.#trouble === null && this.#part !== 'after') this.#fail();
    const head = this.#trouble === null ? this.#readHead() : null;
    if (this.#trouble !== null || head === null) return { reason: this.#trouble ?? 'broken' };
    return {
      trialCount: this.#trialCount,
      customDrills: head,
      clockTroubleCount: this.#clockTroubleCount,
      movedCount: this.#movedCount,
      isInOrder: this.#isInOrder,
    };
  }

  /** Cut off or damaged on the way, if it once was ours. */
  #fail(): void {
    this.#trouble ??= this.#version > 0 ? 'broken' : 'foreign';
  }

  /** @returns whether the text under way begins after this bracket */
  #open(unit: number): boolean {
    this.#depth++;
    if (this.#depth > MAX_DEPTH || this.#part === 'after') this.#fail();
    if (this.#part === 'before') {
      if (unit !== OPENING_BRACE) this.#trouble = 'foreign';
      this.#part = 'name';
      return true;
    }
    if (this.#depth === 2 && this.#part === 'member' && isList(this.#name) && unit === OPENING_BRACKET) {
      // Nothing but space may stand before it.
      if (this.#lists.has(this.#name) || this.#carry.trim() !== '') this.#fail();
      this.#lists.add(this.#name);
      this.#part = LISTS[this.#name];
      this.#rowCount = 0;
      this.#carry = '';
      return true;
    }
    return false;
  }

  /** Whether the text under way ends with this sign. */
  #isBoundary(unit: number): boolean {
    if (this.#part === 'trial' || this.#part === 'drill') return this.#depth === 2 && unit !== COLON;
    if (this.#part === 'before' || this.#part === 'after') return true;
    return this.#depth === 1 && (unit === COLON) === (this.#part === 'name');
  }

  #take(text: string, end: number): void {
    switch (this.#part) {
      case 'name':
        // An object without members, or a comma before its end.
        this.#takeName(text);
        return;
      case 'trial':
      case 'drill':
        if (text.trim() !== '' || end === COMMA || this.#rowCount > 0) {
          if (this.#part === 'trial') this.#takeTrial(text);
          else this.#drills.push(this.#parse(text, LONGEST_DRILL));
          this.#rowCount++;
        }
        if (end === CLOSING_BRACKET) {
          this.#depth--;
          this.#part = 'skipped';
          this.#name = '';
        } else if (end !== COMMA) this.#fail();
        return;
      case 'member':
      case 'skipped':
        this.#takeMember(text);
        if (end === COMMA) this.#part = 'name';
        else if (end === CLOSING_BRACE) {
          this.#depth--;
          this.#part = 'after';
        } else this.#fail();
        return;
      default:
        this.#fail();
    }
  }

  #takeName(text: string): void {
    const name = this.#parse(text, LONGEST_NAME * 6);
    if (typeof name !== 'string') {
      this.#fail();
      return;
    }
    this.#name = name === '' ? ' ' : name;
    this.#part = name === 'format' || isList(name) ? 'member' : 'skipped';
  }

  #takeMember(text: string): void {
    if (this.#part === 'skipped') {
      // Behind a list only a comma may stand.
      if (this.#name === '' && text.trim() !== '') this.#fail();
      return;
    }
    // Trials and drills that are no list come here.
    if (isList(this.#name) || this.#name in this.#members) {
      this.#fail();
      return;
    }
    const value = this.#parse(text, LONGEST_FORMAT);
    this.#members[this.#name] = value;
    if (typeof value !== 'string' || !value.startsWith(FORMAT)) {
      this.#trouble = 'foreign';
      return;
    }
    const version = Number(value.slice(FORMAT.length));
    if (!Number.isInteger(version) || version < 1) this.#trouble = 'broken';
    else if (version > this.#options.migrations.length + 1) this.#trouble = 'newer';
    this.#version = version;
  }

  #takeTrial(text: string): void {
    const { now, migrations, onTrial } = this.#options;
    let row = this.#parse(text, LONGEST_TRIAL);
    for (const step of migrations.slice(this.#version - 1)) row = step.trial ? step.trial(row) : row;
    const trial = v.safeParse(TrialSchema, row, { abortEarly: true });
    // The format comes first: without its version nobody can know what a trial is.
    if (!trial.success || this.#version === 0) {
      this.#fail();
      return;
    }
    const { at } = trial.output;
    if (at < FIRST_SENSIBLE_TIME || at > now + CLOCK_TOLERANCE_MS) this.#clockTroubleCount++;
    const record = withPossibleDate(trial.output, now);
    if (record.at !== at) this.#movedCount++;
    this.#isInOrder &&= record.at >= this.#lastAt;
    this.#lastAt = record.at;
    this.#trialCount++;
    onTrial(record);
  }

  #parse(text: string, maxBytes: number): unknown {
    const read = parseJsonSafely(text, { maxDepth: MAX_DEPTH, maxBytes, maxValues: MOST_VALUES });
    if ('value' in read) return read.value;
    this.#fail();
    return undefined;
  }

  /** Keeps what belongs to the text under way until the next piece. */
  #carryOver(text: string): void {
    const longest = { name: LONGEST_NAME * 6, member: LONGEST_FORMAT, trial: LONGEST_TRIAL, drill: LONGEST_DRILL };
    if (this.#part === 'before' || this.#part === 'skipped' || this.#part === 'after') {
      this.#carry = '';
      return;
    }
    this.#carry += text;
    if (this.#carry.length > longest[this.#part]) this.#fail();
  }

  #readHead(): readonly CustomDrill[] | null {
    if (this.#version === 0) {
      this.#trouble = 'foreign';
      return null;
    }
    if (!this.#lists.has('trials')) return null;
    // Early versions may have had none.
    const drillRows = this.#lists.has('customDrills') && { customDrills: this.#drills };
    let members: Record<string, unknown> = { ...this.#members, ...drillRows };
    for (const step of this.#options.migrations.slice(this.#version - 1)) {
      members = step.head ? step.head(members) : members;
    }
    const drills = v.safeParse(v.array(CustomDrillSchema), members['customDrills']);
    return drills.success ? drills.output : null;
  }
}

/** A file's text, piece by piece; from the beginning each time. */
export interface ProgressText {
  readonly size: number;
  pieces(): AsyncIterable<string>;
}

/**
 * Checks a file from beginning to end before any of it is used: it is taken whole or not at all.
 * @param onRead characters read so far, now and then
 */
export async function checkProgressFile(
  file: ProgressText,
  options: ReadingOptions,
  onRead?: (characters: number) => void,
): Promise<CheckedProgressFile | { readonly reason: ImportTrouble }> {
  if (file.size > PROGRESS_FILE_LIMIT_BYTES) return { reason: 'too-large' };
  const reader = new ProgressFileReader(options);
  let read = 0;
  for await (const piece of file.pieces()) {
    const reason = reader.push(piece);
    if (reason !== null) return { reason };
    read += piece.length;
    onRead?.(read);
  }
  return reader.end();
}

/** Trials handed over at a time. */
const BATCH = 4000;

/**
 * The trials of a file that has been checked, oldest first. One that an export has written is read again batch by batch;
 * one in another order has to be held in memory to be put in order.
 */
export async function* readTrialsInOrder(
  file: ProgressText,
  { isInOrder }: Pick<CheckedProgressFile, 'isInOrder'>,
  options: ReadingOptions,
): AsyncGenerator<readonly TrialRecord[]> {
  let batch: TrialRecord[] = [];
  const reader = new ProgressFileReader({ ...options, onTrial: (trial) => batch.push(trial) });
  for await (const piece of file.pieces()) {
    if (reader.push(piece) !== null) throw new RangeError('the file is not the one that was checked');
    if (!isInOrder || batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (isInOrder) {
    if (batch.length > 0) yield batch;
    return;
  }
  const ordered = batch.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  for (let from = 0; from < ordered.length; from += BATCH) yield ordered.slice(from, from + BATCH);
}
