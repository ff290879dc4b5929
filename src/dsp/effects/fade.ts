import type { StereoSamples } from './StereoSamples';

/** Fades both ends of a signal in raised cosines, in place. */
export function fadeEnds(samples: StereoSamples, fadeFrames: number): void {
  for (const channel of samples) {
    const frames = Math.min(fadeFrames, Math.floor(channel.length / 2));
    for (let i = 0; i < frames; i++) {
      const gain = 0.5 - 0.5 * Math.cos((Math.PI * (i + 0.5)) / frames);
      channel[i]! *= gain;
      channel[channel.length - 1 - i]! *= gain;
    }
  }
}
