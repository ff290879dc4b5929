import { TrainingProvider, useTrain } from '../train/TrainingContext';

/** How hearing has come on. */
export default function ProgressScreen() {
  return (
    <TrainingProvider>
      <Overview />
    </TrainingProvider>
  );
}

function Overview() {
  const count = useTrain((facts) => facts.days.length);
  return <h1>Progress {count}</h1>;
}
