import { AXIS_LABELS } from './frequencyAxis';
import type { ChartScale } from './chartScale';
import css from './ResponseChart.module.css';

/** Room at the right for the labels of the levels, and below for those of the frequencies, pixels. */
export const CHART_MARGIN = { right: 46, bottom: 24, top: 8, left: 2 } as const;

/** Below this the labels of every second frequency would touch, pixels. */
const NARROW = 420;
const SPARSE = new Set([20, 100, 500, 1000, 5000, 20_000]);

/** Lines and labels of a frequency response chart. */
export function ChartGrid({ scale, hasLevels = true }: { readonly scale: ChartScale; readonly hasLevels?: boolean }) {
  const { width, height } = scale;
  return (
    <g>
      {hasLevels &&
        scale.gridDb.map((db) => (
          <g key={db}>
            <line className={db === 0 ? css.zero : css.grid} x1="0" x2={width} y1={scale.yOf(db)} y2={scale.yOf(db)} />
            {(width >= NARROW || db % 12 === 0) && (
              <text className={css.tick} x={width + 8} y={scale.yOf(db)} dominantBaseline="middle">
                {db > 0 ? `+${db}` : db < 0 ? `−${-db}` : '0 dB'}
              </text>
            )}
          </g>
        ))}
      {AXIS_LABELS.map(([hz, label]) => (
        <g key={hz}>
          <line className={css.grid} x1={scale.xOf(hz)} x2={scale.xOf(hz)} y1="0" y2={height} />
          {(width >= NARROW || SPARSE.has(hz)) && (
            <text className={css.tick} x={scale.xOf(hz)} y={height + 17} textAnchor={hz === 20 ? 'start' : 'middle'}>
              {hz === 20_000 ? '20k Hz' : label}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}
