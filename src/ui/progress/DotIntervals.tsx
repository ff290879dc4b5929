import type { StrengthScale } from '../../drills/DrillKind';
import type { ThresholdEstimate } from '../../drills/records';
import { intervalFigure, strengthFigure } from '../words/training';
import { heightOf, strengthTicks } from './axes';
import { ChartFigure } from './ChartFigure';
import css from './charts.module.css';
import { useWidth } from './useWidth';
import { plusMinus } from './words';

export interface IntervalRow {
  readonly key: string;
  readonly name: string;
  readonly threshold: ThresholdEstimate;
  /** The one that the rest of the screen is about. */
  readonly isChosen: boolean;
}

const ROW = 34;
const AXIS = 26;
const SIDE = 14;

/** Thresholds beside one another, each a dot with its 95 % interval. Harder is to the right. */
export function DotIntervals({
  title,
  says,
  heading,
  scale,
  rows,
}: {
  readonly title: string;
  readonly says: string;
  /** What the rows are, for the table. */
  readonly heading: string;
  readonly scale: StrengthScale;
  readonly rows: readonly IntervalRow[];
}) {
  const [ref, width] = useWidth<HTMLDivElement>(320);
  const x = (strength: number): number => SIDE + heightOf(scale, strength) * (width - 2 * SIDE);
  const height = rows.length * ROW + AXIS;
  const ticks = strengthTicks(scale);
  return (
    <ChartFigure
      title={title}
      says={says}
      table={() => ({
        columns: [heading, 'Threshold', '95 % interval'],
        rows: rows.map(({ name, threshold }) => [
          name,
          strengthFigure(scale, threshold.value),
          intervalFigure(scale, threshold),
        ]),
      })}
    >
      <div className={css.intervals}>
        <ul className={css.names}>
          {rows.map(({ key, name, threshold, isChosen }) => (
            <li key={key} data-chosen={isChosen || undefined} style={{ height: ROW }}>
              <span className={css.name} title={name}>
                {name}
              </span>
              <span className={css.amount}>{plusMinus(scale, threshold)}</span>
            </li>
          ))}
        </ul>
        <div ref={ref} className={css.plot} style={{ height }}>
          <svg width={width} height={height} aria-hidden="true">
            {ticks.map((strength) => (
              <g key={strength}>
                <line className={css.grid} x1={x(strength)} x2={x(strength)} y1={0} y2={height - AXIS} />
                <text className={css.tick} x={x(strength)} y={height - 8} textAnchor="middle">
                  {String(strength).replace('-', '−')}
                </text>
              </g>
            ))}
            {rows.map(({ key, threshold, isChosen }, index) => {
              const middle = index * ROW + ROW / 2;
              return (
                <g key={key} className={isChosen ? undefined : css.other}>
                  <line className={css.whisker} x1={x(threshold.low)} x2={x(threshold.high)} y1={middle} y2={middle} />
                  <circle className={css.dot} cx={x(threshold.value)} cy={middle} r={isChosen ? 5.5 : 4.5} />
                </g>
              );
            })}
          </svg>
        </div>
      </div>
    </ChartFigure>
  );
}
