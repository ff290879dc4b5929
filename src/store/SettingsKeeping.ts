import type { StoragePort } from '../storage/StoragePort';
import { LAYER_NAMES } from '../devices/layers';
import { readKeptIntent, readKeptPosition, readKeptTheme, readKeptTraining } from './keptSettings';
import { DRAFT_ID, type DevicesStore } from './devices/devicesStore';
import type { LibraryStore } from './libraryStore';
import type { KeptIntent, ListenStore } from './listenStore';
import type { PreferencesStore } from './preferencesStore';
import {
  HIDDEN,
  joinFields,
  LAYER,
  PARTS,
  PLACE,
  REFERENCE,
  TARGETS,
  type Settings,
  type SettingsByPart,
} from './settingFields';

export interface SettingsKeepingDeps {
  readonly listen: ListenStore;
  readonly library: LibraryStore;
  readonly preferences: PreferencesStore;
  readonly devices: DevicesStore;
  /** null when the browser gives no storage. */
  readonly storage: () => Promise<StoragePort | null>;
  /** Where the current track stands, seconds; null when it is not the one that is played. */
  readonly positionSec: (trackId: string | null) => number | null;
  readonly isDevice: (id: string) => boolean;
  readonly isBuiltIn: (id: string) => boolean;
  /** Writing failed. */
  readonly tell: (error: unknown) => void;
}

/** Long enough to gather a drag of the volume slider, short enough to survive a quick reload. */
const SAVE_DELAY_MS = 150;
/** A place that was found again is not a place that was chosen. */
const SAME_PLACE_SEC = 0.05;

/** Set before settings were read, or not written: no JSON equals it. */
const UNSAVED = '';

interface Place {
  readonly currentTrackId: string | null;
  readonly positionSec: number;
}

/**
 * Reads settings when the page opens and writes those that change. Only what this tab has changed is written, each field
 * with its time: another tab's choices are newer than what this one read when it opened.
 */
export class SettingsKeeping {
  /** Each field as it is stored, as far as this tab knows: JSON by name. */
  readonly #stored = new Map<string, string>();
  readonly #untouched: Readonly<Record<string, unknown>>;
  readonly #untouchedState: Readonly<Record<string, unknown>>;
  /** As of the last visit, until this one knows better. */
  #left: Place | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isRestored = false;
  /** The latest time that was read or given: a clock that was set back must not make a choice older than the last. */
  #latest = 0;

  constructor(private readonly deps: SettingsKeepingDeps) {
    this.#untouchedState = { ...deps.listen.getState(), theme: deps.preferences.getState().theme };
    this.#untouched = this.#fields();
  }

  /** Where the last visit ended. */
  get left(): Place | null {
    return this.#left;
  }

  /**
   * Takes over what was stored, but for what the listener has already set on this visit: that is newer.
   * @returns the demos that are hidden and those that are references, which take effect when the demos are there
   */
  async restore(stored: Settings): Promise<SettingsByPart['library']> {
    const { listen, preferences, isDevice, isBuiltIn } = this.deps;
    let settings = stored;
    let toWrite: Settings = {};
    if (PARTS.some((part) => part in stored)) {
      try {
        toWrite = (await import('./oldSettings')).splitOldSettings(stored);
        settings = { ...stored, ...toWrite };
      } catch {
        // They stay as they are for the next visit.
      }
    }
    const early = Object.entries(this.#fields()).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(this.#untouched[key]),
    );
    const kept = joinFields(settings);
    const { currentTrackId, ...rest } = readKeptIntent(kept.listen, isDevice);
    const now = listen.getState();
    const isUntouched = (key: string): boolean => now[key as keyof KeptIntent] === this.#untouchedState[key];
    now.restore(Object.fromEntries(Object.entries(rest).filter(([key]) => isUntouched(key))));
    const theme = readKeptTheme(kept.preferences);
    if (theme && preferences.getState().theme === this.#untouchedState['theme']) preferences.getState().setTheme(theme);
    preferences.setState(readKeptTraining(kept.preferences, isBuiltIn));
    if (currentTrackId) this.#left = { currentTrackId, positionSec: readKeptPosition(kept.listen) };
    for (const { at } of Object.values(stored)) this.#latest = Math.max(this.#latest, at);
    for (const [key, value] of Object.entries(this.#fields())) this.#stored.set(key, JSON.stringify(value));
    for (const [key, { value }] of Object.entries(settings)) {
      if (key.startsWith(HIDDEN) || key.startsWith(REFERENCE)) this.#stored.set(key, JSON.stringify(value));
    }
    for (const [key] of early) this.#stored.set(key, UNSAVED);
    this.#isRestored = true;
    if (early.length > 0) this.saveSoon();
    if (Object.keys(toWrite).length > 0) void this.#write(toWrite);
    return kept.library;
  }

  saveSoon(): void {
    this.#timer ??= setTimeout(() => void this.save(), SAVE_DELAY_MS);
  }

  /** Writes what has changed. Nothing is written before it was read: an early save would lose the last visit. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#isRestored) return;
    const changed: [string, unknown][] = [];
    for (const [key, value] of Object.entries(this.#fields())) {
      const text = JSON.stringify(value);
      // A demo of which nothing is stored is neither hidden nor a reference.
      if (text === (this.#stored.get(key) ?? 'false')) continue;
      this.#stored.set(key, text);
      changed.push([key, value]);
    }
    if (changed.length === 0) return;
    this.#latest = Math.max(Date.now(), this.#latest + 1);
    const at = this.#latest;
    const isWritten = await this.#write(Object.fromEntries(changed.map(([key, value]) => [key, { value, at }])));
    if (!isWritten) for (const [key] of changed) this.#stored.set(key, UNSAVED);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  async #write(settings: Settings): Promise<boolean> {
    try {
      await (await this.deps.storage())?.writeSettings(settings);
      return true;
    } catch (error) {
      this.deps.tell(error);
      return false;
    }
  }

  /** All settings as they stand, by the names that `joinFields` lists. */
  #fields(): Record<string, unknown> {
    const { listen, library, preferences, devices } = this.deps;
    const { targetId, previousTargetId, slots, pins, isMatching, volumeDb, isLoopOn, loop } = listen.getState();
    const { layers, scene, listeningPhon, mixedAtPhon, gear } = listen.getState();
    const { theme, trainTrackIds, trainDeviceId } = preferences.getState();
    const { isReady, tracks, hiddenDemoIds } = library.getState();
    const { draft } = devices.getState();
    // A draft goes with the page; what it was made from stays.
    const lasting = (id: string): string => (id === DRAFT_ID && draft ? draft.fromId : id);
    return {
      [PLACE]: this.#place(),
      [TARGETS]: { targetId: lasting(targetId), previousTargetId: lasting(previousTargetId) },
      ...named('listen.', { slots, pins, isMatching, volumeDb, isLoopOn, loop }),
      ...named('listen.', { scene, listeningPhon, mixedAtPhon, gear }),
      ...Object.fromEntries(LAYER_NAMES.map((name) => [LAYER + name, layers[name]])),
      ...named('preferences.', { theme, trainTrackIds, trainDeviceId }),
      ...(isReady && {
        // A demo that was hidden and is back has a row to change; one that cannot be fetched now keeps its own.
        ...Object.fromEntries(hiddenDemoIds.map((id) => [HIDDEN + id, true])),
        ...Object.fromEntries(
          tracks
            .filter(({ origin }) => origin === 'demo')
            .flatMap(({ id, role }) => [
              [HIDDEN + id, false],
              [REFERENCE + id, role === 'reference'],
            ]),
        ),
      }),
    };
  }

  #place(): Place {
    // A track that is still coming in has not lost its place.
    const currentTrackId = this.deps.listen.getState().currentTrackId ?? this.#left?.currentTrackId ?? null;
    const isLeft = this.#left?.currentTrackId === currentTrackId;
    const playedSec = this.deps.positionSec(currentTrackId);
    const leftSec = isLeft ? (this.#left?.positionSec ?? 0) : 0;
    if (playedSec === null || Math.abs(playedSec - leftSec) < SAME_PLACE_SEC) {
      return { currentTrackId, positionSec: leftSec };
    }
    return { currentTrackId, positionSec: playedSec };
  }
}

const named = (prefix: string, fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [prefix + key, value]));
