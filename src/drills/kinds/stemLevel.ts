import { pick, rounded, shuffled } from '../compose';
import type { AnswerSpec, ChoiceOption } from '../DrillKind';
import type { Recipe } from '../recipe';
import { changeKind } from './parts/changeKind';
import { drawStemPassage, heardStems, stemMix, stemName, stemSources } from './parts/stems';
import { figure } from './parts/wording';

/** More would be a memory test, and keys end at 9. */
const MOST_STEMS = 4;

const DIRECTIONS = ['up', 'down'] as const;

const parts = (id: string): readonly [stemId: string, direction: string] => {
  const at = id.lastIndexOf('-');
  return [id.slice(0, at), id.slice(at + 1)];
};

/** Moves one layer away from its place in `mix` by a signed number of decibels. */
function moved(mix: Recipe, stemId: string, byDb: number): Recipe {
  const layers = mix.layers.map((layer) =>
    layer.source === stemId ? { ...layer, gainDb: rounded((layer.gainDb ?? 0) + byDb, 2) } : layer,
  );
  return { ...mix, layers };
}

function amountOf(before: Recipe, after: Recipe): number {
  const offsets = after.layers.map((layer, i) => Math.abs((layer.gainDb ?? 0) - (before.layers[i]!.gainDb ?? 0)));
  return Math.max(...offsets);
}

const labelOf = (value: string, answer: AnswerSpec): string =>
  (answer.kind === 'choice' && answer.options.find(({ id }) => id === value)?.label) || value;

/** Which stem was moved, and which way. */
export const stemLevel = changeKind<string>({
  id: 'stemLevel',
  group: 'level',
  name: 'Which fader moved',
  skill: 'balance',
  summary: 'One part of the mix went up or down. Which one, and which way?',
  help: [
    'Both versions are equally loud as a whole, so the level of the mix tells nothing. Take one part at a time: hold the voice in mind, switch, and ask whether it stepped forward or back. Then the bass, then the kick.',
    'A part that goes down often announces itself by what it uncovers. When the bass drops, the kick seems longer and the voice thinner, though neither was touched.',
    'Balance is most of a mix. In a busy arrangement a single part has to move by one to two decibels before most listeners notice; engineers who set levels for a living get below that.',
  ],
  strength: { name: 'fader move', unit: 'dB', easiest: 9, hardest: 0.8, usual: 1.5, mapping: 'log' },
  needs: { stems: [] },
  options: ['strength'],
  canUseDevice: true,
  labels: ['Original', 'Changed'],
  draw(context) {
    const { random } = context;
    const drawn = drawStemPassage(context, 6);
    const { set } = drawn;
    const wanted = context.item === undefined ? undefined : parts(context.item)[0];
    const known = set.stems.find(({ id }) => id === wanted);
    const heard = shuffled(
      random,
      heardStems(drawn).filter((stem) => stem !== known),
    );
    const chosen = new Set([...(known ? [known] : []), ...heard].slice(0, MOST_STEMS));
    const options = set.stems
      .filter((stem) => chosen.has(stem))
      .flatMap(({ id, name }) =>
        DIRECTIONS.map((direction): ChoiceOption => ({ id: `${id}-${direction}`, label: `${name} ${direction}` })),
      );
    const truth = options.find(({ id }) => known && id === context.item) ?? pick(random, options);
    const [stemId, direction] = parts(truth.id);
    const before = stemMix(context, set);
    return {
      sources: stemSources(drawn),
      question: 'Which part moved, and which way?',
      answer: { kind: 'choice', options },
      before,
      after: moved(before, stemId, direction === 'up' ? context.strength : -context.strength),
      value: truth.id,
    };
  },
  withValue(trial, value) {
    const [before, after] = [trial.versions[0]!.recipe, trial.versions[1]!.recipe];
    const [stemId, direction] = parts(value);
    const amountDb = amountOf(before, after);
    return moved(before, stemId, direction === 'up' ? amountDb : -amountDb);
  },
  nameOf: (value, { answer }) => stemName({ name: labelOf(value, answer) }),
  truthOf(value, trial) {
    const amountDb = amountOf(trial.versions[0]!.recipe, trial.versions[1]!.recipe);
    return `${labelOf(value, trial.answer)} by ${figure(amountDb)} dB.`;
  },
  exampleValues: ({ answer }) => (answer.kind === 'choice' ? answer.options.slice(0, 6).map(({ id }) => id) : []),
});
