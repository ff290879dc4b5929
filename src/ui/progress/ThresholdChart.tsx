import { useId } from 'react';
import type { StrengthScale } from '../../drills/DrillKind';
import type { ThresholdCourse } from '../../drills/progress';
import { intervalFigure, strengthFigure } from '../words/training';
import { dateTicks, dateWords, dayNumber, heightOf, strengthTicks } from './axes';
import { ChartFigure } from './ChartFigure';
import css from './charts.module.css';
import { useWidth } from './useWidth';
import { capitalised } from './words';

const HEIGHT = 300;
const MARGIN = { top: 14, right: 16, bottom: 30, left: 58 };
/** Dots are drawn while they can be told apart. */
const ROOM_FOR_DOT = 9;
/** Two labels of dates need this much. */
const ROOM_FOR_DATE = 84;

/** How the smallest strength that is heard came on, day by day, with its 95 % interval. */
export function ThresholdChart({
  scale,
  points,
  from,
  to,
}: {
  readonly scale: StrengthScale;
  readonly points: ThresholdCourse['points'];
  /** Day numbers of the left and the right end. */
  readonly from: number;
  readonly to: number;
}) {
  const [ref, width] = useWidth<HTMLDivElement>(720);
  const clipId = useId();
  const unit = scale.unit === ':1' ? 'ratio' : scale.unit;
  const right = width - MARGIN.right;
  const bottom = HEIGHT - MARGIN.bottom;
  const span = Math.max(1, to - from);
  const x = (day: number): number => MARGIN.left + ((day - from) / span) * (right - MARGIN.left);
  const y = (strength: number): number => bottom - heightOf(scale, strength) * (bottom - MARGIN.top);
  const at = (value: number): string => value.toFixed(1);
  const drawn = points.map(({ day, threshold }) => ({
    day,
    x: at(x(dayNumber(day))),
    y: at(y(threshold.value)),
    low: at(y(threshold.low)),
    high: at(y(threshold.high)),
  }));
  const line = drawn.map((point) => `${point.x},${point.y}`).join(' ');
  const band = [
    ...drawn.map((point) => `${point.x},${point.high}`),
    ...drawn.toReversed().map((point) => `${point.x},${point.low}`),
  ].join(' ');
  const hasDots = drawn.length * ROOM_FOR_DOT < right - MARGIN.left;

  return (
    <ChartFigure
      title="Threshold over time"
      says={saysOf(scale, points)}
      isWide
      table={() => ({
        columns: ['Day', `${capitalised(scale.name)}, threshold`, '95 % interval'],
        rows: points
          .toReversed()
          .map(({ day, threshold }) => [
            dateWords(day),
            strengthFigure(scale, threshold.value),
            intervalFigure(scale, threshold),
          ]),
      })}
    >
      <div ref={ref} className={css.plot} style={{ height: HEIGHT }}>
        <svg width={width} height={HEIGHT} aria-hidden="true">
          <clipPath id={clipId}>
            <rect x={MARGIN.left} y={0} width={Math.max(0, right - MARGIN.left)} height={HEIGHT} />
          </clipPath>
          <text className={css.axisName} x={0} y={12}>
            {unit}
          </text>
          {strengthTicks(scale).map((strength) => (
            <g key={strength}>
              <line className={css.grid} x1={MARGIN.left} x2={right} y1={y(strength)} y2={y(strength)} />
              <text className={css.tick} x={MARGIN.left - 10} y={y(strength) + 4} textAnchor="end">
                {String(strength).replace('-', '−')}
              </text>
            </g>
          ))}
          {dateTicks(from, to, Math.max(2, Math.floor((right - MARGIN.left) / ROOM_FOR_DATE))).map((tick) => (
            <g key={tick.at}>
              <line className={css.grid} x1={x(tick.at)} x2={x(tick.at)} y1={bottom} y2={bottom + 5} />
              <text className={css.tick} x={x(tick.at)} y={HEIGHT - 8} textAnchor={anchorAt(x(tick.at), width)}>
                {tick.label}
              </text>
            </g>
          ))}
          <g clipPath={`url(#${clipId})`}>
            {drawn.length > 1 && <polygon className={css.band} points={band} />}
            {drawn.length > 1 && <polyline className={css.line} points={line} />}
          </g>
          {drawn.length === 1 &&
            drawn.map((point) => (
              <line key={point.day} className={css.whisker} x1={point.x} x2={point.x} y1={point.low} y2={point.high} />
            ))}
          {hasDots &&
            drawn.map((point) => <circle key={point.day} className={css.dot} cx={point.x} cy={point.y} r={2.5} />)}
          {drawn.length > 0 && <circle className={css.lastDot} cx={drawn.at(-1)!.x} cy={drawn.at(-1)!.y} r={4.5} />}
        </svg>
      </div>
    </ChartFigure>
  );
}

/** Labels at the ends of the axis stay inside the picture. */
const anchorAt = (x: number, width: number): 'start' | 'middle' | 'end' =>
  x > width - 36 ? 'end' : x < MARGIN.left + 20 ? 'start' : 'middle';

function saysOf(scale: StrengthScale, points: ThresholdCourse['points']): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return '';
  const at = ({ day, threshold }: typeof first): string =>
    `${strengthFigure(scale, threshold.value)} on ${dateWords(day)}`;
  const course = first === last ? `${capitalised(at(last))}.` : `From ${at(first)} to ${at(last)}.`;
  return `${course} The line is what you hear half the time, the band its 95 % interval; harder is up.`;
}
