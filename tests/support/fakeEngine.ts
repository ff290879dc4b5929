import type { NoiseBed } from '../../src/devices/noiseScenes';
import type { ToneCurve } from '../../src/devices/ToneCurve';
import type {
  AnalysisPort,
  DeviceLevel,
  LevelOptions,
  LoudnessSummary,
  MixAnalysis,
  SampleReader,
  Waveform,
} from '../../src/analysis/AnalysisPort';
import type { PassageFacts } from '../../src/analysis/PassageFacts';
import type { DecodedMix, DecodeNotes, DecodePort } from '../../src/audio/DecodePort';
import type {
  EngineEvents,
  EnginePort,
  EngineStatus,
  ExportOptions,
  LoopRegion,
  MeterReading,
  PlayableMix,
} from '../../src/audio/EnginePort';
import { ElsewhereError, throwIfAborted, type ErrorCode } from '../../src/core/errors';
import { seededRandom } from '../../src/core/random';
import type { DeviceProfile } from '../../src/devices/DeviceProfile';
import { responseDb } from '../../src/devices/response';
import type { DeviceStoragePort, StoredDevice } from '../../src/storage/DeviceStoragePort';
import type { Setting, StoragePort, StoredTrack } from '../../src/storage/StoragePort';
import type { DemoMix, DemoPassages, DemoSource, DemoStem } from '../../src/store/demos';

/** A buffer without Web Audio: what the app reads of one, and samples only where they are asked for. */
export function fakeBuffer(durationSec: number, sampleRate = 44_100, numberOfChannels = 2): AudioBuffer {
  const length = Math.round(durationSec * sampleRate);
  return {
    length,
    sampleRate,
    numberOfChannels,
    duration: length / sampleRate,
    getChannelData: () => new Float32Array(length),
    copyFromChannel: (out: Float32Array) => void out.fill(0),
    copyToChannel: () => undefined,
  };
}

const SILENT_METERS: MeterReading = {
  momentaryLufs: -Infinity,
  shortTermLufs: -Infinity,
  integratedLufs: -Infinity,
  loudnessRangeLu: 0,
  truePeakDbtp: -Infinity,
  correlation: NaN,
  limiterReductionDb: 0,
};

/** An engine that plays nothing: it remembers what it was asked for and keeps the time it is told. */
export class FakeEngine implements EnginePort {
  programmeLufs: number | null = null;
  noise: NoiseBed | null = null;
  playbackCurve: ToneCurve | null = null;

  setProgrammeLoudness(integratedLufs: number | null): void {
    this.programmeLufs = integratedLufs;
  }

  setNoise(bed: NoiseBed | null): void {
    this.noise = bed;
  }

  setPlaybackCurve(curve: ToneCurve | null): void {
    this.playbackCurve = curve;
  }

  status: EngineStatus = 'idle';
  isPlaying = false;
  readonly fftBins = 2048;
  sampleRate = 44_100;

  mix: PlayableMix | null = null;
  targetId: string | null = null;
  /** As it was handed over: with the layers that are heard. */
  target: DeviceProfile | null = null;
  /** Everything that was switched to, in order. */
  readonly targets: DeviceProfile[] = [];
  loop: LoopRegion | null = null;
  gainsDb: Readonly<Record<string, number>> = {};
  volumeDb = NaN;
  /** As last asked for, in order. */
  prepared: string[] = [];
  preparedProfiles: readonly DeviceProfile[] = [];
  /** In order, for flows where the order is the point. */
  readonly log: string[] = [];
  reading: MeterReading = SILENT_METERS;
  /** Thrown by the next `play`. */
  playError: Error | null = null;
  /** Held exports, by hand: resolve to finish. */
  exportGate: Promise<void> = Promise.resolve();
  exports: { deviceId: string; gainDb: number }[] = [];
  /** Thrown by exports through these devices. */
  readonly exportErrors = new Map<string, Error>();
  /** Most exports that ever ran at once. */
  mostExportsAtOnce = 0;
  #exporting = 0;
  /** What came with the last export. */
  lastExport: { readonly profile: DeviceProfile; readonly noise: NoiseBed | null } | null = null;
  isDisposed = false;

  #positionSec = 0;
  readonly #listeners: { [E in keyof EngineEvents]: Set<EngineEvents[E]> } = {
    status: new Set(),
    ended: new Set(),
    targetSettled: new Set(),
    rendererFailed: new Set(),
    noiseFailed: new Set(),
  };

  on<E extends keyof EngineEvents>(event: E, listener: EngineEvents[E]): () => void {
    this.#listeners[event].add(listener);
    return () => this.#listeners[event].delete(listener);
  }

  setStatus(status: EngineStatus): void {
    this.status = status;
    for (const listener of this.#listeners.status) listener(status);
  }

  end(): void {
    this.isPlaying = false;
    for (const listener of this.#listeners.ended) listener();
  }

  /** Moves time on while playing. */
  advance(sec: number): void {
    if (this.isPlaying) this.#positionSec += sec;
  }

  async setMix(mix: PlayableMix | null, options: { readonly positionSec?: number } = {}): Promise<void> {
    this.log.push(`setMix ${mix?.id ?? 'none'}${mix?.isPartial ? ' head' : ''}`);
    this.mix = mix;
    if (mix) this.sampleRate = mix.buffer.sampleRate;
    else this.isPlaying = false;
    if (options.positionSec !== undefined) this.#positionSec = options.positionSec;
  }

  replaceMix(mix: PlayableMix): void {
    this.log.push(`replaceMix ${mix.id}`);
    this.mix = mix;
  }

  async play(): Promise<void> {
    this.log.push('play');
    const error = this.playError;
    this.playError = null;
    if (error) {
      const isNoDevice = error instanceof ElsewhereError && error.code === 'audio-no-device';
      // As the engine does it: the status first, then the reason.
      this.setStatus(isNoDevice ? 'failed' : 'blocked');
      throw error;
    }
    this.isPlaying = true;
    this.setStatus('running');
  }

  pause(): void {
    this.log.push('pause');
    this.isPlaying = false;
  }

  seek(positionSec: number): void {
    this.#positionSec = positionSec;
  }

  setLoop(loop: LoopRegion | null): void {
    this.loop = loop;
  }

  setTarget(profile: DeviceProfile): void {
    this.log.push(`setTarget ${profile.id}`);
    this.targetId = profile.id;
    this.target = profile;
    this.targets.push(profile);
    for (const listener of this.#listeners.targetSettled) listener(profile.id);
  }

  prepareTargets(profiles: readonly DeviceProfile[]): void {
    this.prepared = profiles.map((profile) => profile.id);
    this.preparedProfiles = profiles;
  }

  setMatchGains(gainsDb: Readonly<Record<string, number>>): void {
    this.gainsDb = gainsDb;
  }

  setVolume(volumeDb: number): void {
    this.volumeDb = volumeDb;
  }

  positionSec(): number {
    return this.#positionSec;
  }

  meters(): MeterReading {
    return this.reading;
  }

  resetMeters(): void {
    this.log.push('resetMeters');
  }

  readSpectrum(_tap: 'before' | 'after', _out: Float32Array<ArrayBuffer>): boolean {
    return false;
  }

  async exportWav(profile: DeviceProfile, gainDb: number, options: ExportOptions = {}): Promise<Blob> {
    this.exports.push({ deviceId: profile.id, gainDb });
    this.lastExport = { profile, noise: options.noise ?? null };
    this.mostExportsAtOnce = Math.max(this.mostExportsAtOnce, ++this.#exporting);
    const content = `RIFF ${this.mix?.id ?? ''} ${profile.id}`;
    try {
      options.onProgress?.(0.5);
      await this.exportGate;
      throwIfAborted(options.signal);
      const error = this.exportErrors.get(profile.id);
      if (error) throw error;
      return new Blob([content]);
    } finally {
      this.#exporting--;
    }
  }

  async dispose(): Promise<void> {
    this.isDisposed = true;
  }
}

/** How a fake file behaves when it is decoded; files without an entry decode at once. */
export interface FakeDecode {
  readonly error?: Error;
  readonly durationSec?: number;
  readonly sampleRate?: number;
  readonly notes?: DecodeNotes;
  /** Sends the first seconds before the whole. */
  readonly hasHead?: boolean;
  /** Progress that is told, one after the other. */
  readonly steps?: Iterable<number>;
  /** Holds the whole until it resolves. */
  readonly gate?: Promise<void>;
}

export class FakeDecoder implements DecodePort {
  readonly files = new Map<string, FakeDecode>();
  readonly decoded: string[] = [];
  /** Most decodes that ever ran at once. */
  mostAtOnce = 0;
  #running = 0;

  /** Makes the file of this name fail with this code. */
  refuse(name: string, code: ErrorCode, detail: Readonly<Record<string, string | number>> = {}): void {
    this.files.set(name, { error: new ElsewhereError(code, 'refused', detail) });
  }

  async decode(_file: Blob, name: string, options: Parameters<DecodePort['decode']>[2] = {}): Promise<DecodedMix> {
    const plan = this.files.get(name) ?? {};
    const { durationSec = 60, sampleRate = 44_100, notes = {} } = plan;
    this.#running++;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#running);
    try {
      await Promise.resolve();
      throwIfAborted(options.signal);
      for (const fraction of plan.steps ?? [0.25]) options.onProgress?.(fraction);
      if (plan.hasHead) options.onHead?.({ buffer: fakeBuffer(Math.min(8, durationSec), sampleRate), durationSec });
      if (plan.gate) await abortable(plan.gate, options.signal);
      throwIfAborted(options.signal);
      if (plan.error) throw plan.error;
      options.onProgress?.(1);
      this.decoded.push(name);
      return { buffer: fakeBuffer(durationSec, sampleRate), formatLabel: 'WAV, 24-bit', notes };
    } finally {
      this.#running--;
    }
  }

  dispose(): void {
    this.files.clear();
  }
}

async function abortable(gate: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    gate.then(resolve, reject);
  });
}

/** A waveform that looks like a song: bars, a quiet middle, a loud end. */
export function fakeWaveform(durationSec: number, sampleRate = 44_100): Waveform {
  const random = seededRandom(7);
  const framesPerPoint = 256;
  const points = Math.ceil((durationSec * sampleRate) / framesPerPoint);
  const min = new Float32Array(points);
  const max = new Float32Array(points);
  const rms = new Float32Array(points);
  for (let i = 0; i < points; i++) {
    const at = i / points;
    const sec = at * durationSec;
    const section = at < 0.12 ? 0.35 : at > 0.45 && at < 0.58 ? 0.42 : at > 0.95 ? (1 - at) * 20 : 0.92;
    const beat = Math.exp(-((sec * 1.73) % 1) * 4);
    const level = section * (0.45 + 0.5 * beat) * (0.75 + 0.25 * random());
    max[i] = level;
    min[i] = -level * (0.85 + 0.15 * random());
    rms[i] = level * 0.42;
  }
  return {
    sampleRate,
    lengthFrames: Math.round(durationSec * sampleRate),
    levels: [{ framesPerPoint, min, max, rms }],
  };
}

const LOUDNESS: LoudnessSummary = {
  integratedLufs: -14.2,
  loudnessRangeLu: 6.3,
  maxMomentaryLufs: -9.6,
  maxShortTermLufs: -11.4,
  truePeakDbtp: -1.1,
  samplePeakDbfs: -1.3,
};

/** Sixty seconds with something everywhere. */
const FAKE_FACTS: PassageFacts = {
  integratedLufs: -14,
  sliceCount: 600,
  bandDb: new Int8Array(6000).fill(-25),
  sidePercent: new Uint8Array(600).fill(20),
  onsetDb: Uint8Array.from({ length: 600 }, (_, i) => (i % 5 === 0 ? 9 : 0)),
};

const limitsOf = ({ limits, stages }: DeviceProfile): string =>
  JSON.stringify([limits, stages.filter((stage) => stage.kind === 'monoSum' || stage.kind === 'width')]);

export class FakeAnalysis implements AnalysisPort {
  readonly analysed: string[] = [];
  readonly held = new Set<string>();
  error: Error | null = null;
  gate: Promise<void> = Promise.resolve();

  async analyse(
    mapId: string,
    reader: Parameters<AnalysisPort['analyse']>[1],
    options: Parameters<AnalysisPort['analyse']>[2] = {},
  ): Promise<MixAnalysis> {
    const durationSec = reader.length / reader.sampleRate;
    const waveform = fakeWaveform(durationSec, reader.sampleRate);
    options.onProgress?.(0.5);
    options.onWaveform?.(waveform);
    await abortable(this.gate, options.signal);
    throwIfAborted(options.signal);
    if (this.error) throw this.error;
    this.analysed.push(mapId);
    this.held.add(mapId);
    return { mapId, sampleRate: reader.sampleRate, durationSec, loudness: LOUDNESS, waveform, correlation: 0.82 };
  }

  /** Every question, in order. */
  readonly asked: {
    readonly mapId: string;
    readonly profiles: readonly DeviceProfile[];
    readonly options: LevelOptions;
  }[] = [];
  /** Thrown by every question. */
  levelsError: Error | null = null;
  /** Holds answers until it resolves. */
  levelsGate: Promise<void> = Promise.resolve();

  /** Limits that have been measured turn the gain up by this, so that it shows whether they were taken in. */
  static readonly LIMITED_DB = 1.5;
  /** Noise takes this off. */
  static readonly NOISY_DB = -0.5;

  async levels(mapId: string, profiles: readonly DeviceProfile[], options: LevelOptions = {}): Promise<DeviceLevel[]> {
    this.asked.push({ mapId, profiles, options });
    await this.levelsGate;
    if (this.levelsError) throw this.levelsError;
    if (!this.held.has(mapId)) throw new ElsewhereError('analysis-failed', 'no map');
    return profiles.map((profile) => {
      const isLimited = profile.limits !== undefined && this.#knownLimits.has(`${mapId} ${limitsOf(profile)}`);
      const matchGainDb =
        profile.family === 'reference'
          ? 0
          : -responseDb(profile, 200) / 2 +
            (isLimited ? FakeAnalysis.LIMITED_DB : 0) +
            (options.noiseLufs?.[profile.id] === undefined ? 0 : FakeAnalysis.NOISY_DB);
      return { deviceId: profile.id, integratedLufs: LOUDNESS.integratedLufs - matchGainDb, matchGainDb };
    });
  }

  /** As `mapId deviceId`, in the order in which they were begun. */
  readonly limitsMeasured: string[] = [];
  readonly limitsCancelled: string[] = [];
  limitsError: Error | null = null;
  limitsGate: Promise<void> = Promise.resolve();
  /** Most measurements that ever ran at once. */
  mostLimitsAtOnce = 0;
  #limitsRunning = 0;
  readonly #knownLimits = new Set<string>();

  async measureLimits(
    mapId: string,
    profile: DeviceProfile,
    _reader: SampleReader,
    _integratedLufs: number,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<void> {
    const name = `${mapId} ${profile.id}`;
    this.limitsMeasured.push(name);
    this.mostLimitsAtOnce = Math.max(this.mostLimitsAtOnce, ++this.#limitsRunning);
    try {
      await abortable(this.limitsGate, options.signal);
      if (this.limitsError) throw this.limitsError;
      this.#knownLimits.add(`${mapId} ${limitsOf(profile)}`);
    } catch (error) {
      if (options.signal?.aborted) this.limitsCancelled.push(name);
      throw error;
    } finally {
      this.#limitsRunning--;
    }
  }

  async passages(mapId: string): Promise<PassageFacts> {
    if (!this.held.has(mapId)) throw new ElsewhereError('analysis-failed', 'no map');
    return FAKE_FACTS;
  }

  readonly releasedLimits: string[] = [];

  releaseLimits(mapId: string): void {
    this.releasedLimits.push(mapId);
  }

  release(mapId: string): void {
    this.held.delete(mapId);
  }

  dispose(): void {
    this.held.clear();
  }
}

/** Storage that lives as long as the object: hand the same one to a second session to reload. */
export class FakeStorage implements StoragePort, DeviceStoragePort {
  readonly devices = new Map<string, string>();
  opra: Blob | undefined;

  async listDevices(): Promise<StoredDevice[]> {
    return [...this.devices.values()].map((text) => JSON.parse(text) as StoredDevice);
  }

  async putDevice(device: StoredDevice): Promise<void> {
    if (this.writeError) throw this.writeError;
    // As text: what cannot be cloned must not survive a test either.
    this.devices.set(device.id, JSON.stringify(device));
  }

  async removeDevice(id: string): Promise<void> {
    this.devices.delete(id);
  }

  async readOpra(): Promise<Blob | undefined> {
    return this.opra;
  }

  async writeOpra(kept: Blob | undefined): Promise<void> {
    if (this.writeError) throw this.writeError;
    this.opra = kept;
  }

  readonly tracks = new Map<string, StoredTrack>();
  readonly files = new Map<string, Blob>();
  readonly settings = new Map<string, string>();
  /** Thrown by every write. */
  writeError: Error | null = null;

  async listTracks(): Promise<StoredTrack[]> {
    return [...this.tracks.values()];
  }

  async putTrack(track: StoredTrack, file: Blob): Promise<void> {
    if (this.writeError) throw this.writeError;
    this.tracks.set(track.id, track);
    this.files.set(track.id, file);
  }

  async updateTrack(id: string, change: Partial<Omit<StoredTrack, 'id'>>): Promise<void> {
    const track = this.tracks.get(id);
    if (track) this.tracks.set(id, { ...track, ...change });
  }

  async readFile(id: string): Promise<Blob | undefined> {
    return this.files.get(id);
  }

  async removeTrack(id: string): Promise<void> {
    this.tracks.delete(id);
    this.files.delete(id);
  }

  async readSettings(): Promise<Readonly<Record<string, Setting>>> {
    return Object.fromEntries(Array.from(this.settings, ([key, text]) => [key, JSON.parse(text) as Setting]));
  }

  async writeSettings(settings: Readonly<Record<string, Setting>>): Promise<void> {
    if (this.writeError) throw this.writeError;
    const stored = await this.readSettings();
    for (const [key, setting] of Object.entries(settings)) {
      if ((stored[key]?.at ?? 0) > setting.at) continue;
      // As text: what cannot be stored as JSON must not survive a test either.
      if (setting.value === undefined) this.settings.delete(key);
      else this.settings.set(key, JSON.stringify(setting));
    }
  }
}

export const FAKE_DEMOS: readonly DemoMix[] = [
  { id: 'demo-bass-heavy', name: 'Bass-heavy headphone mix', file: 'bass.mp3', durationSec: 60, sampleRate: 44_100 },
  { id: 'demo-translates', name: 'Mix that translates', file: 'translates.mp3', durationSec: 60, sampleRate: 44_100 },
];

export class FakeDemos implements DemoSource {
  demos: readonly DemoMix[] = FAKE_DEMOS;
  stems: readonly DemoStem[] = (['kick', 'bass', 'voice', 'harmony'] as const).map((part) => ({
    id: part,
    name: part,
    part,
    file: `${part}.mp3`,
    gainDb: -6,
  }));
  isOffline = false;

  async list(): Promise<readonly DemoMix[]> {
    if (this.isOffline) throw new ElsewhereError('decode-missing', 'offline');
    return this.demos;
  }

  async read(demo: Pick<DemoMix, 'file'>): Promise<Blob> {
    if (this.isOffline) throw new ElsewhereError('decode-missing', 'offline');
    return new Blob([demo.file]);
  }

  async listStems(): Promise<readonly DemoStem[]> {
    return this.stems;
  }

  async passages(): Promise<Readonly<Record<string, DemoPassages>>> {
    if (this.isOffline) throw new ElsewhereError('decode-missing', 'offline');
    const facts = { ...FAKE_FACTS, durationSec: 60, channelCount: 2 as const };
    const mixes = this.demos.map(({ id }) => [id, { ...facts, isMix: true }] as const);
    const stems = this.stems.map(({ id }) => [id, { ...facts, isMix: false }] as const);
    return Object.fromEntries([...mixes, ...stems]);
  }
}
