import { useEffect, useRef, useState } from 'react';
import { CustomDrillPage } from './CustomDrillPage';
import type { DrillPlan } from './DrillSetup';
import { Invitation } from './Invitation';
import { KindPage } from './KindPage';
import { LearnView } from './LearnView';
import { Notices } from './Notices';
import { placeAt, replaceWithHome, useHash, type Place } from './places';
import css from './train.module.css';
import { SummaryView } from './trial/SummaryView';
import { TrialView } from './trial/TrialView';
import { key, useTrialKeys } from './trial/useTrialKeys';
import { TrainHome, type KindFilter } from './TrainHome';
import { TrainingProvider, useTrain, useTraining } from './TrainingContext';

/** Practise hearing: what to train, one trial at a time, what it came to. */
export default function TrainScreen() {
  return (
    <TrainingProvider>
      <Practice />
    </TrainingProvider>
  );
}

function Practice() {
  const training = useTraining();
  const activity = useTrain((facts) => facts.activity.kind);
  const hash = useHash();
  const place = placeAt(hash, (id) => training.kindById(id) !== undefined);
  const [filter, setFilter] = useState<KindFilter>({ group: null, query: '' });
  // Kept here, because the page of a kind gives way to its sittings and comes back after them.
  const [plans, setPlans] = useState<Readonly<Record<string, DrillPlan>>>({});
  const isLink = place.kind === 'link';
  const kind = place.kind === 'drill' ? training.kindById(place.kindId) : undefined;

  const heldHash = useRef(hash);
  useEffect(() => {
    const isMoved = heldHash.current !== hash;
    heldHash.current = hash;
    // Another screen is on its way in; what runs here stays where it is.
    if (!hash.startsWith('#train')) return;
    // Going elsewhere within Train is leaving; an unfinished sitting can be gone on with.
    if (isMoved && training.store.getState().activity.kind !== 'home') training.leave();
    if (!isLink) return;
    // Either it waits in the store now, or a notice says what is wrong with it: the address has done its work.
    training.invite(hash);
    replaceWithHome();
  }, [training, hash, isLink]);
  // What plays here must not go on behind another screen.
  useEffect(() => () => training.quiet(), [training]);

  useTrialKeys(activity === 'home' ? [] : [{ matches: key('Escape'), run: () => training.leave() }]);

  const ref = useFocusOnArrival(activity, place);
  return (
    <div ref={ref} className={css.screen}>
      <Notices />
      {activity === 'trial' ? (
        <TrialView />
      ) : activity === 'summary' ? (
        <SummaryView />
      ) : activity === 'learn' ? (
        <LearnView />
      ) : (
        <>
          <Invitation />
          {kind ? (
            <KindPage
              key={kind.id}
              kind={kind}
              plan={plans[kind.id]}
              onPlan={(plan) => setPlans({ ...plans, [kind.id]: plan })}
            />
          ) : place.kind === 'own' ? (
            <CustomDrillPage key={place.drillId} drillId={place.drillId} />
          ) : (
            <TrainHome filter={filter} onFilter={setFilter} />
          )}
        </>
      )}
    </div>
  );
}

/**
 * Where the focus goes when one page of Train takes the place of another and takes the focused control with it: to the
 * link that led away, when one comes back to it, else to the heading. Sittings place the focus themselves.
 */
function useFocusOnArrival(activity: string, place: Place): React.RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null);
  const at = activity === 'home' ? JSON.stringify(place) : activity;
  const before = useRef({ at, place });
  useEffect(() => {
    const last = before.current;
    before.current = { at, place };
    if (last.at === at || activity === 'trial' || activity === 'summary') return;
    const left = last.place.kind === 'drill' && place.kind === 'home' ? last.place.kindId : null;
    const link = left === null ? null : ref.current?.querySelector<HTMLElement>(`[data-kind="${left}"]`);
    // A page begins at its top, wherever the one before it had been scrolled to.
    if (!link) document.documentElement.scrollTop = 0;
    if (document.activeElement !== document.body) return;
    if (link) link.focus();
    else ref.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  });
  return ref;
}
