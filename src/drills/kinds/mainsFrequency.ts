import { drawPassage, drawSeed, MUSIC, musicThrough, pick, rounded } from '../compose';
import { changeKind } from './parts/changeKind';
import { mapSteps } from './parts/recipes';

const MAINS = ['50', '60'] as const;
type Mains = (typeof MAINS)[number];
const HERTZ = { 50: 50, 60: 60 } as const;

/** Whether a hum is of 50 or of 60 Hz. */
export const mainsFrequency = changeKind<Mains>({
  id: 'mainsFrequency',
  group: 'faults',
  name: '50 or 60 Hz',
  skill: 'telling mains frequencies apart',
  summary: 'The recording hums. Is it European mains or American?',
  help: [
    '50 and 60 Hz are a minor third apart. Hum along: 50 Hz lies between G and G sharp, 60 Hz between B flat and B. Their octaves, 100 and 120 Hz, are often louder and easier to catch.',
    'The original is clean. Switch to it to hear what belongs to the bass, and back to hear what does not move with the chords.',
    'It matters when you reach for a notch. The right set of harmonics takes the hum out and leaves the bass alone; the wrong one leaves the hum and takes some of the bass.',
  ],
  strength: { name: 'hum level', unit: 'LU', easiest: -4, hardest: -36, mapping: 'linear' },
  options: ['strength'],
  canUseDevice: true,
  labels: ['Original', 'With hum'],
  draw(context) {
    const { random, strength } = context;
    const sources = { [MUSIC]: drawPassage(context, { durationSec: 6 }) };
    const mains = MAINS.find((known) => known === context.item) ?? pick(random, MAINS);
    return {
      sources,
      question: 'Which mains is it?',
      answer: {
        kind: 'choice',
        options: [
          { id: '50', label: '50 Hz', hint: 'Europe, most of Asia and Africa' },
          { id: '60', label: '60 Hz', hint: 'the Americas, parts of Asia' },
        ],
      },
      before: musicThrough(context, []),
      after: musicThrough(context, [
        { kind: 'hum', mainsHz: HERTZ[mains], levelLu: rounded(strength, 2), seed: drawSeed(random) },
      ]),
      value: mains,
    };
  },
  withValue: (trial, mains) =>
    mapSteps(trial.versions[1]!.recipe, 'hum', (step) => ({ ...step, mainsHz: HERTZ[mains] })),
  nameOf: (mains) => `${mains} Hz`,
  truthOf: (mains) => `It was mains of ${mains} Hz.`,
  exampleValues: () => MAINS,
});
