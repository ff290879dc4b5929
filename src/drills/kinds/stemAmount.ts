import { rounded } from '../compose';
import type { Recipe } from '../recipe';
import { changeKind, drawOnScale } from './parts/changeKind';
import { drawHeardStem, drawStemPassage, stemMix, stemName, stemSources } from './parts/stems';
import { figure, signedFigure } from './parts/wording';

const RANGE_DB = 12;

/** The layer that was moved; the first when nothing was. */
function movedLayer(before: Recipe, after: Recipe): number {
  const at = after.layers.findIndex((layer, i) => layer.gainDb !== before.layers[i]!.gainDb);
  return Math.max(0, at);
}

/** By how many decibels a named stem was moved. */
export const stemAmount = changeKind<number>({
  id: 'stemAmount',
  group: 'level',
  name: 'How far the fader moved',
  skill: 'judging fader moves',
  summary: 'You are told which part moved. Say by how many decibels.',
  help: [
    'Learn what your own decibels sound like. Three decibels on a part is a clear step that anybody hears. Six changes its role in the mix; twelve down leaves it a shadow, twelve up makes it a solo.',
    'Follow the part through the switch and compare it with a neighbour that did not move: where was the voice against the snare before, and where is it now?',
    'Both versions are matched in loudness as a whole. When a large part goes up, everything else comes down a little, as it would under a mix bus that is already full.',
  ],
  strength: { name: 'margin', unit: 'dB', easiest: 5, hardest: 0.75, mapping: 'log' },
  needs: { stems: [] },
  options: ['strength'],
  canUseDevice: true,
  labels: ['Original', 'Changed'],
  draw(context) {
    const drawn = drawStemPassage(context, 6);
    const answer = {
      kind: 'scale',
      name: 'Fader move',
      unit: 'dB',
      min: -RANGE_DB,
      max: RANGE_DB,
      mapping: 'linear',
      ends: ['quieter', 'louder'],
    } as const;
    const [stemId, region] = context.item?.split('|') ?? [];
    const stem = drawHeardStem(context.random, drawn, stemId);
    const { value, item } = drawOnScale(context.random, answer, 1, region);
    const before = stemMix(context, drawn.set);
    const layers = before.layers.map((layer) =>
      layer.source === stem.id ? { ...layer, gainDb: rounded((layer.gainDb ?? 0) + value, 2) } : layer,
    );
    return {
      sources: stemSources(drawn),
      question: `By how much did this part move: ${stemName(stem)}?`,
      answer,
      before,
      after: { ...before, layers },
      value,
      tolerance: rounded(context.strength, 2),
      item: `${stem.id}|${item}`,
    };
  },
  withValue(trial, value) {
    const [before, after] = [trial.versions[0]!.recipe, trial.versions[1]!.recipe];
    const at = movedLayer(before, after);
    const layers = before.layers.map((layer, i) =>
      i === at ? { ...layer, gainDb: rounded((layer.gainDb ?? 0) + value, 2) } : layer,
    );
    return { ...before, layers };
  },
  nameOf: (value) => `${signedFigure(value)} dB`,
  truthOf: (value) =>
    value === 0 ? 'It did not move.' : `It went ${value > 0 ? 'up' : 'down'} by ${figure(Math.abs(value))} dB.`,
  missBy: (said, truth) => `${figure(Math.abs(said - truth))} dB too ${said > truth ? 'loud' : 'quiet'}`,
  exampleValues: () => [6, -6, 3, -3, 1.5, -1.5],
});
