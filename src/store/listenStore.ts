import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LoopRegion } from '../audio/EnginePort';
import { clamp } from '../core/units';
import type { LayerName, Layers } from '../devices/layers';
import type { NoiseSceneName } from '../devices/noiseScenes';

/** What the listener wears or sits before. */
export type Gear =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'loudspeakers' }
  | { readonly kind: 'device'; readonly id: string };

/** Range of the listening level, phon; mixes are usually made at 80 or so (standards: K-System 83, EBU 73 dBC). */
export const LISTENING_PHON = { lowest: 40, highest: 90, mixedAt: 80 } as const;

/** A first visit hears devices whole, without noise. */
export const FIRST_LAYERS: Layers = { tone: true, room: true, limits: true, noise: false };

export type SlotName = 'A' | 'B';

/** Below this the volume means silence. */
export const SILENT_VOLUME_DB = -60;
/** Quiet enough for any headphones on the first visit. */
export const FIRST_VOLUME_DB = -12;
/** Keys 1–9. */
export const PIN_COUNT = 9;
/** Shorter loops turn into a tone. */
export const SHORTEST_LOOP_SEC = 0.1;

/** What the listener wants to hear. Every field is written here and nowhere else. */
export interface ListenIntent {
  readonly currentTrackId: string | null;
  readonly wantsToPlay: boolean;
  readonly targetId: string;
  /** What Swap goes back to. */
  readonly previousTargetId: string;
  /** Never the same device twice: putting one in the other's slot exchanges them. */
  readonly slots: Readonly<Record<SlotName, string>>;
  /** Device of keys 1–9; null where a key is free. */
  readonly pins: readonly (string | null)[];
  readonly isMatching: boolean;
  /** dB, {@link SILENT_VOLUME_DB} (silence) to 0. */
  readonly volumeDb: number;
  readonly isLoopOn: boolean;
  /** null is the whole track. */
  readonly loop: LoopRegion | null;
  readonly layers: Layers;
  /** Noise under every device but flat; null is what is usual where the device is heard. */
  readonly scene: NoiseSceneName | null;
  /** The level at which the mix is imagined to be heard, phon; null is no change. */
  readonly listeningPhon: number | null;
  /** The level at which it was mixed, phon. */
  readonly mixedAtPhon: number;
  readonly gear: Gear;
}

export interface ListenActions {
  /** Written by the track loader alone: the track the listener asked for, or the one that stays when it fails. */
  readonly setCurrentTrack: (id: string | null) => void;
  readonly setWantsToPlay: (wantsToPlay: boolean) => void;
  readonly togglePlay: () => void;
  readonly chooseTarget: (id: string) => void;
  readonly chooseSlot: (slot: SlotName) => void;
  readonly swap: () => void;
  readonly assignSlot: (slot: SlotName, id: string) => void;
  readonly choosePin: (index: number) => void;
  /** Gives `id` the key `index` (0-based), or frees it with null. A device has one key. */
  readonly pin: (index: number | null, id: string) => void;
  readonly toggleMatching: () => void;
  readonly setVolumeDb: (volumeDb: number) => void;
  readonly toggleLoop: () => void;
  readonly setLoopOn: (isOn: boolean) => void;
  /** Sets the region without switching the loop on or off; `durationSec` bounds it. */
  readonly setLoop: (loop: LoopRegion, durationSec: number) => void;
  readonly setLoopStart: (startSec: number, durationSec: number) => void;
  readonly setLoopEnd: (endSec: number, durationSec: number) => void;
  readonly clearLoop: () => void;
  readonly setLayer: (layer: LayerName, isOn: boolean) => void;
  readonly setScene: (scene: NoiseSceneName | null) => void;
  readonly setListeningPhon: (phon: number | null) => void;
  readonly setMixedAtPhon: (phon: number) => void;
  readonly setGear: (gear: Gear) => void;
  /**
   * A device that is no more: wherever it was chosen `inItsPlace` is, or else what a first visit finds there; its key
   * becomes free, and as own gear it becomes unknown.
   */
  readonly forgetDevice: (id: string, inItsPlace?: string) => void;
  /** Takes over what was kept from the last visit. */
  readonly restore: (kept: Partial<KeptIntent>) => void;
}

/** The part of the intent that survives a reload. */
export type KeptIntent = Omit<ListenIntent, 'wantsToPlay'>;

export type ListenStore = StoreApi<ListenIntent & ListenActions>;

export interface ListenDefaults {
  readonly targetId: string;
  readonly slots: Readonly<Record<SlotName, string>>;
  readonly pins: readonly (string | null)[];
}

/** The region in force over a track of this length; null when nothing of it fits. */
export function fittedLoop(loop: LoopRegion | null, durationSec: number): LoopRegion | null {
  if (!(durationSec > 0)) return null;
  const startSec = clamp(loop?.startSec ?? 0, 0, durationSec);
  const endSec = clamp(loop?.endSec ?? durationSec, 0, durationSec);
  return endSec - startSec >= SHORTEST_LOOP_SEC ? { startSec, endSec } : null;
}

function boundedLoop(startSec: number, endSec: number, durationSec: number): LoopRegion {
  const length = Math.min(SHORTEST_LOOP_SEC, durationSec);
  const start = clamp(startSec, 0, Math.max(0, durationSec - length));
  return { startSec: start, endSec: clamp(endSec, start + length, durationSec) };
}

export function createListenStore(defaults: ListenDefaults): ListenStore {
  return createStore<ListenIntent & ListenActions>()((set, get) => ({
    currentTrackId: null,
    wantsToPlay: false,
    targetId: defaults.targetId,
    previousTargetId: defaults.targetId === defaults.slots.A ? defaults.slots.B : defaults.slots.A,
    slots: defaults.slots,
    pins: defaults.pins,
    isMatching: true,
    volumeDb: FIRST_VOLUME_DB,
    isLoopOn: false,
    loop: null,
    layers: FIRST_LAYERS,
    scene: null,
    listeningPhon: null,
    mixedAtPhon: LISTENING_PHON.mixedAt,
    gear: { kind: 'unknown' },

    setCurrentTrack: (currentTrackId) => set({ currentTrackId }),
    setWantsToPlay: (wantsToPlay) => set({ wantsToPlay }),
    togglePlay: () => set({ wantsToPlay: !get().wantsToPlay }),

    chooseTarget(id) {
      const { targetId } = get();
      if (id !== targetId) set({ targetId: id, previousTargetId: targetId });
    },
    chooseSlot: (slot) => get().chooseTarget(get().slots[slot]),
    swap: () => get().chooseTarget(get().previousTargetId),
    assignSlot(slot, id) {
      const { slots } = get();
      if (slots[slot] === id) return;
      const other: SlotName = slot === 'A' ? 'B' : 'A';
      const next = { ...slots, [slot]: id };
      if (slots[other] === id) next[other] = slots[slot];
      set({ slots: next });
    },
    choosePin(index) {
      const id = get().pins[index];
      if (id) get().chooseTarget(id);
    },
    pin(index, id) {
      const pins = get().pins.map((pinned) => (pinned === id ? null : pinned));
      if (index !== null) pins[index] = id;
      set({ pins });
    },
    toggleMatching: () => set({ isMatching: !get().isMatching }),
    setVolumeDb: (volumeDb) => set({ volumeDb: clamp(volumeDb, SILENT_VOLUME_DB, 0) }),

    toggleLoop: () => set({ isLoopOn: !get().isLoopOn }),
    setLoopOn: (isLoopOn) => set({ isLoopOn }),
    setLoop: (loop, durationSec) => set({ loop: boundedLoop(loop.startSec, loop.endSec, durationSec) }),
    setLoopStart(startSec, durationSec) {
      const now = fittedLoop(get().loop, durationSec) ?? { startSec: 0, endSec: durationSec };
      // A start behind the end moves the whole region along, so that "from 1:00" is one entry, not two.
      const endSec = startSec + SHORTEST_LOOP_SEC > now.endSec ? startSec + now.endSec - now.startSec : now.endSec;
      set({ loop: boundedLoop(startSec, endSec, durationSec) });
    },
    setLoopEnd(endSec, durationSec) {
      const now = fittedLoop(get().loop, durationSec) ?? { startSec: 0, endSec: durationSec };
      const startSec = endSec - SHORTEST_LOOP_SEC < now.startSec ? endSec - now.endSec + now.startSec : now.startSec;
      set({ loop: boundedLoop(startSec, endSec, durationSec) });
    },
    clearLoop: () => set({ loop: null, isLoopOn: false }),
    setLayer: (layer, isOn) => set({ layers: { ...get().layers, [layer]: isOn } }),
    setScene: (scene) => set({ scene }),
    setListeningPhon: (phon) =>
      set({ listeningPhon: phon === null ? null : clamp(phon, LISTENING_PHON.lowest, LISTENING_PHON.highest) }),
    setMixedAtPhon: (phon) => set({ mixedAtPhon: clamp(phon, LISTENING_PHON.lowest, LISTENING_PHON.highest) }),
    setGear: (gear) => set({ gear }),
    forgetDevice(id, inItsPlace) {
      const now = get();
      const target = inItsPlace ?? defaults.targetId;
      const slotOf = (slot: SlotName, other: string): string => {
        if (now.slots[slot] !== id) return now.slots[slot];
        const candidates = [inItsPlace, defaults.slots[slot], defaults.slots.A, defaults.slots.B];
        return candidates.find((candidate) => candidate !== undefined && candidate !== other) ?? defaults.targetId;
      };
      const slotA = slotOf('A', now.slots.B);
      const slots = { A: slotA, B: slotOf('B', slotA) };
      const targetId = now.targetId === id ? target : now.targetId;
      let previousTargetId = now.previousTargetId === id ? target : now.previousTargetId;
      // Swap must always lead somewhere else.
      if (previousTargetId === targetId) previousTargetId = slots.A === targetId ? slots.B : slots.A;
      const isPinned = now.pins.includes(id);
      const isFree = inItsPlace !== undefined && !now.pins.includes(inItsPlace);
      set({
        targetId,
        previousTargetId,
        ...((slots.A !== now.slots.A || slots.B !== now.slots.B) && { slots }),
        ...(isPinned && { pins: now.pins.map((pinned) => (pinned === id ? (isFree ? inItsPlace : null) : pinned)) }),
        ...(now.gear.kind === 'device' && now.gear.id === id && { gear: { kind: 'unknown' } as const }),
      });
    },
    restore: (kept) => set(kept),
  }));
}
