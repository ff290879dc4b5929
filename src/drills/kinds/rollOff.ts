import { betweenRatios, drawPassage, MUSIC, pick, rounded } from '../compose';
import type { DrillKind, Trial } from '../DrillKind';
import type { ToneStage } from '../../devices/DeviceProfile';
import { passageWithBands, octaveAt } from './parts/bands';
import { changedExample, originalAndChanged, stepsBeforeDevice, withSteps } from './parts/changed';
import { figure, hertz } from './parts/wording';

const ID = 'rollOff';
const PASSAGE_SEC = 6;
const TOLERANCE_OCTAVES = 0.4;

const ENDS = [
  {
    id: 'low',
    question: 'The bottom falls away. From where down?',
    name: 'Low corner',
    range: [60, 1000],
    bands: [1, 2, 3, 4, 5],
  },
  {
    id: 'high',
    question: 'The top falls away. From where up?',
    name: 'High corner',
    range: [1000, 12_000],
    bands: [5, 6, 7, 8],
  },
] as const;
type End = (typeof ENDS)[number];

/** Q of the sections of Butterworth filters of second, fourth and sixth order: the corner is 3 dB down in all of them. */
const BUTTERWORTH_Q = [[0.707], [0.541, 1.307], [0.518, 0.707, 1.932]] as const;
const DB_PER_SECTION = 12;
/** Shelves an octave apart have to reach this far. */
const LOWEST_HZ = 16;
const HIGHEST_HZ = 18_000;
const SHELF_Q = 0.7;

/**
 * A fall of any steepness: Butterworth sections for each whole 12 dB an octave, and for the rest a shelf in every octave
 * beyond the corner.
 * @param slope dB an octave, up to 36
 */
function fall(end: End['id'], cornerHz: number, slope: number): readonly ToneStage[] {
  const sections = Math.min(BUTTERWORTH_Q.length, Math.floor(slope / DB_PER_SECTION));
  const rest = rounded(slope - sections * DB_PER_SECTION, 2);
  const stages: ToneStage[] = (BUTTERWORTH_Q[sections - 1] ?? []).map((q) => ({
    kind: end === 'low' ? 'highpass' : 'lowpass',
    frequencyHz: cornerHz,
    q,
  }));
  if (rest <= 0) return stages;
  for (let octave = 0.5; ; octave++) {
    const frequencyHz = rounded(end === 'low' ? cornerHz / 2 ** octave : cornerHz * 2 ** octave, 1);
    if (frequencyHz < LOWEST_HZ || frequencyHz > HIGHEST_HZ) break;
    stages.push({ kind: end === 'low' ? 'lowshelf' : 'highshelf', frequencyHz, gainDb: -rest, q: SHELF_Q });
  }
  return stages;
}

const endOf = (trial: Trial): End => ENDS.find(({ id }) => id === trial.secret.item) ?? ENDS[0];

export const rollOff: DrillKind = {
  id: ID,
  group: 'tone',
  name: 'Where does it roll off',
  skill: 'placing the corner of a roll-off',
  summary: 'The bottom or the top falls away. Say from which frequency on.',
  help: [
    'A roll-off takes everything beyond its corner. Do not listen to what is left in the middle, listen to the edge: the lowest thing that still has its full weight, or the highest that still shines.',
    'At the bottom: a corner near 60 Hz takes the floor from under the kick, near 120 Hz the bass loses its root, near 250 Hz the warmth of voices goes, from 500 Hz on it is a small radio.',
    'At the top: a corner near 10 kHz takes only the air, near 6 kHz the s and the cymbals, near 3 kHz the edge of consonants, near 1.5 kHz it sounds from the next room.',
    'Why it matters: high-passes clean up a mix until they make it thin, and every small speaker is a high-pass of its own. Knowing the corner by ear keeps you from filtering twice.',
  ],
  // A steep edge is heard at once; 3 dB an octave leans rather than falls.
  strength: { name: 'slope', unit: 'dB/oct', easiest: 36, hardest: 3, mapping: 'log' },
  options: ['pinkNoise', 'strength'],
  canUseDevice: true,

  makeTrial(context) {
    const { random, strength, isCatch, item } = context;
    const end = ENDS.find(({ id }) => id === item) ?? pick(random, ENDS);
    const [min, max] = end.range;
    const cornerHz = betweenRatios(random, min, max);
    const passage = passageWithBands(context, end.bands, octaveAt(cornerHz), { durationSec: PASSAGE_SEC });
    return {
      kindId: ID,
      question: end.question,
      sources: { [MUSIC]: passage },
      versions: originalAndChanged(context, fall(end.id, cornerHz, strength)),
      isLevelMatched: true,
      answer: { kind: 'scale', name: end.name, unit: 'Hz', min, max, mapping: 'log', tolerance: TOLERANCE_OCTAVES },
      secret: { truth: { kind: 'scale', value: cornerHz }, strength, isCatch, item: end.id, band: null },
    };
  },

  reveal(trial, answer) {
    const { truth, strength } = trial.secret;
    const cornerHz = truth.kind === 'scale' ? truth.value : 0;
    const given = answer.kind === 'scale' ? answer.value : cornerHz;
    const octaves = Math.log2(given / cornerHz);
    const size = Math.abs(octaves).toFixed(1);
    const isOff = size !== '0.0';
    const end = endOf(trial);
    const yours = fall(end.id, rounded(given, 1), strength);
    const [original, changed] = trial.versions as [Trial['versions'][number], Trial['versions'][number]];
    const miss = `${size} ${size === '1.0' ? 'octave' : 'octaves'} ${octaves < 0 ? 'low' : 'high'}`;
    const way = end.id === 'low' ? 'down' : 'up';
    return {
      truth: `The ${end.id === 'low' ? 'bottom' : 'top'} fell away from ${hertz(cornerHz)} ${way}, ${figure(strength)} dB an octave.`,
      comparison: isOff ? `You said ${hertz(given)}; it was ${hertz(cornerHz)}: ${miss}.` : '',
      versions: [
        { label: `Truth: ${hertz(cornerHz)}`, recipe: changed.recipe, role: 'truth' },
        ...(isOff
          ? [{ label: `Yours: ${hertz(given)}`, recipe: withSteps(changed.recipe, yours), role: 'yours' as const }]
          : []),
        { ...original, role: 'original' },
      ],
      curves: { truth: stepsBeforeDevice(changed.recipe), ...(isOff ? { yours } : {}) },
    };
  },

  examples(context) {
    const bands = [...new Set(ENDS.flatMap((end) => end.bands))];
    const passage = drawPassage(context, { durationSec: PASSAGE_SEC, bands });
    return [
      ['low', 80],
      ['low', 200],
      ['low', 500],
      ['high', 10_000],
      ['high', 5000],
      ['high', 2000],
    ].map(([end, cornerHz]) =>
      changedExample(
        context,
        `${end === 'low' ? 'Below' : 'Above'} ${hertz(cornerHz as number)}`,
        passage,
        fall(end as End['id'], cornerHz as number, 24),
      ),
    );
  },
};
