import type { Waveform, WaveformLevel } from '../../analysis/AnalysisPort';

/** Extremes and RMS for each column of pixels. */
export interface WaveformColumns {
  readonly min: Float32Array;
  readonly max: Float32Array;
  readonly rms: Float32Array;
}

/** The coarsest level that still has a point for each column. */
export function levelFor(waveform: Waveform, columns: number): WaveformLevel | undefined {
  const framesPerColumn = waveform.lengthFrames / columns;
  return waveform.levels.findLast((level) => level.framesPerPoint <= framesPerColumn) ?? waveform.levels[0];
}

/** Reduces a waveform to `columns` columns over its whole length. */
export function waveformColumns(waveform: Waveform, columns: number): WaveformColumns {
  const out = { min: new Float32Array(columns), max: new Float32Array(columns), rms: new Float32Array(columns) };
  const level = levelFor(waveform, columns);
  if (!level) return out;
  const points = level.min.length;
  const perColumn = waveform.lengthFrames / level.framesPerPoint / columns;
  for (let column = 0; column < columns; column++) {
    const from = Math.floor(column * perColumn);
    const to = Math.min(points, Math.max(from + 1, Math.floor((column + 1) * perColumn)));
    let min = Infinity;
    let max = -Infinity;
    let power = 0;
    for (let i = from; i < to; i++) {
      min = Math.min(min, level.min[i]!);
      max = Math.max(max, level.max[i]!);
      power += level.rms[i]! ** 2;
    }
    // Past the last point of a waveform that is still coming in: nothing yet.
    if (to <= from) continue;
    out.min[column] = min;
    out.max[column] = max;
    out.rms[column] = Math.sqrt(power / (to - from));
  }
  return out;
}
