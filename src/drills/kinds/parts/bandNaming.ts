import { drawPassage, MUSIC, rounded } from '../../compose';
import type { DrillKind, Trial, TrialContext } from '../../DrillKind';
import type { ToneStage } from '../../../devices/DeviceProfile';
import { bandLabel, bandOptions, bandStage, drawBand, namedBands, passageWithBands } from './bands';
import { changedExample, originalAndChanged, stepsBeforeDevice, withSteps } from './changed';
import { signedFigure } from './wording';

/** What a drill that names bands says of itself. Boosts and cuts are two skills: a cut of the same size is harder to hear. */
export interface BandNaming extends Pick<DrillKind, 'id' | 'name' | 'skill' | 'summary' | 'help' | 'strength'> {
  readonly direction: 'boost' | 'cut';
}

const PASSAGE_SEC = 6;
/** Bands that the learn mode plays when all are trained: low to high. */
const MOST_EXAMPLES = 8;

/** The band that was moved, as the recipe has it. */
function movedBand(trial: Trial): Extract<ToneStage, { kind: 'peaking' }> {
  const step = stepsBeforeDevice(trial.versions[1]!.recipe).find(({ kind }) => kind === 'peaking');
  if (step?.kind !== 'peaking') throw new RangeError('this trial has no band');
  return step;
}

/** A drill in which one octave or third octave is moved, beside the original, and the listener names it. */
export function bandNamingKind({ direction, ...about }: BandNaming): DrillKind {
  const sign = direction === 'boost' ? 1 : -1;
  const done = direction === 'boost' ? 'boosted' : 'cut';
  const widthOf = (isThird: boolean): string => (isThird ? 'third octave' : 'octave');
  return {
    ...about,
    group: 'tone',
    options: ['bands', 'thirdOctaves', 'pinkNoise', 'strength'],
    canUseDevice: true,

    makeTrial(context) {
      const { random, settings, strength, isCatch, item } = context;
      const bands = namedBands(settings);
      const band = drawBand(random, bands, item);
      const isThird = settings.thirdOctaves === true;
      const octaves = [...new Set(bands.map(({ octave }) => octave))];
      const passage = passageWithBands(context, octaves, band.octave, { durationSec: PASSAGE_SEC });
      const stage = bandStage(band.centreHz, sign * rounded(strength, 2), isThird);
      return {
        kindId: about.id,
        question: `Which ${widthOf(isThird)} was ${done}?`,
        sources: { [MUSIC]: passage },
        versions: originalAndChanged(context, [stage]),
        isLevelMatched: true,
        answer: { kind: 'choice', options: bandOptions(bands) },
        secret: { truth: { kind: 'choice', id: band.id }, strength, isCatch, item: band.id, band: band.octave },
      };
    },

    reveal(trial, answer) {
      const moved = movedBand(trial);
      const given = answer.kind === 'choice' ? Number(answer.id) : moved.frequencyHz;
      const isOff = given !== moved.frequencyHz;
      const yours: ToneStage = { ...moved, frequencyHz: given };
      const [original, changed] = trial.versions as [Trial['versions'][number], Trial['versions'][number]];
      const octaves = Math.abs(Math.log2(given / moved.frequencyHz));
      const side = given < moved.frequencyHz ? 'low' : 'high';
      const named = bandLabel(moved.frequencyHz);
      const amount = `${signedFigure(moved.gainDb)} dB`;
      const distance = `${octaves.toFixed(1)} ${octaves.toFixed(1) === '1.0' ? 'octave' : 'octaves'}`;
      return {
        truth: `It was ${named}, ${done} by ${signedFigure(Math.abs(moved.gainDb)).replace('+', '')} dB.`,
        comparison: isOff ? `You said ${bandLabel(given)}; it was ${named}: ${distance} too ${side}.` : '',
        versions: [
          { label: `Truth: ${named} ${amount}`, recipe: changed.recipe, role: 'truth' },
          ...(isOff
            ? [
                {
                  label: `Yours: ${bandLabel(given)} ${amount}`,
                  recipe: withSteps(changed.recipe, [yours]),
                  role: 'yours' as const,
                },
              ]
            : []),
          { ...original, role: 'original' },
        ],
        curves: { truth: [moved], ...(isOff ? { yours: [yours] } : {}) },
      };
    },

    examples(context: Omit<TrialContext, 'strength' | 'isCatch' | 'item'>) {
      const { settings } = context;
      const bands = namedBands({ ...settings, thirdOctaves: false }).slice(0, MOST_EXAMPLES);
      const passage = drawPassage(context, { durationSec: PASSAGE_SEC, bands: bands.map(({ octave }) => octave) });
      return bands.map(({ centreHz }) =>
        changedExample(context, `${bandLabel(centreHz)} ${done}`, passage, [
          bandStage(centreHz, sign * about.strength.easiest, false),
        ]),
      );
    },
  };
}
