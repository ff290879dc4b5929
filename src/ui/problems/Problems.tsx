import { Icon } from '../icons/Icon';
import controls from '../controls/controls.module.css';
import { useLibrary, usePlayback, useSession } from '../SessionContext';
import { canTryAgain, problemWords } from '../words/problems';
import css from './Problems.module.css';

/** What went wrong and what to do about it. The region is always there, so that a new sentence is announced. */
export function Problems() {
  const session = useSession();
  const problems = useLibrary((state) => state.problems);
  const isInterrupted = usePlayback((state) => state.engine === 'interrupted');
  return (
    <div className={css.stack}>
      {isInterrupted && (
        <div role="alert" className={css.problem}>
          <p>
            <strong>Another app or the system took the sound away.</strong> <span>Press Play to go on.</span>
          </p>
        </div>
      )}
      {problems.map((problem) => {
        const words = problemWords(problem);
        return (
          <div key={problem.id} role="alert" className={css.problem}>
            <p>
              <strong>{words.happened}</strong> <span>{words.remedy}</span>
            </p>
            <div className={css.actions}>
              {canTryAgain(problem.code) && (
                <button type="button" className={controls.button} onClick={() => session.retryAudio()}>
                  Try again
                </button>
              )}
              <button
                type="button"
                className={controls.icon}
                aria-label={`Dismiss: ${words.happened}`}
                onClick={() => session.library.getState().dismissProblem(problem.id)}
              >
                <Icon name="close" />
              </button>
            </div>
          </div>
        );
      })}
    </div>
  );
}
