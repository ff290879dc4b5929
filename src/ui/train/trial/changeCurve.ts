import type { DeviceProfile, ToneStage } from '../../../devices/DeviceProfile';
import { responseCurveDb } from '../../../devices/response';
import type { Step } from '../../../drills/recipe';

const TONE = new Set<string>(['peaking', 'lowshelf', 'highshelf', 'highpass', 'lowpass', 'gain']);
const isTone = (step: Step): step is ToneStage => TONE.has(step.kind);

/**
 * What steps do to the tone, dB at each frequency; the rest of what they do is not drawn.
 * @returns null when none of them touches the tone
 */
export function changeCurveDb(
  steps: readonly Step[],
  frequenciesHz: Float64Array,
  deviceById: (id: string) => DeviceProfile | undefined,
): Float64Array | null {
  const curves: Float64Array[] = [];
  const tones = steps.filter(isTone);
  if (tones.length > 0) curves.push(responseCurveDb({ stages: tones }, frequenciesHz));
  for (const step of steps) {
    if (step.kind === 'tilt') {
      curves.push(frequenciesHz.map((hz) => step.dbPerOctave * Math.log2(hz / step.pivotHz)));
    } else if (step.kind === 'device') {
      const device = deviceById(step.deviceId);
      if (device) curves.push(responseCurveDb(device, frequenciesHz));
    }
  }
  if (curves.length === 0) return null;
  return frequenciesHz.map((_, i) => curves.reduce((sum, curve) => sum + curve[i]!, 0));
}
