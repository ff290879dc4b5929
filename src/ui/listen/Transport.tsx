import { useRef } from 'react';
import { Icon } from '../icons/Icon';
import controls from '../controls/controls.module.css';
import { SHORTEST_LOOP_SEC, fittedLoop } from '../../store/listenStore';
import { useDesk, useDurationSec, useListen, useSession } from '../SessionContext';
import { useScope } from '../useScope';
import { clock } from '../words/format';
import { SecondsField } from './SecondsField';
import css from './Transport.module.css';

/** Time and loop. */
export function Transport() {
  const session = useSession();
  const durationSec = useDurationSec();
  const isLoopOn = useListen((state) => state.isLoopOn);
  const loop = useListen((state) => state.loop);
  const region = fittedLoop(loop, durationSec) ?? { startSec: 0, endSec: durationSec };
  const isNarrowed = loop !== null && durationSec > 0;
  const { setLoopStart, setLoopEnd, toggleLoop, clearLoop } = session.listen.getState();
  return (
    <div className={css.transport}>
      <p className={css.time}>
        <ElapsedTime />
        <span className={css.total}> / {clock(durationSec)}</span>
      </p>
      <div className={css.loop}>
        <button
          type="button"
          className={css.loopButton}
          aria-label="Loop"
          aria-pressed={isLoopOn}
          aria-keyshortcuts="L"
          onClick={toggleLoop}
        >
          <Icon name="loop" />
          <span aria-hidden="true">Loop</span>
        </button>
        <SecondsField
          label="Loop start"
          word="from"
          valueSec={region.startSec}
          maxSec={Math.max(0, durationSec - SHORTEST_LOOP_SEC)}
          onCommit={(sec) => setLoopStart(sec, durationSec)}
        />
        <SecondsField
          label="Loop end"
          word="to"
          valueSec={region.endSec}
          maxSec={durationSec}
          onCommit={(sec) => setLoopEnd(sec, durationSec)}
        />
        {isNarrowed && (
          <button type="button" className={controls.quiet} onClick={clearLoop}>
            Clear
          </button>
        )}
      </div>
    </div>
  );
}

/** Seconds that have passed, written once a frame and never through React. */
function ElapsedTime() {
  const { session, frames } = useDesk();
  const ref = useRef<HTMLSpanElement>(null);
  useScope(
    (scope) => {
      let shown = '';
      scope.add(
        frames.add(() => {
          const text = clock(session.live.positionSec());
          if (text === shown || !ref.current) return;
          shown = text;
          ref.current.textContent = text;
        }),
      );
    },
    [session, frames],
  );
  return (
    <span ref={ref} className={css.elapsed}>
      0:00
    </span>
  );
}
