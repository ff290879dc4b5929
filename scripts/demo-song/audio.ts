/** Sample rate of the whole song, in Hz. */
export const SAMPLE_RATE = 44100;

/** Two channels of equal length; full scale is ±1. */
export interface Stereo {
  left: Float64Array;
  right: Float64Array;
}

/** Decibels to a linear amplitude factor. */
export function fromDb(db: number): number {
  return 10 ** (db / 20);
}

/** A linear amplitude to decibels; silence gives -Infinity. */
export function toDb(amplitude: number): number {
  return 20 * Math.log10(amplitude);
}

/** Frequency in Hz of a MIDI note number (A4 = 69 = 440 Hz); fractions are allowed. */
export function noteHz(midi: number): number {
  return 440 * 2 ** ((midi - 69) / 12);
}

/** A silent stereo buffer. @param length in samples */
export function silence(length: number): Stereo {
  return { left: new Float64Array(length), right: new Float64Array(length) };
}

/** Adds `source` times `gain` into `target`, in place, starting at sample `offset`; what falls outside is dropped. */
export function addMono(target: Float64Array, source: Float64Array, gain: number, offset = 0): void {
  const from = Math.max(0, -offset);
  const to = Math.min(source.length, target.length - offset);
  for (let i = from; i < to; i++) target[i + offset]! += source[i]! * gain;
}

/** Adds a stereo signal into another, in place. @param gain linear */
export function addStereo(target: Stereo, source: Stereo, gain = 1, offset = 0): void {
  addMono(target.left, source.left, gain, offset);
  addMono(target.right, source.right, gain, offset);
}

/**
 * Adds a mono signal with a constant-power pan law (centre = -3 dB on each side).
 * @param pan -1 left … +1 right
 * @param offset in samples
 */
export function addPanned(target: Stereo, source: Float64Array, gain: number, pan: number, offset = 0): void {
  const angle = ((pan + 1) * Math.PI) / 4;
  addMono(target.left, source, gain * Math.cos(angle), offset);
  addMono(target.right, source, gain * Math.sin(angle), offset);
}

/** Multiplies a stereo signal by a linear gain, in place. */
export function scale(signal: Stereo, gain: number): void {
  for (const channel of [signal.left, signal.right]) {
    for (let i = 0; i < channel.length; i++) channel[i]! *= gain;
  }
}

/** A copy that shares nothing with the original. */
export function copy(signal: Stereo): Stereo {
  return { left: signal.left.slice(), right: signal.right.slice() };
}

/** The mono fold a phone or a single speaker makes: the mean of both channels. */
export function foldToMono(signal: Stereo): Float64Array {
  const mono = new Float64Array(signal.left.length);
  for (let i = 0; i < mono.length; i++) mono[i] = 0.5 * (signal.left[i]! + signal.right[i]!);
  return mono;
}

/** Mean power of one or more channels taken together (full-scale square = 1). */
export function meanPower(...channels: Float64Array[]): number {
  let sum = 0;
  let count = 0;
  for (const channel of channels) {
    for (let i = 0; i < channel.length; i++) sum += channel[i]! * channel[i]!;
    count += channel.length;
  }
  return count === 0 ? 0 : sum / count;
}

/** Largest absolute sample of both channels. */
export function samplePeak(signal: Stereo): number {
  let peak = 0;
  for (const channel of [signal.left, signal.right]) {
    for (let i = 0; i < channel.length; i++) peak = Math.max(peak, Math.abs(channel[i]!));
  }
  return peak;
}
