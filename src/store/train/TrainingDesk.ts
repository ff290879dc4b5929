import type { DeckPort } from '../../audio/stimuli/DeckPort';
import type { RenderedStimulus, StimulusPort } from '../../audio/stimuli/StimulusPort';
import { ElsewhereError, isAbortError, throwIfAborted } from '../../core/errors';
import { seededRandom } from '../../core/random';
import { Scope } from '../../core/scope';
import { settledWithin } from '../../core/settledWithin';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import type { Answer, DrillExample, DrillKind, Reveal } from '../../drills/DrillKind';
import { passageTrouble, type MaterialShelf } from '../../drills/material';
import { createProgressRules, dayOf, settledThresholds } from '../../drills/progress';
import { exportCsv, exportJson } from '../../drills/progressFile';
import type { DrillSpec, OpenSession } from '../../drills/records';
import {
  answerTrial,
  blockOutcome,
  currentTrial,
  keptSession,
  openSession,
  positionIn,
  practiceMsOf,
  resumeSession,
  skillThreshold,
  startOf,
  type AnsweredTrial,
  type CurrentTrial,
  type DrillSession,
  type SessionDeps,
} from '../../drills/session';
import { readLink, writeLink } from '../../drills/shareLink';
import { cleanTitle } from '../../drills/specSchema';
import { isCustomDrill, isDaySummary, isOpenSession, isSkill, repairedTrial } from '../../drills/storedRows';
import { planWorkout } from '../../drills/workout';
import type { LastingProgressPort, ProgressPort } from '../../storage/ProgressPort';
import { SILENT_VOLUME_DB } from '../listenStore';
import { importProgressFile, type ProgressFilePort } from './importProgress';
import type { MaterialLibrary } from './materialLibrary';
import type { Training } from './Training';
import { TrialSounds } from './trialSounds';
import type { TrainingLock } from './trainingLock';
import {
  createTrainStore,
  type Activity,
  type BlockResult,
  type RevealedTrial,
  type DamageCounts,
  type TrainFacts,
  type TrainNotice,
} from './trainStore';

export interface TrainingDeps {
  readonly kinds: readonly DrillKind[];
  readonly catalogue: readonly DeviceProfile[];
  readonly material: MaterialLibrary;
  readonly stimuli: StimulusPort;
  readonly deck: DeckPort;
  readonly progress: LastingProgressPort;
  readonly progressFiles: ProgressFilePort;
  readonly lock: TrainingLock;
  readonly saveFile: (file: Blob, fileName: string) => void;
  /** Address of the page without its hash, for links. */
  readonly pageUrl: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly randomSeed: () => number;
  /** Stops the Listen screen's sound: one thing is heard at a time. */
  readonly quietOthers: () => void;
  readonly isOnLoudspeakers: () => boolean;
  /** Closed with the training loop. */
  readonly owned: Scope;
}

/** The shortest passage any drill asks for, seconds. */
const SHORTEST_PASSAGE_SEC = 4;
const DAY_MS = 86_400_000;
/** A disk that takes longer keeps nobody waiting for the verdict. */
const STORING_LIMIT_MS = 500;

type TrialActivity = Extract<Activity, { kind: 'trial' }>;

/** A trial with its sound. */
interface Prepared {
  /** The sitting as it stands at this trial. */
  readonly session: DrillSession;
  readonly current: CurrentTrial;
  readonly stimulus: RenderedStimulus;
}

const stemsFor = (spec: Pick<DrillSpec, 'isDemoOnly'>, kind: DrillKind): Parameters<MaterialLibrary['shelf']>[1] =>
  !kind.needs?.stems ? 'no stems' : spec.isDemoOnly ? 'demo stems' : 'any stems';

const materialKey = (spec: DrillSpec, kind: DrillKind): string =>
  `${spec.trackIds.toSorted((a, b) => (a < b ? -1 : 1)).join(' ')}|${stemsFor(spec, kind)}`;

/**
 * Runs the training loop: asks the pure drills what comes next, has it rendered, puts it on the deck, keeps the answers.
 * The truth of an open trial stays in here; the store holds what may be shown.
 */
export class TrainingDesk implements Training {
  readonly store = createTrainStore();
  readonly kinds: readonly DrillKind[];
  readonly #deps: TrainingDeps;
  readonly #sounds: TrialSounds;
  readonly #scope = new Scope();
  readonly #shelves = new Map<string, MaterialShelf>();
  readonly #sessionDeps: SessionDeps;
  #session: DrillSession | null = null;
  #prepared: Prepared | null = null;
  /** Everything under way for the present activity. */
  #work = new AbortController();
  #soundedAt = 0;
  #responseMs = 0;
  #opening: Promise<void> | null = null;
  #examples: readonly DrillExample[] = [];
  #learnSeed = 0;
  #learnTrackIds: readonly string[] = [];
  #trying: { next: Answer | null; isBusy: boolean } = { next: null, isBusy: false };
  #isLocked = false;
  /** Records have been kept that the store's sums do not hold yet. */
  #isBehind = false;
  /** Stored rows that hold nothing, as far as they have been read. */
  #damage: DamageCounts = { skills: 0, days: 0, drills: 0, hasSession: false };
  #importing: AbortController | null = null;
  /** One for all answers: what waits to be written is put together by its rules. */
  readonly #practiceRules: ReturnType<typeof createProgressRules>;

  constructor(deps: TrainingDeps) {
    this.#deps = deps;
    this.#sounds = new TrialSounds(deps);
    this.kinds = deps.kinds;
    this.#practiceRules = createProgressRules(deps.kinds, 'practice');
    this.#sessionDeps = {
      kinds: deps.kinds,
      catalogue: deps.catalogue,
      material: (spec) => {
        const shelf = this.#shelves.get(materialKey(spec, this.#kind(spec.kindId)));
        if (!shelf) throw new RangeError('the material of this block has not been read');
        return shelf;
      },
    };
    this.#scope.add(() => deps.owned.close());
    this.#scope.add(deps.progress.onWaiting(() => this.#set({ waiting: deps.progress.waiting })));
    this.#set({ waiting: deps.progress.waiting });
    this.#scope.add(
      deps.deck.on('sounding', () => {
        if (this.#soundedAt === 0) this.#soundedAt = performance.now();
        // It may have started by itself, after the start was given up.
        const { isPlaying, notice } = this.store.getState();
        if (!isPlaying) this.#set({ isPlaying: true });
        if (notice?.code === 'sound-trouble') this.#set({ notice: null });
      }),
    );
    this.#scope.add(
      deps.deck.on('trouble', () => {
        this.#set({ isPlaying: false });
        this.#tell({ code: 'sound-trouble' });
      }),
    );
  }

  readonly kindById = (id: string): DrillKind | undefined => this.kinds.find((kind) => kind.id === id);

  whyNot(kindId: string, trackIds: readonly string[]): string | null {
    const kind = this.kindById(kindId);
    if (!kind) return 'This drill is not known here.';
    const shelf = this.#shelves.get(
      materialKey({ kindId, trackIds, mode: 'practise', trialCount: 1, seed: 0, settings: {}, deviceId: null }, kind),
    );
    // What has not been read yet is tried; the drill says so when it does not serve.
    if (!shelf || kind.needs?.stems) return null;
    const need = { durationSec: SHORTEST_PASSAGE_SEC, ...(kind.needs?.stereo && { stereo: true }) };
    switch (passageTrouble(shelf.mixes, need)) {
      case null:
        return null;
      case 'no-stereo':
        return 'This drill needs music whose left and right differ.';
      case 'too-short':
        return `This drill needs at least ${SHORTEST_PASSAGE_SEC} seconds of music.`;
      default:
        return 'This track is too quiet for the drill.';
    }
  }

  open(): Promise<void> {
    this.#opening ??= this.#open();
    // Progress may be looked at in the middle of a sitting: its answers so far count.
    return this.#isBehind ? this.#opening.then(() => this.#refresh()) : this.#opening;
  }

  async #open(): Promise<void> {
    await this.#keep(() => Promise.all([this.#readSession(), this.#readDrills()]));
    await this.#refresh();
    const latest = this.store.getState().skills.reduce((at, { updatedAt }) => Math.max(at, updatedAt), 0);
    if (latest > this.#deps.now() + DAY_MS) this.#tell({ code: 'clock-set-back' });
    this.#set({ isReady: true });
  }

  async learn(kindId: string, deviceId: string | null, trackIds: readonly string[] = []): Promise<void> {
    this.#learnSeed = this.#deps.randomSeed();
    this.#learnTrackIds = trackIds;
    await this.#learn(kindId, deviceId, 0);
  }

  async anotherPassage(): Promise<void> {
    const { activity } = this.store.getState();
    if (activity.kind !== 'learn') return;
    this.#learnSeed = this.#deps.randomSeed();
    await this.#learn(activity.kindId, activity.deviceId, activity.example);
  }

  async showExample(index: number): Promise<void> {
    const { activity } = this.store.getState();
    const example = this.#examples[index];
    if (activity.kind !== 'learn' || !example) return;
    const signal = this.#begin();
    this.#set({ activity: { ...activity, example: index } });
    await this.#guarded(signal, [], async () => {
      const recipes = example.versions.map(({ recipe }) => recipe);
      const stimulus = await this.#sounds.render(example, recipes, null, signal);
      await this.#putOn(stimulus, 0);
    });
  }

  async start(title: string, blocks: readonly DrillSpec[]): Promise<void> {
    await this.#sitting({ id: this.#newId(), title, blocks, isShared: false });
  }

  async startWorkout(trackIds: readonly string[] = []): Promise<void> {
    const { workout } = this.store.getState();
    if (workout.length > 0)
      await this.start(
        'Daily workout',
        workout.map(({ spec }) => (spec.trackIds.length > 0 ? spec : { ...spec, trackIds })),
      );
  }

  async resume(): Promise<void> {
    if (!this.store.getState().openSession) return;
    const signal = this.#begin();
    if (!(await this.#lock())) return;
    // Another tab may have gone on with it, or finished it, since this one read it.
    await this.#keep(() => this.#readSession());
    const { openSession: kept } = this.store.getState();
    if (signal.aborted) return;
    if (!kept) {
      this.#unlock();
      await this.#refresh();
      return;
    }
    await this.#guarded(signal, kept.blocks, async () => {
      await this.#readMaterial(kept.blocks, signal);
      try {
        this.#session = resumeSession(kept, this.#sessionDeps);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        // Its answers are in the records; what is left of it is asked anew.
        // Under a new id: its trials are others, and a known id would be taken for counted.
        const { title, blocks, start } = kept;
        this.#session = openSession({ id: this.#newId(), title, blocks, start, startedAt: this.#deps.now() });
      }
      await this.#advance(signal);
    });
  }

  async discardOpenSession(): Promise<void> {
    this.#set({ openSession: null });
    await this.#keep((progress) => progress.writeOpenSession(null));
  }

  takeOver(): void {
    void this.#takeOver();
  }

  hear(version: number): void {
    const { deck } = this.#deps;
    deck.choose(version);
    this.#set({ version });
    if (!deck.isPlaying) this.#play();
  }

  togglePlay(): void {
    const { deck } = this.#deps;
    if (deck.isPlaying) {
      deck.pause();
      this.#set({ isPlaying: false });
    } else {
      this.#play();
    }
  }

  replay(): void {
    this.#deps.deck.restart();
    if (!this.#deps.deck.isPlaying) this.#play();
  }

  seek(positionSec: number): void {
    this.#deps.deck.seek(positionSec);
  }

  positionSec(): number {
    return this.#deps.deck.positionSec();
  }

  tryOut(answer: Answer): void {
    const { activity } = this.store.getState();
    if (activity.kind !== 'trial' || activity.phase !== 'asking') return;
    this.#set({ activity: { ...activity, trying: answer } });
    this.#trying.next = answer;
    void this.#followTrying();
  }

  async answer(answer: Answer): Promise<void> {
    const { activity } = this.store.getState();
    const session = this.#session;
    const prepared = this.#prepared;
    if (activity.kind !== 'trial' || activity.phase !== 'asking' || !session || !prepared) return;
    // While the reveal is rendered the sitting already stands at the next trial: a second press must not answer that.
    if (session !== prepared.session) return;
    const isFast = this.#soundedAt === 0;
    this.#responseMs = isFast ? 0 : performance.now() - this.#soundedAt;
    const answered = answerTrial(session, this.#sessionDeps, answer, this.#deps.now(), this.#responseMs);
    this.#session = answered.session;
    this.#trying.next = null;
    const storing = this.#keep(async (progress) => {
      await progress.saveTrials([answered.record], this.#practiceRules);
      this.#isBehind = true;
      await progress.writeOpenSession(
        positionIn(answered.session) ? keptSession(answered.session, this.#deps.now()) : null,
      );
    });
    if (activity.spec.mode === 'test') {
      await this.next();
      return;
    }
    const kind = this.#kind(answered.result.trial.kindId);
    const reveal = kind.reveal(answered.result.trial, answer);
    const signal = this.#work.signal;
    this.#sounds.foreseeAt(answered.session, this.#sessionDeps, signal);
    await this.#guarded(signal, [activity.spec], async () => {
      const recipes = reveal.versions.map(({ recipe }) => recipe);
      const stimulus = await this.#sounds.render(answered.result.trial, recipes, prepared.stimulus.level, signal);
      const isFirstVersion = 0;
      // What has been shown as answered is not lost, whatever ends the page a moment later.
      await settledWithin(storing, STORING_LIMIT_MS);
      throwIfAborted(signal);
      this.#set({
        activity: {
          ...activity,
          phase: 'revealed',
          revealed: this.#revealed(answered.result, reveal),
          correctSoFar: (activity.correctSoFar ?? 0) + (answered.result.isCorrect ? 1 : 0),
        },
      });
      await this.#putOn(stimulus, isFirstVersion);
    });
  }

  async next(): Promise<void> {
    const { activity } = this.store.getState();
    if (activity.kind !== 'trial' || !this.#session) return;
    const { signal } = this.#work;
    await this.#guarded(signal, [activity.spec], () => this.#advance(signal));
  }

  async hearAgain(block: number, trial: number, version: number): Promise<void> {
    const session = this.#session;
    const answered = session?.answered.filter((entry) => entry.block === block)[trial];
    if (!session || !answered || this.store.getState().activity.kind !== 'summary') return;
    const signal = this.#begin();
    await this.#guarded(signal, session.blocks, async () => {
      const { versions } = this.#kind(answered.trial.kindId).reveal(answered.trial, answered.answer);
      const recipes = versions.map(({ recipe }) => recipe);
      const stimulus = await this.#sounds.render(answered.trial, recipes, null, signal);
      await this.#putOn(stimulus, Math.min(version, recipes.length - 1));
      this.#play();
    });
  }

  leave(): void {
    this.#begin();
    const session = this.#session;
    this.#session = null;
    this.#prepared = null;
    this.#sounds.forget();
    void this.#deps.deck.unload();
    this.#deps.material.release();
    this.#unlock();
    const isUnfinished = session !== null && session.answered.length > 0 && positionIn(session) !== null;
    const kept: OpenSession | null = isUnfinished ? keptSession(session, this.#deps.now()) : null;
    this.#set({
      activity: { kind: 'home' },
      isPlaying: false,
      ...(session && { openSession: kept }),
    });
    void this.#refresh();
  }

  newSeed(): number {
    return this.#deps.randomSeed();
  }

  async saveCustomDrill(drill: Parameters<Training['saveCustomDrill']>[0]): Promise<void> {
    const { customDrills } = this.store.getState();
    const known = customDrills.find(({ id }) => id === drill.id);
    const saved = {
      ...drill,
      name: cleanTitle(drill.name),
      id: known?.id ?? this.#newId(),
      createdAt: known?.createdAt ?? this.#deps.now(),
    };
    this.#set({ customDrills: [...customDrills.filter(({ id }) => id !== saved.id), saved] });
    await this.#keep((progress) => progress.putCustomDrill(saved));
  }

  async removeCustomDrill(id: string): Promise<void> {
    this.#set({ customDrills: this.store.getState().customDrills.filter((drill) => drill.id !== id) });
    await this.#keep((progress) => progress.removeCustomDrill(id));
  }

  linkTo(title: string, blocks: readonly DrillSpec[]): string {
    return `${this.#deps.pageUrl}${writeLink(title, blocks)}`;
  }

  invite(hash: string): boolean {
    const read = readLink(hash);
    if ('reason' in read) {
      // Other places of Train have addresses too; only what looks like a drill and is none is worth a word.
      if (read.reason !== 'foreign') this.#tell({ code: 'link-failed', reason: read.reason });
      return false;
    }
    const { catalogue } = this.#deps;
    const isKnown = read.blocks.every(
      ({ kindId, deviceId }) =>
        this.kindById(kindId) && (deviceId === null || catalogue.some(({ id }) => id === deviceId)),
    );
    // Only a later version of the page can have made a link to what this one does not have.
    if (!isKnown) this.#tell({ code: 'link-failed', reason: 'newer' });
    else this.#set({ invitation: read });
    return isKnown;
  }

  async acceptInvitation(): Promise<void> {
    const { invitation } = this.store.getState();
    if (!invitation) return;
    await this.#sitting({ id: this.#newId(), ...invitation, isShared: true });
  }

  declineInvitation(): void {
    this.#set({ invitation: null });
  }

  async exportProgress(format: 'json' | 'csv'): Promise<void> {
    const { progress, saveFile, now } = this.#deps;
    await this.#keep(async () => {
      const parts = format === 'json' ? await exportJson(progress, now()) : await exportCsv(progress, this.kinds);
      const type = format === 'json' ? 'application/json' : 'text/csv';
      saveFile(new Blob(parts, { type }), `elsewhere-progress-${dayOf(now())}.${format}`);
    });
  }

  async importProgress(file: File): Promise<void> {
    const { progress, progressFiles, now } = this.#deps;
    const stopping = new AbortController();
    const { signal } = stopping;
    this.#importing = stopping;
    this.#set({ importing: { phase: 'checking', share: 0 } });
    try {
      const result = await importProgressFile(
        file,
        progressFiles,
        progress,
        createProgressRules(this.kinds, 'import'),
        {
          now: now(),
          signal,
          onProgress: (phase, share) => this.#set({ importing: { phase, share } }),
        },
      );
      if ('reason' in result) this.#tell({ code: 'import-failed', reason: result.reason });
      else this.#tell({ code: 'import-done', ...result });
    } catch (error) {
      if (!isAbortError(error)) this.#tell({ code: 'import-failed', reason: 'unreadable' });
    } finally {
      this.#importing = null;
      this.#set({ importing: null });
    }
    await this.#keep(() => this.#readDrills());
    await this.#refresh();
  }

  stopImport(): void {
    this.#importing?.abort();
  }

  async repairProgress(): Promise<void> {
    const { now } = this.#deps;
    const at = now();
    await this.#keep(async (progress) => {
      const counts = await progress.repair(createProgressRules(this.kinds, 'import'), {
        repairedTrial: (row) => repairedTrial(row, at),
        isCustomDrill,
        isOpenSession,
      });
      this.#tell({ code: 'repair-done', ...counts });
      await Promise.all([this.#readSession(), this.#readDrills()]);
    });
    await this.#refresh();
  }

  async writeWaiting(): Promise<void> {
    await this.#deps.progress.writeWaiting();
  }

  async clearProgress(): Promise<void> {
    await this.#keep(async (progress) => {
      await progress.clearProgress();
      this.#set({ openSession: null, customDrills: [] });
      this.#damage = { skills: 0, days: 0, drills: 0, hasSession: false };
    });
    await this.#refresh();
  }

  async reread(): Promise<void> {
    await this.#keep(async (progress) => this.#set({ customDrills: await progress.listCustomDrills() }));
    await this.#refresh();
  }

  dismissNotice(): void {
    this.#set({ notice: null });
  }

  setVolume(volumeDb: number): void {
    this.#deps.deck.setVolume(volumeDb <= SILENT_VOLUME_DB ? -Infinity : volumeDb);
  }

  quiet(): void {
    if (!this.#deps.deck.isPlaying) return;
    this.#deps.deck.pause();
    this.#set({ isPlaying: false });
  }

  async close(): Promise<void> {
    this.#work.abort();
    this.#scope.close();
    this.#unlock();
    this.#deps.stimuli.dispose();
    await this.#deps.deck.dispose();
  }

  async #sitting(sitting: {
    readonly id: string;
    readonly title: string;
    readonly blocks: readonly DrillSpec[];
    readonly isShared: boolean;
  }): Promise<void> {
    const { id, title, isShared } = sitting;
    const blocks = isShared ? sitting.blocks.map((spec) => ({ ...spec, isDemoOnly: true })) : sitting.blocks;
    const first = blocks[0];
    if (!first) return;
    const signal = this.#begin();
    this.#deps.quietOthers();
    // An invitation that has to wait for another tab is not lost.
    if (!(await this.#lock())) return;
    if (isShared) this.#set({ invitation: null });
    this.#showPreparing(title, blocks, 0, 0, first);
    await this.#guarded(signal, blocks, async () => {
      await this.#readMaterial(blocks, signal);
      const { skills } = this.store.getState();
      const start = isShared ? {} : startOf(skills, blocks);
      this.#session = openSession({ id, title, blocks, start, startedAt: this.#deps.now() });
      await this.#advance(signal);
    });
  }

  /** Goes on to the trial at which the session stands, or to the summary. */
  async #advance(signal: AbortSignal): Promise<void> {
    const session = this.#session;
    if (!session) return;
    const position = positionIn(session);
    if (!position) {
      await this.#finish(session);
      return;
    }
    const spec = session.blocks[position.block]!;
    const current = currentTrial(session, this.#sessionDeps);
    if (!this.#sounds.isAtHand(current))
      this.#showPreparing(session.title, session.blocks, position.block, position.index, spec);
    const stimulus = await this.#sounds.ofTrial(current, signal);
    if (signal.aborted) return;
    this.#sounds.forget();
    this.#prepared = { session, current, stimulus };
    const { trial } = current;
    const soFar = session.answered.filter(({ block }) => block === position.block);
    this.#soundedAt = 0;
    this.#set({
      activity: {
        kind: 'trial',
        title: session.title,
        spec,
        blockIndex: position.block,
        blockCount: session.blocks.length,
        index: position.index,
        phase: 'asking',
        asked: {
          question: trial.question,
          versions: trial.versions.map(({ label }) => ({ label })),
          answer: trial.answer,
          durationSec: stimulus.length / stimulus.sampleRate,
        },
        revealed: null,
        correctSoFar: spec.mode === 'test' ? null : soFar.filter(({ isCorrect }) => isCorrect).length,
        trying: null,
      },
    });
    await this.#putOn(stimulus, 0);
    this.#play();
    if (spec.mode === 'test') this.#sounds.foresee(session, this.#sessionDeps, this.#deps.now(), signal);
  }

  async #putOn(stimulus: RenderedStimulus, version: number): Promise<void> {
    await this.#deps.deck.load(stimulus, version);
    this.#set({ version, isPlaying: this.#deps.deck.isPlaying });
  }

  async #followTrying(): Promise<void> {
    const prepared = this.#prepared;
    if (this.#trying.isBusy || !prepared) return;
    this.#trying.isBusy = true;
    const { trial } = prepared.current;
    const { signal } = this.#work;
    try {
      // One at a time, the newest wins.
      for (let answer = this.#trying.next; answer; answer = this.#trying.next) {
        this.#trying.next = null;
        const tried = this.#kind(trial.kindId).tryOut?.(trial, answer);
        if (!tried) break;
        // oxlint-disable-next-line no-await-in-loop
        const stimulus = await this.#sounds.render(trial, [tried.recipe], prepared.stimulus.level, signal);
        const samples = stimulus.versions[0];
        if (prepared !== this.#prepared) break;
        if (samples) this.#deps.deck.replaceVersion(tried.index, samples);
      }
    } catch (error) {
      if (!isAbortError(error)) this.#tell({ code: 'stimulus-failed' });
    } finally {
      this.#trying.isBusy = false;
    }
  }

  async #finish(session: DrillSession): Promise<void> {
    this.#deps.deck.pause();
    this.#prepared = null;
    this.#set({
      activity: {
        kind: 'summary',
        title: session.title,
        mode: session.blocks.every(({ mode }) => mode === 'test') ? 'test' : 'practise',
        blocks: session.blocks.map((_spec, block) => this.#blockResult(session, block)),
        practiceMs: practiceMsOf(session),
      },
      isPlaying: false,
      openSession: null,
    });
    this.#unlock();
    await this.#refresh();
  }

  #blockResult(session: DrillSession, block: number): BlockResult {
    return {
      ...blockOutcome(session, block, this.#deps),
      trials: session.answered
        .filter((answered) => answered.block === block)
        .map((answered) =>
          this.#revealed(answered, this.#kind(answered.trial.kindId).reveal(answered.trial, answered.answer)),
        ),
    };
  }

  #revealed(result: AnsweredTrial, reveal: Reveal): RevealedTrial {
    const threshold = this.#session ? skillThreshold(this.#session, result.skill, this.#deps) : null;
    return {
      isCorrect: result.isCorrect,
      yours: result.answer,
      truth: result.trial.secret.truth,
      truthSentence: reveal.truth,
      comparison: reveal.comparison,
      versions: reveal.versions.map(({ label, role }) => ({ label, role })),
      ...(reveal.curves && { curves: reveal.curves }),
      ...(reveal.moment && { moment: reveal.moment }),
      ...(threshold && { threshold }),
    };
  }

  async #learn(kindId: string, deviceId: string | null, exampleIndex: number): Promise<void> {
    const kind = this.#kind(kindId);
    const spec: DrillSpec = {
      kindId,
      mode: 'practise',
      trialCount: 1,
      seed: this.#learnSeed,
      settings: {},
      deviceId,
      trackIds: this.#learnTrackIds,
    };
    const signal = this.#begin();
    this.#deps.quietOthers();
    this.#set({ activity: { kind: 'learn', kindId, deviceId, examples: [], example: exampleIndex } });
    await this.#guarded(signal, [spec], async () => {
      await this.#readMaterial([spec], signal);
      this.#examples = kind.examples({
        random: seededRandom(this.#learnSeed),
        device: (kind.canUseDevice && this.#deps.catalogue.find(({ id }) => id === deviceId)) || null,
        catalogue: this.#deps.catalogue,
        material: this.#sessionDeps.material(spec),
        settings: {},
      });
      const examples = this.#examples.map(({ title, versions }) => ({
        title,
        versions: versions.map(({ label }) => ({ label })),
      }));
      this.#set({ activity: { kind: 'learn', kindId, deviceId, examples, example: exampleIndex } });
    });
    if (!signal.aborted && this.#examples.length > 0) {
      await this.showExample(Math.min(exampleIndex, this.#examples.length - 1));
    }
  }

  async #readMaterial(blocks: readonly DrillSpec[], signal: AbortSignal): Promise<void> {
    for (const spec of blocks) {
      const kind = this.#kind(spec.kindId);
      const key = materialKey(spec, kind);
      // oxlint-disable-next-line no-await-in-loop
      const shelf = await this.#deps.material.shelf(spec.trackIds, stemsFor(spec, kind), signal);
      this.#shelves.set(key, shelf);
    }
  }

  #showPreparing(
    title: string,
    blocks: readonly DrillSpec[],
    blockIndex: number,
    index: number,
    spec: DrillSpec,
  ): void {
    const { activity } = this.store.getState();
    const before: TrialActivity | null =
      activity.kind === 'trial' && activity.blockIndex === blockIndex ? activity : null;
    this.#set({
      activity: {
        kind: 'trial',
        title,
        spec,
        blockIndex,
        blockCount: blocks.length,
        index,
        phase: 'preparing',
        asked: null,
        revealed: null,
        correctSoFar: spec.mode === 'test' ? null : (before?.correctSoFar ?? 0),
        trying: null,
      },
    });
  }

  /** Runs the work of an activity; what goes wrong ends it with a sentence. */
  async #guarded(signal: AbortSignal, blocks: readonly DrillSpec[], work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (signal.aborted || isAbortError(error)) return;
      const notice = this.#noticeOf(error, blocks);
      this.leave();
      this.#tell(notice);
    }
  }

  #noticeOf(error: unknown, blocks: readonly DrillSpec[]): TrainNotice {
    if (error instanceof RangeError) {
      // A kind that found no passage.
      const spec = blocks[0];
      const kind = spec && this.kindById(spec.kindId);
      if (!kind) return { code: 'stimulus-failed' };
      const shelf = this.#shelves.get(materialKey(spec, kind));
      const trouble = shelf && passageTrouble(shelf.mixes, { durationSec: SHORTEST_PASSAGE_SEC });
      const subject = shelf?.mixes.map(({ name }) => name).join(', ') ?? '';
      return { code: trouble === 'too-quiet' ? 'material-too-quiet' : 'material-too-short', subject };
    }
    if (error instanceof ElsewhereError && error.code.startsWith('decode')) {
      return { code: 'material-missing', subject: String(error.detail['name'] ?? '') };
    }
    return { code: 'stimulus-failed' };
  }

  /** Ends what was under way and gives a signal for what comes. */
  #begin(): AbortSignal {
    this.#work.abort();
    this.#work = new AbortController();
    this.#sounds.forget();
    this.#trying.next = null;
    return this.#work.signal;
  }

  #play(): void {
    const { deck } = this.#deps;
    void deck.play().then(() => this.#set({ isPlaying: deck.isPlaying }));
    this.#set({ isPlaying: true });
  }

  async #lock(): Promise<boolean> {
    if (!this.#isLocked) this.#isLocked = await this.#deps.lock.acquire(() => this.#onLockLost());
    this.#set({ isBusyElsewhere: !this.#isLocked });
    return this.#isLocked;
  }

  async #takeOver(): Promise<void> {
    await this.#deps.lock.steal(() => this.#onLockLost());
    this.#isLocked = true;
    this.#set({ isBusyElsewhere: false });
    // The other tab has gone on since this one read what was kept.
    await this.#keep(() => this.#readSession());
    await this.#refresh();
  }

  #unlock(): void {
    if (this.#isLocked) this.#deps.lock.release();
    this.#isLocked = false;
  }

  #onLockLost(): void {
    this.#isLocked = false;
    this.leave();
    this.#set({ isBusyElsewhere: true });
  }

  async #refresh(): Promise<void> {
    const { progress, now } = this.#deps;
    this.#isBehind = false;
    try {
      const [skillRows, dayRows] = await Promise.all([progress.readSkills(), progress.readDays()]);
      const skills = skillRows.filter(isSkill);
      const days = dayRows.filter(isDaySummary);
      this.#setDamage({ skills: skillRows.length - skills.length, days: dayRows.length - days.length });
      const workout = planWorkout({
        skills,
        thresholds: settledThresholds(skills, days),
        kinds: this.kinds,
        now: now(),
        seed: Math.floor(now() / DAY_MS),
        canUse: (kindId) => this.whyNot(kindId, []) === null,
        canUseDevice: (deviceId) => this.#deps.catalogue.some(({ id }) => id === deviceId),
      });
      this.#set({ skills, days, workout });
    } catch {
      this.#tell({ code: 'storage-failed' });
    }
  }

  async #readSession(): Promise<void> {
    const row = await this.#deps.progress.readOpenSession();
    const isSound = isOpenSession(row);
    this.#set({ openSession: isSound ? row : null });
    this.#setDamage({ hasSession: row !== undefined && !isSound });
  }

  async #readDrills(): Promise<void> {
    const rows = await this.#deps.progress.listCustomDrills();
    const customDrills = rows.filter(isCustomDrill);
    this.#set({ customDrills });
    this.#setDamage({ drills: rows.length - customDrills.length });
  }

  #setDamage(change: Partial<DamageCounts>): void {
    const damage = { ...this.#damage, ...change };
    this.#damage = damage;
    const isSound = damage.skills + damage.days + damage.drills === 0 && !damage.hasSession;
    this.#set({ damage: isSound ? null : damage });
  }

  async #keep(write: (progress: ProgressPort) => Promise<unknown>): Promise<void> {
    try {
      await write(this.#deps.progress);
    } catch {
      this.#tell({ code: 'storage-failed' });
    }
  }

  #kind(id: string): DrillKind {
    const kind = this.kindById(id);
    if (!kind) throw new RangeError(`no drill is called ${id}`);
    return kind;
  }

  #newId(): string {
    return `${this.#deps.now().toString(36)}-${this.#deps.randomSeed().toString(36)}`;
  }

  #tell(notice: TrainNotice): void {
    this.#set({ notice });
  }

  #set(facts: Partial<TrainFacts>): void {
    this.store.setState(facts);
  }
}
