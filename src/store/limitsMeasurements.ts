import type { AnalysisPort, MixAnalysis, SampleReader } from '../analysis/AnalysisPort';
import { isAbortError } from '../core/errors';
import type { DeviceProfile } from '../devices/DeviceProfile';
import type { DevicesStore } from './devices/devicesStore';
import type { Shelf } from './devices/shelf';
import { heardProfile } from './heard';
import { limitsKey } from './limitsKey';
import type { ListenStore } from './listenStore';

export interface LimitsMeasurementsDeps {
  readonly listen: ListenStore;
  readonly devices: DevicesStore;
  readonly shelf: Shelf;
  readonly analysis: () => Promise<AnalysisPort>;
  /** Samples of a track that is held decoded. */
  readonly readerOf: (trackId: string) => SampleReader | undefined;
  /** Called when a measurement has come to its end, whichever. */
  readonly onRest: () => void;
  /** Somebody waits for this device: it is measured before all others. */
  readonly urgentId: () => string | null;
  /** Something that the listener waits for needs the processor. */
  readonly isBusy: () => boolean;
}

/** Limits measured for one mix that the analysis keeps; the oldest goes first. */
const LIMITS_KEPT = 12;

/** Has the limits of devices measured on a mix in the background, one after the other, the likely ones first. */
export class LimitsMeasurements {
  /** By map, the limits that the analysis knows, in the order in which they were measured. */
  readonly #measured = new Map<string, Set<string>>();
  /** By map, limits that could not be measured; they are not tried again. */
  readonly #failed = new Map<string, Set<string>>();
  #count = 0;
  #underWay: { readonly mapId: string; readonly abort: AbortController } | null = null;

  constructor(private readonly deps: LimitsMeasurementsDeps) {}

  /** Measurements so far. */
  get count(): number {
    return this.#count;
  }

  get isMeasuring(): boolean {
    return this.#underWay !== null;
  }

  abort(): void {
    this.#underWay?.abort.abort();
  }

  forget(mapId: string): void {
    this.#measured.delete(mapId);
    this.#failed.delete(mapId);
    if (this.#underWay?.mapId === mapId) this.abort();
  }

  close(): void {
    this.abort();
  }

  /** Whether limits of a profile as it is heard are still to be measured on a mix. */
  isOpen(heard: DeviceProfile, analysis: MixAnalysis): boolean {
    return this.#openKey(heard, analysis) !== undefined;
  }

  hasFailed(heard: DeviceProfile, { mapId }: MixAnalysis): boolean {
    const key = limitsKey(heard);
    return key !== undefined && this.#failed.get(mapId)?.has(key) === true;
  }

  /** Measures what is to be measured next, unless something is under way or a file comes in that nobody need wait for. */
  async measureNext(analysis: MixAnalysis): Promise<void> {
    if (this.#underWay || this.#isBusy() || !this.#next(analysis)) return;
    const abort = new AbortController();
    this.#underWay = { mapId: analysis.mapId, abort };
    try {
      await this.#measure(analysis, abort.signal);
    } finally {
      this.#underWay = null;
    }
    this.deps.onRest();
  }

  #isBusy(): boolean {
    return this.deps.urgentId() === null && this.deps.isBusy();
  }

  #openKey(heard: DeviceProfile, { mapId, loudness }: MixAnalysis): string | undefined {
    const key = Number.isFinite(loudness.integratedLufs) ? limitsKey(heard) : undefined;
    const isDone = key !== undefined && (this.#measured.get(mapId)?.has(key) || this.#failed.get(mapId)?.has(key));
    return isDone ? undefined : key;
  }

  #next(analysis: MixAnalysis): { readonly profile: DeviceProfile; readonly key: string } | undefined {
    const { shelf, listen, devices } = this.deps;
    const { targetId, slots, pins, layers, gear } = listen.getState();
    if (!layers.limits) return undefined;
    const urgentId = this.deps.urgentId();
    const likely = [urgentId, targetId, slots.A, slots.B, ...pins];
    // A draft is measured when it is kept: every move of its image would be a measurement of its own.
    const { draft } = devices.getState();
    const wanted = new Set<string>();
    for (const device of [...likely.flatMap((id) => (id ? (shelf.byId(id) ?? []) : [])), ...shelf.all()]) {
      if (device === draft?.profile && device.id !== urgentId) continue;
      const profile = heardProfile(device, { layers, gear });
      const key = limitsKey(profile);
      if (key === undefined || wanted.has(key)) continue;
      wanted.add(key);
      if (wanted.size > LIMITS_KEPT) break;
      if (this.isOpen(profile, analysis)) return { profile, key };
    }
    return undefined;
  }

  async #measure(analysis: MixAnalysis, signal: AbortSignal): Promise<void> {
    const port = await this.deps.analysis();
    const next = signal.aborted || this.#isBusy() ? undefined : this.#next(analysis);
    if (!next) return;
    const { mapId, loudness } = analysis;
    const reader = this.deps.readerOf(mapId);
    try {
      if (reader) await port.measureLimits(mapId, next.profile, reader, loudness.integratedLufs, { signal });
      if (signal.aborted) return;
      if (reader) this.#count++;
      this.#note(reader ? this.#measured : this.#failed, mapId, next.key);
    } catch (error) {
      // What was estimated stays: no reason to interrupt anybody.
      if (!isAbortError(error)) this.#note(this.#failed, mapId, next.key);
    }
  }

  #note(list: Map<string, Set<string>>, mapId: string, key: string): void {
    const keys = list.get(mapId) ?? new Set();
    list.set(mapId, keys);
    keys.add(key);
    const [oldest] = keys;
    if (keys.size > LIMITS_KEPT && oldest !== undefined) keys.delete(oldest);
  }
}
