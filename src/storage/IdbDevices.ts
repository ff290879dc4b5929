import type { DeviceStoragePort, StoredDevice } from './DeviceStoragePort';
import { IdbConnection } from './IdbConnection';
import { opraKey } from './schema';

/** The listener's own devices, and OPRA's database as it was loaded, in IndexedDB. */
export abstract class IdbDevices extends IdbConnection implements DeviceStoragePort {
  async listDevices(): Promise<StoredDevice[]> {
    const devices = await this.run((database) => database.getAll('devices'));
    return devices.toSorted((a, b) => a.addedAt - b.addedAt);
  }

  putDevice(device: StoredDevice): Promise<void> {
    return this.run(async (database) => {
      await database.put('devices', device);
      this.noteWorthKeeping();
    });
  }

  removeDevice(id: string): Promise<void> {
    return this.run((database) => database.delete('devices', id));
  }

  readOpra(): Promise<Blob | undefined> {
    return this.runForFile((database) => database.get('opra', opraKey));
  }

  writeOpra(kept: Blob | undefined): Promise<void> {
    if (kept === undefined) return this.run((database) => database.delete('opra', opraKey));
    return this.runWithFile(kept, async (database, content) => {
      await database.put('opra', content, opraKey);
    });
  }
}
