import type { DeviceProfile, ToneStage } from '../../devices/DeviceProfile';
import { FilterDesigner } from '../../devices/design/designFilter';
import { inputStageOf, soundKeys } from '../../devices/design/deviceSound';
import { responseCurveDb } from '../../devices/response';
import type { Step } from '../../drills/recipe';
import { partitionFilter } from '../../dsp/convolution/PartitionedFilter';
import type { FilterPath, PartitionedFilter } from '../../dsp/convolution/PartitionedFilter';
import type { Pffft } from '../../dsp/convolution/Pffft';
import { renderThrough } from '../../dsp/convolution/StreamRenderer';
import type { RenderedDevice } from '../../dsp/convolution/StreamRenderer';
import { bassSection, ringingFrames, throughSection } from '../../dsp/effects/bassSection';
import type { StereoSamples } from '../../dsp/effects/StereoSamples';
import { tiltDb } from '../../dsp/effects/tilt';
import type { BiquadCoefficients } from '../../dsp/loudness';
import { firLengthFor } from '../../dsp/firLength';
import { designMinimumPhase } from '../../dsp/minimumPhase';

export type ToneCurveStep = ToneStage | Extract<Step, { kind: 'tilt' }>;

/** Steps in tone as what carries them out. */
interface ToneFilter {
  /** One minimum-phase FIR for all that fits into it; null when there is nothing. */
  readonly filter: PartitionedFilter | null;
  /** Sections in the bass that ring longer than the FIR is. */
  readonly sections: readonly BiquadCoefficients[];
}

/** Filters that are held: those of a few trials. A tone is some 80 kB, a device in a room 1 MB at 48 kHz. */
const MOST_HELD = 16;

/** Left and right each through the one response. */
const PATHS: readonly FilterPath[] = [
  { from: 0, to: 0, response: 0, gain: 1 },
  { from: 1, to: 1, response: 0, gain: 1 },
];

/** Carries out steps that are filters, and holds the last filters. One for each worker. */
export class StepFilters {
  readonly #designer: FilterDesigner;
  readonly #tones = new Map<string, ToneFilter>();
  readonly #devices = new Map<string, PartitionedFilter | null>();

  constructor(readonly pffft: Pffft) {
    this.#designer = new FilterDesigner(pffft);
  }

  throughTone(samples: StereoSamples, steps: readonly ToneCurveStep[], sampleRate: number): StereoSamples {
    const { filter, sections } = held(this.#tones, `${sampleRate} ${JSON.stringify(steps)}`, () =>
      designTone(this.pffft, steps, sampleRate),
    );
    let out = samples;
    if (filter) out = this.#render(out, sampleRate, { stage: null, filter }, 0);
    for (const section of sections) out = throughSection(out, section);
    return out;
  }

  /**
   * Through a whole device: image, limits, tone, codec and room, as {@link renderThrough} renders a mix.
   * @param driveDb brings the programme to the loudness that limits are meant at, dB
   */
  throughDevice(samples: StereoSamples, profile: DeviceProfile, sampleRate: number, driveDb: number): StereoSamples {
    const stage = inputStageOf(profile);
    const key = soundKeys(profile).filter;
    const filter =
      key === null
        ? null
        : held(this.#devices, `${sampleRate} ${key}`, () => this.#designer.design(profile, sampleRate));
    return stage || filter ? this.#render(samples, sampleRate, { stage, filter }, driveDb) : samples;
  }

  #render(samples: StereoSamples, sampleRate: number, device: RenderedDevice, driveDb: number): StereoSamples {
    return renderThrough(this.pffft, sampleRate, device, driveDb, samples);
  }
}

/** Devices come with their profile in every request: what they sound like serves as the key. */
function held<T>(cache: Map<string, T>, key: string, make: () => T): T {
  const value = cache.has(key) ? cache.get(key)! : make();
  cache.delete(key);
  cache.set(key, value);
  if (cache.size > MOST_HELD) cache.delete(cache.keys().next().value!);
  return value;
}

function designTone(pffft: Pffft, steps: readonly ToneCurveStep[], sampleRate: number): ToneFilter {
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
  if (stages.length === 0 && tilts.length === 0) return { filter: null, sections };
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
  return { filter: partitionFilter(pffft, [fir], PATHS), sections };
}
