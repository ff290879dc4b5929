import { useState, type PointerEvent, type ReactNode } from 'react';
import controls from '../controls/controls.module.css';
import { useWidth } from '../progress/useWidth';
import { hertz, signedFigure } from '../words/format';
import { CHART_MARGIN, ChartGrid } from './ChartGrid';
import { bandPath, CHART_HZ, chartScale, decibelRange, linePath, type ChartScale } from './chartScale';
import { axisFraction } from './frequencyAxis';
import css from './ResponseChart.module.css';

/** A line of the chart, at {@link CHART_HZ}. */
export interface ChartLine {
  readonly look: 'chain' | 'published' | 'before';
  /** As the key under the chart names it. */
  readonly label: string;
  readonly levelsDb: ArrayLike<number | null>;
}

/** Where the reading stands at first. */
const FIRST_HZ = 1000;
const INDEX_MAX = CHART_HZ.length - 1;
const indexAt = (frequencyHz: number): number => Math.round(axisFraction(frequencyHz) * INDEX_MAX);

/**
 * Level over frequency, 20 Hz to 20 kHz, with a reading that follows the pointer or the slider below. Lines are drawn in
 * the order given, the last on top.
 */
export function ResponseChart({
  lines,
  band,
  bandLabel,
  validRangeHz,
  voice,
  assumedWidth = 760,
  children,
}: {
  readonly lines: readonly ChartLine[];
  /** Lower and upper edge of what the sources spread over, dB at {@link CHART_HZ}. */
  readonly band?: { readonly lowDb: readonly (number | null)[]; readonly highDb: readonly (number | null)[] };
  readonly bandLabel?: string;
  /** Outside of this the figures are shaded: nothing is known there. */
  readonly validRangeHz?: readonly [number, number] | undefined;
  readonly voice: 'A' | 'B' | 'ink';
  readonly assumedWidth?: number;
  /** More to draw, in the chart's own measure. */
  readonly children?: (scale: ChartScale) => ReactNode;
}) {
  const [ref, width] = useWidth<HTMLDivElement>(assumedWidth);
  const [index, setIndex] = useState(indexAt(FIRST_HZ));
  const plotWidth = Math.max(120, width - CHART_MARGIN.right - CHART_MARGIN.left);
  const { topDb, bottomDb } = decibelRange(plotWidth, ...lines.map((line) => line.levelsDb));
  const scale = chartScale(plotWidth, topDb, bottomDb);
  const follow = (event: PointerEvent<SVGSVGElement>): void => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left - CHART_MARGIN.left;
    if (x >= 0 && x <= plotWidth) setIndex(Math.round((x / plotWidth) * INDEX_MAX));
  };
  const frequencyHz = CHART_HZ[index]!;
  const levelOf = (line: ChartLine): string => {
    const level = line.levelsDb[index];
    return level === null || level === undefined ? 'unknown' : `${signedFigure(level, 1)} dB`;
  };
  const [fromHz, toHz] = validRangeHz ?? [20, 20_000];
  const x = (index / INDEX_MAX) * plotWidth;
  return (
    <div
      className={css.chart}
      data-voice={voice}
      data-pair={lines.some(({ look }) => look === 'published') || undefined}
    >
      <div ref={ref} className={css.drawing}>
        <svg
          width={width}
          height={scale.height + CHART_MARGIN.top + CHART_MARGIN.bottom}
          aria-hidden="true"
          onPointerMove={follow}
          onPointerDown={follow}
        >
          <g transform={`translate(${CHART_MARGIN.left} ${CHART_MARGIN.top})`}>
            {fromHz > 21 && <Outside fromX={0} toX={scale.xOf(fromHz)} edgeX={scale.xOf(fromHz)} scale={scale} />}
            {toHz < 19_500 && <Outside fromX={scale.xOf(toHz)} toX={plotWidth} edgeX={scale.xOf(toHz)} scale={scale} />}
            <ChartGrid scale={scale} />
            {band && <path className={css.band} d={bandPath(band.lowDb, band.highDb, scale)} />}
            {lines.map((line) => (
              <path key={line.label} className={css.line} data-look={line.look} d={linePath(line.levelsDb, scale)} />
            ))}
            {children?.(scale)}
            <line className={css.cursor} x1={x} x2={x} y1="0" y2={scale.height} />
            {lines.map((line) => {
              const level = line.levelsDb[index];
              return level === null || level === undefined || level < bottomDb ? null : (
                <circle key={line.label} className={css.dot} data-look={line.look} cx={x} cy={scale.yOf(level)} r="4" />
              );
            })}
          </g>
        </svg>
      </div>
      <input
        type="range"
        className={`${controls.range} ${css.slide}`}
        style={{ maxWidth: plotWidth + 16, marginLeft: -6 }}
        aria-label="Read the chart at"
        aria-valuetext={`${hertz(frequencyHz)}: ${lines.map((line) => `${line.label} ${levelOf(line)}`).join(', ')}`}
        min={0}
        max={INDEX_MAX}
        value={index}
        onChange={(event) => setIndex(event.currentTarget.valueAsNumber)}
      />
      <p className={css.reading} aria-hidden="true">
        <strong>{hertz(frequencyHz)}</strong>
        {lines.toReversed().map((line) => (
          <span key={line.label}>
            <i className={css.key} data-look={line.look} />
            <em>{line.label}</em> {levelOf(line)}
          </span>
        ))}
        {band && bandLabel && (
          <span>
            <i className={css.key} data-look="band" />
            <em>{bandLabel}</em>
          </span>
        )}
        {(fromHz > 21 || toHz < 19_500) && (
          <span>
            <i className={css.key} data-look="outside" />
            <em>nothing published</em>
          </span>
        )}
      </p>
    </div>
  );
}

function Outside({
  fromX,
  toX,
  edgeX,
  scale,
}: {
  readonly fromX: number;
  readonly toX: number;
  readonly edgeX: number;
  readonly scale: ChartScale;
}) {
  return (
    <g>
      <rect className={css.outside} x={fromX} y="0" width={toX - fromX} height={scale.height} />
      <line className={css.outsideEdge} x1={edgeX} x2={edgeX} y1="0" y2={scale.height} />
    </g>
  );
}

/** Limits of the error that a fitted chain may have, dB. */
const WORST_DB = 1;
const ERROR_EDGE_DB = 1.5;
const ERROR_HEIGHT = 72;

/** Published curve minus chain, on a scale of its own. */
export function ErrorStrip({ errorsDb }: { readonly errorsDb: readonly (number | null)[] }) {
  const [ref, width] = useWidth<HTMLDivElement>(760);
  const plotWidth = Math.max(120, width - CHART_MARGIN.right - CHART_MARGIN.left);
  const yOf = (db: number): number => ((ERROR_EDGE_DB - db) / (2 * ERROR_EDGE_DB)) * ERROR_HEIGHT;
  const scale: ChartScale = { ...chartScale(plotWidth, ERROR_EDGE_DB, -ERROR_EDGE_DB), height: ERROR_HEIGHT, yOf };
  return (
    <div ref={ref} className={css.drawing}>
      <svg width={width} height={ERROR_HEIGHT + CHART_MARGIN.top + CHART_MARGIN.bottom} aria-hidden="true">
        <g transform={`translate(${CHART_MARGIN.left} ${CHART_MARGIN.top})`}>
          <ChartGrid scale={scale} hasLevels={false} />
          {[WORST_DB, 0, -WORST_DB].map((db) => (
            <g key={db}>
              <line className={db === 0 ? css.zero : css.bound} x1="0" x2={plotWidth} y1={yOf(db)} y2={yOf(db)} />
              <text className={css.tick} x={plotWidth + 8} y={yOf(db)} dominantBaseline="middle">
                {db > 0 ? '+1' : db < 0 ? '−1' : '0 dB'}
              </text>
            </g>
          ))}
          <path className={css.error} d={linePath(errorsDb, scale)} />
        </g>
      </svg>
    </div>
  );
}
