import { createStore, type StoreApi } from 'zustand/vanilla';

/** A newer build of the app than the one that runs in this tab. */
export type Update =
  | { readonly kind: 'none' }
  | { readonly kind: 'ready' }
  /** Asked for, but the tabs of before would lose their parts: it waits until they are closed. */
  | { readonly kind: 'waiting'; readonly otherTabCount: number }
  | { readonly kind: 'loading' };

/** What is not here yet and so needs a connection. */
export type OfflinePart = 'page' | 'demo-mixes' | 'passages' | 'stems';

/** How much of the app works without a connection. */
export type OfflineUse =
  | { readonly kind: 'pending' }
  | { readonly kind: 'fetching'; readonly fetchedCount: number; readonly totalCount: number }
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'partial';
      readonly missing: readonly OfflinePart[];
      readonly cause: 'save-data' | 'no-room' | 'unreachable';
    }
  /** No service worker: an old browser, or an address that is not secure. */
  | { readonly kind: 'unsupported' };

/** What the browser keeps of the app itself. Written by the composition root alone. */
export interface Installation {
  readonly update: Update;
  readonly offline: OfflineUse;
  /** Reloads into the newer build, or says what it waits for. */
  readonly takeUpdate: () => void;
  /** Fetches what is missing, whatever the browser says of saving data. */
  readonly fetchMissing: () => void;
}

export type InstallationStore = StoreApi<Installation>;

export function createInstallationStore(): InstallationStore {
  return createStore<Installation>()(() => ({
    update: { kind: 'none' },
    offline: { kind: 'pending' },
    takeUpdate: () => undefined,
    fetchMissing: () => undefined,
  }));
}
