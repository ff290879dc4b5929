import { cleanName } from '../../core/cleanName';
import type { DeviceEvidence, DeviceProfile, Stage } from '../../devices/DeviceProfile';
import { judgeDevice, refusalError } from '../../devices/judgeDevice';
import type { DeviceParts } from '../session';
import { DRAFT_ID, type DeviceDraft } from './devicesStore';
import { DraftHistory } from './draftHistory';
import type { OwnDevices } from './OwnDevices';

export interface DraftingDeps extends Pick<DeviceParts, 'devices' | 'shelf' | 'listen'> {
  readonly own: OwnDevices;
  readonly evidenceOf: (profile: DeviceProfile) => Promise<DeviceEvidence | undefined>;
  readonly now: () => number;
}

/** What somebody has changed is no longer what was measured. */
const OWN = { family: 'own', subfamily: 'own', evidence: 'own' } as const;

/** Makes one device at a time: heard while it is changed, kept when it is saved. */
export class Drafting {
  #history: DraftHistory | null = null;
  /** What was heard when the draft was begun. */
  #returnId: string | null = null;
  #isSaving = false;

  constructor(private readonly deps: DraftingDeps) {}

  fork(deviceId: string): void {
    const from = this.deps.shelf.byId(deviceId);
    if (!from) return;
    // Figures of the fit belong to the chain as it was; credit and licence are looked up when it is saved.
    const { fit: _fit, errorsDb: _errors, ...rest } = from;
    const name = this.deps.own.freeName(from.name);
    this.#begin({ ...rest, ...OWN, id: DRAFT_ID, name }, deviceId, null);
  }

  edit(deviceId: string): void {
    const device = this.deps.own.find(deviceId);
    if (device) this.#begin({ ...device.profile, id: DRAFT_ID }, deviceId, deviceId);
  }

  change(stages: readonly Stage[], gesture?: string): void {
    const history = this.#history;
    const { draft } = this.deps.devices.getState();
    if (!history || !draft) return;
    const verdict = judgeDevice({ ...draft.profile, stages });
    if ('refusal' in verdict) {
      // What is heard and drawn stays as it was.
      this.deps.own.tell(refusalError(verdict.refusal), 'device-unplayable', draft.profile.name);
      return;
    }
    history.change(stages, gesture);
    this.#show();
  }

  undo(): void {
    this.#history?.undo();
    this.#show();
  }

  redo(): void {
    this.#history?.redo();
    this.#show();
  }

  rename(name: string): void {
    const { draft } = this.deps.devices.getState();
    const cleaned = cleanName(name, '');
    if (!draft || cleaned === '' || cleaned === draft.profile.name) return;
    this.deps.devices.setState({ draft: { ...draft, profile: { ...draft.profile, name: cleaned } } });
  }

  /** @returns the id of the device it has become */
  async save(): Promise<string | undefined> {
    const { devices, shelf, listen, own } = this.deps;
    if (!devices.getState().draft || this.#isSaving) return undefined;
    this.#isSaving = true;
    try {
      const from = shelf.byId(devices.getState().draft!.fromId);
      const evidence = from && (await this.deps.evidenceOf(from).catch(() => undefined));
      // It may have been changed, or discarded, while the credits were fetched.
      const { draft } = devices.getState();
      if (!draft) return undefined;
      const before = draft.replacesId === null ? undefined : own.find(draft.replacesId);
      const id = before?.id ?? own.newId();
      const profile: DeviceProfile = {
        ...draft.profile,
        id,
        name: own.freeName(draft.profile.name, id),
        ...(before ? {} : creditsOf(from, evidence)),
      };
      const { curve } = before ?? {};
      const device = { id, profile, addedAt: before?.addedAt ?? this.deps.now(), ...(curve && { curve }) };
      this.#history = null;
      own.show(device, { draft: null });
      listen.getState().forgetDevice(DRAFT_ID, id);
      listen.getState().chooseTarget(id);
      await own.store(device);
      return id;
    } finally {
      this.#isSaving = false;
    }
  }

  discard(): void {
    const { devices, shelf, listen } = this.deps;
    if (!devices.getState().draft) return;
    this.#history = null;
    const returnId = this.#returnId !== null && shelf.byId(this.#returnId) ? this.#returnId : undefined;
    listen.getState().forgetDevice(DRAFT_ID, returnId);
    devices.setState({ draft: null });
  }

  #begin(profile: DeviceProfile, fromId: string, replacesId: string | null): void {
    const { devices, listen } = this.deps;
    const { targetId } = listen.getState();
    // From one draft into another: where one was before both.
    if (targetId !== DRAFT_ID) this.#returnId = targetId;
    const isFromDraft = fromId === DRAFT_ID;
    const draft: DeviceDraft = {
      fromId: isFromDraft ? (devices.getState().draft?.fromId ?? fromId) : fromId,
      profile,
      replacesId,
      canUndo: false,
      canRedo: false,
    };
    this.#history = new DraftHistory(profile.stages);
    devices.setState({ draft });
    listen.getState().chooseTarget(DRAFT_ID);
  }

  #show(): void {
    const { devices, listen } = this.deps;
    const { draft } = devices.getState();
    const history = this.#history;
    if (!draft || !history) return;
    const { canUndo, canRedo, stages } = history;
    if (stages === draft.profile.stages) return;
    // What was fitted is no longer what the fit error speaks of.
    const { fit: _fit, errorsDb: _errors, ...rest } = draft.profile;
    const changed = { ...rest, ...OWN, stages };
    devices.setState({ draft: { ...draft, profile: changed, canUndo, canRedo } });
    listen.getState().chooseTarget(DRAFT_ID);
  }
}

/** A device made from another owes it its figures. */
function creditsOf(from: DeviceProfile | undefined, evidence: DeviceEvidence | undefined): Partial<DeviceEvidence> {
  if (!from || !evidence) return {};
  const { credit, licence, references } = evidence.source;
  return {
    source: { credit: `Made from ${from.name}: ${credit}`, licence, references },
    leavesOut: evidence.leavesOut,
    ...(evidence.validRangeHz && { validRangeHz: evidence.validRangeHz }),
  };
}
