import { dbToAmp } from '../core/units';
import { responseCurveDb, stereoMatrix, toneStages } from '../devices/response';
import type { DeviceProfile } from '../devices/DeviceProfile';
import { designSteps } from '../dsp/minimumPhase';
import type { MinimumPhaseResponse } from '../dsp/minimumPhase';
import type { LinearDevice } from '../dsp/transition';
import { StereoMatrixStage } from './stages/StereoMatrixStage';
import { ToneCurveStage } from './stages/ToneCurveStage';
import { ToneAudioNode } from './tone';
import type { Context } from './tone';

type Design = Generator<void, MinimumPhaseResponse, void>;

/** Tone curves by sample rate: designed, being designed, or null where there is no tone. */
const responses = new WeakMap<DeviceProfile, Map<number, MinimumPhaseResponse | null | Design>>();

/**
 * Does about a millisecond of the design of a profile's tone at a sample rate.
 * @returns the tone once it is designed, null when the profile has no tone stages, undefined while there is more to do
 */
export function designStep(profile: DeviceProfile, sampleRate: number): MinimumPhaseResponse | null | undefined {
  let byRate = responses.get(profile);
  if (!byRate) {
    byRate = new Map();
    responses.set(profile, byRate);
  }
  let known = byRate.get(sampleRate);
  if (known === undefined) {
    const levelDb = (frequenciesHz: Float64Array): Float64Array => responseCurveDb(profile, frequenciesHz);
    known = toneStages(profile).length === 0 ? null : designSteps(levelDb, sampleRate);
    byRate.set(sampleRate, known);
  }
  if (known === null || !('next' in known)) return known;
  const step = known.next();
  if (!step.done) return undefined;
  byRate.set(sampleRate, step.value);
  return step.value;
}

/** The profile's tone at a sample rate, designed once; null when it has no tone stages. */
export function toneResponse(profile: DeviceProfile, sampleRate: number): MinimumPhaseResponse | null {
  for (;;) {
    const response = designStep(profile, sampleRate);
    if (response !== undefined) return response;
  }
}

/** The profile as numbers, for planning a switch. */
export function linearDevice(profile: DeviceProfile, gainDb: number, sampleRate: number): LinearDevice {
  return { matrix: stereoMatrix(profile), tone: toneResponse(profile, sampleRate), gainDb };
}

/**
 * A device as nodes, built from its data.
 * ```
 * input ── matrix ── FIR ──┬── level (output)
 *                   tail ──┘
 * ```
 * Parts that would do nothing are left out, so a flat profile passes samples bit for bit.
 */
export class DeviceChain extends ToneAudioNode {
  override readonly name = 'DeviceChain';
  override readonly input: GainNode;
  override readonly output: GainNode;
  /** Seconds between input and output; a minimum-phase FIR has none. */
  readonly latencySec = 0;
  readonly #stages: ToneAudioNode[] = [];

  constructor(
    context: Context,
    readonly profile: DeviceProfile,
    readonly gainDb = 0,
  ) {
    super({ context });
    const native = context.rawContext as unknown as BaseAudioContext;
    // Two explicit channels: a mono mix is heard from both sides.
    this.input = new GainNode(native, { channelCount: 2, channelCountMode: 'explicit' });
    this.output = new GainNode(native, {
      gain: dbToAmp(gainDb),
      channelCount: 2,
      channelCountMode: 'explicit',
    });
    const matrix = stereoMatrix(profile);
    if (matrix[0][0] !== 1 || matrix[0][1] !== 0 || matrix[1][0] !== 0 || matrix[1][1] !== 1) {
      this.#stages.push(new StereoMatrixStage(context, matrix));
    }
    const response = toneResponse(profile, native.sampleRate);
    if (response) this.#stages.push(new ToneCurveStage(context, response));
    let last: AudioNode = this.input;
    for (const stage of this.#stages) {
      last.connect(stage.input as AudioNode);
      last = stage.output as AudioNode;
    }
    last.connect(this.output);
  }

  /** Level in decibels; only for a chain that does not sound yet. */
  setGainBeforeUse(gainDb: number): void {
    this.output.gain.value = dbToAmp(gainDb);
  }

  override dispose(): this {
    this.input.disconnect();
    for (const stage of this.#stages) stage.dispose();
    this.output.disconnect();
    return super.dispose();
  }
}
