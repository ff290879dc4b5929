import type { SampleReader } from '../../src/analysis/AnalysisPort';
import type { Samples } from './signals';

/** Reads from arrays, as the application reads from a decoded buffer; without `right` the source is mono. */
export function sampleReader(sampleRate: number, left: Samples, right?: Samples): SampleReader {
  return {
    sampleRate,
    length: left.length,
    channelCount: right ? 2 : 1,
    read: (start, count) => ({
      left: left.slice(start, start + count),
      ...(right && { right: right.slice(start, start + count) }),
    }),
  };
}
