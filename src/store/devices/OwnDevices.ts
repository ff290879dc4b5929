import { cleanName } from '../../core/cleanName';
import { ElsewhereError, isAbortError, type ErrorCode } from '../../core/errors';
import type { StoredDevice } from '../../storage/DeviceStoragePort';
import type { DeviceParts } from '../session';
import { uniqueName } from './deviceName';

/** Keeps the listener's own devices: in the store for this visit, in storage for the next. */
export class OwnDevices {
  constructor(
    private readonly parts: Pick<
      DeviceParts,
      'devices' | 'shelf' | 'listen' | 'library' | 'preferences' | 'storage'
    > & { readonly now: () => number },
  ) {}

  find(id: string): StoredDevice | undefined {
    return this.parts.devices.getState().own.find((device) => device.id === id);
  }

  /** A name that no other device has. */
  freeName(name: string, exceptId?: string): string {
    const others = this.parts.shelf.all().filter((device) => device.id !== exceptId);
    return uniqueName(
      name,
      others.map((device) => device.name),
    );
  }

  newId(): string {
    return `own-${this.parts.now().toString(36)}-${crypto.getRandomValues(new Uint32Array(1))[0]!.toString(36)}`;
  }

  /** Adds a device, or puts it in the place of the one with its id. What storage has no room for lasts this visit. */
  async put(device: StoredDevice): Promise<void> {
    this.show(device);
    await this.store(device);
  }

  /** The part of {@link put} that is seen at once. */
  show(device: StoredDevice, alongWith: { readonly draft?: null } = {}): void {
    const { devices } = this.parts;
    const { own } = devices.getState();
    const isKnown = own.some(({ id }) => id === device.id);
    devices.setState({
      ...alongWith,
      own: isKnown ? own.map((other) => (other.id === device.id ? device : other)) : [...own, device],
    });
  }

  async store(device: StoredDevice): Promise<void> {
    try {
      await (await this.parts.storage())?.putDevice(device);
    } catch (error) {
      this.tell(error, 'storage-failed', device.profile.name);
    }
  }

  async rename(id: string, name: string): Promise<void> {
    const device = this.find(id);
    if (!device || cleanName(name, '') === '') return;
    await this.put({ ...device, profile: { ...device.profile, name: this.freeName(name, id) } });
  }

  async remove(id: string): Promise<void> {
    const { devices, listen, preferences, storage } = this.parts;
    const device = this.find(id);
    if (!device) return;
    // First, so that nothing is ever chosen that is not there.
    listen.getState().forgetDevice(id);
    if (preferences.getState().trainDeviceId === id) preferences.getState().setTrainDevice(null);
    const { own, draft } = devices.getState();
    devices.setState({
      own: own.filter((other) => other.id !== id),
      ...(draft?.replacesId === id && { draft: { ...draft, replacesId: null } }),
    });
    try {
      await (await storage())?.removeDevice(id);
    } catch (error) {
      this.tell(error, 'storage-failed', device.profile.name);
    }
  }

  /** Says what went wrong; nothing when it was cancelled. */
  tell(error: unknown, otherwise: ErrorCode, subject?: string): void {
    if (isAbortError(error)) return;
    const isOurs = error instanceof ElsewhereError;
    this.parts.library.getState().addProblem({
      code: isOurs ? error.code : otherwise,
      detail: isOurs ? error.detail : {},
      ...(subject !== undefined && { subject }),
    });
  }
}
