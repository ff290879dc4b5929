import type { DeviceProfile, FitError, ToneStage } from '../devices/DeviceProfile';
import type { Reading } from '../devices/exchange/Reading';
import type { ToneCurve } from '../devices/ToneCurve';

/** An EQ chain for a curve. */
export interface CurveFit {
  /** Sections by rising frequency, then one gain; mean level of 300 to 3000 Hz as in the curve. */
  readonly stages: readonly ToneStage[];
  readonly fit: FitError;
}

/** One product of OPRA's database that has at least one usable correction. */
export interface OpraHit {
  /** OPRA's id of the correction. */
  readonly id: string;
  readonly vendor: string;
  readonly product: string;
  /** Who made the correction, and their remark. */
  readonly author: string;
  readonly details: string;
  /** OPRA's words, e.g. `over_the_ear`; empty where it does not say. */
  readonly subtype: string;
}

export interface OpraSummary {
  readonly products: number;
  readonly corrections: number;
  /** Lines that could not be read, counted from 1; at most the first hundred. */
  readonly brokenLines: readonly number[];
  readonly brokenCount: number;
  /** Corrections without anything that can be turned round. */
  readonly unusable: number;
}

export interface LoadOptions {
  readonly signal?: AbortSignal;
  /** 0…1. */
  readonly onProgress?: (fraction: number) => void;
}

/** Pasted text, with what stands for a name. */
export interface DeviceText {
  readonly text: string;
  readonly name: string;
}

/** Work on devices that would keep the page waiting; done in a worker of its own. */
export interface FittingPort {
  /**
   * Reads a device from a file or a text, in a worker that is ended when the signal aborts.
   * @throws AbortError; ElsewhereError any `device-…` code
   */
  read(source: File | DeviceText, options?: LoadOptions): Promise<Reading>;
  /** @throws AbortError; RangeError for a curve of fewer than ten points or without 100 Hz to 10 kHz */
  fit(curve: ToneCurve, options?: { readonly signal?: AbortSignal }): Promise<CurveFit>;
  /**
   * Reads OPRA's `database_v1.jsonl`; nothing is held if it fails.
   * @returns what is in it, and a compact form to be kept for the next visit
   * @throws AbortError; ElsewhereError `opra-unreadable`
   */
  loadOpra(file: Blob, options?: LoadOptions): Promise<{ readonly summary: OpraSummary; readonly kept: Blob }>;
  /** Takes the compact form of an earlier visit. @throws ElsewhereError `opra-unreadable` */
  restoreOpra(kept: Blob): Promise<OpraSummary>;
  /** Best first; every word of the query is somewhere in vendor or product. */
  searchOpra(query: string, limit: number): Promise<readonly OpraHit[]>;
  /** The correction turned round: what the headphone does. Undefined when the id is not held. */
  opraDevice(id: string): Promise<DeviceProfile | undefined>;
  forgetOpra(): void;
  dispose(): void;
}
