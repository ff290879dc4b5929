import type { StereoSamples } from '../../src/dsp/effects/StereoSamples';

/** What is left of `heard` in `wanted` at the gain that leaves least, dB against `wanted`. */
export function residueDb(heard: StereoSamples, wanted: StereoSamples): number {
  let cross = 0;
  let power = 0;
  let wantedPower = 0;
  for (const channel of [0, 1] as const) {
    for (let i = 0; i < heard[channel].length; i++) {
      cross += heard[channel][i]! * wanted[channel][i]!;
      power += heard[channel][i]! ** 2;
      wantedPower += wanted[channel][i]! ** 2;
    }
  }
  const gain = cross / power;
  let left = 0;
  for (const channel of [0, 1] as const) {
    for (let i = 0; i < heard[channel].length; i++) left += (gain * heard[channel][i]! - wanted[channel][i]!) ** 2;
  }
  return 10 * Math.log10(left / wantedPower);
}
