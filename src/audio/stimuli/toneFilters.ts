import { responseCurveDb } from '../../devices/response';
import type { ToneStage } from '../../devices/DeviceProfile';
import type { Step } from '../../drills/recipe';
import { bassSection, ringingFrames } from '../../dsp/effects/bassSection';
import { filterSpectrum } from '../../dsp/effects/fftConvolution';
import type { FilterSpectrum } from '../../dsp/effects/fftConvolution';
import { tiltDb } from '../../dsp/effects/tilt';
import type { BiquadCoefficients } from '../../dsp/loudness';
import { firLengthFor } from '../../dsp/firLength';
import { designMinimumPhase } from '../../dsp/minimumPhase';

export type ToneCurveStep = ToneStage | Extract<Step, { kind: 'tilt' }>;

/** Steps in tone as what carries them out. */
export interface ToneFilter {
  /** One minimum-phase FIR for all that fits into it; null when there is nothing. */
  readonly fir: Float32Array<ArrayBuffer> | null;
  /** Sections in the bass that ring longer than the FIR is. */
  readonly sections: readonly BiquadCoefficients[];
}

/** Filters kept: those of a few trials, some 64 kB each, and their spectra, half a megabyte each. */
const KEPT = 16;

/** Designs filters and keeps the last ones. One for each worker. */
export class ToneFilters {
  readonly #filters = new Map<string, ToneFilter>();
  readonly #spectra = new Map<string, FilterSpectrum>();
  /** Devices come with their profile in every request: their stages serve as the key. */
  #keep<T>(cache: Map<string, T>, key: string, make: () => T): T {
    const known = cache.get(key);
    const value = known ?? make();
    cache.delete(key);
    cache.set(key, value);
    if (cache.size > KEPT) cache.delete(cache.keys().next().value!);
    return value;
  }

  filter(steps: readonly ToneCurveStep[], sampleRate: number): ToneFilter {
    return this.#keep(this.#filters, keyOf(steps, sampleRate), () => designTone(steps, sampleRate));
  }

  /** Spectrum of the FIR of these steps at a transform size. */
  spectrum(steps: readonly ToneCurveStep[], sampleRate: number, size: number): FilterSpectrum | null {
    const { fir } = this.filter(steps, sampleRate);
    return fir && this.#keep(this.#spectra, `${size} ${keyOf(steps, sampleRate)}`, () => filterSpectrum(fir, size));
  }
}

const keyOf = (steps: readonly ToneCurveStep[], sampleRate: number): string => `${sampleRate} ${JSON.stringify(steps)}`;

function designTone(steps: readonly ToneCurveStep[], sampleRate: number): ToneFilter {
  const taps = firLengthFor(sampleRate);
  const sections: BiquadCoefficients[] = [];
  const stages: ToneStage[] = [];
  const tilts: Extract<Step, { kind: 'tilt' }>[] = [];
  for (const step of steps) {
    if (step.kind === 'tilt') tilts.push(step);
    else if (step.kind !== 'gain' && ringingFrames(step, sampleRate) > taps / 2) {
      sections.push(bassSection(step, sampleRate));
    } else stages.push(step);
  }
  if (stages.length === 0 && tilts.length === 0) return { fir: null, sections };
  const { fir } = designMinimumPhase(
    (frequenciesHz) => {
      const db = responseCurveDb({ stages }, frequenciesHz);
      for (const { dbPerOctave, pivotHz } of tilts) {
        for (let i = 0; i < db.length; i++) db[i]! += tiltDb(dbPerOctave, pivotHz, frequenciesHz[i]!);
      }
      return db;
    },
    sampleRate,
    taps,
  );
  return { fir, sections };
}
