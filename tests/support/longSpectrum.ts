import FFT from 'fft.js';
import { dbToAmp } from '../../src/core/units';
import type { Stage } from '../../src/devices/DeviceProfile';
import { codecCurveDb } from '../../src/dsp/limits/codec';
import type { RoomResponse } from '../../src/dsp/room/designRoom';
import type { Samples, StereoSignal } from './signals';

/** Analog transfer function of one section at s = j·f/f0 (Audio EQ Cookbook), as numerator over denominator. */
function transfer(stage: Stage, frequencyHz: number): [re: number, im: number] {
  if (stage.kind === 'gain') return [dbToAmp(stage.gainDb), 0];
  if (stage.kind === 'monoSum' || stage.kind === 'width') return [1, 0];
  const w = frequencyHz / stage.frequencyHz;
  // Coefficients of s², s and 1.
  let top: [number, number, number];
  let bottom: [number, number, number] = [1, 1 / stage.q, 1];
  if (stage.kind === 'highpass') top = [1, 0, 0];
  else if (stage.kind === 'lowpass') top = [0, 0, 1];
  else {
    const a = 10 ** (stage.gainDb / 40);
    const root = Math.sqrt(a) / stage.q;
    if (stage.kind === 'peaking') {
      top = [1, a / stage.q, 1];
      bottom = [1, 1 / (a * stage.q), 1];
    } else if (stage.kind === 'lowshelf') {
      top = [a, a * root, a * a];
      bottom = [a, root, 1];
    } else {
      top = [a * a, a * root, a];
      bottom = [1, root, a];
    }
  }
  const tr = top[2] - top[0] * w * w;
  const ti = top[1] * w;
  const br = bottom[2] - bottom[0] * w * w;
  const bi = bottom[1] * w;
  const norm = br * br + bi * bi;
  return [(tr * br + ti * bi) / norm, (ti * br - tr * bi) / norm];
}

/** What a whole signal is sent through. */
export interface LinearSound {
  readonly stages: readonly Stage[];
  readonly room?: RoomResponse;
  readonly codecHz?: number;
}

/** A whole signal as one spectrum in doubles, to be filtered as often as wanted: nothing shared with the map. */
export class LongSpectrum {
  readonly #size: number;
  readonly #fft: FFT;
  readonly #left: Float64Array;
  readonly #right: Float64Array;

  /** @param tailSec longest response it will be filtered with */
  constructor(
    readonly signal: StereoSignal,
    tailSec = 1,
  ) {
    this.#size = 2 ** Math.ceil(Math.log2(signal.left.length + tailSec * signal.sampleRate));
    this.#fft = new FFT(this.#size);
    this.#left = this.#spectrum(signal.left);
    this.#right = this.#spectrum(signal.right);
  }

  #spectrum(samples: ArrayLike<number>): Float64Array {
    const time = new Float64Array(this.#size);
    time.set(samples);
    const out = new Float64Array(2 * this.#size);
    this.#fft.realTransform(out, time);
    return out;
  }

  /** The signal behind image, tone, codec and room; as long as it was, what rings on is cut off. */
  through({ stages, room, codecHz }: LinearSound): StereoSignal {
    const paths = room?.paths.map((path) => this.#spectrum(path));
    const ears = [new Float64Array(2 * this.#size), new Float64Array(2 * this.#size)];
    const { sampleRate } = this.signal;
    for (let bin = 0; bin <= this.#size / 2; bin++) {
      const frequencyHz = (bin * sampleRate) / this.#size;
      let re = codecHz === undefined ? 1 : dbToAmp(codecCurveDb(codecHz, frequencyHz));
      let im = 0;
      let same = 1;
      let other = 0;
      for (const stage of stages) {
        const [a, b] = transfer(stage, frequencyHz);
        [re, im] = [re * a - im * b, re * b + im * a];
        if (stage.kind !== 'monoSum' && stage.kind !== 'width') continue;
        const width = stage.kind === 'monoSum' ? 0 : stage.width;
        const [s, o] = [(1 + width) / 2, (1 - width) / 2];
        [same, other] = [s * same + o * other, s * other + o * same];
      }
      const x = 2 * bin;
      const speakers = [same, other].map((toLeft, i) => {
        const toRight = i === 0 ? other : same;
        const a = toLeft * this.#left[x]! + toRight * this.#right[x]!;
        const b = toLeft * this.#left[x + 1]! + toRight * this.#right[x + 1]!;
        return [a * re - b * im, a * im + b * re] as const;
      });
      ears.forEach((out, ear) => {
        if (!paths) {
          [out[x], out[x + 1]] = speakers[ear]!;
          return;
        }
        out[x] = 0;
        out[x + 1] = 0;
        speakers.forEach(([a, b], speaker) => {
          const h = paths[2 * speaker + ear]!;
          out[x]! += a * h[x]! - b * h[x + 1]!;
          out[x + 1]! += a * h[x + 1]! + b * h[x]!;
        });
      });
    }
    const [left, right] = ears.map((spectrum) => this.#samples(spectrum));
    return { sampleRate, left: left!, right: right! };
  }

  #samples(spectrum: Float64Array): Samples {
    for (let bin = 1; bin < this.#size / 2; bin++) {
      spectrum[2 * (this.#size - bin)] = spectrum[2 * bin]!;
      spectrum[2 * (this.#size - bin) + 1] = -spectrum[2 * bin + 1]!;
    }
    const time = new Float64Array(2 * this.#size);
    this.#fft.inverseTransform(time, spectrum);
    return Float32Array.from(this.signal.left, (_, i) => time[2 * i]!);
  }
}
