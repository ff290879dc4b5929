import { between, drawPassage, MUSIC, rounded } from '../compose';
import type { DrillKind, Trial } from '../DrillKind';
import { OCTAVE_CENTRES_HZ } from '../material';
import type { ToneStage } from '../../devices/DeviceProfile';
import { bandLabel, drawBand, namedBands, octavesToQ, passageWithBands, trainedOctaves } from './parts/bands';
import { changedExample, originalAndChanged, stepsBeforeDevice, withSteps } from './parts/changed';
import { figure, signedFigure } from './parts/wording';

const ID = 'boostAmount';
const PASSAGE_SEC = 6;
const MOST_DB = 12;
const TOLERANCE_DB = 2;

function bandOf(trial: Trial): Extract<ToneStage, { kind: 'peaking' }> {
  const step = stepsBeforeDevice(trial.versions[1]!.recipe).find(({ kind }) => kind === 'peaking');
  if (step?.kind !== 'peaking') throw new RangeError('this trial has no band');
  return step;
}

function moveInWords(gainDb: number): string {
  if (gainDb === 0) return 'left as it was';
  return `${gainDb > 0 ? 'boosted' : 'cut'} by ${figure(Math.abs(gainDb))} dB`;
}

const db = (gainDb: number): string => `${signedFigure(gainDb)} dB`;

export const boostAmount: DrillKind = {
  id: ID,
  group: 'tone',
  name: 'How many dB',
  skill: 'judging the amount of a boost or cut',
  summary: 'You know the band. Say whether it went up or down, and by how much.',
  help: [
    'First decide the direction: does the band step forward, or is there a hole where it was? Then the size. Three decibels are a shade that you notice when you switch; six change the character of an instrument; twelve change the balance of the song.',
    'Both versions are equally loud as a whole, so with a large boost the rest of the mix sinks behind it, and with a large cut the rest comes up. Judge the band against its neighbours.',
    'Wide bands are the easy ones: they move whole instruments. As you get better the band becomes narrower, until only a few notes are touched.',
    'Why it matters: a move you cannot size is a move you overdo. Most decisions in a mix lie between one and four decibels.',
  ],
  // A wide boost (Q near 1) is heard from about 1 dB, a narrow one (Q near 10) from 3–5 dB (Toole & Olive 1988): it is the
  // width that makes an amount of up to 12 dB easy or hard to judge, while the amount itself is the answer.
  strength: { name: 'band width', unit: 'octaves', easiest: 3, hardest: 0.2, mapping: 'log' },
  options: ['bands', 'pinkNoise', 'strength'],
  canUseDevice: true,

  makeTrial(context) {
    const { random, settings, strength, isCatch, item } = context;
    const octaves = trainedOctaves(settings);
    const band = drawBand(random, namedBands({ ...settings, thirdOctaves: false }), item);
    const gainDb = between(random, -MOST_DB, MOST_DB, 1);
    const passage = passageWithBands(context, octaves, band.octave, { durationSec: PASSAGE_SEC });
    return {
      kindId: ID,
      question: `By how much was ${bandLabel(band.centreHz)} boosted or cut?`,
      sources: { [MUSIC]: passage },
      versions: originalAndChanged(context, [
        { kind: 'peaking', frequencyHz: band.centreHz, gainDb, q: rounded(octavesToQ(strength), 2) },
      ]),
      isLevelMatched: true,
      answer: {
        kind: 'scale',
        name: 'Gain',
        unit: 'dB',
        min: -MOST_DB,
        max: MOST_DB,
        mapping: 'linear',
        tolerance: TOLERANCE_DB,
        ends: ['cut', 'boost'],
      },
      secret: { truth: { kind: 'scale', value: gainDb }, strength, isCatch, item: band.id, band: band.octave },
    };
  },

  reveal(trial, answer) {
    const band = bandOf(trial);
    const given = answer.kind === 'scale' ? answer.value : band.gainDb;
    const off = rounded(given - band.gainDb, 1);
    const isOff = off !== 0;
    const yours: ToneStage = { ...band, gainDb: rounded(given, 1) };
    const [original, changed] = trial.versions as [Trial['versions'][number], Trial['versions'][number]];
    return {
      truth: `${bandLabel(band.frequencyHz)} was ${moveInWords(band.gainDb)}.`,
      comparison: isOff
        ? `You said ${db(given)}; it was ${db(band.gainDb)}: ${figure(Math.abs(off))} dB too ${off > 0 ? 'high' : 'low'}.`
        : '',
      versions: [
        { label: `Truth: ${db(band.gainDb)}`, recipe: changed.recipe, role: 'truth' },
        ...(isOff
          ? [{ label: `Yours: ${db(given)}`, recipe: withSteps(changed.recipe, [yours]), role: 'yours' as const }]
          : []),
        { ...original, role: 'original' },
      ],
      curves: { truth: [band], ...(isOff ? { yours: [yours] } : {}) },
    };
  },

  examples(context) {
    const octaves = trainedOctaves(context.settings);
    const octave = octaves[Math.floor(octaves.length / 2)]!;
    const passage = drawPassage(context, { durationSec: PASSAGE_SEC, bands: [octave] });
    return [12, 6, 3, -3, -6, -12].map((gainDb) =>
      changedExample(context, `${bandLabel(OCTAVE_CENTRES_HZ[octave]!)} ${db(gainDb)}`, passage, [
        { kind: 'peaking', frequencyHz: OCTAVE_CENTRES_HZ[octave]!, gainDb, q: 1.41 },
      ]),
    );
  },
};
