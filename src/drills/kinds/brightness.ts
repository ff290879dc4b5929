import { drawPassage, MUSIC, musicThrough, rounded } from '../compose';
import { pairKind } from './parts/pairKind';
import { withStepCurves } from './parts/changed';
import { stepOf } from './parts/recipes';
import { signedFigure } from './parts/wording';

const PASSAGE_SEC = 5;
const BANDS = [1, 3, 5, 7, 8];
const PIVOT_HZ = 1000;

export const brightness = withStepCurves(
  pairKind({
    id: 'brightness',
    group: 'tone',
    name: 'Which is brighter',
    skill: 'hearing a tilt of the spectrum',
    summary: 'The whole balance leans a little to the top or to the bottom. Tell the brighter from the darker.',
    help: [
      'Both versions have the same things in them; only the balance leans. Do not look for one frequency. Let the whole picture stand before you and ask which one is closer and clearer, which one is rounder and further back.',
      'Two anchors serve well: the breath and the consonants of the voice, and the weight of the kick. In the brighter version the first gains and the second loses.',
      'You are asked for the brighter or for the darker one, in turns that follow no pattern.',
      'Why it matters: whether a mix is too bright or too dark is the first thing that shows on other speakers, and the last that a tired ear notices. Trained listeners hear a tilt of a fifth of a decibel an octave.',
    ],
    // Trained listeners: 0.1–0.3 dB an octave.
    strength: { name: 'tilt', unit: 'dB/oct', easiest: 3, hardest: 0.1, usual: 0.3, mapping: 'log' },
    options: ['pinkNoise', 'strength'],
    canUseDevice: true,
    isLevelMatched: true,
    asks: [
      { id: 'brighter', question: 'Which version is brighter?', says: 'is brighter' },
      { id: 'darker', question: 'Which version is darker?', says: 'is darker' },
    ],
    draw(context, { id }) {
      const passage = drawPassage(context, { durationSec: PASSAGE_SEC, bands: BANDS });
      const half = rounded(context.strength / 2, 3);
      const [bright, dark] = [half, -half].map((dbPerOctave) =>
        musicThrough(context, [{ kind: 'tilt', dbPerOctave, pivotHz: PIVOT_HZ }]),
      );
      const [asked, other] = id === 'brighter' ? [bright!, dark!] : [dark!, bright!];
      return { sources: { [MUSIC]: passage }, asked, other };
    },
    describe(recipe) {
      const step = stepOf(recipe, 'tilt');
      return step ? `${signedFigure(step.dbPerOctave, 2)} dB an octave` : 'untouched';
    },
  }),
);
