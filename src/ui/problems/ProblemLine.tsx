import { Icon } from '../icons/Icon';
import controls from '../controls/controls.module.css';
import { useSession } from '../SessionContext';
import type { Problem } from '../../store/libraryStore';
import { canTryAgain, isFlaw, problemWords } from '../words/problems';
import css from './Problems.module.css';

/** What happened and what to do. A chunk of its own: most visits need none of its sentences. */
export default function ProblemLine({ problem }: { readonly problem: Problem }) {
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
