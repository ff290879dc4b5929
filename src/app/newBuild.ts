import type { InstallationStore } from '../store/installationStore';

/**
 * Offers a reload when the server has another build than the one that runs. Part of the first code of the page: a chunk
 * of its own would be gone with the others.
 */
export async function lookForNewBuild(installation: InstallationStore): Promise<void> {
  // With a query, so that the service worker does not answer with the page it has stored.
  const page = await (await fetch(`./?${Date.now()}`, { cache: 'no-store' })).text();
  const ownFile = new URL(import.meta.url).pathname.split('/').pop()!;
  // A sign-in page of a network is no newer build.
  if (!page.includes('id="root"') || page.includes(ownFile)) return;
  const registration = await navigator.serviceWorker?.getRegistration();
  // It fetches the newer build first, and then offers it.
  if (registration?.active) await registration.update();
  else installation.setState({ update: { kind: 'ready' }, takeUpdate: () => window.location.reload() });
}
