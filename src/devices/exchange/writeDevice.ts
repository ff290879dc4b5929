import { plainText } from '../../core/cleanName';
import { assertInRange } from '../../core/errors';
import type { BiquadCoefficients } from '../../dsp/loudness';
import { fitCascade } from '../../dsp/fitCascade';
import { firLengthFor } from '../../dsp/firLength';
import { designMinimumPhase } from '../../dsp/minimumPhase';
import type { DeviceProfile, StereoStage, ToneStage } from '../DeviceProfile';
import { isStereoStage, responseCurveDb, stereoMatrix, toneStages } from '../response';
import type { ToneCurve } from '../ToneCurve';
import { digitalSection } from './digitalSection';
import type { ExportFormatId } from './exportFormats';
import { writeOwnJson } from './ownJson';
import { curveLevelsDb, straightLines, TONE_GRID_HZ } from './toneGrid';

/** A device as a file. */
export type DeviceExport = {
  readonly fileName: string;
  readonly mime: string;
  /** What the file does not say, and what it takes; sentences. */
  readonly notes: readonly string[];
} & ({ readonly text: string } | { readonly bytes: Uint8Array<ArrayBuffer> });

type Content = { readonly text: string } | { readonly bytes: Uint8Array<ArrayBuffer> };
type FilterStage = Exclude<ToneStage, { readonly kind: 'gain' }>;

interface Job {
  readonly profile: DeviceProfile;
  readonly sampleRate: number;
  /** Level of the device over frequency. */
  readonly levelAt: (frequenciesHz: Float64Array) => Float64Array;
  readonly curve: ToneCurve | undefined;
}

interface Written {
  readonly content: Content;
  readonly notes: readonly string[];
}

interface Format {
  /** What follows the name of the device in the name of the file. */
  readonly ending: (sampleRate: number) => string;
  readonly mime: string;
  /** True when it says what happens between left and right. */
  readonly hasImage: boolean;
  /** True when it has a place for credit and licence. */
  readonly hasComments: boolean;
  /** True when rooms, limits and noise are in it too. */
  readonly isWhole?: boolean;
  readonly write: (job: Job) => Written;
}

const kilohertz = (sampleRate: number): string => String(Number((sampleRate / 1000).toFixed(3)));

/** A number without more digits than it needs, and never with an exponent. */
const decimal = (value: number, places: number): string => String(Number(value.toFixed(places)) + 0);

const FORMATS: Readonly<Record<ExportFormatId, Format>> = {
  'own-json': {
    ending: () => '.device.json',
    mime: 'application/json',
    hasImage: true,
    hasComments: true,
    isWhole: true,
    write: ({ profile, curve }) => ({ content: { text: writeOwnJson(profile, curve) }, notes: [] }),
  },
  'equalizer-apo': {
    ending: () => ' ParametricEQ.txt',
    mime: 'text/plain',
    hasImage: true,
    hasComments: true,
    write: writeEqualizerApo,
  },
  'graphic-eq': {
    ending: () => ' GraphicEQ.txt',
    mime: 'text/plain',
    hasImage: false,
    hasComments: true,
    write: writeGraphicEq,
  },
  'autoeq-csv': {
    ending: () => '.csv',
    mime: 'text/csv',
    hasImage: false,
    hasComments: false,
    write: writeAutoEq,
  },
  'camilla-dsp': {
    ending: () => ' CamillaDSP.yml',
    mime: 'application/yaml',
    hasImage: true,
    hasComments: true,
    write: writeCamilla,
  },
  'minidsp-48': {
    ending: () => ' miniDSP 48 kHz.txt',
    mime: 'text/plain',
    hasImage: false,
    hasComments: false,
    write: (job) => writeMinidsp(job, 48_000),
  },
  'minidsp-96': {
    ending: () => ' miniDSP 96 kHz.txt',
    mime: 'text/plain',
    hasImage: false,
    hasComments: false,
    write: (job) => writeMinidsp(job, 96_000),
  },
  'impulse-wav': {
    ending: (sampleRate) => ` ${kilohertz(sampleRate)} kHz.wav`,
    mime: 'audio/wav',
    hasImage: false,
    hasComments: true,
    write: writeImpulse,
  },
};

/**
 * A device in one of the field's formats, as what it does (not as its correction).
 * @param profile with the layers that are wanted, and with its evidence if credit and licence are to be in the file
 * @param sampleRate hertz, of an impulse response: 8000 to 384000
 * @param curve what the device was imported as: written in place of the fitted chain where the format is a curve
 * @throws RangeError
 */
export function writeDevice(
  profile: DeviceProfile,
  format: ExportFormatId,
  sampleRate = 48_000,
  curve?: ToneCurve,
): DeviceExport {
  assertInRange('sampleRate', sampleRate, 8000, 384_000);
  const { ending, mime, hasImage, hasComments, isWhole, write } = FORMATS[format];
  const levelAt = curve
    ? (frequenciesHz: Float64Array) => curveLevelsDb(curve, frequenciesHz)
    : (frequenciesHz: Float64Array) => responseCurveDb(profile, frequenciesHz);
  const { content, notes } = write({ profile, sampleRate, levelAt, curve });
  const left = isWhole ? [] : leftOut(profile, hasImage);
  const unsaid =
    !hasComments && profile.source
      ? [
          `The format has no place for credit: figures by ${plainText(profile.source.credit, 200)}; licence ${plainText(profile.source.licence, 120)}.`,
        ]
      : [];
  return {
    ...content,
    fileName: fileNameOf(profile.name) + ending(sampleRate),
    mime,
    notes: [...notes, ...left, ...unsaid],
  };
}

function fileNameOf(name: string): string {
  const bare = plainText(name.replaceAll(/[<>:"/\\|?*]/g, ' '), 80).replace(/[. …]+$/, '');
  return bare === '' ? 'Device' : bare;
}

function leftOut(profile: DeviceProfile, hasImage: boolean): string[] {
  const notes: string[] = [];
  if (!hasImage && profile.stages.some((stage) => isStereoStage(stage))) {
    notes.push('What it does between left and right (mono, width) is not in the file.');
  }
  if (profile.room) notes.push(`The room is not in the file: ${plainText(profile.room.label, 80)}.`);
  if (profile.limits) notes.push('What it does when it plays loud (protection, limiter, codec) is not in the file.');
  if (profile.scene) notes.push('The noise around it is not in the file.');
  return notes;
}

/** Whose figures these are, one line each; a reader of ours finds the meaning in the first. */
function commentLines(profile: DeviceProfile): string[] {
  const { source } = profile;
  return [
    `Elsewhere: response of ${plainText(profile.name, 80)}`,
    'It makes what is played sound as through the device; it is no correction.',
    ...(source ? [`Credit: ${plainText(source.credit, 300)}`, `Licence: ${plainText(source.licence, 300)}`] : []),
  ];
}

function split(profile: DeviceProfile): { filters: FilterStage[]; gainDb: number } {
  const tone = toneStages(profile);
  return {
    filters: tone.filter((stage): stage is FilterStage => stage.kind !== 'gain'),
    gainDb: tone.reduce((sum, stage) => sum + (stage.kind === 'gain' ? stage.gainDb : 0), 0),
  };
}

/** The highest level from 20 Hz to 20 kHz, as a warning where it is above full scale. */
function headroomNote(levelAt: Job['levelAt'], how: string): string[] {
  const most = Math.max(...levelAt(TONE_GRID_HZ));
  return most > 0.05 ? [`It boosts by up to ${most.toFixed(1)} dB: ${how}.`] : [];
}

/** How far bilinear filters, which most programs have, stray from the analog ones at 48 kHz up to 16 kHz. */
function warpNote(filters: readonly FilterStage[], program: string): string[] {
  const rate = 48_000;
  const warped = (f: number): number => Math.tan((Math.PI * f) / rate);
  let worst = 0;
  for (const f of TONE_GRID_HZ) {
    if (f > 16_000) break;
    let off = 0;
    for (const stage of filters) {
      const { frequencyHz } = stage;
      const bent = frequencyHz < 0.49 * rate ? (frequencyHz * warped(f)) / warped(frequencyHz) : f;
      const [stated, had] = responseCurveDb({ stages: [stage] }, [f, bent]);
      off += had! - stated!;
    }
    worst = Math.max(worst, Math.abs(off));
  }
  if (worst < 0.1) return [];
  return [
    `${program} bends filters near the top of the range: at 48 kHz by up to ${worst.toFixed(1)} dB below 16 kHz, at 96 kHz by far less.`,
  ];
}

const APO_TYPE: Readonly<Record<FilterStage['kind'], string>> = {
  peaking: 'PK',
  lowshelf: 'LSC',
  highshelf: 'HSC',
  highpass: 'HPQ',
  lowpass: 'LPQ',
};

function stereoStages(profile: DeviceProfile): StereoStage[] {
  return profile.stages.filter((stage): stage is StereoStage => isStereoStage(stage));
}

/** Equalizer APO takes three digits behind a point for thousands: “63.125 Hz” would be a filter at 63 kHz. */
const FREQUENCY_PLACES = 2;

function writeEqualizerApo({ profile, levelAt }: Job): Written {
  const { filters, gainDb } = split(profile);
  const lines = commentLines(profile).map((line) => `# ${line}`);
  lines.push(`Preamp: ${decimal(gainDb, 4)} dB`);
  if (stereoStages(profile).length > 0) {
    const [l, r] = stereoMatrix(profile);
    const mixed = ([fromL, fromR]: readonly [number, number]): string =>
      `${decimal(fromL, 6)}*L+${decimal(fromR, 6)}*R`.replace('+-', '-');
    lines.push(`Copy: L=${mixed(l)} R=${mixed(r)}`);
  }
  for (const [i, stage] of filters.entries()) {
    const gain = 'gainDb' in stage ? ` Gain ${decimal(stage.gainDb, 4)} dB` : '';
    lines.push(
      `Filter ${i + 1}: ON ${APO_TYPE[stage.kind]} Fc ${decimal(stage.frequencyHz, FREQUENCY_PLACES)} Hz${gain} Q ${decimal(stage.q, 5)}`,
    );
  }
  return {
    content: { text: `${lines.join('\n')}\n` },
    notes: [...headroomNote(levelAt, 'lower the preamp by as much'), ...warpNote(filters, 'Equalizer APO')],
  };
}

/** AutoEq's 127 frequencies, which readers of the format expect. */
const GRAPHIC_HZ = Array.from({ length: 127 }, (_, i) => Math.floor(20 * 1.0563 ** i));
/** Between points the line may stray this far. */
const GRAPHIC_ERROR_DB = 0.03;
/** Nothing is heard below, and programs read no less. */
const LOWEST_DB = -120;

function logSpaced(fromHz: number, toHz: number, perOctave: number): number[] {
  const count = Math.floor(Math.log2(toHz / fromHz) * perOctave + 1e-9) + 1;
  return Array.from({ length: count }, (_, i) => fromHz * 2 ** (i / perOctave));
}

function writeGraphicEq({ profile, levelAt }: Job): Written {
  const dense = Float64Array.from(logSpaced(20, 19_900, 192));
  const wanted = levelAt(dense).map((db) => Math.max(db, LOWEST_DB));
  const grids = [GRAPHIC_HZ, [...TONE_GRID_HZ], ...[48, 96, 192].map((perOctave) => logSpaced(20, 20_000, perOctave))];
  let written: readonly (readonly [number, number])[] = [];
  for (const grid of grids) {
    const frequencies = Float64Array.from(grid, (f) => Number(f.toFixed(2)));
    const levels = levelAt(frequencies).map((db) => Number(Math.max(db, LOWEST_DB).toFixed(2)));
    written = [...frequencies].map((f, i) => [f, levels[i]!]);
    const lnF = frequencies.map((f) => Math.log(f));
    const had = straightLines(
      lnF,
      levels,
      dense.map((f) => Math.log(f)),
    );
    if (had.every((db, i) => Math.abs(db - wanted[i]!) <= GRAPHIC_ERROR_DB)) break;
  }
  const points = written.map(([f, db]) => `${decimal(f, 2)} ${decimal(db, 2)}`).join('; ');
  // Some readers take the first line only, so that what is said about it comes after it.
  const comments = commentLines(profile).map((line) => `# ${line}`);
  const finer =
    written.length > GRAPHIC_HZ.length ? [`Written with ${written.length} points: 127 would be too few for it.`] : [];
  return {
    content: { text: `${[`GraphicEQ: ${points}`, ...comments].join('\n')}\n` },
    notes: [...headroomNote(levelAt, 'lower the level before it by as much'), ...finer],
  };
}

function writeAutoEq({ levelAt, curve }: Job): Written {
  const count = Math.floor(Math.log(1000) / Math.log(1.01)) + 1;
  // An imported curve keeps its own points: between them, a notch would lose its ground.
  const grid = curve?.frequenciesHz ?? Array.from({ length: count }, (_, i) => 20 * 1.01 ** i);
  const frequencies = Float64Array.from(grid, (f) => Number(f.toFixed(2)));
  const rows = [...levelAt(frequencies)].map(
    (db, i) => `${frequencies[i]!.toFixed(2)},${Math.max(db, LOWEST_DB).toFixed(2)}`,
  );
  return { content: { text: `${['frequency,raw', ...rows].join('\n')}\n` }, notes: [] };
}

const CAMILLA_TYPE: Readonly<Record<FilterStage['kind'], string>> = {
  peaking: 'Peaking',
  lowshelf: 'Lowshelf',
  highshelf: 'Highshelf',
  highpass: 'Highpass',
  lowpass: 'Lowpass',
};

function writeCamilla({ profile, levelAt }: Job): Written {
  const { filters, gainDb } = split(profile);
  // `channels` of a filter step is a list since version 3; version 2 reads one `channel` only.
  const lines = ['For CamillaDSP 3.', ...commentLines(profile)].map((line) => `# ${line}`);
  lines.push('filters:', `  gain: {type: Gain, parameters: {gain: ${decimal(gainDb, 4)}, inverted: false}}`);
  const names = ['gain'];
  for (const [i, stage] of filters.entries()) {
    const name = `band${String(i + 1).padStart(2, '0')}`;
    names.push(name);
    const gain = 'gainDb' in stage ? `, gain: ${decimal(stage.gainDb, 4)}` : '';
    lines.push(
      `  ${name}: {type: Biquad, parameters: {type: ${CAMILLA_TYPE[stage.kind]}, freq: ${decimal(stage.frequencyHz, 3)}${gain}, q: ${decimal(stage.q, 5)}}}`,
    );
  }
  const hasImage = stereoStages(profile).length > 0;
  if (hasImage) {
    lines.push('mixers:', '  image:', '    channels: {in: 2, out: 2}', '    mapping:');
    for (const [dest, row] of stereoMatrix(profile).entries()) {
      lines.push(`      - dest: ${dest}`, '        sources:');
      for (const [channel, share] of row.entries()) {
        if (share === 0) continue;
        const gain = decimal(20 * Math.log10(Math.abs(share)), 4);
        lines.push(`          - {channel: ${channel}, gain: ${gain}, inverted: ${share < 0}}`);
      }
    }
  }
  lines.push('pipeline:');
  if (hasImage) lines.push('  - {type: Mixer, name: image}');
  lines.push(`  - {type: Filter, channels: [0, 1], names: [${names.join(', ')}]}`);
  return {
    content: { text: `${lines.join('\n')}\n` },
    notes: [
      'CamillaDSP also needs a “devices” section, which is your own.',
      ...headroomNote(levelAt, 'lower “gain” by as much'),
      ...warpNote(filters, 'CamillaDSP'),
    ],
  };
}

/** What miniDSP devices have room for. */
const MOST_BIQUADS = 10;

/** Level of digital sections, dB. */
function sectionsDb(sections: readonly BiquadCoefficients[], frequencyHz: number, sampleRate: number): number {
  const p = Math.sin((Math.PI * frequencyHz) / sampleRate) ** 2;
  let db = 0;
  for (const { b0, b1, b2, a1, a2 } of sections) {
    const squared = (c0: number, c1: number, c2: number): number =>
      (c0 + c1 + c2) ** 2 * (1 - p) + (c0 - c1 + c2) ** 2 * p - 16 * c0 * c2 * p * (1 - p);
    db += 10 * Math.log10(squared(b0, b1, b2) / squared(1, a1, a2));
  }
  return db;
}

function writeMinidsp({ profile, levelAt }: Job, sampleRate: number): Written {
  let { filters, gainDb } = split(profile);
  const notes: string[] = [];
  if (filters.length > MOST_BIQUADS) {
    const frequenciesHz = TONE_GRID_HZ;
    const levelsDb = levelAt(frequenciesHz);
    const fit = fitCascade(
      { frequenciesHz, levelsDb },
      {
        maxSections: MOST_BIQUADS,
        errorRangeHz: [20, 16_000],
        // What is hardly heard need not be right to the decibel.
        weights: levelsDb.map((db) => (db < -30 ? 0.2 : 1)),
        rmsGoalDb: 0.02,
        worstGoalDb: 0.1,
        peakQRange: [0.2, 16],
        shelfQRange: [0.3, 3],
        passQRange: [0.3, 6],
        gainLimitDb: 30,
        regrowths: 3,
      },
    );
    notes.push(
      `The device has ${filters.length} filters and miniDSP room for ${MOST_BIQUADS}: fitted anew, ${fit.rmsDb.toFixed(2)} dB RMS and ${fit.worstDb.toFixed(2)} dB at worst from the device.`,
    );
    ({ filters, gainDb } = split({ ...profile, stages: fit.sections }));
  }
  const sections = filters.map((stage) => digitalSection(stage, sampleRate));
  const gain = 10 ** (gainDb / 20);
  const [first = { b0: 1, b1: 0, b2: 0, a1: 0, a2: 0 }, ...rest] = sections;
  const scaled = { ...first, b0: first.b0 * gain, b1: first.b1 * gain, b2: first.b2 * gain };
  const all = [scaled, ...rest];
  const heard = Float64Array.from(logSpaced(20, 16_000, 96));
  const stated = levelAt(heard);
  let worst = 0;
  for (const [i, f] of heard.entries()) {
    if (stated[i]! > -60) worst = Math.max(worst, Math.abs(sectionsDb(all, f, sampleRate) - stated[i]!));
  }
  notes.push(
    `Written for ${kilohertz(sampleRate)} kHz, at most ${worst.toFixed(2)} dB from the device between 20 Hz and 16 kHz.`,
    ...headroomNote(levelAt, 'lower the input by as much'),
  );
  // miniDSP adds the feedback where the textbook takes it away.
  const lines = all.flatMap(({ b0, b1, b2, a1, a2 }, i) => [
    `biquad${i + 1}`,
    ...Object.entries({ b0, b1, b2, a1: -a1, a2: -a2 }).map(([key, value]) => `${key}=${coefficient(value)}`),
  ]);
  return { content: { text: `${lines.join(',\n')}\n` }, notes };
}

/** All digits of a double, and no exponent, which not every reader knows. */
function coefficient(value: number): string {
  const text = String(value + 0);
  return text.includes('e') ? value.toFixed(20) : text;
}

/** Impulse responses in files may be longer than those that are heard at once. */
const LONGER = 2;

function writeImpulse({ profile, levelAt, sampleRate }: Job): Written {
  const { fir } = designMinimumPhase(levelAt, sampleRate, firLengthFor(sampleRate) * LONGER);
  let peak = 0;
  for (const x of fir) peak = Math.max(peak, Math.abs(x));
  const scale = peak > 1 ? 1 / peak : 1;
  const turnedDown =
    peak > 1 ? [`Turned down by ${(20 * Math.log10(peak)).toFixed(1)} dB, so that no sample is above full scale.`] : [];
  const most = headroomNote(
    (frequenciesHz) => levelAt(frequenciesHz).map((db) => db + 20 * Math.log10(scale)),
    'lower the level before it by as much',
  );
  return {
    content: {
      bytes: wavBytes(
        fir.map((x) => x * scale),
        sampleRate,
        profile,
      ),
    },
    notes: [
      `Minimum phase, ${fir.length} samples, both channels alike; use one file for each sample rate.`,
      ...turnedDown,
      ...most,
    ],
  };
}

/** UTF-8; the text has no lone surrogates. */
function utf8(text: string): number[] {
  return encodeURIComponent(text)
    .match(/%..|./g)!
    .map((unit) => (unit.length === 3 ? Number.parseInt(unit.slice(1), 16) : unit.charCodeAt(0)));
}

/** A RIFF chunk, padded to an even number of bytes. */
function chunk(tag: string, body: readonly number[]): number[] {
  const size = body.length;
  return [
    ...utf8(tag),
    size & 255,
    (size >> 8) & 255,
    (size >> 16) & 255,
    size >>> 24,
    ...body,
    ...(size & 1 ? [0] : []),
  ];
}

/** Two channels alike as 32-bit floats, with name, credit and licence in a LIST INFO chunk. */
function wavBytes(samples: Float32Array, sampleRate: number, profile: DeviceProfile): Uint8Array<ArrayBuffer> {
  const info = (tag: string, text: string): number[] => (text === '' ? [] : chunk(tag, [...utf8(text), 0]));
  const list = chunk('LIST', [
    ...utf8('INFO'),
    ...info('INAM', plainText(profile.name, 80)),
    ...info('ICMT', commentLines(profile).join(' | ')),
    ...info('ICOP', profile.source ? plainText(profile.source.licence, 200) : ''),
  ]);
  const dataBytes = samples.length * 8;
  const head = new DataView(new ArrayBuffer(58));
  const put = (at: number, tag: string): void => utf8(tag).forEach((byte, i) => head.setUint8(at + i, byte));
  put(0, 'RIFF');
  head.setUint32(4, 50 + list.length + dataBytes, true);
  put(8, 'WAVEfmt ');
  head.setUint32(16, 18, true);
  head.setUint16(20, 3, true);
  head.setUint16(22, 2, true);
  head.setUint32(24, sampleRate, true);
  head.setUint32(28, sampleRate * 8, true);
  head.setUint16(32, 8, true);
  head.setUint16(34, 32, true);
  put(38, 'fact');
  head.setUint32(42, 4, true);
  head.setUint32(46, samples.length, true);
  put(50, 'data');
  head.setUint32(54, dataBytes, true);
  const bytes = new Uint8Array(58 + dataBytes + list.length);
  bytes.set(new Uint8Array(head.buffer));
  const data = new DataView(bytes.buffer, 58, dataBytes);
  for (let i = 0; i < samples.length; i++) {
    data.setFloat32(8 * i, samples[i]!, true);
    data.setFloat32(8 * i + 4, samples[i]!, true);
  }
  bytes.set(list, 58 + dataBytes);
  return bytes;
}
