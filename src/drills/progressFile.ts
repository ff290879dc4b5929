import * as v from 'valibot';
import type { DrillKind } from './DrillKind';
import { OCTAVE_CENTRES_HZ } from './material';
import type { CustomDrill, TrialRecord } from './records';
import { CustomDrillSchema, IdSchema, ModeSchema } from './specSchema';

/** 200,000 trials take about 60 MB. */
export const PROGRESS_FILE_LIMIT_BYTES = 200_000_000;
const FORMAT = 'elsewhere.progress/';
/** The app did not exist before: an earlier record was made by a clock that was wrong. */
const FIRST_SENSIBLE_TIME = Date.UTC(2020, 0, 1);
/** Another time zone's clock set to local time is not a wrong clock. */
const CLOCK_TOLERANCE_MS = 86_400_000;
/** Records checked before the page is given a turn. */
const RECORDS_A_TURN = 5000;

/** Where what is exported comes from: part of `ProgressPort`. */
export interface ProgressSource {
  readTrials(onBatch: (records: readonly TrialRecord[]) => void): Promise<void>;
  listCustomDrills(): Promise<readonly CustomDrill[]>;
}

/**
 * Everything that cannot be worked out from something else: trials and custom drills. Skills, days and the schedule
 * follow from the trials.
 * @param now milliseconds since 1970
 * @returns parts of one file, in order; a single string of three years' practice would take twice the memory
 */
export async function exportJson(source: ProgressSource, now: number): Promise<string[]> {
  const customDrills = await source.listCustomDrills();
  const head = { format: `${FORMAT}${VERSION}`, exportedAt: new Date(now).toISOString(), customDrills };
  const parts = [`${JSON.stringify(head).slice(0, -1)},"trials":[`];
  let separator = '\n';
  await source.readTrials((records) => {
    if (records.length === 0) return;
    parts.push(separator + records.map((record) => JSON.stringify(record)).join(',\n'));
    separator = ',\n';
  });
  parts.push('\n]}\n');
  return parts;
}

/** RFC 4180, and a text that a spreadsheet would take for a formula is made one no more. */
function csvField(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = /^(?:[=+@\t\r]|-(?!\d))/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const csvLine = (fields: readonly (string | number | boolean | null)[]): string =>
  `${fields.map(csvField).join(',')}\r\n`;

/**
 * All trials as a table for a spreadsheet, oldest first.
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
            new Date(record.at).toISOString(),
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

const finite = v.pipe(v.number(), v.finite());
const TrialSchema = v.object({
  id: IdSchema,
  /** What a Date can hold. */
  at: v.pipe(finite, v.minValue(-8.64e15), v.maxValue(8.64e15)),
  mode: ModeSchema,
  kindId: IdSchema,
  deviceId: v.nullable(IdSchema),
  band: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(40))),
  strength: finite,
  isCatch: v.boolean(),
  isCorrect: v.boolean(),
  chance: v.pipe(finite, v.minValue(0), v.maxValue(1)),
  item: v.pipe(v.string(), v.maxLength(200)),
  answered: v.nullable(v.pipe(v.string(), v.maxLength(200))),
  error: v.nullable(finite),
  responseMs: v.pipe(finite, v.minValue(0), v.maxValue(3_600_000)),
});

const ContentSchema = v.object({
  customDrills: v.array(CustomDrillSchema),
  trials: v.array(v.unknown()),
});

/** Takes the content of a file from one version of the format to the next. */
export type FileMigration = (content: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** Entry n takes version n + 1 to n + 2. A released entry is never edited, only followed by another. */
const MIGRATIONS: readonly FileMigration[] = [];
const VERSION = MIGRATIONS.length + 1;

/** Why a file is not taken. */
export type ImportTrouble = 'foreign' | 'broken' | 'newer' | 'too-large';

export interface ProgressFile {
  readonly trials: readonly TrialRecord[];
  readonly customDrills: readonly CustomDrill[];
  /** Trials dated before 2020 or in the future. They are kept: what was heard was heard. */
  readonly clockTroubleCount: number;
}

export interface ReadingOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Awaited now and then, so that the page stays alive. */
  readonly breathe?: () => Promise<void>;
  /** Steps of the format; the app's own when left out. */
  readonly migrations?: readonly FileMigration[];
}

/** Bytes as a `Blob` gives them. */
export interface FileText {
  readonly size: number;
  text(): Promise<string>;
}

type Envelope = Record<string, unknown> & { readonly format: string };

/** @returns the reason when this is no content of ours */
function openEnvelope(text: string): Envelope | ImportTrouble {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // Cut off or damaged on the way, if it once was ours.
    return text.slice(0, 200).includes(`"${FORMAT}`) ? 'broken' : 'foreign';
  }
  if (typeof content !== 'object' || content === null || !('format' in content)) return 'foreign';
  const { format } = content;
  return typeof format === 'string' && format.startsWith(FORMAT) ? { ...content, format } : 'foreign';
}

/** Brings the content to the newest version. */
function upToDate(envelope: Envelope, migrations: readonly FileMigration[]): Record<string, unknown> | ImportTrouble {
  const version = Number(envelope.format.slice(FORMAT.length));
  if (!Number.isInteger(version) || version < 1) return 'broken';
  if (version > migrations.length + 1) return 'newer';
  let content: Record<string, unknown> = envelope;
  for (const step of migrations.slice(version - 1)) content = step(content);
  return content;
}

/** Checks a file from beginning to end before any of it is used: it is taken whole or not at all. */
export async function readProgressFile(
  file: FileText,
  { now, breathe, migrations = MIGRATIONS }: ReadingOptions,
): Promise<ProgressFile | { readonly reason: ImportTrouble }> {
  if (file.size > PROGRESS_FILE_LIMIT_BYTES) return { reason: 'too-large' };
  const envelope = openEnvelope(await file.text());
  if (typeof envelope === 'string') return { reason: envelope };
  const migrated = upToDate(envelope, migrations);
  if (typeof migrated === 'string') return { reason: migrated };
  const content = v.safeParse(ContentSchema, migrated);
  if (!content.success) return { reason: 'broken' };
  const trials: TrialRecord[] = [];
  let clockTroubleCount = 0;
  for (const [index, row] of content.output.trials.entries()) {
    const trial = v.safeParse(TrialSchema, row, { abortEarly: true });
    if (!trial.success) return { reason: 'broken' };
    trials.push(trial.output);
    if (trial.output.at < FIRST_SENSIBLE_TIME || trial.output.at > now + CLOCK_TOLERANCE_MS) clockTroubleCount++;
    if (index % RECORDS_A_TURN === RECORDS_A_TURN - 1) {
      // A turn of the page, not work that could run side by side.
      // oxlint-disable-next-line no-await-in-loop
      await breathe?.();
    }
  }
  return { trials, customDrills: content.output.customDrills, clockTroubleCount };
}

/** Where an import goes: part of `ProgressPort`. */
export interface ProgressKeeper<Rules> {
  importTrials(records: readonly TrialRecord[], rules: Rules, onProgress?: (done: number) => void): Promise<number>;
  listCustomDrills(): Promise<readonly CustomDrill[]>;
  putCustomDrill(drill: CustomDrill): Promise<void>;
}

export interface ImportResult {
  /** Trials that were new. */
  readonly added: number;
  /** Trials that were there already. */
  readonly known: number;
  readonly clockTroubleCount: number;
}

/**
 * Adds what a file holds. The same file twice adds nothing the second time; breaking off in the middle leaves whole
 * trials, and doing it again adds the rest.
 * @param rules `createProgressRules(kinds, 'import')`
 */
export async function importProgressFile<Rules>(
  file: FileText,
  keeper: ProgressKeeper<Rules>,
  rules: Rules,
  options: ReadingOptions & { readonly onProgress?: (share: number) => void },
): Promise<ImportResult | { readonly reason: ImportTrouble }> {
  const read = await readProgressFile(file, options);
  if ('reason' in read) return read;
  const { trials, customDrills, clockTroubleCount } = read;
  const added = await keeper.importTrials(trials, rules, (done) => options.onProgress?.(done / trials.length));
  // One that is there may have been changed since the file was written.
  const known = new Set((await keeper.listCustomDrills()).map(({ id }) => id));
  await Promise.all(customDrills.filter(({ id }) => !known.has(id)).map((drill) => keeper.putCustomDrill(drill)));
  return { added, known: trials.length - added, clockTroubleCount };
}
