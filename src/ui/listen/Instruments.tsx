import { useRef } from 'react';
import type { MixAnalysis } from '../../analysis/AnalysisPort';
import type { MeterReading } from '../../audio/EnginePort';
import { Icon } from '../icons/Icon';
import controls from '../controls/controls.module.css';
import { useDesk, useLibrary, useListen, usePlayback, useSession } from '../SessionContext';
import { useScope } from '../useScope';
import { figure, NO_FIGURE } from '../words/format';
import css from './Instruments.module.css';

interface Instrument {
  readonly name: string;
  readonly unit: string;
  readonly decimals: number;
  readonly now: (reading: MeterReading) => number;
  readonly whole: (analysis: MixAnalysis) => number;
  /** Said before the whole-mix figure when it is not of the same kind. */
  readonly wholePrefix?: string;
}

const INSTRUMENTS: readonly Instrument[] = [
  {
    name: 'Momentary',
    unit: 'LUFS',
    decimals: 1,
    now: (m) => m.momentaryLufs,
    whole: (a) => a.loudness.maxMomentaryLufs,
    wholePrefix: 'max',
  },
  {
    name: 'Short-term',
    unit: 'LUFS',
    decimals: 1,
    now: (m) => m.shortTermLufs,
    whole: (a) => a.loudness.maxShortTermLufs,
    wholePrefix: 'max',
  },
  {
    name: 'Integrated',
    unit: 'LUFS',
    decimals: 1,
    now: (m) => m.integratedLufs,
    whole: (a) => a.loudness.integratedLufs,
  },
  { name: 'True peak', unit: 'dBTP', decimals: 1, now: (m) => m.truePeakDbtp, whole: (a) => a.loudness.truePeakDbtp },
  {
    name: 'Loudness range',
    unit: 'LU',
    decimals: 1,
    now: (m) => m.loudnessRangeLu,
    whole: (a) => a.loudness.loudnessRangeLu,
  },
  { name: 'Correlation', unit: '', decimals: 2, now: (m) => m.correlation, whole: (a) => a.correlation },
];

/** Figures are read, not watched: ten a second stand still enough for it. */
const REFRESH_MS = 100;

/** Two columns: what comes out now, and what the whole mix measures at the flat reference. */
export function Instruments() {
  const { session, frames } = useDesk();
  const analysis = usePlayback((state) => state.analysis);
  const currentId = useListen((state) => state.currentTrackId);
  const job = useLibrary((state) => state.jobs.find((j) => j.phase === 'analysing' && j.trackId === currentId));
  const cells = useRef<(HTMLElement | null)[]>([]);
  useScope(
    (scope) => {
      let lastMs = -Infinity;
      scope.add(
        frames.add((nowMs) => {
          if (nowMs - lastMs < REFRESH_MS) return;
          lastMs = nowMs;
          const reading = session.live.meters();
          INSTRUMENTS.forEach((instrument, i) => {
            const cell = cells.current[i];
            const text = reading ? figure(instrument.now(reading), instrument.decimals) : NO_FIGURE;
            if (cell && cell.textContent !== text) cell.textContent = text;
          });
        }),
      );
    },
    [session, frames],
  );
  return (
    <section className={css.instruments} aria-label="Instruments">
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">
              <ResetMeters />
            </th>
            <th scope="col">Now</th>
            <th scope="col">{job ? `${Math.round(job.fraction * 100)} %` : 'Whole mix'}</th>
          </tr>
        </thead>
        <tbody>
          {INSTRUMENTS.map((instrument, i) => (
            <tr key={instrument.name}>
              <th scope="row">
                {instrument.name} {instrument.unit && <span className={css.unit}>{instrument.unit}</span>}
              </th>
              <td
                className={css.now}
                ref={(cell) => {
                  cells.current[i] = cell;
                }}
              >
                {NO_FIGURE}
              </td>
              <td className={css.whole}>
                {analysis && instrument.wholePrefix && <span className={css.unit}>{instrument.wholePrefix} </span>}
                {analysis ? figure(instrument.whole(analysis), instrument.decimals) : NO_FIGURE}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ResetMeters() {
  const session = useSession();
  return (
    <button
      type="button"
      className={controls.quiet}
      title="Start integrated loudness, range and peak again"
      onClick={() => session.resetMeters()}
    >
      <Icon name="reset" size={14} />
      Reset
    </button>
  );
}
