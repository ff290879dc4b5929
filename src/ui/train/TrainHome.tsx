import { useTrain } from './TrainingContext';

export function TrainHome() {
  const isReady = useTrain((facts) => facts.isReady);
  return <h1>{isReady ? 'Train' : 'Opening your practice…'}</h1>;
}
