import { clamp } from '../../../core/units';
import type { Reveal } from '../../../drills/DrillKind';
import { AXIS_LABELS, axisFraction, axisFrequencies } from '../../plots/frequencyAxis';
import { useSession } from '../../SessionContext';
import { hertz, signedFigure } from '../../words/format';
import { changeCurveDb } from './changeCurve';
import css from './ChangeChart.module.css';

const FREQUENCIES = axisFrequencies(193);
const GRID_DB = 6;
/** The field's convention: 25 dB are as high as a decade is wide. */
const DB_PER_AXIS = 25 * 3;
const HIGHEST_DB = 24;
const LOWEST_DB = -24;
/** Verdict, versions, chart and Next fit one screen; the plot gets narrower rather than bent. */
const TALLEST_PX = 270;

/** Multiples of the grid around both curves, ±12 dB at least. */
function rangeOf(curves: readonly Float64Array[]): readonly [topDb: number, bottomDb: number] {
  let top = 2 * GRID_DB;
  let bottom = -2 * GRID_DB;
  for (const curve of curves) {
    for (const db of curve) {
      top = Math.max(top, Math.ceil((db + 1) / GRID_DB) * GRID_DB);
      bottom = Math.min(bottom, Math.floor((db - 1) / GRID_DB) * GRID_DB);
    }
  }
  return [Math.min(top, HIGHEST_DB), Math.max(bottom, LOWEST_DB)];
}

/** Where a curve is farthest from flat, in words. */
function inWords(curve: Float64Array): string {
  let at = 0;
  for (let i = 1; i < curve.length; i++) if (Math.abs(curve[i]!) > Math.abs(curve[at]!)) at = i;
  return `up to ${signedFigure(curve[at]!, 1)} dB at ${hertz(FREQUENCIES[at]!)}`;
}

/** What changed in the tone: the truth, and the answer where it differs, over the frequency axis. */
export function ChangeChart({
  curves,
  truthLabel,
  otherLabel,
  isOtherYours,
}: {
  readonly curves: NonNullable<Reveal['curves']>;
  readonly truthLabel: string;
  readonly otherLabel: string;
  /** False where the second curve is no answer but the other one that was played. */
  readonly isOtherYours: boolean;
}) {
  const { deviceById } = useSession();
  const truth = changeCurveDb(curves.truth, FREQUENCIES, deviceById);
  const yours = curves.yours ? changeCurveDb(curves.yours, FREQUENCIES, deviceById) : null;
  const drawn = [truth, yours].filter((curve) => curve !== null);
  if (drawn.length === 0) return null;
  const [topDb, bottomDb] = rangeOf(drawn);
  const height = topDb - bottomDb;
  const yOf = (db: number): number => clamp(topDb - db, -0.5, height + 0.5);
  const pathOf = (curve: Float64Array): string =>
    `M${[...curve]
      .map((db, i) => `${((i / (FREQUENCIES.length - 1)) * DB_PER_AXIS).toFixed(2)} ${yOf(db).toFixed(2)}`)
      .join('L')}`;
  const gridDb = Array.from({ length: height / GRID_DB + 1 }, (_, i) => topDb - i * GRID_DB);
  const percentOf = (db: number): string => `${((topDb - db) / height) * 100}%`;
  return (
    <figure className={css.figure} style={{ maxWidth: 40 + (TALLEST_PX * DB_PER_AXIS) / height }}>
      <figcaption className={css.caption}>
        <span className={css.title}>What changed in the tone</span>
        {truth && <span className={css.keyTruth}>{truthLabel}</span>}
        {yours && <span className={isOtherYours ? css.keyYours : css.keyOther}>{otherLabel}</span>}
      </figcaption>
      <div className={css.plot} style={{ aspectRatio: `${DB_PER_AXIS} / ${height}` }}>
        <svg
          viewBox={`0 0 ${DB_PER_AXIS} ${height}`}
          preserveAspectRatio="none"
          // An inline drawing has no <img>.
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
          role="img"
          aria-label={[truth && `${truthLabel}: ${inWords(truth)}`, yours && `${otherLabel}: ${inWords(yours)}`]
            .filter(Boolean)
            .join('. ')}
        >
          {gridDb.map((db) => (
            <line
              key={db}
              className={db === 0 ? css.zero : css.grid}
              x1="0"
              x2={DB_PER_AXIS}
              y1={topDb - db}
              y2={topDb - db}
            />
          ))}
          {AXIS_LABELS.slice(1, -1).map(([hz]) => {
            const x = axisFraction(hz) * DB_PER_AXIS;
            return <line key={hz} className={css.grid} x1={x} x2={x} y1="0" y2={height} />;
          })}
          {yours && <path className={isOtherYours ? css.yours : css.other} d={pathOf(yours)} />}
          {truth && <path className={css.truth} d={pathOf(truth)} />}
        </svg>
        {gridDb.slice(1, -1).map((db) => (
          <span key={db} className={css.db} style={{ top: percentOf(db) }} aria-hidden="true">
            {db === 0 ? '0 dB' : signedFigure(db, 0)}
          </span>
        ))}
      </div>
      <div className={css.axis} aria-hidden="true">
        {AXIS_LABELS.map(([hz, label]) => (
          <span key={hz} style={{ left: `${axisFraction(hz) * 100}%` }}>
            {label}
          </span>
        ))}
      </div>
    </figure>
  );
}
