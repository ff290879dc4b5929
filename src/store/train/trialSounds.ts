import type { RenderedStimulus, StimulusLevel, StimulusPort, StimulusRequest } from '../../audio/stimuli/StimulusPort';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import { withLayers } from '../../devices/layers';
import type { Answer, Trial } from '../../drills/DrillKind';
import type { Recipe } from '../../drills/recipe';
import {
  answerTrial,
  currentTrial,
  positionIn,
  type CurrentTrial,
  type DrillSession,
  type SessionDeps,
} from '../../drills/session';
import type { MaterialLibrary } from './materialLibrary';

export interface TrialSoundsDeps {
  readonly catalogue: readonly DeviceProfile[];
  readonly material: MaterialLibrary;
  readonly stimuli: StimulusPort;
  /** The listener's own room then takes the place of a device's, as on Listen. */
  readonly isOnLoudspeakers: () => boolean;
}

/** A drill is about the device, whatever is left out on Listen at the moment. */
const WHOLE_DEVICE = { tone: true, room: true, limits: true, noise: true };

/** Comfortable and the same for every drill: loud mixes come down, so that boosts have room. */
const LOUDNESS_LUFS = -23;

/** Answers that stand for "right" and "wrong": in a test the next trial depends on nothing else. */
function standIns({ answer, secret }: Trial): Answer[] {
  const { truth } = secret;
  const farFrom = (value: number, [min, max]: readonly [number, number]): number =>
    Math.abs(value - min) > Math.abs(max - value) ? min : max;
  const otherThan = (options: readonly { readonly id: string }[], id: string): string =>
    options.find((option) => option.id !== id)?.id ?? id;
  if (answer.kind === 'choice' && truth.kind === 'choice') {
    return [truth, { kind: 'choice', id: otherThan(answer.options, truth.id) }];
  }
  if (answer.kind === 'scale' && truth.kind === 'scale') {
    return [truth, { kind: 'scale', value: farFrom(truth.value, [answer.min, answer.max]) }];
  }
  if (answer.kind === 'moment' && truth.kind === 'moment') {
    const atSec = farFrom(truth.atSec, [0, answer.durationSec]);
    return [truth, { kind: 'moment', atSec, id: otherThan(answer.options, truth.id) }];
  }
  if (answer.kind === 'eq' && truth.kind === 'eq') {
    const frequencyHz = farFrom(truth.frequencyHz, answer.frequencyRangeHz);
    return [truth, { kind: 'eq', frequencyHz, gainDb: farFrom(truth.gainDb, answer.gainRangeDb) }];
  }
  return [truth];
}

/** What of a trial its sound is made of. */
const trialKey = ({ trial }: CurrentTrial): string => JSON.stringify([trial.sources, trial.versions, trial.secret]);

/** Has stimuli rendered, those of the next trial before it is asked. */
export class TrialSounds {
  readonly #ahead = new Map<string, Promise<RenderedStimulus>>();

  constructor(private readonly deps: TrialSoundsDeps) {}

  /** The sound of a trial; at hand if it was foreseen. */
  ofTrial(current: CurrentTrial, signal: AbortSignal): Promise<RenderedStimulus> {
    const { trial } = current;
    const recipes = trial.versions.map(({ recipe }) => recipe);
    return this.#ahead.get(trialKey(current)) ?? this.render(trial, recipes, null, signal);
  }

  isAtHand(current: CurrentTrial): boolean {
    return this.#ahead.has(trialKey(current));
  }

  /** @param level of the trial, for one more version of it; null for a new one */
  async render(
    made: Pick<Trial, 'sources' | 'isLevelMatched'>,
    recipes: readonly Recipe[],
    level: StimulusLevel | null,
    signal: AbortSignal,
  ): Promise<RenderedStimulus> {
    const { material, stimuli, catalogue } = this.deps;
    const isOnLoudspeakers = this.deps.isOnLoudspeakers();
    const refs = Object.values(made.sources).map((passage) => passage.material);
    const readers = await material.load(refs, signal);
    const named = new Set(
      recipes.flatMap(({ layers, steps }) =>
        [...steps, ...layers.flatMap((layer) => layer.steps ?? [])].flatMap((step) =>
          step.kind === 'device' ? [step.deviceId] : [],
        ),
      ),
    );
    const programmeLufs = refs.length === 1 ? material.programmeLufs(refs[0]!) : undefined;
    const request: StimulusRequest = {
      sources: made.sources,
      recipes,
      isLevelMatched: made.isLevelMatched,
      devices: catalogue
        .filter(({ id }) => named.has(id))
        .map((profile) => withLayers(profile, WHOLE_DEVICE, isOnLoudspeakers)),
      loudnessLufs: LOUDNESS_LUFS,
      ...(programmeLufs !== undefined && { programmeLufs }),
      ...(level && { reference: level }),
    };
    return stimuli.render(request, readers, signal);
  }

  /** Renders the trial after every answer that the listener may give next, as far as that can be foreseen. */
  foresee(session: DrillSession, sessionDeps: SessionDeps, now: number, signal: AbortSignal): void {
    const { trial } = currentTrial(session, sessionDeps);
    for (const answer of standIns(trial)) {
      this.foreseeAt(answerTrial(session, sessionDeps, answer, now, 0).session, sessionDeps, signal);
    }
  }

  /** Renders the trial at which a session stands. */
  foreseeAt(session: DrillSession, sessionDeps: SessionDeps, signal: AbortSignal): void {
    if (!positionIn(session)) return;
    const current = currentTrial(session, sessionDeps);
    const key = trialKey(current);
    if (this.#ahead.has(key)) return;
    const rendered = this.ofTrial(current, signal);
    this.#ahead.set(key, rendered);
    // Told when it is asked for.
    rendered.catch(() => {
      if (this.#ahead.get(key) === rendered) this.#ahead.delete(key);
    });
  }

  forget(): void {
    this.#ahead.clear();
  }
}
