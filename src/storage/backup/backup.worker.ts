import { ElsewhereError } from '../../core/errors';
import { openBackup, writeBackup } from './backupFile';
import type { BackupMessage, BackupRequest } from './backupMessages';

/** Least share of the work between two words about it. */
const STEP = 0.005;

function tell(message: BackupMessage): void {
  postMessage(message);
}

function progress(): (fraction: number) => void {
  let told = 0;
  return (fraction) => {
    if (fraction < told + STEP) return;
    told = fraction;
    tell({ fraction });
  };
}

async function run(request: BackupRequest): Promise<void> {
  try {
    const answer =
      request.kind === 'write'
        ? await writeBackup(request.entries, request.createdAt, progress())
        : await openBackup(request.file, progress());
    tell({ answer });
  } catch (error) {
    const isOurs = error instanceof ElsewhereError;
    tell({
      failure: {
        code: isOurs ? error.code : 'backup-failed',
        message: error instanceof Error ? error.message : String(error),
        detail: isOurs ? error.detail : {},
      },
    });
  }
}

addEventListener('message', (event: MessageEvent<BackupRequest>) => void run(event.data));
