import { useId } from 'react';
import { Icon } from '../icons/Icon';
import controls from '../controls/controls.module.css';
import { useSession } from '../SessionContext';
import { blockWords, counted, minutesWords } from '../words/training';
import { useTrainTracks } from './Material';
import { drillHref } from './places';
import shared from './train.module.css';
import { useTrain, useTraining } from './TrainingContext';
import css from './WorkoutCard.module.css';

/** Today's ten minutes: what is weakest and due, and why. */
export function WorkoutCard() {
  const training = useTraining();
  const { deviceById } = useSession();
  const workout = useTrain((facts) => facts.workout);
  const trackIds = useTrainTracks();
  const titleId = useId();
  const minutes = workout.reduce((sum, block) => sum + block.minutes, 0);
  // What holds for all of them is said once.
  const isOneReason = workout.length > 1 && workout.every(({ reason }) => reason === workout[0]!.reason);
  if (workout.length === 0) {
    return (
      <section className={css.workout} aria-labelledby={titleId}>
        <h2 id={titleId} className={css.title}>
          Nothing is due today
        </h2>
        <p className={css.line}>
          Whatever you train now comes back when it is worth another look. Choose a drill below.
        </p>
      </section>
    );
  }
  return (
    <section className={css.workout} aria-labelledby={titleId}>
      <h2 id={titleId} className={css.title}>
        Today’s workout
      </h2>
      <p className={css.line}>
        About {minutesWords(minutes)}, {counted(workout.length, 'drill')}
        {isOneReason && `: ${workout[0]!.reason}`}. Leave when you like, and go on later.
      </p>
      <ol className={css.blocks}>
        {workout.map(({ spec, reason, minutes: length }, index) => {
          const kind = training.kindById(spec.kindId);
          const name = kind?.name ?? spec.kindId;
          const deviceName = spec.deviceId === null ? null : (deviceById(spec.deviceId)?.name ?? spec.deviceId);
          return (
            // The plan stands still until it is made anew, and may name a kind twice.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index} className={css.block}>
              <span className={css.at} aria-hidden="true">
                {index + 1}
              </span>
              <div className={css.what}>
                <a href={drillHref(spec.kindId)} data-kind={spec.kindId} className={css.name}>
                  {name}
                </a>
                {!isOneReason && <p className={css.reason}>{reason}</p>}
                <p className={css.terms}>{blockWords(spec, kind, deviceName)}</p>
              </div>
              <span className={css.length}>{minutesWords(length)}</span>
              <button
                type="button"
                className={controls.icon}
                aria-label={`Start ${name} alone`}
                title="Start this one alone"
                onClick={() => void training.start(name, [spec.trackIds.length > 0 ? spec : { ...spec, trackIds }])}
              >
                <Icon name="play" />
              </button>
            </li>
          );
        })}
      </ol>
      <button type="button" className={shared.primary} onClick={() => void training.startWorkout(trackIds)}>
        <Icon name="play" />
        Start workout
      </button>
    </section>
  );
}
