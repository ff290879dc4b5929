import type { OpraHit } from '../../analysis/FittingPort';
import type { DeviceProfile, Stage } from '../../devices/DeviceProfile';
import type { ExportFormatId } from '../../devices/exchange/exportFormats';
import type { CurveMeaning } from './devicesStore';

/**
 * Import, export, OPRA and the making of devices. Loaded when it is first needed; what it knows is in the devices store,
 * what goes wrong becomes a problem of the library.
 */
export interface DeviceDesk {
  /** Each file becomes a device, or a sentence that names it. Never half of one. */
  importFiles(files: readonly File[]): Promise<void>;
  importText(text: string): Promise<void>;
  /** Says what the points of a waiting import mean. */
  answer(importId: string, meaning: CurveMeaning): void;
  cancelImport(importId: string): void;
  rename(deviceId: string, name: string): Promise<void>;
  remove(deviceId: string): Promise<void>;
  /**
   * @param profile with the layers it is to be exported with
   * @param sampleRate hertz, for the formats that depend on it
   */
  exportDevice(profile: DeviceProfile, format: ExportFormatId, sampleRate?: number): Promise<void>;
  /** From a file, or from OPRA's public mirror. */
  loadOpra(file: File | 'mirror'): Promise<void>;
  cancelOpra(): void;
  forgetOpra(): Promise<void>;
  searchOpra(query: string, limit?: number): Promise<readonly OpraHit[]>;
  /** Makes a product of OPRA's an own device. @returns its id, or undefined when it failed (then a problem says why) */
  adoptOpra(hitId: string): Promise<string | undefined>;
  /** Begins a device from another; one draft at a time. */
  fork(deviceId: string): void;
  /** Takes an own device up again. */
  edit(deviceId: string): void;
  /** Heard at once. Calls with the same `gesture` undo as one. */
  changeDraft(stages: readonly Stage[], gesture?: string): void;
  renameDraft(name: string): void;
  undo(): void;
  redo(): void;
  /** @returns the id of the device it has become */
  saveDraft(): Promise<string | undefined>;
  discardDraft(): void;
  close(): void;
}
