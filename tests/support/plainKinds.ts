import type { Answer, DrillKind, Trial } from '../../src/drills/DrillKind';
import { drawSeed, MUSIC, pick } from '../../src/drills/compose';
import type { MaterialShelf } from '../../src/drills/material';
import type { Passage } from '../../src/drills/recipe';

// The smallest kinds that work: one for each way an answer is given. What a session does with them is the same for all.

export const NO_MATERIAL: MaterialShelf = { mixes: [], stemSets: [] };

const BANDS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

const noise = (seed: number): Passage => ({ material: { kind: 'pinkNoise', seed }, startSec: 0, durationSec: 4 });
const layers = [{ source: MUSIC }];
const original = { label: 'Original', recipe: { layers, steps: [] } };
const words = { summary: '', help: [], options: [], examples: () => [] } as const;
const reveal: DrillKind['reveal'] = () => ({ truth: '', comparison: '', versions: [] });

/** Which of ten bands was boosted: the item is the answer. */
export const NAME_THE_BAND: DrillKind = {
  ...words,
  id: 'nameTheBand',
  group: 'tone',
  name: 'Name the band',
  skill: 'bands',
  strength: { name: 'boost', unit: 'dB', easiest: 12, hardest: 1, mapping: 'log' },
  canUseDevice: true,
  makeTrial: ({ random, strength, isCatch, item, settings }): Trial => {
    const band = item === undefined ? pick(random, settings.bands ?? BANDS) : Number(item);
    const steps = [{ kind: 'peaking', frequencyHz: 31.25 * 2 ** band, gainDb: strength, q: 1.4 }] as const;
    return {
      kindId: 'nameTheBand',
      question: 'Which band is louder?',
      sources: { [MUSIC]: noise(drawSeed(random)) },
      versions: [original, { label: 'Changed', recipe: { layers, steps } }],
      isLevelMatched: true,
      answer: { kind: 'choice', options: BANDS.map((id) => ({ id: String(id), label: String(id) })) },
      secret: { truth: { kind: 'choice', id: String(band) }, strength, isCatch, item: String(band), band },
    };
  },
  reveal,
};

/** Which of two versions has the boost: the item is the band, the answer is where it was put. */
export const FIND_THE_BOOST: DrillKind = {
  ...NAME_THE_BAND,
  id: 'findTheBoost',
  makeTrial: (context): Trial => {
    const { random } = context;
    const named = NAME_THE_BAND.makeTrial(context);
    const place = random() < 0.5 ? 0 : 1;
    const changed = named.versions[1]!.recipe;
    return {
      ...named,
      kindId: 'findTheBoost',
      versions: ['A', 'B'].map((label, index) => ({ label, recipe: index === place ? changed : original.recipe })),
      answer: {
        kind: 'choice',
        isVersion: true,
        options: [
          { id: 'A', label: 'A' },
          { id: 'B', label: 'B' },
        ],
      },
      secret: { ...named.secret, truth: { kind: 'choice', id: place === 0 ? 'A' : 'B' } },
    };
  },
};

/** Where the image stands, −100 … 100 %. No bands, no devices. */
export const PLACE: DrillKind = {
  ...words,
  id: 'place',
  group: 'space',
  name: 'Place',
  skill: 'place',
  strength: { name: 'shift', unit: '%', easiest: 80, hardest: 5, mapping: 'linear' },
  canUseDevice: false,
  makeTrial: ({ random, strength, isCatch, item }): Trial => {
    const value = item === undefined ? Math.round(200 * random()) - 100 : Number(item);
    return {
      kindId: 'place',
      question: 'Where is it?',
      sources: { [MUSIC]: noise(drawSeed(random)) },
      versions: [original],
      isLevelMatched: true,
      answer: { kind: 'scale', name: 'place', unit: '%', min: -100, max: 100, mapping: 'linear', tolerance: 20 },
      secret: { truth: { kind: 'scale', value }, strength, isCatch, item: String(value), band: null },
    };
  },
  reveal,
};

/** An answer that is certainly wrong. */
export function wrongAnswer({ answer, secret }: Trial): Answer {
  const { truth } = secret;
  if (answer.kind === 'choice' && truth.kind === 'choice') {
    return { kind: 'choice', id: answer.options.find(({ id }) => id !== truth.id)!.id };
  }
  if (answer.kind === 'scale' && truth.kind === 'scale') {
    return { kind: 'scale', value: truth.value > (answer.min + answer.max) / 2 ? answer.min : answer.max };
  }
  throw new RangeError(`no wrong answer is known for ${answer.kind}`);
}
