import { createDeck } from '../audio/stimuli/createDeck';
import { createStimuli } from '../audio/stimuli/createStimuli';
import { DRILL_KINDS } from '../drills/catalogue';
import type { ProgressPort } from '../storage/ProgressPort';
import type { TrainingParts } from '../store/session';
import { MaterialLibrary } from '../store/train/materialLibrary';
import type { Training } from '../store/train/Training';
import { TrainingDesk } from '../store/train/TrainingDesk';
import { webTrainingLock } from './trainingLock';

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
  return new TrainingDesk({
    kinds: DRILL_KINDS,
    catalogue,
    material,
    stimuli: createStimuli(),
    deck: createDeck(),
    progress: await openProgress(),
    lock: webTrainingLock(),
    saveFile,
    pageUrl: window.location.href.split('#')[0] ?? '',
    now: Date.now,
    randomSeed: () => crypto.getRandomValues(new Uint32Array(1))[0]!,
    quietOthers: parts.quietListening,
    isOnLoudspeakers: parts.isOnLoudspeakers,
  });
}
