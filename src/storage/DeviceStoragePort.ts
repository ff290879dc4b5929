import type { DeviceProfile } from '../devices/DeviceProfile';

/** A device that the listener imported, made or took from OPRA. */
export interface StoredDevice {
  readonly id: string;
  readonly profile: DeviceProfile;
  /** The curve that was imported, as points, where there was one. */
  readonly curve?: { readonly frequenciesHz: readonly number[]; readonly levelsDb: readonly number[] };
  /** Milliseconds since 1970. */
  readonly addedAt: number;
}

export interface DeviceStoragePort {
  listDevices(): Promise<StoredDevice[]>;
  /** @throws ElsewhereError `storage-full`, `storage-failed` */
  putDevice(device: StoredDevice): Promise<void>;
  removeDevice(id: string): Promise<void>;
  /** OPRA's database in the compact form of `FittingPort.loadOpra`. */
  readOpra(): Promise<Blob | undefined>;
  writeOpra(kept: Blob | undefined): Promise<void>;
}
