import type {
  CurveFit,
  DeviceText,
  FittingPort,
  LoadOptions,
  OpraHit,
  OpraSummary,
} from '../../src/analysis/FittingPort';
import { ElsewhereError, throwIfAborted } from '../../src/core/errors';
import type { DeviceProfile } from '../../src/devices/DeviceProfile';
import { readDevice, readDeviceFile } from '../../src/devices/exchange/readDevice';
import type { Reading } from '../../src/devices/exchange/Reading';
import type { ToneCurve } from '../../src/devices/ToneCurve';

export const FAKE_OPRA: OpraSummary = {
  products: 2,
  corrections: 3,
  brokenLines: [4],
  brokenCount: 1,
  unusable: 0,
};

export const FAKE_HITS: readonly OpraHit[] = [
  { id: 'a:one::x', vendor: 'A', product: 'One', author: 'X', details: 'on a rig', subtype: 'over_the_ear' },
  { id: 'b:two::y', vendor: 'B', product: 'Two', author: 'Y', details: '', subtype: 'in_ear' },
];

/** Fits without fitting: one section at the middle of the curve. Files that say `broken` are no database. */
export class FakeFitting implements FittingPort {
  readonly curves: ToneCurve[] = [];
  fitError: Error | null = null;
  /** Holds fits and loads until it resolves. */
  gate: Promise<void> = Promise.resolve();
  held: OpraSummary | null = null;
  isDisposed = false;
  mostFitsAtOnce = 0;
  #fitting = 0;

  /** In place, by the code of the worker. */
  async read(source: File | DeviceText, options: LoadOptions = {}): Promise<Reading> {
    const reading =
      source instanceof Blob
        ? await readDeviceFile(source, options.onProgress)
        : readDevice({ kind: 'text', text: source.text }, source.name);
    throwIfAborted(options.signal);
    return reading;
  }

  async fit(curve: ToneCurve, options: { readonly signal?: AbortSignal } = {}): Promise<CurveFit> {
    this.curves.push(curve);
    this.mostFitsAtOnce = Math.max(this.mostFitsAtOnce, ++this.#fitting);
    try {
      await this.gate;
      throwIfAborted(options.signal);
      if (this.fitError) throw this.fitError;
      const middle = curve.levelsDb.length >> 1;
      const gainDb = curve.levelsDb[middle]!;
      return {
        stages: [{ kind: 'peaking', frequencyHz: curve.frequenciesHz[middle]!, gainDb, q: 1 }],
        fit: { rmsDb: 0.1, worstDb: 0.4, fromHz: 30, toHz: 16_000 },
      };
    } finally {
      this.#fitting--;
    }
  }

  async loadOpra(file: Blob, options: LoadOptions = {}): Promise<{ summary: OpraSummary; kept: Blob }> {
    options.onProgress?.(0.5);
    await this.gate;
    throwIfAborted(options.signal);
    this.held = null;
    if ((await file.text()).includes('broken')) throw new ElsewhereError('opra-unreadable', 'no line of it');
    this.held = FAKE_OPRA;
    return { summary: FAKE_OPRA, kept: new Blob(['compact']) };
  }

  async restoreOpra(kept: Blob): Promise<OpraSummary> {
    if ((await kept.text()) !== 'compact') throw new ElsewhereError('opra-unreadable', 'not what was kept');
    this.held = FAKE_OPRA;
    return FAKE_OPRA;
  }

  async searchOpra(query: string, limit: number): Promise<readonly OpraHit[]> {
    if (!this.held) return [];
    const word = query.toLowerCase();
    return FAKE_HITS.filter((hit) => `${hit.vendor} ${hit.product}`.toLowerCase().includes(word)).slice(0, limit);
  }

  async opraDevice(id: string): Promise<DeviceProfile | undefined> {
    const hit = this.held && FAKE_HITS.find((other) => other.id === id);
    if (!hit) return undefined;
    return {
      id: `opra:${id}`,
      name: `${hit.vendor} ${hit.product}`,
      kindLabel: 'headphones',
      family: 'headphones',
      subfamily: 'open',
      pictogram: 'openHeadphones',
      evidence: 'measured',
      source: { credit: `OPRA, ${hit.author}`, licence: 'CC-BY-SA-4.0', references: [] },
      leavesOut: 'Everything.',
      stages: [{ kind: 'peaking', frequencyHz: 100, gainDb: 6, q: 1 }],
    };
  }

  forgetOpra(): void {
    this.held = null;
  }

  dispose(): void {
    this.isDisposed = true;
  }
}
