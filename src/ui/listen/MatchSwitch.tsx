import { useId } from 'react';
import { useListen, useSession } from '../SessionContext';
import css from './MatchSwitch.module.css';

export function MatchSwitch() {
  const session = useSession();
  const isMatching = useListen((state) => state.isMatching);
  const helpId = useId();
  return (
    <div className={css.match}>
      <button
        type="button"
        role="switch"
        className={css.switch}
        aria-checked={isMatching}
        aria-describedby={helpId}
        aria-keyshortcuts="M"
        onClick={() => session.listen.getState().toggleMatching()}
      >
        <span className={css.rail} aria-hidden="true">
          <span className={css.knob} />
        </span>
        Match loudness
      </button>
      <p id={helpId} className={css.help}>
        {isMatching
          ? 'Every target is as loud as the flat reference, so you compare the sound and not the level.'
          : 'True level: each target is as loud or as quiet as it makes your mix.'}
      </p>
    </div>
  );
}
