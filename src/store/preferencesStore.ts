import { createStore, type StoreApi } from 'zustand/vanilla';

export type Theme = 'dark' | 'light';

export interface Preferences {
  readonly theme: Theme;
  /** Set by the composition root when a newer build waits; calling it reloads into it. */
  readonly applyUpdate: (() => void) | null;
  readonly setTheme: (theme: Theme) => void;
  readonly setApplyUpdate: (applyUpdate: () => void) => void;
}

export type PreferencesStore = StoreApi<Preferences>;

export function createPreferencesStore(theme: Theme = 'dark'): PreferencesStore {
  return createStore<Preferences>()((set) => ({
    theme,
    applyUpdate: null,
    setTheme: (next) => set({ theme: next }),
    setApplyUpdate: (applyUpdate) => set({ applyUpdate }),
  }));
}
