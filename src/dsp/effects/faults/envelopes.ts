/** Rises over `attack` and falls over `release` frames in raised cosines; 1 between, 0 outside. */
export function swell(frame: number, frames: number, attack: number, release: number): number {
  if (frame < 0 || frame >= frames) return 0;
  const rise = attack > 0 && frame < attack ? 0.5 - 0.5 * Math.cos((Math.PI * (frame + 0.5)) / attack) : 1;
  const left = frames - frame;
  const fall = release > 0 && left < release ? 0.5 - 0.5 * Math.cos((Math.PI * (left - 0.5)) / release) : 1;
  return rise * fall;
}

/** A ringing mode: two-pole resonance hit by an input, peak gain about 1. */
export class Mode {
  readonly #c: number;
  readonly #r2: number;
  readonly #gain: number;
  #y1 = 0;
  #y2 = 0;

  /** @param decaySec time constant: falls to 1/e */
  constructor(frequencyHz: number, decaySec: number, sampleRate: number) {
    const radius = Math.exp(-1 / (decaySec * sampleRate));
    const w = (2 * Math.PI * frequencyHz) / sampleRate;
    this.#c = 2 * radius * Math.cos(w);
    this.#r2 = radius * radius;
    this.#gain = (1 - this.#r2) * Math.sin(w);
  }

  next(input: number): number {
    const y = this.#gain * input + this.#c * this.#y1 - this.#r2 * this.#y2;
    this.#y2 = this.#y1;
    this.#y1 = Math.abs(y) < 1e-30 ? 0 : y;
    return y;
  }
}

/** Band-pass whose middle may move while it runs (A. Simper's trapezoidal state-variable filter, 2013). */
export class MovingBand {
  #s1 = 0;
  #s2 = 0;

  constructor(readonly sampleRate: number) {}

  next(input: number, frequencyHz: number, q: number): number {
    const g = Math.tan((Math.PI * Math.min(frequencyHz, 0.45 * this.sampleRate)) / this.sampleRate);
    const k = 1 / q;
    const v3 = input - this.#s2;
    const a1 = 1 / (1 + g * (g + k));
    const v1 = a1 * (this.#s1 + g * v3);
    const v2 = this.#s2 + g * v1;
    this.#s1 = 2 * v1 - this.#s1;
    this.#s2 = 2 * v2 - this.#s2;
    return k * v1;
  }
}
