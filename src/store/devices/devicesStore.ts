import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OpraSummary } from '../../analysis/FittingPort';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import type { StoredDevice } from '../../storage/DeviceStoragePort';

/** Whether points say what a device does, or what takes it away. */
export type CurveMeaning = 'response' | 'correction';

/** An import that waits: for the fitter, or for the listener to say what the points mean. */
export interface PendingImport {
  readonly id: string;
  /** File name, or what stands for pasted text. */
  readonly subject: string;
  readonly phase: 'reading' | 'asking' | 'fitting';
  /** How much of the file has been read, 0…1; absent where that is not known. */
  readonly fraction?: number;
  /** In words: `REW text`, `GraphicEQ`. */
  readonly formatLabel?: string;
  /** What the contents suggest. */
  readonly guess?: CurveMeaning;
}

export type OpraState =
  | { readonly phase: 'none' }
  | { readonly phase: 'loading'; readonly fraction: number; readonly isFetching: boolean }
  | { readonly phase: 'ready'; readonly summary: OpraSummary };

/** A device being made: heard and drawn, not yet kept. */
export interface DeviceDraft {
  /** The device it began as. */
  readonly fromId: string;
  /** Its id is {@link DRAFT_ID} as long as it is a draft. */
  readonly profile: DeviceProfile;
  /** The own device that saving replaces; null makes a new one. */
  readonly replacesId: string | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

export const DRAFT_ID = 'draft';

/** What there is besides the catalogue. Read in by the session when it starts, from then on written by the device desk. */
export interface DevicesState {
  /** False until the devices of earlier visits have been read. */
  readonly isReady: boolean;
  /** By order of arrival. */
  readonly own: readonly StoredDevice[];
  readonly pending: readonly PendingImport[];
  readonly opra: OpraState;
  readonly draft: DeviceDraft | null;
}

export type DevicesStore = StoreApi<DevicesState>;

export function createDevicesStore(): DevicesStore {
  return createStore<DevicesState>()(() => ({
    isReady: false,
    own: [],
    pending: [],
    opra: { phase: 'none' },
    draft: null,
  }));
}
