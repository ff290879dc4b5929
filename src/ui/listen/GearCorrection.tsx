import { useMemo, useState } from 'react';
import { clamp } from '../../core/units';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import { playbackCorrection, type PlaybackCorrection } from '../../devices/playback';
import type { ToneCurve } from '../../devices/ToneCurve';
import { Dialog } from '../controls/Dialog';
import { AXIS_LABELS, axisFraction } from '../plots/frequencyAxis';
import { figure, hertz, unbroken } from '../words/format';
import css from './GearCorrection.module.css';
import { useTarget } from './useShelf';

/** 25 dB are as tall as a decade is wide, as the field draws it. */
const CHART = { width: 600, height: 336, topDb: 14, bottomDb: -28 };
const MINI = { width: 64, height: 28, topDb: 14, bottomDb: -20 };
const GRID_DB = [12, 6, 0, -6, -12, -18, -24];
/** From here down, or from here up, a range goes on as far as one hears. */
const [LOWEST_HZ, HIGHEST_HZ] = [21, 19_000];

type Box = typeof CHART;

const yOf = (db: number, box: Box): number => clamp((box.topDb - db) / (box.topDb - box.bottomDb), 0, 1) * box.height;

function pathOf({ frequenciesHz, levelsDb }: ToneCurve, box: Box): string {
  let path = '';
  for (let i = 0; i < frequenciesHz.length; i++) {
    const x = clamp(axisFraction(frequenciesHz[i]!), 0, 1) * box.width;
    path += `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${yOf(levelsDb[i]!, box).toFixed(1)}`;
  }
  return path;
}

function rangeWords(fromHz: number, toHz: number): string {
  if (fromHz <= LOWEST_HZ) return toHz >= HIGHEST_HZ ? 'everywhere' : `below ${hertz(toHz)}`;
  return toHz >= HIGHEST_HZ ? `above ${hertz(fromHz)}` : `${hertz(fromHz)} to ${hertz(toHz)}`;
}

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

/** Where the correction ends, in words. */
function limitWords({ limitedRangesHz }: PlaybackCorrection): string {
  if (limitedRangesHz.length === 0) return 'Nowhere: it may do all that it wants to.';
  return unbroken(
    `At ${listed(limitedRangesHz.map(([from, to]) => rangeWords(from, to)))} more would be needed than is safe, so part of the deviation stays.`
      .replace('At below', 'Below')
      .replace('At above', 'Above')
      .replace('At everywhere', 'Everywhere'),
  );
}

function reachWords({ unreachable }: PlaybackCorrection, targetName: string): string {
  if (unreachable.length === 0) return `${targetName} is within their reach.`;
  const parts = unreachable.map(
    ({ fromHz, toHz, missingDb }) => `${figure(missingDb, 0)} dB ${rangeWords(fromHz, toHz)}`,
  );
  return unbroken(`Of ${targetName} they leave out up to ${listed(parts)}.`);
}

/** What is taken away of the listener's own headphones: a small curve, and a page on it. */
export default function GearCorrection({ gear }: { readonly gear: DeviceProfile }) {
  const target = useTarget();
  const [isOpen, setIsOpen] = useState(false);
  const correction = useMemo(() => playbackCorrection(target ?? null, gear), [target, gear]);
  const isLimited = correction.limitedRangesHz.length > 0;
  return (
    <>
      <button
        type="button"
        className={css.open}
        aria-label={`Correction of ${gear.name}`}
        title={`Correction of ${gear.name}${isLimited ? ', within limits' : ''}`}
        onClick={() => setIsOpen(true)}
      >
        <svg width={MINI.width} height={MINI.height} viewBox={`0 0 ${MINI.width} ${MINI.height}`} aria-hidden="true">
          <path className={css.zero} d={`M0 ${yOf(0, MINI)}H${MINI.width}`} />
          <path className={css.miniCurve} d={pathOf(correction.curve, MINI)} />
        </svg>
      </button>
      {isOpen && (
        <Dialog title={`Correction of ${gear.name}`} isSheet onClose={() => setIsOpen(false)}>
          <div className={css.page}>
            <p>What these headphones add of their own is taken away, so that every target is heard as it is.</p>
            <CorrectionChart correction={correction} name={gear.name} />
            <dl className={css.facts}>
              <div>
                <dt>Where it hits its limit</dt>
                <dd>{limitWords(correction)}</dd>
              </div>
              <div>
                <dt>What they cannot reproduce</dt>
                <dd>{reachWords(correction, target?.name ?? 'the mix')}</dd>
              </div>
              <div>
                <dt>Level</dt>
                <dd>
                  {correction.preampDb > -0.05
                    ? 'Unchanged: it raises nothing.'
                    : unbroken(
                        `Everything is ${figure(-correction.preampDb, 1)} dB quieter, so that what it raises cannot clip.`,
                      )}
                </dd>
              </div>
              <div>
                <dt>What it leaves out</dt>
                <dd>
                  Your own ears, pads and seal. The curve is smoothed, holds still below 25 Hz and above 10 kHz, and
                  fills no narrow dips: there no two heads agree.
                </dd>
              </div>
            </dl>
          </div>
        </Dialog>
      )}
    </>
  );
}

function CorrectionChart({ correction, name }: { readonly correction: PlaybackCorrection; readonly name: string }) {
  const xOf = (hz: number): number => clamp(axisFraction(hz), 0, 1) * CHART.width;
  return (
    <figure className={css.chart}>
      <svg
        viewBox={`-4 -10 ${CHART.width + 52} ${CHART.height + 40}`}
        // An inline drawing has no <img>.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="img"
        aria-label={`Correction of ${name}, 20 hertz to 20 kilohertz`}
      >
        {correction.limitedRangesHz.map(([from, to]) => (
          <rect
            key={from}
            className={css.limited}
            x={xOf(from)}
            y="0"
            width={Math.max(3, xOf(to) - xOf(from))}
            height={CHART.height}
          />
        ))}
        {GRID_DB.map((db) => (
          <g key={db}>
            <line
              className={db === 0 ? css.zero : css.grid}
              x1="0"
              x2={CHART.width}
              y1={yOf(db, CHART)}
              y2={yOf(db, CHART)}
            />
            {db % 12 === 0 && (
              <text className={css.label} x={CHART.width + 8} y={yOf(db, CHART)} dominantBaseline="middle">
                {db > 0 ? `+${db}` : db < 0 ? `−${-db}` : '0 dB'}
              </text>
            )}
          </g>
        ))}
        {AXIS_LABELS.map(([hz, label]) => (
          <g key={hz}>
            <line className={css.grid} x1={xOf(hz)} x2={xOf(hz)} y1="0" y2={CHART.height} />
            <text className={css.label} x={xOf(hz)} y={CHART.height + 22} textAnchor={hz === 20 ? 'start' : 'middle'}>
              {label}
            </text>
          </g>
        ))}
        {correction.unreachable.map(({ fromHz, toHz }) => (
          <line
            key={fromHz}
            className={css.unreachable}
            x1={xOf(fromHz)}
            x2={Math.max(xOf(toHz), xOf(fromHz) + 3)}
            y1={CHART.height - 3}
            y2={CHART.height - 3}
          />
        ))}
        <path className={css.curve} d={pathOf(correction.curve, CHART)} />
      </svg>
      <figcaption className={css.keys}>
        <span className={css.keyCurve}>what is done, dB against Hz</span>
        {correction.limitedRangesHz.length > 0 && <span className={css.keyLimited}>at its limit</span>}
        {correction.unreachable.length > 0 && <span className={css.keyUnreachable}>out of reach</span>}
      </figcaption>
    </figure>
  );
}
