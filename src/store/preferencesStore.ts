import { createStore, type StoreApi } from 'zustand/vanilla';

export type Theme = 'dark' | 'light';

export interface Preferences {
  readonly theme: Theme;
  /** Tracks to train on; the demo song when empty. */
  readonly trainTrackIds: readonly string[];
  /** Device that drills are heard through unless they say otherwise; null is flat. */
  readonly trainDeviceId: string | null;
  readonly setTheme: (theme: Theme) => void;
  readonly setTrainTracks: (ids: readonly string[]) => void;
  readonly setTrainDevice: (id: string | null) => void;
}

export type PreferencesStore = StoreApi<Preferences>;

export function createPreferencesStore(theme: Theme = 'dark'): PreferencesStore {
  return createStore<Preferences>()((set) => ({
    theme,
    trainTrackIds: [],
    trainDeviceId: null,
    setTheme: (next) => set({ theme: next }),
    setTrainTracks: (trainTrackIds) => set({ trainTrackIds }),
    setTrainDevice: (trainDeviceId) => set({ trainDeviceId }),
  }));
}
