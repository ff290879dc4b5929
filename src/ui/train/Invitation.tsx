import { useId } from 'react';
import controls from '../controls/controls.module.css';
import { useSession } from '../SessionContext';
import { blockWords } from '../words/training';
import css from './Invitation.module.css';
import shared from './train.module.css';
import { useTrain, useTraining } from './TrainingContext';

/** A drill that came by link: what it is, and whether to take it now. */
export function Invitation() {
  const training = useTraining();
  const { deviceById } = useSession();
  const invitation = useTrain((facts) => facts.invitation);
  const titleId = useId();
  if (!invitation) return null;
  const { title, blocks } = invitation;
  return (
    <section className={css.invitation} aria-labelledby={titleId}>
      <h2 id={titleId}>{title === '' ? 'A drill for you' : title}</h2>
      <p className={css.line}>
        Somebody shared this drill with you. It plays the demo song, and everybody who opens the link gets the same
        trials. Your own practice so far makes no difference to it.
      </p>
      <ol className={css.blocks}>
        {blocks.map((spec, index) => {
          const kind = training.kindById(spec.kindId);
          const deviceName = spec.deviceId === null ? null : (deviceById(spec.deviceId)?.name ?? spec.deviceId);
          return (
            // Blocks stand still and may repeat.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index}>
              <strong>{kind?.name ?? spec.kindId}</strong>
              <span>{blockWords(spec, kind, deviceName)}</span>
            </li>
          );
        })}
      </ol>
      <div className={css.actions}>
        <button type="button" className={shared.primary} onClick={() => void training.acceptInvitation()}>
          Start
        </button>
        <button type="button" className={controls.button} onClick={() => training.declineInvitation()}>
          Not now
        </button>
      </div>
    </section>
  );
}
