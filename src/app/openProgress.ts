import { Scope } from '../core/scope';
import type { LastingProgressPort, ProgressPort } from '../storage/ProgressPort';
import { WaitingProgress } from '../storage/WaitingProgress';

let opened: Promise<LastingProgressPort> | undefined;

/**
 * What training leaves behind, with what could not be written yet. There is one for the page: a backup made while
 * answers wait holds them too, and what a restore could not store waits with them.
 */
export function openProgress(openStored: () => Promise<ProgressPort>): Promise<LastingProgressPort> {
  opened ??= guarded(openStored).catch((error: unknown) => {
    // The next one who asks tries again.
    opened = undefined;
    throw error;
  });
  return opened;
}

async function guarded(openStored: () => Promise<ProgressPort>): Promise<LastingProgressPort> {
  const progress = new WaitingProgress(await openStored());
  askBeforeLeaving(progress);
  return progress;
}

/** What waits goes with the page. */
function askBeforeLeaving(progress: LastingProgressPort): void {
  const scope = new Scope();
  scope.listen(document, 'visibilitychange', () => {
    if (document.visibilityState === 'visible') void progress.writeWaiting();
  });
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
