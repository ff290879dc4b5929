import { Icon } from '../icons/Icon';
import controls from '../controls/controls.module.css';
import { useLibrary, usePlayback, useSession } from '../SessionContext';
import type { Problem } from '../../store/libraryStore';
import { canTryAgain, isFlaw, problemWords } from '../words/problems';
import css from './Problems.module.css';

/**
 * What went wrong and what to do about it: one alert, a line for each problem. Not atomic, so that a screen reader
 * reads the line that is new and not the whole list again.
 */
export function Problems() {
  const session = useSession();
  const problems = useLibrary((state) => state.problems);
  const isInterrupted = usePlayback((state) => state.engine === 'interrupted');
  if (problems.length === 0 && !isInterrupted) return null;
  return (
    <div role="alert" aria-atomic="false" className={css.alert}>
      {problems.length > 2 && (
        <div className={css.head}>
          <span>{problems.length} messages</span>
          <button
            type="button"
            className={controls.quiet}
            onClick={() => session.library.getState().dismissAllProblems()}
          >
            Dismiss all
          </button>
        </div>
      )}
      <ul className={css.lines}>
        {isInterrupted && (
          <li className={css.problem}>
            <p>
              <strong>Another app or the system took the sound away.</strong> <span>Press Play to go on.</span>
            </p>
          </li>
        )}
        {problems.map((problem) => (
          <ProblemLine key={problem.id} problem={problem} />
        ))}
      </ul>
    </div>
  );
}

function ProblemLine({ problem }: { readonly problem: Problem }) {
  const session = useSession();
  const words = problemWords(problem);
  return (
    <li className={css.problem} data-flaw={isFlaw(problem.code) || undefined}>
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
    </li>
  );
}
