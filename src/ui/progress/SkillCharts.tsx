import type { DeviceProfile } from '../../devices/DeviceProfile';
import type { DrillKind } from '../../drills/DrillKind';
import {
  accuracyByOctave,
  accuracyOver,
  confusionCounts,
  thresholdCourses,
  type ProgressFilter,
} from '../../drills/progress';
import type { DaySummary } from '../../drills/records';
import { FEWEST_TRIALS, type Standing } from '../../drills/standings';
import { correctedAccuracy, wilsonInterval } from '../../drills/statistics';
import { useLibrary } from '../SessionContext';
import { intervalFigure, octaveWords, strengthFigure } from '../words/training';
import { dateWords, dayNumber } from './axes';
import { ConfusionTable } from './ConfusionTable';
import { DotIntervals, type IntervalRow } from './DotIntervals';
import { OctaveAccuracy } from './OctaveAccuracy';
import css from './ProgressScreen.module.css';
import { ThresholdChart } from './ThresholdChart';
import { capitalised, itemWords, percent, plusMinus, wholeNumber } from './words';

/** A course of a day or two still gets an axis that can be read. */
const SHORTEST_AXIS_DAYS = 7;

/** Everything that is known of one skill, drawn. */
export function SkillCharts({
  kind,
  deviceId,
  band,
  days,
  standings,
  from,
  today,
  catalogue,
  deviceName,
}: {
  readonly kind: DrillKind;
  readonly deviceId: string | null;
  readonly band: number | null;
  readonly days: readonly DaySummary[];
  readonly standings: readonly Standing[];
  /** First day that counts; null for all. */
  readonly from: string | null;
  readonly today: string;
  readonly catalogue: readonly DeviceProfile[];
  readonly deviceName: (id: string | null) => string;
}) {
  const tracks = useLibrary((state) => state.tracks);
  const filter: ProgressFilter = { kindId: kind.id, deviceId, ...(from !== null && { from }) };
  const points = thresholdCourses(days, filter).find((course) => course.band === band)?.points ?? [];
  const ofKind = standings.filter((standing) => standing.kindId === kind.id);
  const chosen = ofKind.find((standing) => standing.deviceId === deviceId && standing.band === band);
  const byDevice = ofKind
    .filter((standing) => standing.band === band)
    .flatMap(rowsOf((standing) => ({ name: deviceName(standing.deviceId), isChosen: standing.deviceId === deviceId })))
    .toSorted((a, b) => a.name.localeCompare(b.name));
  const byOctave = ofKind
    .filter((standing) => standing.deviceId === deviceId && standing.band !== null)
    .toSorted((a, b) => a.band! - b.band!)
    .flatMap(rowsOf((standing) => ({ name: octaveWords(standing.band!), isChosen: standing.band === band })));
  const octaves = accuracyByOctave(days, filter);
  const overall = accuracyOver(days, filter);
  const where = [...(band === null ? [] : [octaveWords(band)]), deviceName(deviceId)].join(', through ');
  const lastDay = dayNumber(today);
  const firstDay = from ?? points[0]?.day ?? today;
  return (
    <>
      <div className={css.stand}>
        <h2 className={css.standLabel}>
          {capitalised(kind.strength.name)}
          {band === null && !kind.canUseDevice ? '' : ` ${band === null ? 'through' : 'at'} ${where}`}
        </h2>
        {chosen?.threshold ? (
          <>
            <p className={css.standValue}>{strengthFigure(kind.strength, chosen.threshold.value)}</p>
            <p className={css.standNote}>
              What you hear half the time; 95 % interval {intervalFigure(kind.strength, chosen.threshold)}.
            </p>
          </>
        ) : (
          <>
            <p className={css.standValue} data-none>
              No threshold yet
            </p>
            <p className={css.standNote}>{missingWords(chosen)}</p>
          </>
        )}
        <p className={css.standNote}>{accuracyWords(overall, band !== null)}</p>
      </div>
      {points.length > 0 ? (
        <ThresholdChart
          scale={kind.strength}
          points={points}
          from={Math.min(dayNumber(firstDay), lastDay - SHORTEST_AXIS_DAYS)}
          to={Math.max(lastDay, dayNumber(points.at(-1)!.day))}
        />
      ) : (
        chosen?.threshold && (
          <p className={css.none}>
            No practice of this skill in this period. The latest was on {dateWords(chosen.lastDay ?? today)}.
          </p>
        )
      )}
      <div className={css.pair}>
        {byDevice.length > 1 && (
          <DotIntervals
            title="Heard through each device"
            heading="Device"
            scale={kind.strength}
            rows={byDevice}
            says={`${byDevice.map(({ name, threshold }) => `${plusMinus(kind.strength, threshold)} on ${name}`).join(', ')}. Harder is to the right; lines are 95 % intervals.`}
          />
        )}
        {byOctave.length > 1 && (
          <DotIntervals
            title="Threshold in each octave"
            heading="Octave"
            scale={kind.strength}
            rows={byOctave}
            says="The latest estimate of each. Harder is to the right; lines are 95 % intervals."
          />
        )}
        {octaves.some(({ trialCount }) => trialCount > 0) && <OctaveAccuracy octaves={octaves} />}
        <ConfusionTable
          counts={confusionCounts(days, filter)}
          catalogue={catalogue}
          nameOf={(item) => itemWords(item, catalogue, tracks)}
        />
      </div>
    </>
  );
}

const rowsOf =
  (about: (standing: Standing) => Pick<IntervalRow, 'name' | 'isChosen'>) =>
  (standing: Standing): IntervalRow[] =>
    standing.threshold ? [{ key: standing.skill, threshold: standing.threshold, ...about(standing) }] : [];

function missingWords(standing: Standing | undefined): string {
  const count = standing?.accuracy.trialCount ?? 0;
  return count < FEWEST_TRIALS
    ? `An estimate takes at least ${FEWEST_TRIALS} trials; so far there are ${count}.`
    : 'The answers so far could be guesses, even at the easiest. Listen to its examples, then practise on.';
}

function accuracyWords(
  { trialCount, correctCount, chance }: ReturnType<typeof accuracyOver>,
  isOverOctaves: boolean,
): string {
  if (trialCount === 0) return 'No trials in this period.';
  const [low, high] = wilsonInterval(correctCount, trialCount);
  const corrected = chance < 1 ? correctedAccuracy(correctCount, trialCount, chance) : null;
  const without = corrected ? `; without lucky guesses ${percent(Math.max(0, corrected.value))}` : '';
  return `${wholeNumber(correctCount)} of ${wholeNumber(trialCount)} right in this period${isOverOctaves ? ', all octaves together' : ''}: ${percent(correctCount / trialCount)} (${percent(low)} to ${percent(high)})${without}.`;
}
