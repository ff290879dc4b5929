import type { PassageFacts } from '../../analysis/PassageFacts';
import type { MaterialReader } from '../../audio/stimuli/StimulusPort';
import { ElsewhereError, throwIfAborted } from '../../core/errors';
import type { MaterialShelf, PassageMap, Stem, StemSet } from '../../drills/material';
import type { MaterialRef } from '../../drills/recipe';
import { bufferBytes } from '../bufferShelf';
import type { DemoPassages, DemoStem } from '../demos';
import type { LibraryStore, Track } from '../libraryStore';

export interface MaterialDeps {
  readonly library: LibraryStore;
  /** Decoded samples of a track of the library. */
  readonly bufferOfTrack: (trackId: string, signal: AbortSignal) => Promise<AudioBuffer>;
  /** What is where in a decoded track, from its band-power map. */
  readonly factsOfTrack: (trackId: string, buffer: AudioBuffer, signal: AbortSignal) => Promise<PassageFacts>;
  readonly demoPassages: () => Promise<Readonly<Record<string, DemoPassages>>>;
  readonly demoStems: () => Promise<readonly DemoStem[]>;
  readonly bufferOfDemoStem: (stem: DemoStem, signal: AbortSignal) => Promise<AudioBuffer>;
}

interface DemoFacts {
  readonly passages: Readonly<Record<string, DemoPassages>>;
  readonly stems: readonly DemoStem[];
}

/** Samples that stay beside what a trial needs: the next one often asks for some of them again. */
const HELD_BYTES = 64 * 1024 * 1024;
/** The stems of the demo song. */
const DEMO_SET = 'demo';
/** The listener's own stems; one set at a time. */
const OWN_SET = 'own';

const keyOf = (ref: MaterialRef): string =>
  ref.kind === 'track' ? `track ${ref.id}` : ref.kind === 'stem' ? `stem ${ref.setId} ${ref.id}` : 'noise';

/** Parts by what people call their files; the first that fits. */
const PART_NAMES: readonly (readonly [Stem['part'], RegExp])[] = [
  ['kick', /kick|\bbd\b|bass ?drum/i],
  ['snare', /snare|clap|rim/i],
  ['hats', /hat|cymbal|overhead|\boh\b|ride|shaker|perc/i],
  ['bass', /bass|808|\bsub\b/i],
  ['voice', /voc|voice|vox|singer|choir/i],
  ['lead', /lead|solo|melod/i],
  ['harmony', /pad|chord|key|piano|organ|gtr|guitar|synth|string|horn|brass/i],
];

/** What a stem probably is, by its name; `other` when the name does not say. */
export const partOf = (name: string): Stem['part'] =>
  PART_NAMES.find(([, pattern]) => pattern.test(name))?.[0] ?? 'other';

function readerOf(buffer: AudioBuffer): MaterialReader {
  const isStereo = buffer.numberOfChannels > 1;
  return {
    sampleRate: buffer.sampleRate,
    lengthFrames: buffer.length,
    read(startFrame, count) {
      const left = new Float32Array(count);
      buffer.copyFromChannel(left, 0, startFrame);
      if (!isStereo) return { left };
      const right = new Float32Array(count);
      buffer.copyFromChannel(right, 1, startFrame);
      return { left, right };
    },
  };
}

/**
 * Finds what can be trained on, and holds the samples of what is being trained on: those of the latest trial and, up to
 * a limit in bytes, of the ones before it, until {@link release}. Maps are small and stay.
 */
export class MaterialLibrary {
  readonly #maps = new Map<string, PassageMap>();
  /** The least recently used first. */
  readonly #buffers = new Map<string, AudioBuffer>();
  #demo: Promise<DemoFacts> | null = null;

  constructor(private readonly deps: MaterialDeps) {}

  /** Tracks one can train on: everything that is a mix or a reference. */
  tracks(): readonly Track[] {
    return this.deps.library.getState().tracks.filter((track) => track.role !== 'stem');
  }

  /**
   * Maps of these tracks (of the demo song when there are none), and of the stems where they are asked for.
   * @throws AbortError; ElsewhereError when a file cannot be had
   */
  async shelf(
    trackIds: readonly string[],
    wanted: 'no stems' | 'any stems' | 'demo stems',
    signal: AbortSignal,
  ): Promise<MaterialShelf> {
    const { passages } = await this.#demoFacts();
    const known = new Set(this.tracks().map(({ id }) => id));
    const own = trackIds.filter((id) => known.has(id) && !(id in passages));
    const demo = trackIds.filter((id) => id in passages);
    const isDemoOnly = own.length === 0 && demo.length === 0;
    const demoIds = isDemoOnly ? Object.keys(passages).filter((id) => passages[id]!.isMix) : demo;
    const mixes = demoIds.map((id) => this.#demoMap({ kind: 'track', id }, this.#nameOfTrack(id), passages[id]!));
    for (const id of own) {
      // One after the other: each takes memory and both cores while it is decoded.
      // oxlint-disable-next-line no-await-in-loop
      mixes.push(await this.#trackMap(id, signal));
    }
    return { mixes, stemSets: wanted === 'no stems' ? [] : await this.#stemSets(wanted === 'any stems', signal) };
  }

  /**
   * Decodes what these passages need.
   * @returns readers of these sources, which read whatever is dropped here in the meantime
   */
  async load(
    refs: readonly MaterialRef[],
    signal: AbortSignal,
  ): Promise<(ref: MaterialRef) => MaterialReader | undefined> {
    const readers = new Map<string, MaterialReader>();
    for (const ref of refs) {
      // oxlint-disable-next-line no-await-in-loop
      if (ref.kind !== 'pinkNoise') readers.set(keyOf(ref), readerOf(await this.#buffer(ref, signal)));
    }
    this.#dropOldest(readers);
    return (ref) => readers.get(keyOf(ref));
  }

  /** Integrated loudness of a whole track, LUFS; undefined where it is not known, and for a stem, which is no programme. */
  programmeLufs(ref: MaterialRef): number | undefined {
    return ref.kind === 'track' ? (this.#maps.get(keyOf(ref))?.integratedLufs ?? undefined) : undefined;
  }

  /** Drops all samples; the maps stay. */
  release(): void {
    this.#buffers.clear();
  }

  /** @param needed by key: stays, however large */
  #dropOldest(needed: ReadonlyMap<string, unknown>): void {
    let total = 0;
    for (const buffer of this.#buffers.values()) total += bufferBytes(buffer);
    for (const [key, buffer] of this.#buffers) {
      if (total <= HELD_BYTES) return;
      if (needed.has(key)) continue;
      total -= bufferBytes(buffer);
      this.#buffers.delete(key);
    }
  }

  #demoFacts(): Promise<DemoFacts> {
    const asked =
      this.#demo ??
      Promise.all([this.deps.demoPassages(), this.deps.demoStems()]).then(([passages, stems]) => ({ passages, stems }));
    this.#demo = asked;
    asked.catch(() => {
      if (this.#demo === asked) this.#demo = null;
    });
    return asked;
  }

  #nameOfTrack(id: string): string {
    return this.deps.library.getState().tracks.find((track) => track.id === id)?.name ?? id;
  }

  #demoMap(material: MaterialRef, name: string, facts: DemoPassages): PassageMap {
    const key = keyOf(material);
    const map = this.#maps.get(key) ?? { ...facts, material, name };
    this.#maps.set(key, map);
    return map;
  }

  async #trackMap(id: string, signal: AbortSignal): Promise<PassageMap> {
    const material: MaterialRef = { kind: 'track', id };
    const known = this.#maps.get(keyOf(material));
    if (known) return known;
    const buffer = await this.#buffer(material, signal);
    return this.#measured(material, id, buffer, signal);
  }

  async #measured(
    material: MaterialRef,
    trackId: string,
    buffer: AudioBuffer,
    signal: AbortSignal,
  ): Promise<PassageMap> {
    const known = this.#maps.get(keyOf(material));
    if (known) return known;
    const facts = await this.deps.factsOfTrack(trackId, buffer, signal);
    const map: PassageMap = {
      ...facts,
      material,
      name: this.#nameOfTrack(trackId),
      durationSec: buffer.duration,
      channelCount: buffer.numberOfChannels > 1 ? 2 : 1,
    };
    this.#maps.set(keyOf(material), map);
    // A list of long stems is measured one after the other.
    this.#dropOldest(new Map());
    return map;
  }

  async #stemSets(withOwn: boolean, signal: AbortSignal): Promise<StemSet[]> {
    const sets: StemSet[] = [];
    const own = this.deps.library.getState().tracks.filter((track) => track.role === 'stem');
    if (withOwn && own.length > 1) {
      const stems: Stem[] = [];
      for (const track of own) {
        const ref: MaterialRef = { kind: 'stem', setId: OWN_SET, id: track.id };
        // oxlint-disable-next-line no-await-in-loop
        const map = await this.#measured(ref, track.id, await this.#buffer(ref, signal), signal);
        stems.push({ id: track.id, name: track.name, part: partOf(track.name), gainDb: 0, map });
      }
      sets.push({ setId: OWN_SET, name: 'Your stems', stems });
    }
    const { passages, stems } = await this.#demoFacts();
    const demo = stems.flatMap((stem): Stem[] => {
      const facts = passages[stem.id];
      if (!facts) return [];
      const map = this.#demoMap({ kind: 'stem', setId: DEMO_SET, id: stem.id }, stem.name, facts);
      return [{ id: stem.id, name: stem.name, part: stem.part, gainDb: stem.gainDb, map }];
    });
    if (demo.length > 1) sets.push({ setId: DEMO_SET, name: 'Demo song', stems: demo });
    return sets;
  }

  async #buffer(ref: MaterialRef, signal: AbortSignal): Promise<AudioBuffer> {
    const key = keyOf(ref);
    const held = this.#buffers.get(key);
    const buffer = held ?? (await this.#decoded(ref, signal));
    // Left in the meantime: nothing may be held beyond that.
    throwIfAborted(signal);
    this.#buffers.delete(key);
    this.#buffers.set(key, buffer);
    return buffer;
  }

  async #decoded(ref: MaterialRef, signal: AbortSignal): Promise<AudioBuffer> {
    if (ref.kind === 'pinkNoise') throw new RangeError('pink noise has no file');
    if (ref.kind === 'track' || ref.setId === OWN_SET) return this.deps.bufferOfTrack(ref.id, signal);
    const { stems } = await this.#demoFacts();
    const stem = stems.find(({ id }) => id === ref.id);
    if (!stem) throw new ElsewhereError('decode-missing', `no stem ${ref.id}`);
    return this.deps.bufferOfDemoStem(stem, signal);
  }
}
