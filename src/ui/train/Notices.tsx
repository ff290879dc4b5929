import controls from '../controls/controls.module.css';
import { Icon } from '../icons/Icon';
import { noticeWords, waitingWords } from '../words/training';
import { useTrain, useTraining } from './TrainingContext';
import css from './train.module.css';

/** What went wrong or was done, and what to do now. The region is always there, so that a new sentence is announced. */
export function Notices() {
  const training = useTraining();
  const notice = useTrain((facts) => facts.notice);
  const isBusyElsewhere = useTrain((facts) => facts.isBusyElsewhere);
  const words = notice && noticeWords(notice);
  const waiting = useTrain((facts) => facts.waiting);
  const waitingSays = waiting.cause && waitingWords(waiting);
  const isGood = notice?.code === 'import-done' || notice?.code === 'repair-done';
  return (
    <div className={css.notices}>
      {isBusyElsewhere && (
        <div role="alert" className={css.notice}>
          <p>
            <strong>Another tab of this browser is in the middle of a drill.</strong>{' '}
            <span>Finish there, or train here instead; that tab then keeps its place.</span>
          </p>
          <div className={css.noticeActions}>
            <button type="button" className={controls.button} onClick={() => training.takeOver()}>
              Train here instead
            </button>
          </div>
        </div>
      )}
      {/* Its count goes up with every answer: said when there is a pause, and not into the next question. */}
      <div role="status" aria-label="Not stored yet" className={css.waiting}>
        {waitingSays && (
          <div className={css.notice}>
            <p>
              <strong>{waitingSays.happened}</strong> <span>{waitingSays.remedy}</span>
            </p>
            <div className={css.noticeActions}>
              <button type="button" className={controls.button} onClick={() => void training.writeWaiting()}>
                Store now
              </button>
            </div>
          </div>
        )}
      </div>
      {words && (
        <div role="alert" className={css.notice} data-good={isGood || undefined}>
          <p>
            <strong>{words.happened}</strong> <span>{words.remedy}</span>
          </p>
          <div className={css.noticeActions}>
            <button
              type="button"
              className={controls.icon}
              aria-label={`Dismiss: ${words.happened}`}
              onClick={() => training.dismissNotice()}
            >
              <Icon name="close" />
            </button>
          </div>
        </div>
      )}
    </div>
  );
}
