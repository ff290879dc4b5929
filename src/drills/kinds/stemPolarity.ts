import { pick, rounded } from '../compose';
import type { Recipe } from '../recipe';
import { pairKind } from './parts/pairKind';
import { drawHeardStem, drawStemPassage, stemMix, stemName, stemSources } from './parts/stems';

/** The mix with one part at another level, so that the fault is easier or harder to find; in both versions alike. */
function withPartAt(mix: Recipe, stemId: string, byDb: number): Recipe {
  return {
    ...mix,
    layers: mix.layers.map((layer) =>
      layer.source === stemId ? { ...layer, gainDb: rounded((layer.gainDb ?? 0) + byDb, 2) } : layer,
    ),
  };
}

const flippedLayer = (recipe: Recipe): string | undefined => recipe.layers.find(({ steps }) => steps)?.source;

/** Which of two mixes has a part with one channel upside down. */
export const stemPolarity = pairKind({
  id: 'stemPolarity',
  group: 'space',
  name: 'A part flipped',
  skill: 'polarity of single parts',
  summary: 'The mix is sound but for one part, which has a channel upside down. In which version?',
  help: [
    'Go through the parts one by one and ask of each: where is it? In the sound version each has a place. A flipped part floats around your head, wide and hollow, while the rest stays put.',
    'Low parts betray it by what is missing. A bass or a kick with one channel flipped loses its weight, though the meter shows the same level.',
    'Folded to mono, such a part vanishes altogether. It is worth finding before somebody plays the mix on a telephone.',
  ],
  strength: { name: 'level of the part', unit: 'dB', easiest: 4, hardest: -14, mapping: 'linear' },
  needs: { stems: [] },
  options: ['strength'],
  canUseDevice: true,
  isLevelMatched: true,
  asks: [
    { id: 'flipped', question: 'Which has a part with a flipped channel?', says: 'has the flipped part' },
    { id: 'sound', question: 'Which has all parts the right way up?', says: 'is the right way up' },
  ],
  draw(context, ask) {
    const { random, strength } = context;
    const drawn = drawStemPassage(context, 6);
    const stem = drawHeardStem(random, drawn);
    const channel = pick(random, ['left', 'right'] as const);
    const partAt = (mix: Recipe): Recipe => withPartAt(mix, stem.id, rounded(strength, 2));
    const sound = partAt(stemMix(context, drawn.set));
    const flipped = partAt(stemMix(context, drawn.set, { [stem.id]: [{ kind: 'invert', channel }] }));
    const sources = stemSources(drawn);
    const facts = { part: stemName(stem) };
    return ask.id === 'flipped'
      ? { sources, asked: flipped, other: sound, facts }
      : { sources, asked: sound, other: flipped, facts };
  },
  describe: (recipe, facts) =>
    flippedLayer(recipe) === undefined
      ? 'all parts the right way up'
      : `a channel flipped in this part: ${facts?.['part']}`,
});
