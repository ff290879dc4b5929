import type { DeviceStoragePort, StoredDevice } from './DeviceStoragePort';

/** The listener's own devices, for as long as the page is open. Cloned both ways, as a database would. */
export abstract class MemoryDevices implements DeviceStoragePort {
  readonly #devices = new Map<string, StoredDevice>();
  #opra: Blob | undefined;

  async listDevices(): Promise<StoredDevice[]> {
    return structuredClone([...this.#devices.values()].toSorted((a, b) => a.addedAt - b.addedAt));
  }

  async putDevice(device: StoredDevice): Promise<void> {
    this.#devices.set(device.id, structuredClone(device));
  }

  async removeDevice(id: string): Promise<void> {
    this.#devices.delete(id);
  }

  async readOpra(): Promise<Blob | undefined> {
    return this.#opra;
  }

  async writeOpra(kept: Blob | undefined): Promise<void> {
    this.#opra = kept;
  }

  protected forgetDevices(): void {
    this.#devices.clear();
    this.#opra = undefined;
  }
}
