import { textOf } from '../../src/app/progressText';
import { checkProgressFile, readTrialsInOrder } from '../../src/drills/progressFile';
import type { ProgressFilePort } from '../../src/store/train/importProgress';

/** Reads progress files as the worker does, in place. */
export const directProgressFile: ProgressFilePort = {
  check: (file, now, signal, onProgress) => {
    signal.throwIfAborted();
    return checkProgressFile(textOf(file), { now }, (characters) => onProgress(characters / file.size));
  },
  trials: (file, checked, now) => readTrialsInOrder(textOf(file), checked, { now }),
};
