import type { DrillGroup } from '../../drills/DrillKind';
import { CustomDrills } from './CustomDrills';
import { KindList } from './KindList';
import { Material } from './Material';
import css from './TrainHome.module.css';
import shared from './train.module.css';
import { useTrain } from './TrainingContext';
import { UnfinishedSitting } from './UnfinishedSitting';
import { WorkoutCard } from './WorkoutCard';

export interface KindFilter {
  readonly group: DrillGroup | null;
  readonly query: string;
}

/** What to do today; everything there is; what it is done with. */
export function TrainHome({
  filter,
  onFilter,
}: {
  readonly filter: KindFilter;
  readonly onFilter: (filter: KindFilter) => void;
}) {
  const isReady = useTrain((facts) => facts.isReady);
  return (
    <div className={css.home}>
      <h1 className={shared.heading} tabIndex={-1}>
        Train
      </h1>
      <div className={css.top}>
        <div className={css.today}>
          {isReady ? (
            <>
              <UnfinishedSitting />
              <WorkoutCard />
            </>
          ) : (
            <p className={css.reading}>Reading your practice…</p>
          )}
        </div>
        <Material />
      </div>
      <CustomDrills />
      <KindList filter={filter} onFilter={onFilter} />
    </div>
  );
}
