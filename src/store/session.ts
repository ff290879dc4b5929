import { cleanName } from '../core/cleanName';
import type { AnalysisPort } from '../analysis/AnalysisPort';
import type { PassageFacts } from '../analysis/PassageFacts';
import type { DecodePort } from '../audio/DecodePort';
import type { EnginePort } from '../audio/EnginePort';
import { ElsewhereError } from '../core/errors';
import { Scope } from '../core/scope';
import type { DeviceProfile } from '../devices/DeviceProfile';
import type { DeviceStoragePort, StoredDevice } from '../storage/DeviceStoragePort';
import type { StoragePort } from '../storage/StoragePort';
import { listenDefaults } from './defaults';
import type { DemoMix, DemoSource } from './demos';
import { AUDIO_PROBLEMS, EngineSync } from './engineSync';
import { createInstallationStore, type InstallationStore } from './installationStore';
import { createLibraryStore, type LibraryStore, type Track } from './libraryStore';
import { createListenStore, type ListenStore } from './listenStore';
import type { WriteZip } from './exportQueue';
import type { LiveReadings } from './liveReadings';
import { createPlaybackStore, type PlaybackStore } from './playbackStore';
import { createPreferencesStore, type PreferencesStore, type Theme } from './preferencesStore';
import { LevelMatch } from './levelMatch';
import { ExportOnDemand } from './ExportOnDemand';
import type { SeveralChoice, SeveralOutcome } from './MixExport';
import type { Settings } from './settingFields';
import { SettingsKeeping } from './SettingsKeeping';
import { TrackLoader } from './trackLoader';
import { createDevicesStore, type DevicesStore } from './devices/devicesStore';
import type { DeviceDesk } from './devices/DeviceDesk';
import { createShelf, type Shelf } from './devices/shelf';
import type { StoredData } from './backup/StoredData';
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
  /** Builds what measures, backs up and restores; asked for when Settings is first shown. */
  readonly loadStoredData: (parts: StoredDataParts) => Promise<StoredData>;
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

/** What backups take from the session. */
export interface StoredDataParts {
  readonly library: LibraryStore;
  readonly devices: DevicesStore;
  readonly shelf: Shelf;
  readonly listen: ListenStore;
  readonly preferences: PreferencesStore;
  readonly catalogue: readonly DeviceProfile[];
  readonly storage: () => Promise<(StoragePort & DeviceStoragePort) | null>;
  readonly deviceDesk: () => Promise<DeviceDesk>;
  readonly tracks: Pick<TrackLoader, 'remove' | 'setRole'>;
  /** Writes what has changed in the settings. */
  readonly saveSettings: () => Promise<void>;
  /** The training loop, if it has been built: it does not know of practice that is added beside it. */
  readonly madeTraining: () => Training | undefined;
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
  /** What is kept between visits, as one may see, free and back it up; built by the first call. */
  storedData(): Promise<StoredData>;
  /** Keeps files as stems for stem drills. */
  addStems(files: readonly File[]): void;
  /** Writes settings that still wait; call when the page is about to go. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Who has pressed Play is not kept waiting for the engine any longer without a word. */
const ENGINE_LIMIT_MS = 10_000;

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

  const tellStorageTrouble = (error: unknown): void =>
    library.getState().addProblem({
      code: error instanceof ElsewhereError ? error.code : 'storage-failed',
      detail: error instanceof ElsewhereError ? error.detail : {},
    });

  const storage = once(async (): Promise<(StoragePort & DeviceStoragePort) | null> => {
    try {
      return await deps.openStorage();
    } catch (error) {
      tellStorageTrouble(error);
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

  let trainingMade: Training | undefined;
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
    trainingMade = made;
    return made;
  });

  const storedData = once(async () => {
    const made = await deps.loadStoredData({
      library,
      devices,
      shelf,
      listen,
      preferences,
      catalogue: deps.catalogue,
      storage,
      deviceDesk,
      tracks: loader,
      saveSettings: () => settings.save(),
      madeTraining: () => trainingMade,
      saveFile: deps.saveFile,
    });
    scope.add(() => made.close());
    return made;
  });

  let demos: readonly DemoMix[] = [];
  const isDevice = (id: string): boolean => shelf.byId(id) !== undefined;
  const settings = new SettingsKeeping({
    listen,
    library,
    preferences,
    devices,
    storage,
    positionSec: (id) => (playback.getState().mix?.trackId === id ? sync.live.positionSec() : null),
    isDevice,
    isBuiltIn: (id) => deps.catalogue.some((device) => device.id === id),
    tell: tellStorageTrouble,
  });
  scope.add(() => settings.close());

  /** What was kept, or nothing if it cannot be read. */
  async function readKept(): Promise<{ readonly settings: Settings; readonly tracks: Track[] }> {
    const port = await storage();
    if (!port) return { settings: {}, tracks: [] };
    try {
      const [stored, tracks] = await Promise.all([port.readSettings(), port.listTracks()]);
      tracks.sort((a, b) => a.addedAt - b.addedAt);
      return { settings: stored, tracks: tracks.map((t): Track => ({ ...t, name: cleanName(t.name), origin: 'own' })) };
    } catch (error) {
      tellStorageTrouble(error);
      return { settings: {}, tracks: [] };
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
    } catch (error) {
      own = [];
      tellStorageTrouble(error);
    }
    // Imported while storage was still being read.
    const early = devices.getState().own;
    devices.setState({ own: [...own, ...early], isReady: true });
  }

  async function start(): Promise<void> {
    const listing = listDemos();
    const [kept] = await Promise.all([readKept(), readOwnDevices()]);
    // Before the demos have been fetched: what is set while a slow server answers is kept as well.
    const { hiddenDemoIds, referenceDemoIds } = await settings.restore(kept.settings);
    scope.add(
      listen.subscribe((after, before) => {
        // Playing is not kept; everything else of the intent is.
        if (after.wantsToPlay === before.wantsToPlay || !after.wantsToPlay) settings.saveSoon();
      }),
    );
    scope.add(preferences.subscribe(() => settings.saveSoon()));
    demos = await listing;
    loader.setDemos(demos);
    const shown = demos.filter((demo) => !hiddenDemoIds.includes(demo.id));
    const demoTracks = shown.map((demo, i) => demoTrack(demo, i, referenceDemoIds.includes(demo.id)));
    library.getState().setHiddenDemos(hiddenDemoIds);
    // Files that were dropped while storage was still being read are already in the list.
    const early = library.getState().tracks;
    library.getState().setTracks([...demoTracks, ...kept.tracks, ...early]);
    scope.add(
      library.subscribe((now, before) => {
        if (now.tracks !== before.tracks || now.hiddenDemoIds !== before.hiddenDemoIds) settings.saveSoon();
      }),
    );

    await deps.firstPaint;
    void loadEngine();
    const { tracks } = library.getState();
    const { left } = settings;
    const last = tracks.find((track) => track.id === left?.currentTrackId);
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
    storedData,
    addStems: (files) => void loader.addStems(files),
    flush: () => settings.save(),
    async close() {
      scope.close();
      mixExport.close();
      levels.close();
      loader.close();
      await sync.close();
    },
  };
}
