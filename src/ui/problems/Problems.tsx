import { lazy, Suspense } from 'react';
import controls from '../controls/controls.module.css';
import { useLibrary, usePlayback, useSession } from '../SessionContext';
import css from './Problems.module.css';

/** Where the sentences cannot be fetched: no problem goes unsaid. */
function UnknownProblem() {
  return (
    <li className={css.problem}>
      <p>
        <strong>Something went wrong, and what it was could not be loaded.</strong>{' '}
        <span>Check the connection and reload the page. Your tracks are kept.</span>
      </p>
    </li>
  );
}

const ProblemLine = lazy(async () => {
  try {
    return await import('./ProblemLine');
  } catch {
    return { default: UnknownProblem };
  }
});

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
        <Suspense>
          {problems.map((problem) => (
            <ProblemLine key={problem.id} problem={problem} />
          ))}
        </Suspense>
      </ul>
    </div>
  );
}
