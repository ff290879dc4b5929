/**
 * FIR length for device curves: 8192 taps at 44.1 and 48 kHz (5.9 Hz), the same duration at other rates.
 * A resonance of pole Q at f hertz needs about 4.6 · sampleRate · Q / (π f) taps to fall by 40 dB.
 */
export function firLengthFor(sampleRate: number): number {
  return 2 ** Math.max(10, Math.round(Math.log2((8192 * sampleRate) / 46_000)));
}
