import { useId, useState } from 'react';
import type { DrillKind } from '../../drills/DrillKind';
import { dueFirst, FEWEST_TRIALS, weakestFirst, type Standing } from '../../drills/standings';
import { correctedAccuracy } from '../../drills/statistics';
import controls from '../controls/controls.module.css';
import train from '../train/train.module.css';
import { counted, intervalFigure, octaveWords, strengthFigure } from '../words/training';
import { dateWords } from './axes';
import css from './SkillList.module.css';
import { percent, wholeNumber } from './words';

const ORDERS = [
  { id: 'due', label: 'Due first', compare: dueFirst },
  { id: 'weak', label: 'Weakest first', compare: weakestFirst },
] as const;

/** Shown before somebody asks for all. */
const SHORT_LIST = 8;

/** Every skill that has been practised, through each device and in each octave. */
export function SkillList({
  standings,
  kindById,
  deviceName,
  onChoose,
}: {
  readonly standings: readonly Standing[];
  readonly kindById: (id: string) => DrillKind | undefined;
  /** @param id null for flat */
  readonly deviceName: (id: string | null) => string;
  /** Shows a skill in the charts. */
  readonly onChoose: (standing: Standing) => void;
}) {
  const id = useId();
  const [order, setOrder] = useState<(typeof ORDERS)[number]['id']>('due');
  const [isWhole, setIsWhole] = useState(false);
  const compare = ORDERS.find((entry) => entry.id === order)!.compare;
  const sorted = standings.toSorted(compare);
  const shown = isWhole ? sorted : sorted.slice(0, SHORT_LIST);
  const dueCount = standings.filter(({ due }) => due?.isDue).length;
  return (
    <section className={css.skills} aria-labelledby={id}>
      <header className={css.head}>
        <div>
          <h2 id={id} className={train.sectionHead}>
            All skills
          </h2>
          <p className={train.hint}>
            {dueCount === 0
              ? 'None is due today. '
              : `${counted(dueCount, 'skill')} ${dueCount === 1 ? 'is' : 'are'} due: the daily workout takes them first. `}
            Right answers are counted without the lucky ones.
          </p>
        </div>
        <fieldset className={train.segments} aria-label="Order of the list">
          {ORDERS.map(({ id: orderId, label }) => (
            <label key={orderId} className={train.segment}>
              <input type="radio" name={id} checked={orderId === order} onChange={() => setOrder(orderId)} />
              {label}
            </label>
          ))}
        </fieldset>
      </header>
      <ul className={css.list} aria-labelledby={id}>
        {shown.map((standing) => (
          <li key={standing.skill}>
            <SkillRow
              standing={standing}
              kind={kindById(standing.kindId)}
              deviceName={deviceName}
              onChoose={() => onChoose(standing)}
            />
          </li>
        ))}
      </ul>
      {sorted.length > SHORT_LIST && (
        <button type="button" className={controls.button} aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? 'Show fewer' : `Show all ${wholeNumber(sorted.length)}`}
        </button>
      )}
    </section>
  );
}

function SkillRow({
  standing,
  kind,
  deviceName,
  onChoose,
}: {
  readonly standing: Standing;
  readonly kind: DrillKind | undefined;
  readonly deviceName: (id: string | null) => string;
  readonly onChoose: () => void;
}) {
  const { band, deviceId, threshold, accuracy, lastDay, due, weakness } = standing;
  const where = [
    ...(band === null ? [] : [octaveWords(band)]),
    ...(kind?.canUseDevice === false ? [] : [deviceName(deviceId)]),
  ].join(' · ');
  const corrected =
    accuracy.chance < 1 ? correctedAccuracy(accuracy.correctCount, accuracy.trialCount, accuracy.chance) : null;
  return (
    <button type="button" className={css.row} onClick={onChoose} title="Show in the charts">
      <span className={css.what}>
        <span className={css.kind}>{kind?.name ?? 'A drill that this version does not have'}</span>
        {where !== '' && <span className={css.where}>{where}</span>}
      </span>
      <span className={css.threshold}>
        {kind && threshold ? (
          <>
            <b>{strengthFigure(kind.strength, threshold.value)}</b>{' '}
            <span className={css.where}>{intervalFigure(kind.strength, threshold)}</span>
          </>
        ) : (
          <span className={css.where}>
            {weakness === null && accuracy.trialCount < FEWEST_TRIALS
              ? `too few trials: ${accuracy.trialCount} of ${FEWEST_TRIALS}`
              : 'no threshold on the scale yet'}
          </span>
        )}
      </span>
      <span className={css.right}>
        {corrected && <>{percent(Math.max(0, corrected.value))} right</>}{' '}
        <span className={css.where}>of {wholeNumber(accuracy.trialCount)}</span>
      </span>
      <span className={css.due} data-due={due?.isDue || undefined}>
        {due?.isDue ? 'due' : due ? dueWords(-due.overdueDays) : ''}
        {lastDay && <span className={css.where}>last {dateWords(lastDay)}</span>}
      </span>
    </button>
  );
}

function dueWords(days: number): string {
  const whole = Math.max(1, Math.round(days));
  return whole === 1 ? 'due tomorrow' : `due in ${whole} days`;
}
