import type { FittingPort, LoadOptions, OpraHit } from '../../analysis/FittingPort';
import type { DeviceEvidence, DeviceProfile, Stage } from '../../devices/DeviceProfile';
import type { ExportFormatId } from '../../devices/exchange/exportFormats';
import { writeDevice } from '../../devices/exchange/writeDevice';
import { toneStages } from '../../devices/response';
import type { ToneCurve } from '../../devices/ToneCurve';
import type { DeviceParts } from '../session';
import type { DeviceDesk } from './DeviceDesk';
import type { CurveMeaning } from './devicesStore';
import { Drafting } from './Drafting';
import { Importer } from './Importer';
import { OpraShelf } from './OpraShelf';
import { OwnDevices } from './OwnDevices';

export interface ShelfDeskDeps extends DeviceParts {
  /** Starts the worker that fits curves and holds OPRA's database. */
  readonly openFitting: () => FittingPort;
  readonly fetchOpra: (options: LoadOptions) => Promise<Blob>;
  /** Credit and licence of a device, which the catalogue keeps apart. */
  readonly evidenceOf: (profile: DeviceProfile) => Promise<DeviceEvidence | undefined>;
  readonly now: () => number;
}

const HITS = 50;

/** Puts devices on the shelf and takes them off: from files, from OPRA, from one's own hand. */
export class ShelfDesk implements DeviceDesk {
  readonly #own: OwnDevices;
  readonly #importer: Importer;
  readonly #drafting: Drafting;
  readonly #opra: OpraShelf;
  #fitting: FittingPort | null = null;

  constructor(private readonly deps: ShelfDeskDeps) {
    const fitting = (): FittingPort => (this.#fitting ??= deps.openFitting());
    const own = new OwnDevices(deps);
    this.#own = own;
    this.#importer = new Importer({ ...deps, own, fitting });
    this.#drafting = new Drafting({ ...deps, own });
    this.#opra = new OpraShelf({ ...deps, own, fitting });
  }

  async importFiles(files: readonly File[]): Promise<void> {
    // A database among the files goes where databases go.
    const isDatabase = (file: File): boolean => /\.jsonl$/i.test(file.name);
    const database = files.find(isDatabase);
    await Promise.all([
      this.#importer.importFiles(files.filter((file) => !isDatabase(file))),
      database && this.#opra.load(database),
    ]);
  }

  importText(text: string): Promise<void> {
    return this.#importer.importText(text);
  }

  answer(importId: string, meaning: CurveMeaning): void {
    this.#importer.answer(importId, meaning);
  }

  cancelImport(importId: string): void {
    this.#importer.cancel(importId);
  }

  rename(deviceId: string, name: string): Promise<void> {
    return this.#own.rename(deviceId, name);
  }

  remove(deviceId: string): Promise<void> {
    return this.#own.remove(deviceId);
  }

  async exportDevice(profile: DeviceProfile, format: ExportFormatId, sampleRate?: number): Promise<void> {
    try {
      const evidence = profile.source ? undefined : await this.deps.evidenceOf(profile);
      const file = writeDevice({ ...evidence, ...profile }, format, sampleRate, this.#curveOf(profile));
      const content = 'text' in file ? file.text : file.bytes;
      this.deps.saveFile(new Blob([content], { type: file.mime }), file.fileName);
    } catch (error) {
      this.#own.tell(error, 'device-failed', profile.name);
    }
  }

  /** The imported curve itself, where what is exported is still the chain that was fitted to it. */
  #curveOf(profile: DeviceProfile): ToneCurve | undefined {
    const kept = this.#own.find(profile.id);
    if (!kept?.curve || !kept.profile.fit) return undefined;
    const isWhole = toneStages(profile).length === toneStages(kept.profile).length;
    const { frequenciesHz, levelsDb } = kept.curve;
    return isWhole
      ? { frequenciesHz: Float64Array.from(frequenciesHz), levelsDb: Float64Array.from(levelsDb) }
      : undefined;
  }

  loadOpra(file: File | 'mirror'): Promise<void> {
    return this.#opra.load(file);
  }

  cancelOpra(): void {
    this.#opra.cancel();
  }

  forgetOpra(): Promise<void> {
    return this.#opra.forget();
  }

  searchOpra(query: string, limit = HITS): Promise<readonly OpraHit[]> {
    return this.#opra.search(query, limit);
  }

  adoptOpra(hitId: string): Promise<string | undefined> {
    return this.#opra.adopt(hitId);
  }

  fork(deviceId: string): void {
    this.#drafting.fork(deviceId);
  }

  edit(deviceId: string): void {
    this.#drafting.edit(deviceId);
  }

  changeDraft(stages: readonly Stage[], gesture?: string): void {
    this.#drafting.change(stages, gesture);
  }

  renameDraft(name: string): void {
    this.#drafting.rename(name);
  }

  undo(): void {
    this.#drafting.undo();
  }

  redo(): void {
    this.#drafting.redo();
  }

  saveDraft(): Promise<string | undefined> {
    return this.#drafting.save();
  }

  discardDraft(): void {
    this.#drafting.discard();
  }

  close(): void {
    this.#importer.close();
    this.#opra.close();
    this.#fitting?.dispose();
  }
}
