import { plainText } from '../../core/cleanName';
import { ElsewhereError } from '../../core/errors';
import type { DeviceSource, ToneStage } from '../DeviceProfile';
import type { ToneCurve } from '../ToneCurve';
import { chainDb, detailHz, isToneStage } from './exchangeFilters';
import { badJson, parseJson } from './json';
import { isOwnJson, ownFileOf } from './ownJson';
import { nameFrom } from './naming';
import { readColumns } from './readColumns';
import { isCta2034, readCta2034 } from './readCta2034';
import {
  bothChannelsDb,
  isAlike,
  isOfToneStages,
  isGraphicAlone,
  readFilterText,
  type FilterFile,
} from './filterText/readFilterText';
import { markedMeaning } from './filterText/marked';
import type { FilterProgram } from './filterText/program';
import { readImpulse, readImpulseFile, type ImpulseFile } from './readImpulse';
import { isOpra, opraFileOf } from './readOpra';
import type { CurveReading, FiltersReading, Meaning, Reading } from './Reading';
import { levelled, levelNote, midbandDb, sampledCurve } from './toneGrid';

/** What a device can be read from. */
export type DeviceInput =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'json'; readonly text: string }
  | { readonly kind: 'wav'; readonly bytes: Uint8Array };

/** A file as a `Blob` gives it. */
export interface DeviceFile {
  readonly name: string;
  readonly size: number;
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> };
  arrayBuffer(): Promise<ArrayBuffer>;
  text(): Promise<string>;
}

/** Texts beyond this are no device. */
export const MAX_TEXT_BYTES = 20_000_000;
/** Ten seconds of sixteen channels at 192 kHz, and then some. */
const MAX_WAV_BYTES = 200_000_000;

/** Of the time that a text takes, what goes into reading its bytes. */
const READ_PART = 0.2;

const tooLarge = (bytes: number): ElsewhereError =>
  new ElsewhereError('device-too-large', `${bytes} bytes are no device`, { bytes, most: MAX_TEXT_BYTES });

/**
 * Reads the file of a device; too large a one is refused before it is read.
 * @param onProgress 0…1, now and then
 * @throws ElsewhereError any `device-…` code; `device-failed` when the file cannot be read
 */
export async function readDeviceFile(
  file: DeviceFile,
  onProgress: (fraction: number) => void = () => undefined,
): Promise<Reading> {
  let input: DeviceInput;
  try {
    const start = new Uint8Array(await file.slice(0, 12).arrayBuffer());
    const isWav = String.fromCharCode(...start.subarray(0, 4)) === 'RIFF';
    if (file.size > (isWav ? MAX_WAV_BYTES : MAX_TEXT_BYTES)) throw tooLarge(file.size);
    if (isWav) return await impulseReading(file, onProgress);
    if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)) {
      input = { kind: 'text', text: utf16Text(new Uint8Array(await file.arrayBuffer())) };
    } else input = { kind: 'text', text: await file.text() };
  } catch (error) {
    if (error instanceof ElsewhereError) throw error;
    throw new ElsewhereError('device-failed', 'the file could not be read', {}, { cause: error });
  }
  onProgress(READ_PART);
  return readDevice(input, file.name, (fraction) => onProgress(READ_PART + (1 - READ_PART) * fraction));
}

/** What spreadsheets on Windows call Unicode text. */
function utf16Text(bytes: Uint8Array): string {
  const isLittle = bytes[0] === 0xff;
  const parts: string[] = [];
  for (let from = 2; from + 1 < bytes.length; from += 16_384) {
    const units: number[] = [];
    for (let i = from; i < Math.min(from + 16_384, bytes.length - 1); i += 2) {
      units.push(isLittle ? bytes[i]! | (bytes[i + 1]! << 8) : (bytes[i]! << 8) | bytes[i + 1]!);
    }
    parts.push(String.fromCharCode(...units));
  }
  return parts.join('');
}

/**
 * Reads a device from a text, JSON or an impulse response, whatever of the known formats it is in.
 * @param name of the file, or what stands for pasted text
 * @throws ElsewhereError `device-not-recognised`, `device-too-few-points`, `device-too-narrow`, `device-bad-line`,
 * `device-too-large`, `device-bad-json`, `device-bad-impulse`
 */
export function readDevice(
  input: DeviceInput,
  name: string,
  onProgress: (fraction: number) => void = () => undefined,
): Reading {
  if (input.kind === 'wav') return readingOfImpulse(readImpulse(input.bytes), name);
  // Letters are at least a byte each.
  if (input.text.length > MAX_TEXT_BYTES) throw tooLarge(input.text.length);
  const text = input.text.replace(/^\uFEFF/, '');
  if (input.kind === 'json' || /^\s*[{[]/.test(text)) return jsonReading(text, name);
  if (/^[ \t]*(?:Filter[ \t\d]*|Preamp[ \t]*|GraphicEQ[ \t]*):/im.test(text)) return filterTextReading(text, name);
  if (text.includes('\0')) throw new ElsewhereError('device-not-recognised', 'it is no text');
  const lines = text.split(/\r\n|\r|\n/);
  return isCta2034(lines) ? ctaReading(lines, name) : columnReading(lines, name, onProgress);
}

/** What a name gives away. */
function meaningOfName(name: string): { guess: Meaning; guessReason: string } | null {
  if (/(?:^|[^a-z])(?:eq|peq|equali[sz]\w*|correct\w*|compensat\w*|inverse|inverted)(?:[^a-z]|$)/i.test(name)) {
    return { guess: 'correction', guessReason: 'The name of the file speaks of a correction.' };
  }
  if (/(?:^|[^a-z])(?:raw|response|fr|spl|measure\w*)(?:[^a-z]|$)/i.test(name)) {
    return { guess: 'response', guessReason: 'The name of the file speaks of a response.' };
  }
  return null;
}

function marked(text: string): { guess: Meaning; guessReason: string } | null {
  const guess = markedMeaning(text);
  return guess && { guess, guessReason: `The file says that it is a ${guess}.` };
}

interface Facts {
  readonly name: string;
  readonly formatLabel: string;
  readonly guess: Meaning | null;
  readonly guessReason: string;
  readonly notes: readonly string[];
  readonly source?: Partial<DeviceSource>;
}

function curveReading(facts: Facts, curve: ToneCurve, alternatives: CurveReading['alternatives'] = []): CurveReading {
  const level = levelled(curve);
  return {
    ...facts,
    kind: 'curve',
    curve: level.curve,
    alternatives: alternatives.map((other) => ({ label: other.label, curve: levelled(other.curve).curve })),
    notes: [...facts.notes, ...levelNote(level.takenOffDb)],
  };
}

/** Sections as they are, and one gain for all gains, so that the mean from 300 to 3000 Hz is 0 dB. */
export function levelledStages(stages: readonly ToneStage[]): ToneStage[] {
  const filters = stages.filter((stage) => stage.kind !== 'gain');
  const gainDb = -midbandDb((frequenciesHz) => chainDb(filters, frequenciesHz));
  return Math.abs(gainDb) < 1e-6 ? filters : [...filters, { kind: 'gain', gainDb }];
}

const curveOfFilters = (file: FilterFile): ToneCurve =>
  sampledCurve((frequenciesHz) => bothChannelsDb(file, frequenciesHz), 20, 20_000, [
    ...detailHz(file.left),
    ...detailHz(file.right),
  ]);

function filterReading(facts: Facts, file: FilterFile): FiltersReading | CurveReading {
  const notes = [...facts.notes, ...file.notes];
  if (isAlike(file) && isOfToneStages(file)) {
    const stages = file.left.filter(isToneStage);
    // The flat reference is a device too, but a file of another program's that does nothing is a mistake.
    if (file.marked === null && stages.every((stage) => stage.kind === 'gain')) {
      throw new ElsewhereError('device-not-recognised', 'no filter is switched on');
    }
    return { ...facts, kind: 'filters', notes, stages: levelledStages(stages) };
  }
  const wasPlain = file.left.every(isToneStage) && file.right.every(isToneStage);
  notes.push(
    wasPlain
      ? 'Left and right differ; they were averaged in power into one curve.'
      : 'Some filters are of kinds that devices here do not have; the whole was taken as a curve.',
  );
  return curveReading({ ...facts, notes }, curveOfFilters(file));
}

const CORRECTION_BY_USE: Pick<Facts, 'guess' | 'guessReason'> = {
  guess: 'correction',
  guessReason: 'Equalizer settings are mostly made to correct a device.',
};

/** The others write Equalizer APO's format. */
const PROGRAM_LABEL: Partial<Record<FilterProgram, string>> = {
  autoEq2022: 'AutoEq filters (ParametricEQ)',
  rew: 'REW filter settings',
};

function filterTextReading(text: string, name: string): Reading {
  const file = readFilterText(text);
  const isGraphic = isGraphicAlone(file);
  const facts = {
    name: nameFrom(name),
    formatLabel: isGraphic ? 'GraphicEQ' : (PROGRAM_LABEL[file.program] ?? 'Equalizer APO filters (ParametricEQ)'),
    ...(marked(text) ?? CORRECTION_BY_USE),
    notes: [],
    ...sourceOf(text),
  };
  if (!isGraphic || !isAlike(file)) return filterReading(facts, file);
  return curveReading({ ...facts, notes: file.notes }, curveOfFilters(file));
}

/** Credit and licence as the formats written here state them in comments. */
function sourceOf(text: string): Pick<Facts, 'source'> {
  const line = (key: string): string | undefined => {
    const found = new RegExp(String.raw`^[#* ]*${key}: (.{1,1000})`, 'im').exec(text)?.[1];
    return found && plainText(found, 300);
  };
  const credit = line('Credit');
  const licence = line('Licence');
  if (credit === undefined && licence === undefined) return {};
  return { source: { ...(credit && { credit }), ...(licence && { licence }) } };
}

/** A heading of columns with an impedance among them; the “250 ohm” of a headphone's name is none. */
const IMPEDANCE = /^(?=.*(?:freq|\bhz\b)).*(?<!\d\s*)(?:\bohms?\b|[\u2126\u03a9]|\bimpedance\b)/im;

function columnReading(lines: readonly string[], name: string, onProgress: (fraction: number) => void): Reading {
  const file = readColumns(lines, onProgress);
  if (IMPEDANCE.test(file.head) || /\.zm[ab]$/i.test(name)) {
    throw new ElsewhereError('device-impedance', 'the second column holds ohms');
  }
  const isRew = /\bREW\b|Freq\(Hz\)|Room EQ/i.test(file.head);
  const isFrd = /\.frd$/i.test(name.slice(-10));
  const isAutoEq = /^raw\b/.test(file.column);
  const isGll = /dB\s?SPL|\bGLL\b/i.test(file.head) && !isRew;
  const formatLabel = isRew
    ? 'REW text'
    : isAutoEq
      ? 'AutoEq CSV'
      : isFrd
        ? 'FRD'
        : isGll
          ? 'GLL text'
          : 'table of levels';
  const takenOffDb = levelled(file.curve).takenOffDb;
  let guess: Pick<Facts, 'guess' | 'guessReason'> = {
    guess: null,
    guessReason: 'The columns hold levels and do not say of what.',
  };
  if (/^(?:equalization|correction|eq|filter|gain)\b/.test(file.column)) {
    guess = { guess: 'correction', guessReason: 'The heading of the column speaks of an equalization.' };
  } else if (isAutoEq) guess = { guess: 'response', guessReason: 'AutoEq’s column “raw” is what was measured.' };
  else if (takenOffDb > 20)
    guess = { guess: 'response', guessReason: 'The levels are sound pressure, so they were measured.' };
  else if (meaningOfName(name)) guess = meaningOfName(name)!;
  else if (/target/i.test(name.slice(0, 400))) {
    guess = { guess: null, guessReason: 'The name speaks of a target, which is neither a device nor its correction.' };
  } else if (isRew || isFrd) guess = { guess: 'response', guessReason: 'Files of this kind hold measurements.' };
  const facts = { name: nameFrom(name), formatLabel, ...guess, ...marked(file.head), notes: file.notes };
  return curveReading({ ...facts, ...sourceOf(file.head) }, file.curve);
}

/** Slope of the in-room response of neutral loudspeakers: mean of straight lines through those of three studio monitors. */
const NEUTRAL_ROOM_DB_PER_OCTAVE = -0.83;

function ctaReading(lines: readonly string[], name: string): Reading {
  const { curves, notes } = readCta2034(lines);
  const [main, ...others] = curves;
  const inRoom = curves.find(({ label }) => /in-?room/i.test(label))?.curve;
  const said = [...notes];
  if (inRoom) {
    const levelsDb = inRoom.levelsDb.map(
      (db, i) => db - NEUTRAL_ROOM_DB_PER_OCTAVE * Math.log2(inRoom.frequenciesHz[i]! / 1000),
    );
    others.push({ label: 'In-room response against a neutral loudspeaker’s', curve: { ...inRoom, levelsDb } });
    said.push('In a room even a neutral loudspeaker falls by about 0.8 dB an octave.');
  }
  said.push(`Taken: ${main!.label}. Also there: ${others.map(({ label }) => label).join(', ') || 'nothing'}.`);
  return curveReading(
    {
      name: nameFrom(name),
      formatLabel: 'CTA-2034 text',
      guess: 'response',
      guessReason: 'CTA-2034 data are measurements of a loudspeaker.',
      notes: said,
    },
    main!.curve,
    others,
  );
}

async function impulseReading(file: DeviceFile, onProgress: (fraction: number) => void): Promise<Reading> {
  return readingOfImpulse(await readImpulseFile(file, onProgress), file.name);
}

function readingOfImpulse({ curve, notes, comment }: ImpulseFile, name: string): Reading {
  const guess = marked(comment) ??
    meaningOfName(name) ?? {
      guess: null,
      guessReason: 'An impulse response may be measured, or made to correct something.',
    };
  return curveReading({ name: nameFrom(name), formatLabel: 'WAV impulse response', ...guess, notes }, curve);
}

function jsonReading(text: string, name: string): Reading {
  // A line of JSON after a line of JSON is a database.
  if (/^\s*\{"type":"(?:vendor|product|eq)"[^\n]*\}\r?\n\s*\{/.test(text.slice(0, 100_000))) {
    throw badJson('it is OPRA’s whole database, which has a button of its own');
  }
  const content = parseJson(text);
  if (isOwnJson(content)) {
    const { profile, curve } = ownFileOf(content);
    return {
      kind: 'profile',
      name: profile.name,
      formatLabel: 'Elsewhere device',
      guess: 'response',
      guessReason: 'It is a device that was exported from Elsewhere.',
      notes: [],
      profile,
      ...(profile.source && { source: profile.source }),
      ...(curve && { curve }),
    };
  }
  if (!isOpra(content)) throw badJson('it is neither a device of Elsewhere nor a correction of OPRA’s');
  const { filters, author, details } = opraFileOf(content);
  const isInfoFile = /^info(?:\.json)?$/i.test(name.trim());
  return filterReading(
    {
      name: isInfoFile && details !== '' ? nameFrom(details) : nameFrom(name),
      formatLabel: 'OPRA correction',
      guess: 'correction',
      guessReason: 'OPRA’s files are corrections.',
      notes: [],
      source: {
        credit: author === '' ? 'OPRA' : `OPRA, ${author}`,
        licence: 'CC-BY-SA-4.0',
        references: [details === '' ? 'OPRA open headphone data' : `OPRA open headphone data: ${details}`],
      },
    },
    { left: filters, right: filters, notes: [], marked: null },
  );
}
