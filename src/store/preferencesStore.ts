import { createStore, type StoreApi } from 'zustand/vanilla';

export type Theme = 'dark' | 'light';

export interface Preferences {
  readonly theme: Theme;
  /** Tracks to train on; the demo song when empty. */
  readonly trainTrackIds: readonly string[];
  /** Device that drills are heard through unless they say otherwise; null is flat. */
  readonly trainDeviceId: string | null;
  /** Set by the composition root when a newer build waits; calling it reloads into it. */
  readonly applyUpdate: (() => void) | null;
  readonly setTheme: (theme: Theme) => void;
  readonly setTrainTracks: (ids: readonly string[]) => void;
  readonly setTrainDevice: (id: string | null) => void;
  readonly setApplyUpdate: (applyUpdate: () => void) => void;
}

export type PreferencesStore = StoreApi<Preferences>;

export function createPreferencesStore(theme: Theme = 'dark'): PreferencesStore {
  return createStore<Preferences>()((set) => ({
    theme,
    trainTrackIds: [],
    trainDeviceId: null,
    applyUpdate: null,
    setTheme: (next) => set({ theme: next }),
    setTrainTracks: (trainTrackIds) => set({ trainTrackIds }),
    setTrainDevice: (trainDeviceId) => set({ trainDeviceId }),
    setApplyUpdate: (applyUpdate) => set({ applyUpdate }),
  }));
}
