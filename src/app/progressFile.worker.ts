/// <reference lib="webworker" />
import { checkProgressFile, readTrialsInOrder, type CheckedProgressFile } from '../drills/progressFile';
import type { TrialRecord } from '../drills/records';
import { textOf } from './progressText';
import type { ReadingAnswer, ReadingRequest } from './progressFileMessages';

/** Pieces read between two words of how far it is. */
const PIECES_A_WORD = 64;

/** Answers one request at a time; the page ends the worker when it wants no more. */
const scope = self as unknown as DedicatedWorkerGlobalScope;
const answer = (message: ReadingAnswer): void => scope.postMessage(message);

let batches: AsyncGenerator<readonly TrialRecord[]> | null = null;

async function check(file: Blob, now: number): Promise<void> {
  let pieces = 0;
  const checked = await checkProgressFile(textOf(file), { now }, (characters) => {
    if (++pieces % PIECES_A_WORD === 0) answer({ kind: 'progress', share: Math.min(1, characters / file.size) });
  });
  answer({ kind: 'checked', checked });
}

async function nextBatch(file: Blob, checked: CheckedProgressFile, now: number): Promise<void> {
  batches ??= readTrialsInOrder(textOf(file), checked, { now });
  const { value, done } = await batches.next();
  answer({ kind: 'trials', trials: done ? null : value });
}

scope.addEventListener('message', ({ data }: MessageEvent<ReadingRequest>) => {
  const work = data.kind === 'check' ? check(data.file, data.now) : nextBatch(data.file, data.checked, data.now);
  work.catch((error: unknown) => answer({ kind: 'failed', message: String(error) }));
});
