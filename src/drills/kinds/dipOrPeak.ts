import { betweenRatios, drawPassage, MUSIC, musicThrough, rounded } from '../compose';
import { pairKind } from './parts/pairKind';
import { withStepCurves } from './parts/changed';
import { stepOf } from './parts/recipes';
import { hertz, signedFigure } from './parts/wording';

const PASSAGE_SEC = 5;
const BANDS = [2, 3, 4, 5, 6, 7, 8];
const Q = 1.41;

export const dipOrPeak = withStepCurves(
  pairKind({
    id: 'dipOrPeak',
    group: 'tone',
    name: 'Peak or dip',
    skill: 'hearing a peak against a dip',
    summary: 'The same band stands out in one version and is missing in the other. Which is which?',
    help: [
      'One version has a band raised, the other has the same band lowered. Nobody tells you which band, so first find what changes as you switch, then decide in which of the two it is in front.',
      'A peak adds a colour that sings along with every note near it; a dip takes body away and makes the rest seem clearer. Clear is not the same as right: at first most people prefer one of the two and take it for the untouched one.',
      'You are asked for the peak or for the dip, in turns that follow no pattern. Read the question before you answer.',
      'Why it matters: the smallest step you can tell here is the smallest EQ move that you can trust your ear with.',
    ],
    // A wide boost is heard from about 1 dB (Toole & Olive 1988).
    strength: { name: 'difference', unit: 'dB', easiest: 12, hardest: 0.6, usual: 2, mapping: 'log' },
    options: ['pinkNoise', 'strength'],
    canUseDevice: true,
    isLevelMatched: true,
    asks: [
      { id: 'peak', question: 'One band differs. Which version has it raised?', says: 'has the peak' },
      { id: 'dip', question: 'One band differs. Which version has it lowered?', says: 'has the dip' },
    ],
    draw(context, { id }) {
      const { random, strength } = context;
      const frequencyHz = betweenRatios(random, 100, 10_000);
      const passage = drawPassage(context, { durationSec: PASSAGE_SEC, bands: BANDS });
      const half = rounded(strength / 2, 3);
      const [peak, dip] = [half, -half].map((gainDb) =>
        musicThrough(context, [{ kind: 'peaking', frequencyHz, gainDb, q: Q }]),
      );
      const [asked, other] = id === 'peak' ? [peak!, dip!] : [dip!, peak!];
      return { sources: { [MUSIC]: passage }, asked, other };
    },
    describe(recipe) {
      const step = stepOf(recipe, 'peaking');
      return step ? `${signedFigure(step.gainDb)} dB at ${hertz(step.frequencyHz)}` : 'untouched';
    },
  }),
);
