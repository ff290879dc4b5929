import type { Scope } from '../core/scope';
import type { InstallationStore } from '../store/installationStore';
import { storeSounds } from './offlineSounds';
import { installServiceWorker } from './serviceWorker';

/** Stores the page, then what it plays. A chunk of its own: the first sound of a visit comes before it. */
export async function installOffline(
  scope: Scope,
  installation: InstallationStore,
  base: string,
  idle: () => Promise<void>,
): Promise<void> {
  if (!('serviceWorker' in navigator) || !('caches' in window)) {
    installation.setState({ offline: { kind: 'unsupported' } });
    return;
  }
  await installServiceWorker(scope, installation);
  await idle();
  await storeSounds(base, installation, idle);
}
