/// <reference types="vite-plugin-pwa/vanillajs" />
import { registerSW } from 'virtual:pwa-register';
import type { PreferencesStore } from '../store/preferencesStore';

/** Makes the page work offline after the first visit. A newer version waits until the listener asks for it. */
export function installServiceWorker(preferences: PreferencesStore): void {
  const update = registerSW({
    onNeedRefresh: () => preferences.getState().setApplyUpdate(() => void update(true)),
  });
}
