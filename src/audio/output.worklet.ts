import { ampToDb } from '../core/units';
import { CorrelationMeter } from '../dsp/correlation';
import { LoudnessMeter } from '../dsp/loudness';
import { PeakLimiter } from '../dsp/peakLimiter';
import { TruePeakMeter } from '../dsp/truePeak';
import type { LimiterMessage, MeterMessage } from './outputMessages';

/** The limiter looks one millisecond ahead. */
const LOOKAHEAD_SEC = 0.001;
const REPORT_SEC = 0.1;
const QUANTUM = 128;

class LimiterProcessor extends AudioWorkletProcessor {
  readonly #limiter = new PeakLimiter(Math.round(LOOKAHEAD_SEC * sampleRate), sampleRate);
  readonly #silence = new Float32Array(QUANTUM);
  #lastReport = 0;

  override process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const [left = this.#silence, right = left] = inputs[0]!;
    const [outLeft, outRight] = outputs[0]! as [Float32Array, Float32Array];
    this.#limiter.process(left, right, outLeft, outRight);
    if (currentFrame - this.#lastReport >= REPORT_SEC * sampleRate) {
      this.#lastReport = currentFrame;
      const gain = this.#limiter.takeLowestGain();
      if (gain < 1) this.port.postMessage({ reductionDb: -ampToDb(gain) } satisfies LimiterMessage);
    }
    return true;
  }
}

class MeterProcessor extends AudioWorkletProcessor {
  #loudness = new LoudnessMeter(sampleRate);
  #truePeak = new TruePeakMeter(2);
  #correlation = new CorrelationMeter(sampleRate);
  readonly #silence = new Float32Array(QUANTUM);
  #lastReport = 0;

  constructor() {
    super();
    this.port.onmessage = () => {
      this.#loudness = new LoudnessMeter(sampleRate);
      this.#truePeak = new TruePeakMeter(2);
      this.#correlation = new CorrelationMeter(sampleRate);
    };
  }

  override process(inputs: Float32Array[][]): boolean {
    const [left = this.#silence, right = left] = inputs[0]!;
    this.#loudness.process(left, right, left.length);
    this.#truePeak.process(left, right, left.length);
    this.#correlation.process(left, right, left.length);
    if (currentFrame - this.#lastReport >= REPORT_SEC * sampleRate) {
      this.#lastReport = currentFrame;
      this.port.postMessage({
        momentaryLufs: this.#loudness.momentaryLufs,
        shortTermLufs: this.#loudness.shortTermLufs,
        integratedLufs: this.#loudness.integratedLufs,
        loudnessRangeLu: this.#loudness.loudnessRangeLu,
        truePeakDbtp: this.#truePeak.truePeakDbtp,
        correlation: this.#correlation.correlation,
      } satisfies MeterMessage);
    }
    return true;
  }
}

registerProcessor('elsewhere-limiter', LimiterProcessor);
registerProcessor('elsewhere-meter', MeterProcessor);
