import { Component, useMemo, useRef, useState, type ReactNode } from 'react';
import { dayEarlier, dayOf, practisedKinds, thresholdCourses, type PractisedKind } from '../../drills/progress';
import type { DaySummary } from '../../drills/records';
import { skillStandings } from '../../drills/standings';
import controls from '../controls/controls.module.css';
import { useSession } from '../SessionContext';
import { Notices } from '../train/Notices';
import train from '../train/train.module.css';
import { TrainingProvider, useTrain, useTraining } from '../train/TrainingContext';
import { damageWords } from '../words/training';
import { PracticeSummary } from './PracticeSummary';
import { ProgressData } from './ProgressData';
import css from './ProgressScreen.module.css';
import { SkillCharts } from './SkillCharts';
import { PERIODS, SkillChooser, type PeriodId } from './SkillChooser';
import { SkillList } from './SkillList';

/** How hearing has come on. */
export default function ProgressScreen() {
  return (
    <TrainingProvider>
      <ProgressOverview />
    </TrainingProvider>
  );
}

/** @param now milliseconds since 1970 at which the screen was opened */
export function ProgressOverview({ now: given }: { readonly now?: number }) {
  const [openedAt] = useState(() => given ?? Date.now());
  const isReady = useTrain((facts) => facts.isReady);
  const days = useTrain((facts) => facts.days);
  const heading = useRef<HTMLHeadingElement>(null);
  // Other figures are another attempt at drawing them.
  const attempt = useAttempt(days);
  const today = dayOf(openedAt);
  return (
    <div className={css.screen}>
      <Notices />
      <h1 ref={heading} tabIndex={-1} className={train.heading}>
        Progress
      </h1>
      {!isReady && days.length === 0 ? (
        <p className={train.opening}>Opening your practice…</p>
      ) : (
        <>
          <Damage />
          {days.length === 0 ? (
            <Invitation />
          ) : (
            <FiguresTrouble key={attempt}>
              <Practice days={days} now={openedAt} today={today} />
            </FiguresTrouble>
          )}
          <ProgressData onCleared={() => heading.current?.focus()} />
        </>
      )}
    </div>
  );
}

/** Counts the values that it is given one after another. */
function useAttempt(value: unknown): number {
  const [known, setKnown] = useState({ value, attempt: 0 });
  if (known.value === value) return known.attempt;
  setKnown({ value, attempt: known.attempt + 1 });
  return known.attempt + 1;
}

function RepairButton() {
  const training = useTraining();
  const [isBusy, setIsBusy] = useState(false);
  return (
    <button
      type="button"
      className={controls.button}
      disabled={isBusy}
      onClick={() => {
        setIsBusy(true);
        void training.repairProgress().finally(() => setIsBusy(false));
      }}
    >
      {isBusy ? 'Repairing…' : 'Repair'}
    </button>
  );
}

/** Stored rows that hold nothing are left out, and said once. */
function Damage() {
  const damage = useTrain((facts) => facts.damage);
  if (!damage) return null;
  const { happened, remedy } = damageWords(damage);
  return (
    <div role="alert" className={train.notice}>
      <p>
        <strong>{happened}</strong> <span>{remedy}</span>
      </p>
      <div className={train.noticeActions}>
        <RepairButton />
      </div>
    </div>
  );
}

/** Whatever the figures trip over: what can be done with the data stays within reach. */
class FiguresTrouble extends Component<{ readonly children: ReactNode }, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <div role="alert" className={train.notice}>
        <p>
          <strong>Your practice is stored, but its figures cannot be drawn.</strong>{' '}
          <span>Repair works them out again from your trials; export first to keep a copy.</span>
        </p>
        <div className={train.noticeActions}>
          <RepairButton />
        </div>
      </div>
    );
  }
}

function Invitation() {
  return (
    <div className={css.invitation}>
      <p className={css.inviting}>Nothing practised yet.</p>
      <p className={train.hint}>
        After about fifteen trials of a drill this page says how small a difference you hear, how sure that figure is,
        and how it changes from week to week: for each skill, in each octave, through each device.
      </p>
      <a className={css.go} href="#train">
        Go to Train
      </a>
    </div>
  );
}

interface Choice {
  readonly kindId: string;
  readonly deviceId: string | null;
  readonly band: number | null;
}

function Practice({
  days,
  now,
  today,
}: {
  readonly days: readonly DaySummary[];
  readonly now: number;
  readonly today: string;
}) {
  const training = useTraining();
  const { catalogue } = useSession();
  const skills = useTrain((facts) => facts.skills);
  const [wanted, setWanted] = useState<Choice | null>(null);
  const [period, setPeriod] = useState<PeriodId>('all');
  const charts = useRef<HTMLElement>(null);
  const { kinds, kindById } = training;
  const practised = useMemo(() => practisedKinds(days).filter(({ kindId }) => kindById(kindId)), [days, kindById]);
  const standings = useMemo(() => skillStandings(skills, days, kinds, now), [skills, days, kinds, now]);
  const chosen = useMemo(() => resolve(wanted, practised, days), [wanted, practised, days]);
  const flatName = catalogue.find(({ family }) => family === 'reference')?.name ?? 'Flat reference';
  const deviceName = (id: string | null): string =>
    id === null ? flatName : (catalogue.find((device) => device.id === id)?.name ?? 'A device that is gone');
  const kind = chosen && kindById(chosen.kind.kindId);
  const length = PERIODS.find(({ id }) => id === period)!.days;
  return (
    <>
      <PracticeSummary days={days} today={today} />
      {chosen && kind && (
        <section ref={charts} className={css.charts} aria-label={kind.name} tabIndex={-1}>
          <SkillChooser
            kinds={practised.flatMap(({ kindId }) => kindById(kindId) ?? [])}
            kind={kind}
            devices={chosen.kind.devices}
            device={chosen.device}
            band={chosen.band}
            period={period}
            deviceName={deviceName}
            onKind={(kindId) => setWanted({ kindId, deviceId: chosen.device.deviceId, band: chosen.band })}
            onDevice={(deviceId) => setWanted({ kindId: kind.id, deviceId, band: chosen.band })}
            onBand={(band) => setWanted({ kindId: kind.id, deviceId: chosen.device.deviceId, band })}
            onPeriod={setPeriod}
          />
          <SkillCharts
            kind={kind}
            deviceId={chosen.device.deviceId}
            band={chosen.band}
            days={days}
            standings={standings}
            from={length === null ? null : dayEarlier(today, length - 1)}
            today={today}
            catalogue={catalogue}
            deviceName={deviceName}
          />
        </section>
      )}
      <SkillList
        standings={standings}
        kindById={kindById}
        deviceName={deviceName}
        onChoose={({ kindId, deviceId, band }) => {
          setWanted({ kindId, deviceId, band });
          charts.current?.focus({ preventScroll: true });
          charts.current?.scrollIntoView({ block: 'start' });
        }}
      />
    </>
  );
}

/** What the charts show: what was asked for as far as it has been practised, else what was practised last and most. */
function resolve(wanted: Choice | null, practised: readonly PractisedKind[], days: readonly DaySummary[]) {
  const kind = practised.find(({ kindId }) => kindId === wanted?.kindId) ?? practised[0];
  if (!kind) return null;
  const most = kind.devices.toSorted((a, b) => b.trialCount - a.trialCount)[0];
  const device = kind.devices.find(({ deviceId }) => wanted && deviceId === wanted.deviceId) ?? most;
  if (!device) return null;
  const isPractised = wanted !== null && wanted.band !== null && device.bands.includes(wanted.band);
  return { kind, device, band: isPractised ? wanted.band : fullestBand(kind.kindId, device, days) };
}

/** The octave of which most is known. */
function fullestBand(
  kindId: string,
  { deviceId, bands }: PractisedKind['devices'][number],
  days: readonly DaySummary[],
): number | null {
  const courses = thresholdCourses(days, { kindId, deviceId });
  const pointCount = (band: number): number => courses.find((course) => course.band === band)?.points.length ?? 0;
  return bands.toSorted((a, b) => pointCount(b) - pointCount(a) || a - b)[0] ?? null;
}
