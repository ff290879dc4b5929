import { Suspense } from 'react';
import { useLibrary, usePlayback } from '../SessionContext';
import { lazyPart } from './lazyPart';

const ProblemList = lazyPart(() => import('./ProblemList'));

/** What went wrong and what to do about it. The sentences are a chunk of their own: most visits need none of them. */
export function Problems() {
  const hasProblems = useLibrary((state) => state.problems.length > 0);
  const isInterrupted = usePlayback((state) => state.engine === 'interrupted');
  if (!hasProblems && !isInterrupted) return null;
  return (
    <Suspense>
      <ProblemList />
    </Suspense>
  );
}
