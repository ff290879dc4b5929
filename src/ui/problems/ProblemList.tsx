import { useEffect, useState } from 'react';
import controls from '../controls/controls.module.css';
import { Dialog } from '../controls/Dialog';
import { Icon } from '../icons/Icon';
import { useLibrary, usePlayback, useSession } from '../SessionContext';
import type { Problem, ProblemCode } from '../../store/libraryStore';
import { canTryAgain, groupProblems, groupWords, isFlaw, problemWords, type ProblemGroup } from '../words/problems';
import css from './Problems.module.css';

/** What grows by a file at a time is drawn, and read out, no more often than this. */
const DRAW_EVERY_MS = 2000;
/** So many are drawn at once. */
const FEW = 4;

/** What is gone goes at once; many that come do not come one by one. */
function useSettledProblems(): readonly Problem[] {
  const { library } = useSession();
  const problems = useLibrary((state) => state.problems);
  const [drawn, setDrawn] = useState(problems);
  const isGrowing = problems.length > FEW && problems.length > drawn.length;
  useEffect(() => {
    if (!isGrowing) return undefined;
    // More may come between the timer and the drawing: each drawing that is not the last waits for another.
    const timer = setTimeout(() => {
      const now = library.getState().problems;
      if (now !== drawn) setDrawn(now);
    }, DRAW_EVERY_MS);
    return () => clearTimeout(timer);
  }, [isGrowing, drawn, library]);
  if (!isGrowing && drawn !== problems) setDrawn(problems);
  if (!isGrowing) return problems;
  const present = new Set(problems);
  return drawn.filter((problem) => present.has(problem));
}

/**
 * One alert, a line for each problem or for many of one kind. Not atomic, so that a screen reader reads the line that is
 * new and not the whole list again. The names of many files stand in a dialog beside it: inside they would be read out.
 */
export default function ProblemList() {
  const session = useSession();
  const problems = useSettledProblems();
  const isInterrupted = usePlayback((state) => state.engine === 'interrupted');
  const [listed, setListed] = useState<ProblemCode | null>(null);
  const groups = groupProblems(problems);
  const group = groups.find(({ code, problems: { length } }) => code === listed && length > 1);
  return (
    <>
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
          {groups.map((line) => (
            <ProblemLine
              // A group that grows is the same line; a problem that is told again is a new one, to be read out again.
              key={line.problems.length > 1 ? line.code : line.problems[0].id}
              group={line}
              onList={() => setListed(line.code)}
            />
          ))}
        </ul>
      </div>
      {group && (
        <Dialog title={groupWords(group).happened} onClose={() => setListed(null)}>
          <ul className={css.names}>
            {group.problems.map((problem) => (
              <li key={problem.id}>{nameOf(problem)}</li>
            ))}
          </ul>
        </Dialog>
      )}
    </>
  );
}

/** The file; where the case has figures of its own, its sentence. */
const nameOf = (problem: Problem): string =>
  problem.subject === undefined || Object.keys(problem.detail).length > 0
    ? problemWords(problem).happened
    : problem.subject;

function ProblemLine({ group, onList }: { readonly group: ProblemGroup<Problem>; readonly onList: () => void }) {
  const session = useSession();
  const words = groupWords(group);
  const { code, problems } = group;
  const dismiss = (): void => {
    const { dismissProblem, dismissProblemsOf } = session.library.getState();
    if (problems.length > 1) dismissProblemsOf([code]);
    else dismissProblem(problems[0].id);
  };
  return (
    <li className={css.problem} data-flaw={isFlaw(code) || undefined}>
      <p>
        <strong>{words.happened}</strong> <span>{words.remedy}</span>
      </p>
      <div className={css.actions}>
        {canTryAgain(code) && (
          <button type="button" className={controls.button} onClick={() => session.retryAudio()}>
            Try again
          </button>
        )}
        {problems.length > 1 && (
          <button type="button" className={controls.button} aria-haspopup="dialog" onClick={onList}>
            Show list
          </button>
        )}
        <button type="button" className={controls.icon} aria-label={`Dismiss: ${words.happened}`} onClick={dismiss}>
          <Icon name="close" />
        </button>
      </div>
    </li>
  );
}
