import { NoiseGenerator } from '../dsp/noise/NoiseGenerator';
import type { NoiseProcessorOptions } from './noiseMessages';

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

registerProcessor('elsewhere-noise', NoiseProcessor);
