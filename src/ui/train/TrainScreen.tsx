import { TrainingProvider } from './TrainingContext';
import { TrainHome } from './TrainHome';

/** Practise hearing: what to train, one trial at a time, what it came to. */
export default function TrainScreen() {
  return (
    <TrainingProvider>
      <TrainHome />
    </TrainingProvider>
  );
}
