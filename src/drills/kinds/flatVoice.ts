import { pick, rounded } from '../compose';
import type { Recipe, Step } from '../recipe';
import { pairKind } from './parts/pairKind';
import { drawStemPassage, stemMix, stemOfPart, stemSources } from './parts/stems';
import { figure } from './parts/wording';

const detuned = (cents: number): Step => ({ kind: 'detune', cents });

/** Cents by which a recipe's voice is off: its two moves added up. */
function centsOf(recipe: Recipe): number {
  const steps = recipe.layers.flatMap((layer) => layer.steps ?? []);
  return rounded(
    steps.reduce((sum, step) => sum + (step.kind === 'detune' ? step.cents : 0), 0),
    1,
  );
}

/** In which of two mixes the voice is out of tune. */
export const flatVoice = pairKind({
  id: 'flatVoice',
  group: 'faults',
  name: 'Voice out of tune',
  skill: 'the tuning of a voice',
  summary: 'The voice is some cents flat or sharp in one of the two. Which one?',
  help: [
    'Listen to the voice against a chord and not by itself. A voice that is flat against a piano sounds tired and a little dark; one that is sharp sounds tense and thin. Often it is heard as mood before it is heard as pitch.',
    'Long notes tell the most. Wait for one, and listen for slow beating against the chord beneath it.',
    'A cent is a hundredth of a semitone. Musicians notice 5 to 10 cents on sung or played notes, others 20 to 30. Singers move about by as much within one note, so the average is what counts.',
  ],
  strength: { name: 'detuning', unit: 'cents', easiest: 60, hardest: 5, usual: 15, mapping: 'log' },
  needs: { stems: ['voice'] },
  options: ['strength'],
  canUseDevice: true,
  isLevelMatched: true,
  asks: [
    { id: 'off', question: 'In which one is the voice out of tune?', says: 'is the one out of tune' },
    { id: 'true', question: 'In which one is the voice in tune?', says: 'is the one in tune' },
  ],
  draw(context, ask) {
    const { random, strength } = context;
    const drawn = drawStemPassage(context, 7, ['voice']);
    const voice = stemOfPart(drawn.set, 'voice');
    const half = rounded((pick(random, [-1, 1] as const) * strength) / 2, 2);
    // Both voices are moved twice by the same amount, so that what moving leaves behind does not tell them apart.
    const withVoice = (second: number): Recipe =>
      stemMix(context, drawn.set, { [voice.id]: [detuned(half), detuned(second)] });
    const [off, inTune] = [withVoice(half), withVoice(-half)];
    const sources = stemSources(drawn);
    return ask.id === 'off' ? { sources, asked: off, other: inTune } : { sources, asked: inTune, other: off };
  },
  describe(recipe) {
    const cents = centsOf(recipe);
    if (cents === 0) return 'in tune';
    return `${figure(Math.abs(cents), 0)} cents ${cents < 0 ? 'flat' : 'sharp'}`;
  },
});
