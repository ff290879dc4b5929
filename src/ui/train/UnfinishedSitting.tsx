import { useId } from 'react';
import controls from '../controls/controls.module.css';
import { counted } from '../words/training';
import css from './UnfinishedSitting.module.css';
import { useTrain, useTraining } from './TrainingContext';

const WHEN = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  hour: '2-digit',
  minute: '2-digit',
});

/** A sitting that was left: it can be gone on with at the same trial. */
export function UnfinishedSitting() {
  const training = useTraining();
  const open = useTrain((facts) => facts.openSession);
  const titleId = useId();
  if (!open) return null;
  const trialCount = open.blocks.reduce((sum, block) => sum + block.trialCount, 0);
  return (
    <section className={css.unfinished} aria-labelledby={titleId}>
      <div className={css.words}>
        <h2 id={titleId}>Unfinished: {open.title}</h2>
        <p>
          {open.answers.length} of {counted(trialCount, 'trial')} answered, left on {WHEN.format(open.savedAt)}. What
          you have answered counts either way.
        </p>
      </div>
      <div className={css.actions}>
        <button type="button" className={controls.button} onClick={() => void training.resume()}>
          Go on
        </button>
        <button type="button" className={controls.quiet} onClick={() => void training.discardOpenSession()}>
          Discard
        </button>
      </div>
    </section>
  );
}
