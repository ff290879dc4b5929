import { dayEarlier, practiceByDay, streakOf } from '../../drills/progress';
import type { DaySummary } from '../../drills/records';
import { dateWords } from './axes';
import css from './PracticeSummary.module.css';
import { practiceWords, wholeNumber } from './words';

const WEEK = 7;
const STRIP_DAYS = 28;

/** How much has been practised: the past week, four weeks day by day, in all. */
export function PracticeSummary({ days, today }: { readonly days: readonly DaySummary[]; readonly today: string }) {
  const practised = practiceByDay(days);
  const since = (day: string): number =>
    practised.reduce((sum, entry) => sum + (entry.day >= day && entry.day <= today ? entry.practiceMs : 0), 0);
  const streak = streakOf(days, today);
  const inAllMs = practised.reduce((sum, { practiceMs }) => sum + practiceMs, 0);
  const trialCount = practised.reduce((sum, entry) => sum + entry.trialCount, 0);
  const byDay = new Map(practised.map((entry) => [entry.day, entry.practiceMs]));
  const strip = Array.from({ length: STRIP_DAYS }, (_, i) => {
    const day = dayEarlier(today, STRIP_DAYS - 1 - i);
    return { day, ms: byDay.get(day) ?? 0 };
  });
  const longestMs = Math.max(1, ...strip.map(({ ms }) => ms));
  const stripCount = strip.filter(({ ms }) => ms > 0).length;
  const best = strip.toSorted((a, b) => b.ms - a.ms)[0]!;
  return (
    <div className={css.summary}>
      <dl className={css.figures}>
        <div>
          <dt>Past 7 days</dt>
          <dd>{practiceWords(since(dayEarlier(today, WEEK - 1)))}</dd>
        </div>
        <div>
          <dt>In all</dt>
          <dd>{practiceWords(inAllMs)}</dd>
        </div>
        <div>
          <dt>Trials</dt>
          <dd>{wholeNumber(trialCount)}</dd>
        </div>
      </dl>
      {streak.current > 1 && <p className={css.streak}>{streak.current} days in a row</p>}
      <p className="visuallyHidden">
        {stripCount === 0
          ? 'No practice in the past four weeks'
          : `Practice on ${stripCount} of the past 28 days, the most on ${dateWords(best.day)}: ${practiceWords(best.ms)}`}
      </p>
      <div className={css.strip} aria-hidden="true">
        {strip.map(({ day, ms }) => (
          <span key={day} title={`${dateWords(day)}: ${practiceWords(ms)}`} data-practised={ms > 0 || undefined}>
            <span style={{ height: `${ms > 0 ? Math.max(8, (ms / longestMs) * 100) : 0}%` }} />
          </span>
        ))}
      </div>
    </div>
  );
}
