import { fftOfSize } from './fft';

/** Memory that every transform brings along, so that a plan needs no other. */
export const FFT_SLOTS = 4;
export type FftSlot = 0 | 1 | 2 | 3;

/**
 * Complex transforms of one size in single precision, interleaved. Left and right go through one together, as real and
 * imaginary part.
 */
export interface StereoFft {
  /** Complex values, a power of two. */
  readonly size: number;
  /** 2 × {@link size} numbers. To be asked for anew by every plan: it may move. */
  memory(slot: FftSlot): Float32Array;
  forward(to: FftSlot, from: FftSlot): void;
  /** Not scaled: forth and back gives {@link size} times the input. */
  inverse(to: FftSlot, from: FftSlot): void;
}

/** One transform for each size, always the same. */
export type FftSource = (size: number) => StereoFft;

/** Transforms that need nothing but the language. */
export function plainFfts(): FftSource {
  const known = new Map<number, StereoFft>();
  return (size) => {
    let fft = known.get(size);
    if (!fft) {
      fft = plainFft(size);
      known.set(size, fft);
    }
    return fft;
  };
}

function plainFft(size: number): StereoFft {
  const slots = Array.from({ length: FFT_SLOTS }, () => new Float32Array(2 * size));
  const input = new Float64Array(2 * size);
  const output = new Float64Array(2 * size);
  const fft = fftOfSize(size);
  return {
    size,
    memory: (slot) => slots[slot]!,
    forward(to, from) {
      input.set(slots[from]!);
      fft.transform(output, input);
      slots[to]!.set(output);
    },
    inverse(to, from) {
      input.set(slots[from]!);
      fft.inverseTransform(output, input);
      const out = slots[to]!;
      for (let i = 0; i < out.length; i++) out[i] = size * output[i]!;
    },
  };
}
