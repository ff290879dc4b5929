import { Component, createContext, use, useEffect, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Training } from '../../store/train/Training';
import type { TrainFacts } from '../../store/train/trainStore';
import controls from '../controls/controls.module.css';
import { useSession } from '../SessionContext';
import css from './train.module.css';

const TrainingContext = createContext<Training | null>(null);

/** Waits for the training loop to be fetched, and reads what was kept. */
export function TrainingProvider({ children }: { readonly children: ReactNode }) {
  const session = useSession();
  // Held here, above the place that waits: a failed fetch is tried again when asked for, and not in a circle.
  const [fetching, setFetching] = useState(() => session.training());
  return (
    <FetchTrouble key={attemptOf(fetching)} onRetry={() => setFetching(session.training())}>
      <Opened fetching={fetching}>{children}</Opened>
    </FetchTrouble>
  );
}

/** Without Suspense: React keeps a fallback that has been shown for 300 ms, and this takes fifty. */
function Opened({ fetching, children }: { readonly fetching: Promise<Training>; readonly children: ReactNode }) {
  const [fetched, setFetched] = useState<Training | Error | null>(null);
  useEffect(() => {
    let isWanted = true;
    const arrive = (what: Training | Error): void => {
      if (isWanted) setFetched(what);
    };
    fetching.then(arrive, (error: unknown) => arrive(error instanceof Error ? error : new Error(String(error))));
    return () => {
      isWanted = false;
    };
  }, [fetching]);
  const training = fetched instanceof Error ? null : fetched;
  useEffect(() => void training?.open(), [training]);
  if (fetched instanceof Error) throw fetched;
  if (!training) return <p className={css.opening}>Opening your practice…</p>;
  return <TrainingContext value={training}>{children}</TrainingContext>;
}

const attempts = new WeakMap<Promise<Training>, number>();
let attemptCount = 0;

/** A new attempt needs a new boundary: one that has caught an error stays closed. */
function attemptOf(fetching: Promise<Training>): number {
  const attempt = attempts.get(fetching) ?? ++attemptCount;
  attempts.set(fetching, attempt);
  return attempt;
}

/** The training loop is a part of the page of its own, and the line may be down when it is fetched. */
class FetchTrouble extends Component<
  { readonly onRetry: () => void; readonly children: ReactNode },
  { readonly hasFailed: boolean }
> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <div role="alert" className={css.trouble}>
        <p>
          <strong>This part of the page could not be opened.</strong> Check the connection and try again; what you have
          practised is kept.
        </p>
        <button type="button" className={controls.button} onClick={this.props.onRetry}>
          Try again
        </button>
      </div>
    );
  }
}

export function useTraining(): Training {
  const training = use(TrainingContext);
  if (!training) throw new Error('This part of the screen needs a TrainingProvider above it');
  return training;
}

export const useTrain = <T,>(select: (facts: TrainFacts) => T): T => useStore(useTraining().store, select);
