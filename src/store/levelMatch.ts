import type { DeviceLevel, MixAnalysis } from '../analysis/AnalysisPort';
import { ElsewhereError, isAbortError, throwIfAborted } from '../core/errors';
import { Scope } from '../core/scope';
import type { DeviceProfile } from '../devices/DeviceProfile';
import { heardProfile, noiseUnder, type Hearing } from './heard';
import { hasLimits } from './limitsKey';
import type { LimitsMeasurements, LimitsMeasurementsDeps } from './limitsMeasurements';
import type { LibraryStore } from './libraryStore';
import type { ListenIntent } from './listenStore';
import type { PlaybackFacts, PlaybackStore } from './playbackStore';

export interface LevelMatchDeps extends Omit<LimitsMeasurementsDeps, 'onRest' | 'urgentId' | 'isBusy'> {
  readonly library: LibraryStore;
  readonly playback: PlaybackStore;
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
  /** Whether limits are estimated where they have not been measured. */
  readonly estimatesLimits: boolean;
}

/** A drag of a slider or a filter is gathered into a few questions. */
const ASK_DELAY_MS = 60;

function isSame(a: Question | undefined | null, b: Question): boolean {
  if (!a || a.mapId !== b.mapId || a.measurements !== b.measurements || a.heard.length !== b.heard.length) return false;
  if (b.estimatesLimits && !a.estimatesLimits) return false;
  return b.heard.every((profile, i) => profile === a.heard[i] && a.noiseLufs[profile.id] === b.noiseLufs[profile.id]);
}

/**
 * Keeps the gains that match devices to flat true to how they are heard: layers, noise, own gear, own devices. The gains
 * of before stay until the new ones are there. The first answer, which comes at once, takes devices with limits as if
 * nothing gave way; the next one has what limits take away from an excerpt, and in the background they are measured on
 * the whole mix.
 */
export class LevelMatch {
  readonly #scope = new Scope();
  /** In a chunk of its own: the first sound is heard, and the first levels are told, without it. */
  #limits: LimitsMeasurements | null = null;
  #loadingLimits: Promise<void> | null = null;
  /** Somebody waits for this device: it is measured before all others. */
  #urgentId: string | null = null;
  /** The map whose limits have been estimated; from then on they are in every answer. */
  #estimatedId: string | null = null;
  readonly #questions = new WeakMap<Levels, Question>();
  readonly #waiting = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsking = false;
  /** The last question that got no answer. */
  #lost: Question | null = null;

  constructor(private readonly deps: LevelMatchDeps) {
    this.#scope.add(() => this.#limits?.close());
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
        // A file comes in: that is what the listener waits for.
        if (now.jobs.length > 0 && before.jobs.length === 0 && this.#urgentId === null) this.#limits?.abort();
      }),
    );
    this.#scope.add(() => clearTimeout(this.#timer));
  }

  /**
   * Levels of a mix that has just been analysed, through every device as it is heard now, but that limits, which take a
   * second, are estimated next.
   */
  levelsOf(analysis: MixAnalysis): Promise<Levels> {
    return this.#ask({ ...this.#question(analysis), estimatesLimits: false });
  }

  /**
   * Waits until the level of a device is that of how it is heard, limits and all.
   * @returns false when it cannot be known, or the mix has been left
   * @throws AbortError
   */
  async settled(deviceId: string, signal: AbortSignal): Promise<boolean> {
    const { analysis } = this.deps.playback.getState();
    this.#urgentId = deviceId;
    await this.#loadLimits();
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

  /** What nobody waits for waits for files that come in, and for the targets to be ready. */
  #isBusy(): boolean {
    return this.deps.library.getState().jobs.length > 0 || this.deps.playback.getState().isPreparing;
  }

  #loadLimits(): Promise<void> {
    this.#loadingLimits ??= (async () => {
      try {
        const { LimitsMeasurements: Measurements } = await import('./limitsMeasurements');
        if (!this.#scope.isClosed) {
          this.#limits = new Measurements({
            ...this.deps,
            onRest: () => this.#look(),
            urgentId: () => this.#urgentId,
            isBusy: () => this.#isBusy(),
          });
        }
      } catch {
        // What is estimated stays; the next look tries again.
        this.#loadingLimits = null;
      }
    })();
    return this.#loadingLimits;
  }

  async #measureNext(analysis: MixAnalysis): Promise<void> {
    await this.#loadLimits();
    if (this.#shown()?.analysis === analysis) await this.#limits?.measureNext(analysis);
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
    this.#limits?.forget(mapId);
    if (this.#estimatedId === mapId) this.#estimatedId = null;
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
    if (!now.layers.limits) this.#limits?.abort();
    // Never inside the switch itself.
    if (isHeardOtherwise || (isOrderedOtherwise && now.layers.limits && !this.#limits?.isMeasuring)) this.#lookSoon();
  }

  #onFacts(now: PlaybackFacts, before: PlaybackFacts): void {
    if (now.factsOf !== before.factsOf) this.#limits?.abort();
    const isNews = now.analysis !== before.analysis || now.levels !== before.levels || now.factsOf !== before.factsOf;
    if (isNews || now.isPreparing !== before.isPreparing) this.#look();
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
    const { mapId } = analysis;
    const mayEstimate = this.#estimatedId === mapId || this.#urgentId !== null || !this.#isBusy();
    const estimatesLimits = mayEstimate && heard.some((profile) => hasLimits(profile));
    return { mapId, hearing, heard, noiseLufs, measurements: this.#limits?.count ?? 0, estimatesLimits };
  }

  async #ask(question: Question): Promise<Levels> {
    const port = await this.deps.analysis();
    const { mapId, heard, noiseLufs, estimatesLimits } = question;
    if (estimatesLimits) this.#estimatedId = mapId;
    const list = await port.levels(mapId, heard, { noiseLufs, estimatesLimits });
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
      const isAnswered = this.#isAnswered(shown.levels, this.#question(shown.analysis));
      if (isAnswered === false) this.#lookSoon();
      else if (isAnswered && (this.#urgentId !== null || !this.#isBusy())) void this.#measureNext(shown.analysis);
    }
    for (const look of this.#waiting) look();
  }

  #lookSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const shown = this.#shown();
      if (!shown) return;
      if (this.#isAnswered(shown.levels, this.#question(shown.analysis)) === false) void this.#askAgain(shown.analysis);
      else this.#look();
    }, ASK_DELAY_MS);
  }

  /** One question at a time, so that answers come in order. */
  async #askAgain(analysis: MixAnalysis): Promise<void> {
    if (this.#isAsking) return;
    const question = this.#question(analysis);
    this.#isAsking = true;
    try {
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
    return profile !== undefined && this.#limits?.isOpen(profile, analysis) === true;
  }

  #isExact(deviceId: string, analysis: MixAnalysis): boolean {
    const shown = this.#shown();
    if (shown?.analysis !== analysis) return false;
    const question = this.#question(analysis);
    const profile = question.heard.find((heard) => heard.id === deviceId);
    if (!profile || !this.#isAnswered(shown.levels, question)) return false;
    return this.#limits ? !this.#limits.hasFailed(profile, analysis) : !hasLimits(profile);
  }
}
