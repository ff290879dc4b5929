import { Workbox } from 'workbox-window';
import type { Scope } from '../core/scope';
import type { InstallationStore } from '../store/installationStore';
import { actAlone, countOthers } from './openTabs';

/**
 * Makes the page work offline after the first visit, and offers a newer build. That is taken only by a tab that is the
 * only one: the others would lose the parts of their build that they have not fetched yet. Nothing is ever reloaded but
 * the tab where it was asked for.
 * @returns when the whole page is stored. @throws where the browser has no service worker, or a file of the page is missing
 */
export async function installServiceWorker(scope: Scope, installation: InstallationStore): Promise<void> {
  const worker = new Workbox('./sw.js', { scope: './' });
  let isTaking = false;

  const tell = (otherTabCount: number): void =>
    installation.setState({ update: otherTabCount === 0 ? { kind: 'ready' } : { kind: 'waiting', otherTabCount } });
  const take = async (): Promise<void> => {
    try {
      const otherTabCount = await actAlone(() => {
        isTaking = true;
        installation.setState({ update: { kind: 'loading' } });
        worker.messageSkipWaiting();
      });
      if (otherTabCount > 0) tell(otherTabCount);
    } catch {
      // It could not be found out who else is there: the offer stands.
      tell(0);
    }
  };
  worker.addEventListener('waiting', () =>
    installation.setState({ update: { kind: 'ready' }, takeUpdate: () => void take() }),
  );
  // A page of the first visit is under no worker, and hears only of this.
  worker.addEventListener('activated', () => {
    if (isTaking) window.location.reload();
  });
  worker.addEventListener('controlling', ({ isUpdate, isExternal }) => {
    if (isTaking) window.location.reload();
    else if (isUpdate || isExternal) {
      // A tab of another build of this app took it: this one is not interrupted, and may follow when it suits.
      installation.setState({ update: { kind: 'ready' }, takeUpdate: () => window.location.reload() });
    }
  });
  // Whoever went to close the others comes back to a sentence that knows it.
  scope.listen(document, 'visibilitychange', () => {
    if (!document.hidden && installation.getState().update.kind === 'waiting') void countOthers().then(tell);
  });

  const failed = new Promise<never>((_, reject) => {
    worker.addEventListener('redundant', ({ isUpdate }) => {
      if (!isUpdate) reject(new Error('The page could not be stored'));
    });
  });
  failed.catch(() => undefined);
  const registration = await worker.register({ immediate: true });
  if (!registration) throw new Error('The browser keeps no service worker');
  await Promise.race([navigator.serviceWorker.ready, failed]);
}
