import { OCTAVE_CENTRES_HZ } from '../../drills/material';
import type { Accuracy } from '../../drills/progress';
import { wilsonInterval } from '../../drills/statistics';
import { octaveWords } from '../words/training';
import { ChartFigure } from './ChartFigure';
import css from './charts.module.css';
import { useWidth } from './useWidth';
import { percent } from './words';

const HEIGHT = 230;
const MARGIN = { top: 10, right: 4, bottom: 40, left: 44 };
const SHARES = [0, 0.25, 0.5, 0.75, 1] as const;

/** `31.5`, `125`, `16k`: ten of them fit side by side on a phone. */
const shortHertz = (hz: number): string => (hz < 1000 ? String(hz) : `${hz / 1000}k`);

/** Share of right answers in each octave, with its Wilson interval and the line of guessing. */
export function OctaveAccuracy({ octaves }: { readonly octaves: readonly Accuracy[] }) {
  const [ref, width] = useWidth<HTMLDivElement>(480);
  const bars = octaves.map((accuracy, band) => ({
    band,
    ...accuracy,
    share: accuracy.trialCount === 0 ? 0 : accuracy.correctCount / accuracy.trialCount,
    interval: wilsonInterval(accuracy.correctCount, accuracy.trialCount),
  }));
  const asked = bars.filter(({ trialCount }) => trialCount > 0);
  const weakest = asked.toSorted((a, b) => a.share - a.chance - (b.share - b.chance))[0];
  const says = weakest
    ? `${
        asked.length > 1 ? `Least sure at ${octaveWords(weakest.band)}: ` : `At ${octaveWords(weakest.band)} `
      }${weakest.correctCount} of ${weakest.trialCount} right. The thin line is the 95 % interval, the dashed one what guessing gives. An adaptive drill keeps everybody near the same share, so small differences mean little.`
    : '';
  const bottom = HEIGHT - MARGIN.bottom;
  const slot = (width - MARGIN.left - MARGIN.right) / bars.length;
  const left = (band: number): number => MARGIN.left + band * slot;
  const y = (share: number): number => bottom - share * (bottom - MARGIN.top);
  return (
    <ChartFigure
      title="Right answers by octave"
      says={says}
      table={() => ({
        columns: ['Octave', 'Right', 'Of', 'Share', '95 % interval', 'By guessing'],
        rows: asked.map(({ band, correctCount, trialCount, share, interval, chance }) => [
          octaveWords(band),
          String(correctCount),
          String(trialCount),
          percent(share),
          `${percent(interval[0])} to ${percent(interval[1])}`,
          percent(chance),
        ]),
      })}
    >
      <div ref={ref} className={css.plot} style={{ height: HEIGHT }}>
        <svg width={width} height={HEIGHT} aria-hidden="true">
          {SHARES.map((share) => (
            <g key={share}>
              <line className={css.grid} x1={MARGIN.left} x2={width - MARGIN.right} y1={y(share)} y2={y(share)} />
              <text className={css.tick} x={MARGIN.left - 8} y={y(share) + 4} textAnchor="end">
                {Math.round(share * 100)}
                {share === 1 ? ' %' : ''}
              </text>
            </g>
          ))}
          {bars.map(({ band, trialCount, share, interval, chance }) => {
            const middle = left(band) + slot / 2;
            const half = Math.min(18, slot * 0.32);
            return (
              <g key={band}>
                <text className={css.tick} x={middle} y={bottom + 17} textAnchor="middle">
                  {shortHertz(OCTAVE_CENTRES_HZ[band] ?? 0)}
                </text>
                {trialCount > 0 && (
                  <>
                    <rect
                      className={css.bar}
                      x={middle - half}
                      width={2 * half}
                      y={y(share)}
                      height={Math.max(0, bottom - y(share))}
                    />
                    <line className={css.whisker} x1={middle} x2={middle} y1={y(interval[0])} y2={y(interval[1])} />
                    <line
                      className={css.chance}
                      x1={left(band) + 1}
                      x2={left(band) + slot - 1}
                      y1={y(chance)}
                      y2={y(chance)}
                    />
                  </>
                )}
              </g>
            );
          })}
          <text className={css.axisName} x={width - MARGIN.right} y={HEIGHT - 6} textAnchor="end">
            octave, Hz
          </text>
        </svg>
      </div>
    </ChartFigure>
  );
}
