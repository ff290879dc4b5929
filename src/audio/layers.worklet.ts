import { DeviceLimits } from '../dsp/limits/DeviceLimits';
import { NoiseGenerator } from '../dsp/noise/NoiseGenerator';
import type { LimitsProcessorOptions, NoiseProcessorOptions } from './layerMessages';

class LimitsProcessor extends AudioWorkletProcessor {
  readonly #limits: DeviceLimits;
  #isOver = false;

  constructor(options?: AudioWorkletNodeOptions) {
    super(options);
    const { model, driveDb } = (options?.processorOptions ?? {}) as LimitsProcessorOptions;
    this.#limits = new DeviceLimits(model, sampleRate, driveDb);
    this.port.onmessage = () => {
      this.#isOver = true;
    };
  }

  override process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const [left, right = left] = inputs[0]!;
    const [outLeft, outRight] = outputs[0]! as [Float32Array, Float32Array];
    if (left && right) {
      outLeft.set(left);
      outRight.set(right);
    }
    // Silence as well: detectors fall back.
    this.#limits.process(outLeft, outRight, 0, outLeft.length);
    return !this.#isOver;
  }
}

class NoiseProcessor extends AudioWorkletProcessor {
  readonly #noise: NoiseGenerator;
  #isOver = false;

  constructor(options?: AudioWorkletNodeOptions) {
    super(options);
    const { shape, levelLufs, seed } = (options?.processorOptions ?? {}) as NoiseProcessorOptions;
    this.#noise = new NoiseGenerator(shape, levelLufs, sampleRate, seed);
    this.port.onmessage = () => {
      this.#isOver = true;
    };
  }

  override process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const [left, right] = outputs[0]! as [Float32Array, Float32Array];
    this.#noise.addTo(left, right, 0, left.length);
    return !this.#isOver;
  }
}

registerProcessor('elsewhere-limits', LimitsProcessor);
registerProcessor('elsewhere-noise', NoiseProcessor);
