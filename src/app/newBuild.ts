import type { InstallationStore } from '../store/installationStore';

/**
 * Offers a reload when the server has another build than the one that runs. Part of the first code of the page: a chunk
 * of its own would be gone with the others.
 */
export async function lookForNewBuild(installation: InstallationStore): Promise<void> {
  // It names every file of its build, and the service worker does not answer for itself with what it has stored.
  const list = await (await fetch('./sw.js', { cache: 'no-store' })).text();
  const ownFile = new URL(import.meta.url).pathname.split('/').pop()!;
  // A sign-in page of a network is no newer build.
  if (!list.includes('assets/index-') || list.includes(ownFile)) return;
  const registration = await navigator.serviceWorker?.getRegistration();
  // It fetches the newer build first, and then offers it.
  if (registration?.active) await registration.update();
  else installation.setState({ update: { kind: 'ready' }, takeUpdate: () => window.location.reload() });
}
