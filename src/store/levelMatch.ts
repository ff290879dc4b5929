import type { AnalysisPort, DeviceLevel, MixAnalysis, SampleReader } from '../analysis/AnalysisPort';
import { ElsewhereError, isAbortError, throwIfAborted } from '../core/errors';
import { Scope } from '../core/scope';
import type { DeviceProfile } from '../devices/DeviceProfile';
import { isStereoStage } from '../devices/response';
import type { DevicesStore } from './devices/devicesStore';
import type { Shelf } from './devices/shelf';
import { heardProfile, noiseUnder, type Hearing } from './heard';
import type { LibraryStore } from './libraryStore';
import type { ListenIntent, ListenStore } from './listenStore';
import type { PlaybackFacts, PlaybackStore } from './playbackStore';

export interface LevelMatchDeps {
  readonly listen: ListenStore;
  readonly library: LibraryStore;
  readonly playback: PlaybackStore;
  readonly devices: DevicesStore;
  readonly shelf: Shelf;
  readonly analysis: () => Promise<AnalysisPort>;
  /** Samples of a track that is held decoded. */
  readonly readerOf: (trackId: string) => SampleReader | undefined;
  /** Settles when the page has nothing better to do. */
  readonly idle: () => Promise<void>;
}

export type Levels = Readonly<Record<string, DeviceLevel>>;

/** All that levels depend on. */
interface Question {
  readonly mapId: string;
  readonly hearing: Hearing;
  readonly heard: readonly DeviceProfile[];
  readonly noiseLufs: Readonly<Record<string, number>>;
  /** Grows with every measurement of limits. */
  readonly measurements: number;
}

interface Measurement {
  readonly mapId: string;
  readonly abort: AbortController;
}

/** A drag of a slider or a filter is gathered into a few questions. */
const ASK_DELAY_MS = 60;
/** Rooms alone change little and take long: whatever else a fresh mix has to do goes before them. */
const ROOMS_DELAY_MS = 1500;
/** Limits measured for one mix that the analysis keeps; the oldest goes first. */
const LIMITS_KEPT = 12;

function isSame(a: Question | undefined | null, b: Question): boolean {
  if (!a || a.mapId !== b.mapId || a.measurements !== b.measurements || a.heard.length !== b.heard.length) return false;
  return b.heard.every((profile, i) => profile === a.heard[i] && a.noiseLufs[profile.id] === b.noiseLufs[profile.id]);
}

/** Profiles with the same limits and the same image before them share what was measured; undefined without limits. */
function limitsKey({ limits, stages }: DeviceProfile): string | undefined {
  // A codec alone is linear and read from the map like any tone.
  if (!limits?.bass && !limits?.limiter) return undefined;
  return JSON.stringify([limits, stages.filter(isStereoStage)]);
}

const roomless = new WeakMap<DeviceProfile, DeviceProfile>();

function withoutRoom(profile: DeviceProfile): DeviceProfile {
  if (!profile.room) return profile;
  let known = roomless.get(profile);
  if (!known) {
    const { room: _room, ...rest } = profile;
    known = rest;
    roomless.set(profile, known);
  }
  return known;
}

const withoutRooms = (question: Question): Question => ({ ...question, heard: question.heard.map(withoutRoom) });

/**
 * Keeps the gains that match devices to flat true to how they are heard: layers, noise, own gear, own devices. The gains
 * of before stay until the new ones are there. In the background it has device limits measured, the likely ones first;
 * until then a limited device is matched as if nothing gave way.
 */
export class LevelMatch {
  readonly #scope = new Scope();
  readonly #questions = new WeakMap<Levels, Question>();
  /** By map, the limits that the analysis knows, in the order in which they were measured. */
  readonly #measured = new Map<string, Set<string>>();
  /** By map, limits that could not be measured; they are not tried again. */
  readonly #failed = new Map<string, Set<string>>();
  readonly #waiting = new Set<() => void>();
  #measurements = 0;
  #measuring: Measurement | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerDueMs = Infinity;
  #isAsking = false;
  /** The last question that got no answer. */
  #lost: Question | null = null;
  /** Somebody waits for this one: it is measured before all others. */
  #urgentId: string | null = null;

  constructor(private readonly deps: LevelMatchDeps) {
    this.#scope.add(deps.listen.subscribe((now, before) => this.#onIntent(now, before)));
    this.#scope.add(deps.playback.subscribe((now, before) => this.#onFacts(now, before)));
    this.#scope.add(
      deps.devices.subscribe((now, before) => {
        if (now.own !== before.own || now.draft?.profile !== before.draft?.profile) this.#lookSoon();
      }),
    );
    this.#scope.add(
      deps.library.subscribe((now, before) => {
        if (now.jobs.length === 0 && before.jobs.length > 0) this.#look();
      }),
    );
    this.#scope.add(() => clearTimeout(this.#timer));
    this.#scope.add(() => this.#measuring?.abort.abort());
  }

  /**
   * Levels of a mix that has just been analysed, through every device as it is heard now but for its room. Rooms change
   * a level by some tenths of a decibel, and take seconds to work out when they are asked for the first time: they are
   * asked for next.
   */
  levelsOf(analysis: MixAnalysis): Promise<Levels> {
    return this.#ask(withoutRooms(this.#question(analysis)));
  }

  /**
   * Waits until the level of a device is that of how it is heard, limits and all.
   * @returns false when it cannot be known, or the mix has been left
   * @throws AbortError
   */
  async settled(deviceId: string, signal: AbortSignal): Promise<boolean> {
    const { analysis } = this.deps.playback.getState();
    this.#urgentId = deviceId;
    this.#look();
    const isOpen = (): boolean => analysis !== null && this.#isOpen(deviceId, analysis);
    while (!signal.aborted && isOpen()) {
      // Limits of another device may have come in since this one was told: then the levels are asked for once more.
      // oxlint-disable-next-line no-await-in-loop
      await this.#until(() => signal.aborted || !isOpen(), signal);
    }
    if (this.#urgentId === deviceId) this.#urgentId = null;
    throwIfAborted(signal);
    return analysis !== null && this.#isExact(deviceId, analysis);
  }

  /** Settles when this has come true, or the wait is over. */
  #until(isTrue: () => boolean, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const scope = this.#scope.child();
      const look = (): void => {
        if (isTrue()) scope.close();
      };
      scope.add(resolve);
      this.#waiting.add(look);
      scope.add(() => this.#waiting.delete(look));
      scope.listen(signal, 'abort', look);
      look();
    });
  }

  /** The map of a mix is gone, and with it what was measured on it. */
  forget(mapId: string): void {
    this.#measured.delete(mapId);
    this.#failed.delete(mapId);
    if (this.#measuring?.mapId === mapId) this.#measuring.abort.abort();
  }

  close(): void {
    this.#scope.close();
  }

  #onIntent(now: ListenIntent, before: ListenIntent): void {
    const isHeardOtherwise =
      now.layers !== before.layers ||
      now.gear !== before.gear ||
      now.scene !== before.scene ||
      now.listeningPhon !== before.listeningPhon;
    // What is likely to be heard next has its limits measured next.
    const isOrderedOtherwise =
      now.targetId !== before.targetId || now.slots !== before.slots || now.pins !== before.pins;
    if (!now.layers.limits) this.#measuring?.abort.abort();
    // Never inside the switch itself.
    if (isHeardOtherwise || (isOrderedOtherwise && now.layers.limits && !this.#measuring)) this.#lookSoon();
  }

  #onFacts(now: PlaybackFacts, before: PlaybackFacts): void {
    if (now.factsOf !== before.factsOf) this.#measuring?.abort.abort();
    if (now.analysis !== before.analysis || now.levels !== before.levels || now.factsOf !== before.factsOf)
      this.#look();
  }

  /** The analysis of the mix that is shown, once its first levels are there: those come with the study. */
  #shown(): { readonly analysis: MixAnalysis; readonly levels: Levels } | null {
    const { analysis, levels, factsOf } = this.deps.playback.getState();
    return analysis && levels && factsOf === analysis.mapId ? { analysis, levels } : null;
  }

  #question(analysis: MixAnalysis): Question {
    const { layers, scene, listeningPhon, gear } = this.deps.listen.getState();
    const hearing: Hearing = { layers, scene, listeningPhon, gear };
    const { draft } = this.deps.devices.getState();
    const devices = draft ? [...this.deps.shelf.all(), draft.profile] : this.deps.shelf.all();
    const noiseLufs: Record<string, number> = {};
    if (layers.noise) {
      for (const device of devices) {
        const bed = noiseUnder(device, hearing, analysis.loudness.integratedLufs);
        if (bed) noiseLufs[device.id] = bed.levelLufs;
      }
    }
    const heard = devices.map((device) => heardProfile(device, hearing));
    return { mapId: analysis.mapId, hearing, heard, noiseLufs, measurements: this.#measurements };
  }

  async #ask(question: Question): Promise<Levels> {
    const port = await this.deps.analysis();
    const list = await port.levels(question.mapId, question.heard, { noiseLufs: question.noiseLufs });
    const levels: Levels = Object.fromEntries(list.map((level) => [level.deviceId, level]));
    this.#questions.set(levels, question);
    return levels;
  }

  /** Whether levels are those of what is heard; null when that question got no answer. */
  #isAnswered(levels: Levels, question: Question): boolean | null {
    if (isSame(this.#questions.get(levels), question)) return true;
    return isSame(this.#lost, question) ? null : false;
  }

  /** Asks if the levels are no longer those of what is heard; else has the next limits measured. */
  #look(): void {
    if (this.#scope.isClosed) return;
    const shown = this.#shown();
    if (shown) {
      const question = this.#question(shown.analysis);
      const isAnswered = this.#isAnswered(shown.levels, question);
      if (isAnswered === false) this.#lookSoon(this.#delayOf(shown.levels, question));
      else if (isAnswered && !this.#measuring) void this.#measure(shown.analysis);
    }
    for (const look of this.#waiting) look();
  }

  /** Nobody waits for rooms as long as something is being loaded. */
  #delayOf(levels: Levels, question: Question): number {
    const areRoomsAll = isSame(this.#questions.get(levels), withoutRooms(question));
    return areRoomsAll && this.#urgentId === null ? ROOMS_DELAY_MS : ASK_DELAY_MS;
  }

  #lookSoon(delayMs = ASK_DELAY_MS): void {
    const dueMs = performance.now() + delayMs;
    if (dueMs >= this.#timerDueMs) return;
    clearTimeout(this.#timer);
    this.#timerDueMs = dueMs;
    this.#timer = setTimeout(() => {
      this.#timerDueMs = Infinity;
      const shown = this.#shown();
      if (!shown) return;
      // A mix that comes in goes before them; when it is there, this is looked at again.
      const isLoading = this.deps.library.getState().jobs.length > 0;
      const question = this.#question(shown.analysis);
      if (isLoading && this.#delayOf(shown.levels, question) === ROOMS_DELAY_MS) return;
      if (this.#isAnswered(shown.levels, this.#question(shown.analysis)) === false) void this.#askAgain();
      else this.#look();
    }, ASK_DELAY_MS);
  }

  /** One question at a time, so that answers come in order. */
  async #askAgain(): Promise<void> {
    const shown = this.#shown();
    if (!shown || this.#isAsking) return;
    const { analysis } = shown;
    const question = this.#question(analysis);
    this.#isAsking = true;
    try {
      if (this.#delayOf(shown.levels, question) === ROOMS_DELAY_MS && !(await this.#askRoomByRoom(question))) return;
      const levels = await this.#ask(question);
      if (this.#isStillMeant(question, analysis)) this.deps.playback.setState({ levels });
    } catch (error) {
      this.#lost = question;
      if (this.deps.playback.getState().analysis === analysis) this.#tell(error, analysis.mapId);
    } finally {
      this.#isAsking = false;
    }
    this.#look();
  }

  /**
   * Has the analysis work out one room after the other: it answers nothing else meanwhile, and a mix may come in.
   * @returns false when one does
   */
  async #askRoomByRoom(question: Question): Promise<boolean> {
    const port = await this.deps.analysis();
    const rooms = new Set<DeviceProfile['room']>([undefined]);
    /* oxlint-disable no-await-in-loop -- one after the other is the point */
    for (const profile of question.heard) {
      if (rooms.has(profile.room)) continue;
      rooms.add(profile.room);
      if (this.#urgentId !== null) return true;
      await this.deps.idle();
      if (this.#scope.isClosed || this.deps.library.getState().jobs.length > 0) return false;
      await port.levels(question.mapId, [profile]);
    }
    /* oxlint-enable no-await-in-loop */
    return true;
  }

  /** A draft or a level may have moved on while the answer was under way: it is still nearer than the one before. */
  #isStillMeant({ hearing }: Question, analysis: MixAnalysis): boolean {
    const { layers, gear } = this.deps.listen.getState();
    return (
      !this.#scope.isClosed &&
      this.#shown()?.analysis === analysis &&
      layers === hearing.layers &&
      gear === hearing.gear
    );
  }

  #tell(error: unknown, trackId: string): void {
    const { tracks, addProblem } = this.deps.library.getState();
    const subject = tracks.find((track) => track.id === trackId)?.name;
    const code = error instanceof ElsewhereError ? error.code : 'analysis-failed';
    if (!isAbortError(error)) addProblem({ code, detail: {}, ...(subject !== undefined && { subject }) });
  }

  /** Whether the level of a device is still to become more exact. */
  #isOpen(deviceId: string, analysis: MixAnalysis): boolean {
    const shown = this.#shown();
    if (this.#scope.isClosed || shown?.analysis !== analysis) return false;
    const question = this.#question(analysis);
    const isAnswered = this.#isAnswered(shown.levels, question);
    if (!isAnswered) return isAnswered === false;
    const profile = question.heard.find((heard) => heard.id === deviceId);
    return profile !== undefined && this.#unmeasured(profile, analysis) !== undefined;
  }

  #isExact(deviceId: string, analysis: MixAnalysis): boolean {
    const shown = this.#shown();
    if (shown?.analysis !== analysis) return false;
    const question = this.#question(analysis);
    const profile = question.heard.find((heard) => heard.id === deviceId);
    if (!profile || !this.#isAnswered(shown.levels, question)) return false;
    const key = limitsKey(profile);
    return key === undefined || !this.#failed.get(analysis.mapId)?.has(key);
  }

  /** Key of the limits of a profile as far as they are to be measured on this mix. */
  #unmeasured(heard: DeviceProfile, { mapId, loudness }: MixAnalysis): string | undefined {
    const key = Number.isFinite(loudness.integratedLufs) ? limitsKey(heard) : undefined;
    const isDone = key !== undefined && (this.#measured.get(mapId)?.has(key) || this.#failed.get(mapId)?.has(key));
    return isDone ? undefined : key;
  }

  /** What to measure next, and whether it is likely to be heard soon. */
  #nextLimits(analysis: MixAnalysis) {
    const { shelf, listen, devices } = this.deps;
    const { targetId, slots, pins, layers, gear } = listen.getState();
    if (!layers.limits) return undefined;
    const likely = [this.#urgentId, targetId, slots.A, slots.B, ...pins];
    const order = [...likely.flatMap((id) => (id ? (shelf.byId(id) ?? []) : [])), ...shelf.all()];
    // A draft is measured when it is kept: every move of its image would be a measurement of its own.
    const { draft } = devices.getState();
    const wanted = new Set<string>();
    for (const [i, device] of order.entries()) {
      if (device === draft?.profile && device.id !== this.#urgentId) continue;
      const profile = heardProfile(device, { layers, gear });
      const key = limitsKey(profile);
      if (key === undefined || wanted.has(key)) continue;
      wanted.add(key);
      if (wanted.size > LIMITS_KEPT) break;
      if (this.#unmeasured(profile, analysis) !== undefined) return { profile, key, isLikely: i < likely.length };
    }
    return undefined;
  }

  async #measure(analysis: MixAnalysis): Promise<void> {
    const { mapId } = analysis;
    const isBusy = (): boolean => this.#urgentId === null && this.deps.library.getState().jobs.length > 0;
    if (isBusy() || !this.#nextLimits(analysis)) return;
    const abort = new AbortController();
    const { signal } = abort;
    this.#measuring = { mapId, abort };
    try {
      if (!this.#nextLimits(analysis)?.isLikely) await this.deps.idle();
      const port = await this.deps.analysis();
      const next = signal.aborted || isBusy() ? undefined : this.#nextLimits(analysis);
      const reader = this.deps.readerOf(mapId);
      if (next && reader) await this.#measureOne(port, analysis, reader, next, signal);
      else if (next) this.#note(this.#failed, mapId, next.key);
    } finally {
      this.#measuring = null;
    }
    this.#look();
  }

  async #measureOne(
    port: AnalysisPort,
    { mapId, loudness }: MixAnalysis,
    reader: SampleReader,
    { profile, key }: { readonly profile: DeviceProfile; readonly key: string },
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await port.measureLimits(mapId, profile, reader, loudness.integratedLufs, { signal });
      if (signal.aborted) return;
      this.#measurements++;
      this.#note(this.#measured, mapId, key);
    } catch (error) {
      // Matched as if nothing gave way: a fraction of a loudness unit off, and no reason to interrupt anybody.
      if (!isAbortError(error)) this.#note(this.#failed, mapId, key);
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
