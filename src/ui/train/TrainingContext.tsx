import { createContext, use, useEffect, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Training } from '../../store/train/Training';
import type { TrainFacts } from '../../store/train/trainStore';
import { useSession } from '../SessionContext';

const TrainingContext = createContext<Training | null>(null);

/** Waits for the training loop to be fetched, and reads what was kept. */
export function TrainingProvider({ children }: { readonly children: ReactNode }) {
  const training = use(useSession().training());
  useEffect(() => void training.open(), [training]);
  return <TrainingContext value={training}>{children}</TrainingContext>;
}

export function useTraining(): Training {
  const training = use(TrainingContext);
  if (!training) throw new Error('This part of the screen needs a TrainingProvider above it');
  return training;
}

export const useTrain = <T,>(select: (facts: TrainFacts) => T): T => useStore(useTraining().store, select);
