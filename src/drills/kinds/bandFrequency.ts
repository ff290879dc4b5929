import { between, betweenRatios, drawPassage, MUSIC, rounded } from '../compose';
import type { DrillKind, DrillSettings, Trial } from '../DrillKind';
import { OCTAVE_CENTRES_HZ } from '../material';
import type { ToneStage } from '../../devices/DeviceProfile';
import { bandLabel, octaveAt, octaveEdgesHz, passageWithBands, trainedOctaves } from './parts/bands';
import { changedExample, originalAndChanged, stepsBeforeDevice, withSteps } from './parts/changed';
import { hertz, signedFigure } from './parts/wording';

const ID = 'bandFrequency';
const PASSAGE_SEC = 6;
/** About 0.7 octaves wide. */
const Q = 2;
/** Where most music has something and most playback gives it. */
const USUAL_RANGE_HZ = [60, 12_000] as const;
const WIDEST_RANGE_HZ = [30, 16_000] as const;
const TOLERANCE_OCTAVES = 0.5;

const stage = (frequencyHz: number, gainDb: number): ToneStage => ({ kind: 'peaking', frequencyHz, gainDb, q: Q });

/** From the lowest to the highest octave that is trained. */
function range(settings: DrillSettings, octaves: readonly number[]): readonly [number, number] {
  if (!settings.bands || settings.bands.length === 0) return USUAL_RANGE_HZ;
  const [lowestHz, highestHz] = WIDEST_RANGE_HZ;
  return [
    Math.max(lowestHz, Math.round(OCTAVE_CENTRES_HZ[octaves[0]!]! / Math.SQRT2)),
    Math.min(highestHz, Math.round(OCTAVE_CENTRES_HZ[octaves.at(-1)!]! * Math.SQRT2)),
  ];
}

/** Within an octave that is to be asked again, else anywhere on the scale: drawn evenly in log frequency. */
function drawFrequency(
  random: () => number,
  [minHz, maxHz]: readonly [number, number],
  item: string | undefined,
): number {
  const octave = OCTAVE_CENTRES_HZ.findIndex((centre) => String(centre) === item);
  const [lowHz, highHz] = octave < 0 ? [minHz, maxHz] : octaveEdgesHz(octave);
  const fromHz = Math.max(minHz, lowHz);
  const toHz = Math.min(maxHz, highHz);
  return fromHz < toHz ? betweenRatios(random, fromHz, toHz) : betweenRatios(random, minHz, maxHz);
}

function boostOf(trial: Trial): Extract<ToneStage, { kind: 'peaking' }> {
  const step = stepsBeforeDevice(trial.versions[1]!.recipe).find(({ kind }) => kind === 'peaking');
  if (step?.kind !== 'peaking') throw new RangeError('this trial has no boost');
  return step;
}

export const bandFrequency: DrillKind = {
  id: ID,
  group: 'tone',
  name: 'How far up',
  skill: 'placing a frequency',
  summary: 'One frequency stands out, anywhere on the scale. Say how high it is.',
  help: [
    'The boost can be anywhere, not only on the octaves of an equaliser. Find the octave first by its character, then ask whether it leans to the octave below or the one above.',
    'Anchors help: a kick drum’s weight is near 60 Hz, the low E of a bass guitar at 41 Hz with its strongest partial at 82 Hz, the A of a tuning fork at 440 Hz, the crack of a snare near 2 kHz, the s of a voice at 6 to 9 kHz.',
    'Sing or whistle the pitch that rings: up to about 2 kHz most people can, and a pitch is easier to place than a colour. Above that, compare with sibilants: “sh” lies near 3 kHz, “s” near 7 kHz.',
    'An answer within half an octave counts. That is as near as you need to be to reach for the right band and find it in one sweep.',
  ],
  strength: { name: 'boost', unit: 'dB', easiest: 15, hardest: 1.5, mapping: 'log' },
  options: ['bands', 'pinkNoise', 'strength'],
  canUseDevice: true,

  makeTrial(context) {
    const { random, settings, strength, isCatch, item } = context;
    const octaves = trainedOctaves(settings);
    const [min, max] = range(settings, octaves);
    const frequencyHz = drawFrequency(random, [min, max], item);
    const octave = octaveAt(frequencyHz);
    const passage = passageWithBands(context, octaves, octave, { durationSec: PASSAGE_SEC });
    return {
      kindId: ID,
      question: 'Where is the boost?',
      sources: { [MUSIC]: passage },
      versions: originalAndChanged(context, [stage(frequencyHz, rounded(strength, 2))]),
      isLevelMatched: true,
      answer: { kind: 'scale', name: 'Frequency', unit: 'Hz', min, max, mapping: 'log', tolerance: TOLERANCE_OCTAVES },
      secret: {
        truth: { kind: 'scale', value: frequencyHz },
        strength,
        isCatch,
        item: String(OCTAVE_CENTRES_HZ[octave]),
        band: octave,
      },
    };
  },

  reveal(trial, answer) {
    const boost = boostOf(trial);
    const given = answer.kind === 'scale' ? answer.value : boost.frequencyHz;
    const octaves = Math.log2(given / boost.frequencyHz);
    const size = Math.abs(octaves).toFixed(1);
    const isOff = size !== '0.0';
    const yours = stage(rounded(given, 1), boost.gainDb);
    const [original, changed] = trial.versions as [Trial['versions'][number], Trial['versions'][number]];
    const place = hertz(boost.frequencyHz);
    const miss = `${size} ${size === '1.0' ? 'octave' : 'octaves'} ${octaves < 0 ? 'low' : 'high'}`;
    return {
      truth: `The boost was at ${place}, ${signedFigure(boost.gainDb)} dB.`,
      comparison: isOff ? `You said ${hertz(given)}; it was ${place}: ${miss}.` : '',
      versions: [
        { label: `Truth: ${place}`, recipe: changed.recipe, role: 'truth' },
        ...(isOff
          ? [{ label: `Yours: ${hertz(given)}`, recipe: withSteps(changed.recipe, [yours]), role: 'yours' as const }]
          : []),
        { ...original, role: 'original' },
      ],
      curves: { truth: [boost], ...(isOff ? { yours: [yours] } : {}) },
    };
  },

  examples(context) {
    const centres = [100, 300, 700, 1500, 3500, 8000];
    const passage = drawPassage(context, { durationSec: PASSAGE_SEC, bands: trainedOctaves(context.settings) });
    return centres.map((centreHz) => {
      // Not always the same figures: a place on the scale is learned by its neighbourhood.
      const frequencyHz = rounded(centreHz * between(context.random, 0.9, 1.1), 0);
      return changedExample(context, bandLabel(frequencyHz), passage, [stage(frequencyHz, 12)]);
    });
  },
};
