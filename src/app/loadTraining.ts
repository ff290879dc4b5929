import { createDeck } from '../audio/stimuli/createDeck';
import { createStimuli } from '../audio/stimuli/createStimuli';
import { Scope } from '../core/scope';
import { DRILL_KINDS } from '../drills/catalogue';
import type { ProgressPort } from '../storage/ProgressPort';
import type { TrainingParts } from '../store/session';
import { MaterialLibrary } from '../store/train/materialLibrary';
import type { Training } from '../store/train/Training';
import { TrainingDesk } from '../store/train/TrainingDesk';
import { openProgress } from './openProgress';
import { webTrainingLock } from './trainingLock';
import { WorkerProgressFile } from './WorkerProgressFile';

/** Builds the training loop. A chunk of its own: nothing of it is fetched before Train is opened. */
export async function loadTraining(parts: TrainingParts, openStored: () => Promise<ProgressPort>): Promise<Training> {
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
  const progress = await openProgress(openStored);
  // A track that was removed leaves room.
  scope.add(
    library.subscribe((now, before) => {
      if (now.tracks.length < before.tracks.length) void progress.writeWaiting();
    }),
  );
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
