import { useRef, type CSSProperties } from 'react';
import { Icon } from '../icons/Icon';
import controls from '../controls/controls.module.css';
import { SILENT_VOLUME_DB } from '../../store/listenStore';
import { useDesk, useListen, useSession } from '../SessionContext';
import { useScope } from '../useScope';
import { signedFigure } from '../words/format';
import css from './Volume.module.css';

const volumeWords = (db: number): string => (db <= SILENT_VOLUME_DB ? 'silent' : `${signedFigure(db, 0)} dB`);

/** How loud it comes out. Only the listener's hand moves it. */
export function Volume() {
  const session = useSession();
  const volumeDb = useListen((state) => state.volumeDb);
  const fill = `${((volumeDb - SILENT_VOLUME_DB) / -SILENT_VOLUME_DB) * 100}%`;
  return (
    <div className={css.volume}>
      <Icon name="volume" />
      <input
        type="range"
        aria-label="Volume"
        aria-valuetext={volumeWords(volumeDb)}
        className={controls.range}
        style={{ '--fill': fill } as CSSProperties}
        min={SILENT_VOLUME_DB}
        max={0}
        step={1}
        value={volumeDb}
        onChange={(event) => session.listen.getState().setVolumeDb(event.currentTarget.valueAsNumber)}
      />
      <span className={css.figure}>{volumeWords(volumeDb)}</span>
      <LimiterLight />
    </div>
  );
}

/** Reductions below this are rounding, not work. */
const WORKING_DB = 0.1;
/** A single held-back peak must still be seen. */
const HOLD_MS = 900;

/** Lights while the safety limiter holds peaks back. */
function LimiterLight() {
  const { session, frames } = useDesk();
  const ref = useRef<HTMLSpanElement>(null);
  useScope(
    (scope) => {
      let litUntilMs = 0;
      let isLit = false;
      scope.add(
        frames.add((nowMs) => {
          const reductionDb = session.live.meters()?.limiterReductionDb ?? 0;
          if (reductionDb > WORKING_DB) litUntilMs = nowMs + HOLD_MS;
          const shouldLight = nowMs < litUntilMs;
          if (shouldLight === isLit || !ref.current) return;
          isLit = shouldLight;
          ref.current.dataset['lit'] = String(isLit);
          ref.current.title = isLit ? 'The limiter is holding peaks back' : 'The safety limiter is resting';
        }),
      );
    },
    [session, frames],
  );
  return (
    <span ref={ref} className={css.limiter} data-lit="false" title="The safety limiter is resting">
      <span className={css.lamp} aria-hidden="true" />
      Limiter
    </span>
  );
}
