import { useId } from 'react';
import { Switch } from '../controls/Switch';
import { useListen, useSession } from '../SessionContext';
import css from './MatchSwitch.module.css';

export function MatchSwitch() {
  const session = useSession();
  const isMatching = useListen((state) => state.isMatching);
  const helpId = useId();
  return (
    <div className={css.match}>
      <Switch
        label="Match loudness"
        isOn={isMatching}
        describedBy={helpId}
        keyShortcut="M"
        onToggle={() => session.listen.getState().toggleMatching()}
      />
      <p id={helpId} className={css.help}>
        {isMatching ? 'Every target is as loud as flat.' : 'True level: as loud as it makes your mix.'}
      </p>
    </div>
  );
}
