import { createDeck } from '../audio/stimuli/createDeck';
import { createStimuli } from '../audio/stimuli/createStimuli';
import { Scope } from '../core/scope';
import { DRILL_KINDS } from '../drills/catalogue';
import type { LastingProgressPort, ProgressPort } from '../storage/ProgressPort';
import { WaitingProgress } from '../storage/WaitingProgress';
import type { TrainingParts } from '../store/session';
import { MaterialLibrary } from '../store/train/materialLibrary';
import type { Training } from '../store/train/Training';
import { TrainingDesk } from '../store/train/TrainingDesk';
import { webTrainingLock } from './trainingLock';
import { WorkerProgressFile } from './WorkerProgressFile';

/** Tries to write what waits when there may be room again, and asks before the page takes it away. */
function guardWaiting(progress: LastingProgressPort, library: TrainingParts['library'], scope: Scope): void {
  const writeWaiting = (): void => void progress.writeWaiting();
  scope.listen(document, 'visibilitychange', () => {
    if (document.visibilityState === 'visible') writeWaiting();
  });
  scope.add(
    library.subscribe((now, before) => {
      if (now.tracks.length < before.tracks.length) writeWaiting();
    }),
  );
  let allowLeaving: (() => void) | null = null;
  scope.add(
    progress.onWaiting(() => {
      const isWaiting = progress.waiting.cause !== null;
      // Only while it is needed: some browsers keep no page with such a listener for Back.
      if (isWaiting) {
        allowLeaving ??= scope.listen(window, 'beforeunload', (event: BeforeUnloadEvent) => event.preventDefault());
      } else {
        allowLeaving?.();
        allowLeaving = null;
      }
    }),
  );
}

/** Builds the training loop. A chunk of its own: nothing of it is fetched before Train is opened. */
export async function loadTraining(parts: TrainingParts, openProgress: () => Promise<ProgressPort>): Promise<Training> {
  const { catalogue, library, demos, saveFile } = parts;
  const material = new MaterialLibrary({
    library,
    bufferOfTrack: parts.bufferOfTrack,
    factsOfTrack: parts.passagesOfTrack,
    demoPassages: () => demos.passages(),
    demoStems: () => demos.listStems(),
    bufferOfDemoStem: async (stem, signal) => parts.decode(await demos.read(stem, signal), stem.file, signal),
  });
  const scope = new Scope();
  const progress = new WaitingProgress(await openProgress());
  scope.add(() => progress.close());
  guardWaiting(progress, library, scope);
  return new TrainingDesk({
    kinds: DRILL_KINDS,
    catalogue,
    material,
    stimuli: createStimuli(),
    deck: createDeck(),
    progress,
    progressFiles: new WorkerProgressFile(),
    owned: scope,
    lock: webTrainingLock(),
    saveFile,
    pageUrl: window.location.href.split('#')[0] ?? '',
    now: Date.now,
    randomSeed: () => crypto.getRandomValues(new Uint32Array(1))[0]!,
    quietOthers: parts.quietListening,
    isOnLoudspeakers: parts.isOnLoudspeakers,
  });
}
