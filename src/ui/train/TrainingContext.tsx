import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Training } from '../../store/train/Training';
import type { TrainFacts } from '../../store/train/trainStore';
import { PartMissing } from '../problems/lazyPart';
import { useSession } from '../SessionContext';
import css from './train.module.css';

const TrainingContext = createContext<Training | null>(null);

/** Waits for the training loop to be fetched, and reads what was kept; the {@link PartBoundary} above tries again. */
export function TrainingProvider({ children }: { readonly children: ReactNode }) {
  const session = useSession();
  const [fetching] = useState(() => session.training());
  // Without Suspense: React keeps a fallback that has been shown for 300 ms, and this takes fifty.
  const [fetched, setFetched] = useState<Training | PartMissing | null>(null);
  useEffect(() => {
    let isWanted = true;
    const arrive = (what: Training | PartMissing): void => {
      if (isWanted) setFetched(what);
    };
    fetching.then(arrive, (error: unknown) => arrive(new PartMissing(error)));
    return () => {
      isWanted = false;
    };
  }, [fetching]);
  const training = fetched instanceof PartMissing ? null : fetched;
  useEffect(() => void training?.open(), [training]);
  if (fetched instanceof PartMissing) throw fetched;
  if (!training) return <p className={css.opening}>Opening your practice…</p>;
  return <TrainingContext value={training}>{children}</TrainingContext>;
}

export function useTraining(): Training {
  const training = use(TrainingContext);
  if (!training) throw new Error('This part of the screen needs a TrainingProvider above it');
  return training;
}

export const useTrain = <T,>(select: (facts: TrainFacts) => T): T => useStore(useTraining().store, select);
