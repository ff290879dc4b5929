import { useEffect, useRef, useState } from 'react';
import type { AskedTrial, RevealedTrial } from '../../../store/train/trainStore';
import { Icon } from '../../icons/Icon';
import controls from '../../controls/controls.module.css';
import { useSession } from '../../SessionContext';
import { unbroken } from '../../words/format';
import { useTraining } from '../TrainingContext';
import answers from './answers/answers.module.css';
import { fractionOf, scaleWords } from './answers/scaleAxis';
import { ScaleTrack } from './answers/ScaleTrack';
import { ChangeChart } from './ChangeChart';
import { Playhead } from './Playhead';
import css from './RevealView.module.css';
import { THRESHOLD_MEANING, thresholdWords } from './thresholdWords';
import { PositionSlider, Timeline } from './Timeline';
import type { TrialActivity } from './TrialView';
import { key, useTrialKeys } from './useTrialKeys';
import { untagged, VersionSwitch } from './VersionSwitch';

/** What it was, what was said, and both to hear beside the original. */
export function RevealView({
  trial,
  asked,
  revealed,
}: {
  readonly trial: TrialActivity;
  readonly asked: AskedTrial;
  readonly revealed: RevealedTrial;
}) {
  const training = useTraining();
  const { deviceById } = useSession();
  const verdictRef = useRef<HTMLHeadingElement>(null);
  const [isLeaving, setLeaving] = useState(false);
  useEffect(() => verdictRef.current?.focus(), []);
  const next = (): void => {
    if (isLeaving) return;
    setLeaving(true);
    void training.next();
  };
  useTrialKeys([{ matches: key('Enter'), run: next }]);

  const { spec, index, blockIndex, blockCount } = trial;
  const { isCorrect, truthSentence, comparison, versions, curves, moment, threshold } = revealed;
  const kind = training.kindById(spec.kindId);
  const device = spec.deviceId !== null && kind?.canUseDevice ? deviceById(spec.deviceId) : undefined;
  const isLast = index + 1 === spec.trialCount && blockIndex + 1 === blockCount;
  const labelOf = (role: 'truth' | 'yours'): string | undefined => {
    const found = versions.find((version) => version.role === role);
    return found && untagged(found.label);
  };
  return (
    <>
      <div className={css.verdict} data-right={isCorrect || undefined}>
        <p className={css.question}>{asked.question}</p>
        <h1 ref={verdictRef} tabIndex={-1} className={css.word}>
          <span className={css.sign}>
            <Icon name={isCorrect ? 'check' : 'close'} size={24} />
          </span>
          {isCorrect ? 'Right' : 'Not this time'}
        </h1>
        <p className={css.truth}>{unbroken(truthSentence)}</p>
        {comparison && <p className={css.comparison}>{unbroken(comparison)}</p>}
      </div>
      <VersionSwitch versions={versions} />
      <Timeline durationSec={asked.durationSec} isPositionShown={!moment} />
      {moment && <MomentLine moment={moment} durationSec={asked.durationSec} />}
      {!curves && <ScaleLine asked={asked} revealed={revealed} />}
      {curves && (
        <ChangeChart
          curves={curves}
          truthLabel={labelOf('truth') ?? 'Truth'}
          otherLabel={labelOf('yours') ?? untagged(versions[1]?.label ?? 'The other')}
          isOtherYours={labelOf('yours') !== undefined}
        />
      )}
      {threshold && kind && (
        <p className={css.threshold}>
          {thresholdWords(kind.strength, threshold, device?.name ?? null)}{' '}
          <span className={css.meaning}>{THRESHOLD_MEANING}</span>
        </p>
      )}
      <div className={answers.act}>
        <button
          type="button"
          className={answers.answerButton}
          aria-keyshortcuts="Enter"
          aria-disabled={isLeaving}
          onClick={next}
        >
          {isLast ? 'To the summary' : 'Next'}
          <kbd className={controls.key} aria-hidden="true">
            ↵
          </kbd>
        </button>
      </div>
    </>
  );
}

/** When it happened and when it was said to, on the passage. */
function MomentLine({
  moment,
  durationSec,
}: {
  readonly moment: NonNullable<RevealedTrial['moment']>;
  readonly durationSec: number;
}) {
  const percent = (sec: number): string => `${(sec / durationSec) * 100}%`;
  return (
    <figure className={css.moment}>
      <figcaption className={css.keys}>
        <span className={css.keyTruth}>when it was</span>
        {moment.yoursSec !== undefined && <span className={css.keyYours}>your mark</span>}
      </figcaption>
      <div className={css.lane}>
        <div className={css.when} style={{ left: percent(moment.atSec), width: percent(moment.durationSec) }} />
        {moment.yoursSec !== undefined && (
          <div className={answers.yoursMark} style={{ left: percent(moment.yoursSec) }} />
        )}
        <Playhead durationSec={durationSec} />
        <PositionSlider durationSec={durationSec} />
      </div>
    </figure>
  );
}

/** Both values on the scale they were asked on, where there is no curve to draw. */
function ScaleLine({ asked, revealed }: { readonly asked: AskedTrial; readonly revealed: RevealedTrial }) {
  const { answer: spec } = asked;
  const { truth, yours } = revealed;
  if (spec.kind !== 'scale' || truth.kind !== 'scale' || yours.kind !== 'scale') return null;
  return (
    <figure>
      <figcaption className={css.keys}>
        <span className={css.keyTruth}>{scaleWords(spec, truth.value)}</span>
        <span className={css.keyYours}>yours: {scaleWords(spec, yours.value)}</span>
      </figcaption>
      <ScaleTrack spec={spec}>
        <div className={answers.yoursMark} style={{ left: `${fractionOf(spec, yours.value) * 100}%` }} />
        <div className={answers.truthMark} style={{ left: `${fractionOf(spec, truth.value) * 100}%` }} />
      </ScaleTrack>
    </figure>
  );
}
