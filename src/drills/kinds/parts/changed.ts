import { MUSIC, musicThrough } from '../../compose';
import type { DrillExample, DrillKind, TrialContext, TrialVersion } from '../../DrillKind';
import type { Passage, Recipe, Step } from '../../recipe';

/** The original, known to the listener, and what became of it. */
export const originalAndChanged = (
  context: Pick<TrialContext, 'device'>,
  steps: readonly Step[],
): readonly [TrialVersion, TrialVersion] => [
  { label: 'Original', recipe: musicThrough(context, []) },
  { label: 'Changed', recipe: musicThrough(context, steps) },
];

/** Steps of a recipe before the playback device. */
export const stepsBeforeDevice = (recipe: Recipe): readonly Step[] =>
  recipe.steps.filter((step) => step.kind !== 'device');

/** The same music through the same device with other steps on it. */
export const withSteps = (recipe: Recipe, steps: readonly Step[]): Recipe => ({
  layers: recipe.layers,
  steps: [...steps, ...recipe.steps.filter((step) => step.kind === 'device')],
});

/** An example of the learn mode: a passage as it was, and changed. */
export const changedExample = (
  context: Pick<TrialContext, 'device'>,
  title: string,
  passage: Passage,
  steps: readonly Step[],
): DrillExample => ({
  title,
  sources: { [MUSIC]: passage },
  versions: originalAndChanged(context, steps),
  isLevelMatched: true,
});

/** A drill of pairs that also draws what the wanted version did to the tone, and the chosen one where it was another. */
export const withStepCurves = (kind: DrillKind): DrillKind => ({
  ...kind,
  reveal(trial, answer) {
    const revealed = kind.reveal(trial, answer);
    const of = (role: 'truth' | 'yours'): readonly Step[] | undefined => {
      const version = revealed.versions.find((candidate) => candidate.role === role);
      return version && stepsBeforeDevice(version.recipe);
    };
    const yours = of('yours');
    return { ...revealed, curves: { truth: of('truth') ?? [], ...(yours ? { yours } : {}) } };
  },
});
