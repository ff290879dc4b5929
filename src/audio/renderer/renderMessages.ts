import type { NoiseBed } from '../../devices/noiseScenes';
import type { DeviceSound } from '../../devices/design/deviceSound';

/** A target as it is to be rendered. */
export interface Rendering {
  readonly sound: DeviceSound;
  /** Level of the device, dB. */
  readonly gainDb: number;
  /** Brings the mix to the loudness that limits are meant at, dB. */
  readonly driveDb: number;
  readonly noise: NoiseBed | null;
}

export type RenderMessage =
  | {
      readonly kind: 'start';
      readonly pffftBytes: ArrayBuffer;
      readonly sampleRate: number;
      readonly rendering: Rendering;
    }
  /** The next stretch, a multiple of 1,024 frames but for the last one. */
  | {
      readonly kind: 'stretch';
      readonly left: Float32Array<ArrayBuffer>;
      readonly right: Float32Array<ArrayBuffer>;
    };

/** To each stretch: its frames, left and right in turn. */
export type RenderAnswer = { readonly frames: Float32Array<ArrayBuffer> } | { readonly failure: string };
