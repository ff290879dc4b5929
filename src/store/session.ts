import { cleanName } from '../core/cleanName';
import type { AnalysisPort } from '../analysis/AnalysisPort';
import type { PassageFacts } from '../analysis/PassageFacts';
import type { DecodePort } from '../audio/DecodePort';
import type { EnginePort } from '../audio/EnginePort';
import { Scope } from '../core/scope';
import type { DeviceProfile } from '../devices/DeviceProfile';
import type { DeviceStoragePort, StoredDevice } from '../storage/DeviceStoragePort';
import type { StoragePort } from '../storage/StoragePort';
import { listenDefaults } from './defaults';
import type { DemoMix, DemoSource } from './demos';
import { AUDIO_PROBLEMS, EngineSync } from './engineSync';
import {
  LIBRARY_KEY,
  LISTEN_KEY,
  PREFERENCES_KEY,
  readKeptIntent,
  readKeptLibrary,
  readKeptPosition,
  readKeptTheme,
  readKeptTraining,
  type KeptLibrary,
} from './keptSettings';
import { createInstallationStore, type InstallationStore } from './installationStore';
import { createLibraryStore, type LibraryStore, type Track } from './libraryStore';
import { createListenStore, type KeptIntent, type ListenStore } from './listenStore';
import type { WriteZip } from './exportQueue';
import type { LiveReadings } from './liveReadings';
import { createPlaybackStore, type PlaybackStore } from './playbackStore';
import { createPreferencesStore, type PreferencesStore, type Theme } from './preferencesStore';
import { LevelMatch } from './levelMatch';
import { ExportOnDemand } from './ExportOnDemand';
import type { SeveralChoice, SeveralOutcome } from './MixExport';
import { TrackLoader } from './trackLoader';
import { createDevicesStore, DRAFT_ID, type DevicesStore } from './devices/devicesStore';
import type { DeviceDesk } from './devices/DeviceDesk';
import { createShelf, type Shelf } from './devices/shelf';
import type { Training } from './train/Training';

/** Services of a session. The heavy ones are loaded on demand, once. */
export interface SessionDeps {
  readonly catalogue: readonly DeviceProfile[];
  readonly openStorage: () => Promise<StoragePort & DeviceStoragePort>;
  readonly loadEngine: () => Promise<EnginePort>;
  readonly loadDecoder: () => Promise<DecodePort>;
  readonly loadAnalysis: () => Promise<AnalysisPort>;
  readonly demos: DemoSource;
  /** Builds the training loop on parts of this session; asked for when Train or Progress is first shown. */
  readonly loadTraining: (parts: TrainingParts) => Promise<Training>;
  /** Builds import, export and the making of devices; asked for when they are first needed. */
  readonly loadDevices: (parts: DeviceParts) => Promise<DeviceDesk>;
  readonly saveFile: (file: Blob, fileName: string) => void;
  readonly loadZip: () => Promise<WriteZip>;
  /** Settles when the page has nothing better to do; at once when left out. */
  readonly idle?: () => Promise<void>;
  /** Heavy work waits for this. */
  readonly firstPaint?: Promise<void>;
  readonly theme?: Theme;
}

/** What the training loop takes from the session. */
export interface TrainingParts {
  readonly catalogue: readonly DeviceProfile[];
  readonly library: LibraryStore;
  readonly bufferOfTrack: (trackId: string, signal: AbortSignal) => Promise<AudioBuffer>;
  readonly passagesOfTrack: (trackId: string, buffer: AudioBuffer, signal: AbortSignal) => Promise<PassageFacts>;
  readonly decode: (file: Blob, name: string, signal: AbortSignal) => Promise<AudioBuffer>;
  readonly demos: DemoSource;
  readonly saveFile: (file: Blob, fileName: string) => void;
  /** Stops what plays on the Listen screen. */
  readonly quietListening: () => void;
  readonly isOnLoudspeakers: () => boolean;
}

/** What the device desk takes from the session. */
export interface DeviceParts {
  readonly devices: DevicesStore;
  readonly shelf: Shelf;
  readonly listen: ListenStore;
  readonly library: LibraryStore;
  readonly preferences: PreferencesStore;
  /** null when the browser gives no storage: own devices work until the page closes. */
  readonly storage: () => Promise<DeviceStoragePort | null>;
  readonly saveFile: (file: Blob, fileName: string) => void;
}

/** Everything the screen may read and ask for. */
export interface Session {
  /** The devices that are built in. */
  readonly catalogue: readonly DeviceProfile[];
  /** Of the catalogue, of the listener's own, and the draft. */
  readonly deviceById: (id: string) => DeviceProfile | undefined;
  /** The catalogue, then own devices; the same list until the devices store tells of a change in `own`. */
  readonly shelf: () => readonly DeviceProfile[];
  readonly listen: ListenStore;
  readonly library: LibraryStore;
  readonly playback: PlaybackStore;
  readonly preferences: PreferencesStore;
  /** Newer builds, and what works without a connection. */
  readonly installation: InstallationStore;
  /** Devices besides the catalogue; `deviceById` knows them too. */
  readonly devices: DevicesStore;
  /** Import, export, OPRA and making devices; built by the first call. */
  readonly deviceDesk: () => Promise<DeviceDesk>;
  readonly live: LiveReadings;
  /** Restores the last visit, then loads the engine and the current track. */
  start(): Promise<void>;
  addFiles(files: readonly File[]): void;
  openTrack(id: string): void;
  removeTrack(id: string): void;
  setRole(id: string, role: Track['role']): void;
  restoreDemos(): void;
  cancelJob(id: string): void;
  cancelAllJobs(): void;
  seek(positionSec: number): void;
  /** Relative to where playback is, kept inside the track. */
  skip(bySec: number): void;
  /** Seconds; of the mix in the engine, else of the current track as far as it is known, else 0. */
  durationSec(): number;
  resetMeters(): void;
  /** A target is likely to be chosen next. */
  hint(deviceId: string): void;
  /** Tries to start the sound again after it was refused. */
  retryAudio(): void;
  exportAudio(): void;
  /** Writes one ZIP with the current mix through each of these devices; settles when it is over, whatever came of it. */
  exportSeveral(choice: SeveralChoice): Promise<SeveralOutcome>;
  cancelExport(): void;
  /** The training loop; built by the first call. */
  training(): Promise<Training>;
  /** Keeps files as stems for stem drills. */
  addStems(files: readonly File[]): void;
  /** Writes settings that still wait; call when the page is about to go. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Long enough to gather a drag of the volume slider, short enough to survive a quick reload. */
const SAVE_DELAY_MS = 150;
/** Who has pressed Play is not kept waiting for the engine any longer without a word. */
const ENGINE_LIMIT_MS = 10_000;

const NO_LIBRARY: KeptLibrary = { hiddenDemoIds: [], referenceDemoIds: [] };

/** Loads once; a failed load may be tried again. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | null = null;
  return () => {
    pending ??= load().catch((error: unknown) => {
      pending = null;
      throw error;
    });
    return pending;
  };
}

function demoTrack(demo: DemoMix, order: number, isReference: boolean): Track {
  return {
    id: demo.id,
    name: demo.name,
    fileName: demo.file,
    sizeBytes: 0,
    addedAt: order,
    role: isReference ? 'reference' : 'mix',
    durationSec: demo.durationSec,
    sampleRate: demo.sampleRate,
    origin: 'demo',
  };
}

export function createSession(deps: SessionDeps): Session {
  const scope = new Scope();
  const listen = createListenStore(listenDefaults(deps.catalogue));
  const library = createLibraryStore();
  const playback = createPlaybackStore();
  const preferences = createPreferencesStore(deps.theme);
  const devices = createDevicesStore();
  const shelf = createShelf(deps.catalogue, devices);
  const sync = new EngineSync({
    listen,
    library,
    playback,
    devices,
    shelf,
  });
  const mixExport = new ExportOnDemand({
    listen,
    library,
    playback,
    shelf,
    engine: () => sync.engine,
    holdsMix: (id) => sync.holdsMix(id),
    mixLufs: () => sync.mixLufs,
    settleLevel: (id, signal) => levels.settled(id, signal),
    loadZip: deps.loadZip,
    saveFile: deps.saveFile,
  });

  const storage = once(async (): Promise<(StoragePort & DeviceStoragePort) | null> => {
    try {
      return await deps.openStorage();
    } catch {
      library.getState().addProblem({ code: 'storage-failed', detail: {} });
      return null;
    }
  });
  const decoder = once(deps.loadDecoder);
  const analysis = once(deps.loadAnalysis);
  const levels = new LevelMatch({
    listen,
    library,
    playback,
    devices,
    shelf,
    analysis,
    readerOf: (id) => loader.readerOf(id),
  });
  const loader = new TrackLoader({
    listen,
    library,
    playback,
    sink: sync,
    levels,
    demos: deps.demos,
    decoder,
    analysis,
    storage,
    now: Date.now,
  });

  function giveUpSound(): void {
    listen.getState().setWantsToPlay(false);
    playback.setState({ isPreparing: false });
    library.getState().addProblem({ code: 'audio-failed', detail: {} });
  }

  const engine = once(async () => {
    try {
      sync.attach(await deps.loadEngine());
    } catch (error) {
      giveUpSound();
      throw error;
    }
  });
  const loadEngine = (): Promise<void> => engine().catch(() => undefined);
  let engineTimer: ReturnType<typeof setTimeout> | undefined;
  scope.add(() => clearTimeout(engineTimer));
  scope.add(
    listen.subscribe((now, before) => {
      if (sync.engine || now.wantsToPlay === before.wantsToPlay) return;
      clearTimeout(engineTimer);
      if (!now.wantsToPlay) return;
      void loadEngine();
      engineTimer = setTimeout(() => {
        if (!sync.engine) giveUpSound();
      }, ENGINE_LIMIT_MS);
    }),
  );

  const deviceDesk = once(async () => {
    const desk = await deps.loadDevices({
      devices,
      shelf,
      listen,
      library,
      preferences,
      storage,
      saveFile: deps.saveFile,
    });
    scope.add(() => desk.close());
    return desk;
  });

  const training = once(async () => {
    const made = await deps.loadTraining({
      catalogue: deps.catalogue,
      library,
      bufferOfTrack: (id, signal) => loader.bufferOf(id, signal),
      passagesOfTrack: (id, buffer, signal) => loader.passagesOf(id, buffer, signal),
      decode: async (file, name, signal) => (await (await decoder()).decode(file, name, { signal })).buffer,
      demos: deps.demos,
      saveFile: deps.saveFile,
      quietListening: () => listen.getState().setWantsToPlay(false),
      isOnLoudspeakers: () => listen.getState().gear.kind === 'loudspeakers',
    });
    const follow = ({ volumeDb }: { readonly volumeDb: number }): void => made.setVolume(volumeDb);
    follow(listen.getState());
    scope.add(listen.subscribe(follow));
    // One thing is heard at a time.
    scope.add(
      listen.subscribe((now, before) => {
        if (now.wantsToPlay && !before.wantsToPlay) made.quiet();
      }),
    );
    scope.add(() => void made.close());
    return made;
  });

  let demos: readonly DemoMix[] = [];
  let saveTimer: ReturnType<typeof setTimeout> | undefined;
  let isRestored = false;
  /** As of the last visit, until this one knows better. */
  let keptLibrary = NO_LIBRARY;
  let left: { readonly trackId: string; readonly positionSec: number } | null = null;
  const untouched = { ...listen.getState(), theme: preferences.getState().theme };
  scope.add(() => clearTimeout(saveTimer));

  async function save(): Promise<void> {
    clearTimeout(saveTimer);
    saveTimer = undefined;
    // Nothing may be written before it was read: an early save would lose the last visit.
    if (!isRestored) return;
    const port = await storage();
    if (!port) return;
    const { targetId, previousTargetId, slots, pins, isMatching, volumeDb, isLoopOn, loop } = listen.getState();
    const { layers, scene, listeningPhon, mixedAtPhon, gear } = listen.getState();
    const { draft } = devices.getState();
    // A draft goes with the page; what it was made from stays.
    const lasting = (id: string): string => (id === DRAFT_ID && draft ? draft.fromId : id);
    const targets = { targetId: lasting(targetId), previousTargetId: lasting(previousTargetId), slots, pins };
    const hearing = { layers, scene, listeningPhon, mixedAtPhon, gear };
    // A track that is still coming in has not lost its place.
    const currentTrackId = listen.getState().currentTrackId ?? left?.trackId ?? null;
    const isHeard = playback.getState().mix?.trackId === currentTrackId;
    const positionSec = isHeard || left?.trackId !== currentTrackId ? sync.live.positionSec() : left.positionSec;
    const place = { currentTrackId, positionSec };
    const { theme, trainTrackIds, trainDeviceId } = preferences.getState();
    const { isReady, tracks, hiddenDemoIds } = library.getState();
    const unseen = keptLibrary.referenceDemoIds.filter((id) => !demos.some((demo) => demo.id === id));
    const marked = tracks.filter((t) => t.origin === 'demo' && t.role === 'reference').map((t) => t.id);
    try {
      await port.writeSettings({
        [LISTEN_KEY]: { ...place, ...targets, ...hearing, isMatching, volumeDb, isLoopOn, loop },
        [PREFERENCES_KEY]: { theme, trainTrackIds, trainDeviceId },
        ...(isReady && { [LIBRARY_KEY]: { hiddenDemoIds, referenceDemoIds: [...unseen, ...marked] } }),
      });
    } catch {
      library.getState().addProblem({ code: 'storage-failed', detail: {} });
    }
  }

  function saveSoon(): void {
    saveTimer ??= setTimeout(() => void save(), SAVE_DELAY_MS);
  }

  /** What was kept, or nothing if it cannot be read. */
  async function readKept(): Promise<{ listen: unknown; preferences: unknown; library: KeptLibrary; tracks: Track[] }> {
    const port = await storage();
    const nothing = { listen: undefined, preferences: undefined, library: NO_LIBRARY, tracks: [] };
    if (!port) return nothing;
    try {
      const [intent, prefs, lib, stored] = await Promise.all([
        port.readSetting(LISTEN_KEY),
        port.readSetting(PREFERENCES_KEY),
        port.readSetting(LIBRARY_KEY),
        port.listTracks(),
      ]);
      const tracks = stored
        .toSorted((a, b) => a.addedAt - b.addedAt)
        .map((t): Track => ({ ...t, name: cleanName(t.name), origin: 'own' }));
      return { listen: intent, preferences: prefs, library: readKeptLibrary(lib), tracks };
    } catch {
      library.getState().addProblem({ code: 'storage-failed', detail: {} });
      return nothing;
    }
  }

  const listDemos = async (): Promise<readonly DemoMix[]> => {
    try {
      return await deps.demos.list();
    } catch {
      // Without its demo the page still takes files; the empty list invites them.
      return [];
    }
  };

  const durationSec = (): number => {
    const { mix } = playback.getState();
    const id = listen.getState().currentTrackId;
    if (mix && mix.trackId === id) return mix.durationSec;
    return library.getState().tracks.find((track) => track.id === id)?.durationSec ?? 0;
  };

  /** Own devices first: what was chosen may be one of them. */
  async function readOwnDevices(): Promise<void> {
    let own: readonly StoredDevice[] = [];
    try {
      own = (await (await storage())?.listDevices()) ?? [];
      if (own.length > 0) {
        const { judgeStored } = await import('./devices/judgeStored');
        const judged = judgeStored(own);
        ({ own } = judged);
        for (const problem of judged.problems) library.getState().addProblem(problem);
      }
    } catch {
      own = [];
      library.getState().addProblem({ code: 'storage-failed', detail: {} });
    }
    // Imported while storage was still being read.
    const early = devices.getState().own;
    devices.setState({ own: [...own, ...early], isReady: true });
  }

  /** Takes over what was kept, but for what the listener has already set on this visit: that is newer. */
  function restore(kept: { readonly listen: unknown; readonly preferences: unknown; readonly library: KeptLibrary }) {
    const isDevice = (id: string): boolean => shelf.byId(id) !== undefined;
    const isBuiltIn = (id: string): boolean => deps.catalogue.some((device) => device.id === id);
    const { currentTrackId, ...rest } = readKeptIntent(kept.listen, isDevice);
    const now = listen.getState();
    const isUntouched = (key: string): boolean => now[key as keyof KeptIntent] === untouched[key as keyof KeptIntent];
    now.restore(Object.fromEntries(Object.entries(rest).filter(([key]) => isUntouched(key))));
    const theme = readKeptTheme(kept.preferences);
    if (theme && preferences.getState().theme === untouched.theme) preferences.getState().setTheme(theme);
    preferences.setState(readKeptTraining(kept.preferences, isBuiltIn));
    if (currentTrackId) left = { trackId: currentTrackId, positionSec: readKeptPosition(kept.listen) };
    keptLibrary = kept.library;
    isRestored = true;
    scope.add(
      listen.subscribe((after, before) => {
        // Playing is not kept; everything else of the intent is.
        if (after.wantsToPlay === before.wantsToPlay || !after.wantsToPlay) saveSoon();
      }),
    );
    scope.add(preferences.subscribe(saveSoon));
  }

  async function start(): Promise<void> {
    const listing = listDemos();
    const [kept] = await Promise.all([readKept(), readOwnDevices()]);
    // Before the demos have been fetched: what is set while a slow server answers is kept as well.
    restore(kept);
    demos = await listing;
    loader.setDemos(demos);
    const shown = demos.filter((demo) => !kept.library.hiddenDemoIds.includes(demo.id));
    const demoTracks = shown.map((demo, i) => demoTrack(demo, i, kept.library.referenceDemoIds.includes(demo.id)));
    library.getState().setHiddenDemos(kept.library.hiddenDemoIds);
    // Files that were dropped while storage was still being read are already in the list.
    const early = library.getState().tracks;
    library.getState().setTracks([...demoTracks, ...kept.tracks, ...early]);
    scope.add(
      library.subscribe((now, before) => {
        if (now.tracks !== before.tracks || now.hiddenDemoIds !== before.hiddenDemoIds) saveSoon();
      }),
    );

    await deps.firstPaint;
    void loadEngine();
    const { tracks } = library.getState();
    const last = tracks.find((track) => track.id === left?.trackId);
    const first = last ?? tracks.find((track) => track.role !== 'stem');
    if (first && listen.getState().currentTrackId === null) {
      await loader.open(first.id, { positionSec: last && left ? left.positionSec : 0 });
    }
    await restoreOpra();
  }

  /** Who has loaded OPRA's database before has it again; its desk takes it up when it is built. */
  async function restoreOpra(): Promise<void> {
    try {
      await deps.idle?.();
      if (await (await storage())?.readOpra()) await deviceDesk();
    } catch {
      // It is told when it is asked for.
    }
  }

  const seek = (positionSec: number): void => {
    sync.seek(Math.min(Math.max(0, positionSec), durationSec()));
  };

  return {
    catalogue: deps.catalogue,
    deviceById: (id) => shelf.byId(id),
    shelf: () => shelf.all(),
    listen,
    library,
    playback,
    preferences,
    installation: createInstallationStore(),
    devices,
    deviceDesk,
    live: sync.live,
    start,
    addFiles: (files) => loader.addFiles(files),
    openTrack: (id) => void loader.open(id),
    removeTrack: (id) => void loader.remove(id),
    setRole: (id, role) => void loader.setRole(id, role),
    restoreDemos() {
      const { tracks } = library.getState();
      const missing = demos.filter((demo) => !tracks.some((track) => track.id === demo.id));
      library.getState().setTracks([...missing.map((demo, i) => demoTrack(demo, i, false)), ...tracks]);
      library.getState().setHiddenDemos([]);
      const first = missing[0];
      if (first && listen.getState().currentTrackId === null) void loader.open(first.id, { positionSec: 0 });
    },
    cancelJob: (id) => loader.cancel(id),
    cancelAllJobs: () => loader.cancelAll(),
    seek,
    skip: (bySec) => seek(sync.live.positionSec() + bySec),
    durationSec,
    resetMeters: () => sync.resetMeters(),
    hint: (id) => sync.prepare(id),
    retryAudio() {
      library.getState().dismissProblemsOf(AUDIO_PROBLEMS);
      listen.getState().setWantsToPlay(true);
    },
    exportAudio() {
      const { currentTrackId } = listen.getState();
      const track = library.getState().tracks.find((t) => t.id === currentTrackId);
      if (track) void mixExport.exportOne(track.name);
    },
    exportSeveral: (choice) => mixExport.exportSeveral(choice),
    cancelExport: () => mixExport.cancel(),
    training,
    addStems: (files) => void loader.addStems(files),
    flush: save,
    async close() {
      scope.close();
      mixExport.close();
      levels.close();
      loader.close();
      await sync.close();
    },
  };
}
