import { useEffect, useEffectEvent } from 'react';
import { Scope } from '../../../core/scope';
import { useDesk } from '../../SessionContext';
import { useTraining } from '../TrainingContext';

/** Calls once a frame, while it moves, with the place in the passage in seconds. Never passes through React's state. */
export function usePosition(draw: (positionSec: number) => void): void {
  const { frames } = useDesk();
  const training = useTraining();
  const onFrame = useEffectEvent(draw);
  useEffect(() => {
    const scope = new Scope();
    let shown = Number.NaN;
    scope.add(
      frames.add(() => {
        const positionSec = training.positionSec();
        if (positionSec !== shown) onFrame(positionSec);
        shown = positionSec;
        if (training.store.getState().isPlaying) frames.wake();
      }),
    );
    scope.add(training.store.subscribe(() => frames.wake()));
    return () => scope.close();
  }, [frames, training]);
}
