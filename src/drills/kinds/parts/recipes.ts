import type { TrialContext, TrialVersion } from '../../DrillKind';
import type { Recipe, Step } from '../../recipe';

type StepOf<K extends Step['kind']> = Extract<Step, { kind: K }>;

/** The first step of a kind among the steps on the sum. */
export function stepOf<K extends Step['kind']>(recipe: Recipe, kind: K): StepOf<K> | undefined {
  return recipe.steps.find((step): step is StepOf<K> => step.kind === kind);
}

/** The device that everything is heard through, as the end of a recipe. */
export function deviceSteps({ device }: Pick<TrialContext, 'device'>): readonly Step[] {
  return device ? [{ kind: 'device', deviceId: device.id }] : [];
}

/** The layers with nothing done to them, still heard through the device. */
export function untreated(recipe: Recipe): Recipe {
  return {
    layers: recipe.layers.map(({ source, gainDb }) => (gainDb === undefined ? { source } : { source, gainDb })),
    steps: recipe.steps.filter((step) => step.kind === 'device'),
  };
}

/** Steps that are of a kind, changed; the others as they are. */
export function mapSteps<K extends Step['kind']>(recipe: Recipe, kind: K, change: (step: StepOf<K>) => Step): Recipe {
  const swap = (step: Step): Step => (step.kind === kind ? change(step as StepOf<K>) : step);
  return {
    layers: recipe.layers.map((layer) => (layer.steps ? { ...layer, steps: layer.steps.map(swap) } : layer)),
    steps: recipe.steps.map(swap),
  };
}

export const areSameRecipe = (a: Recipe, b: Recipe): boolean => JSON.stringify(a) === JSON.stringify(b);

type RevealVersion = TrialVersion & { readonly role: 'truth' | 'yours' | 'original' };

/** Leaves out what would sound the same as something before it. */
export function distinct(versions: readonly RevealVersion[]): readonly RevealVersion[] {
  return versions.filter(
    (version, index) => !versions.slice(0, index).some((earlier) => areSameRecipe(earlier.recipe, version.recipe)),
  );
}
