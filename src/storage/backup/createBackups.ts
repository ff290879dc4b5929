import { ElsewhereError } from '../../core/errors';
import { Scope } from '../../core/scope';
import type { BackupMessage, BackupRequest } from './backupMessages';
import type { BackupPort, BackupWork, OpenedBackup } from './BackupPort';

/**
 * Each job has a worker of its own, which ends with it: cancelling needs no word from a worker that is busy, and what a
 * job held is free.
 */
function run<Answer extends Blob | OpenedBackup>(
  request: BackupRequest,
  { signal, onProgress }: BackupWork,
): Promise<Answer> {
  const scope = new Scope();
  return new Promise<Answer>((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const worker = new Worker(new URL('./backup.worker.ts', import.meta.url), { type: 'module' });
    scope.add(() => worker.terminate());
    const fail = (message: string): void => reject(new ElsewhereError('backup-failed', message));
    scope.listen(signal, 'abort', () => reject(signal.reason as Error));
    scope.listen(worker, 'error', (event: ErrorEvent) => fail(event.message));
    scope.listen(worker, 'messageerror', () => fail('an answer could not be read'));
    scope.listen(worker, 'message', ({ data }: MessageEvent<BackupMessage>) => {
      if ('fraction' in data) onProgress(data.fraction);
      else if ('answer' in data) resolve(data.answer as Answer);
      else reject(new ElsewhereError(data.failure.code, data.failure.message, data.failure.detail));
    });
    worker.postMessage(request);
  }).finally(() => scope.close());
}

export const createBackups = (): BackupPort => ({
  write: (entries, createdAt, work) => run<Blob>({ kind: 'write', entries, createdAt }, work),
  open: (file, work) => run<OpenedBackup>({ kind: 'open', file }, work),
});
