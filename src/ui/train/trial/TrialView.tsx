import { useEffect, useRef, useState } from 'react';
import type { Answer } from '../../../drills/DrillKind';
import type { Activity, AskedTrial } from '../../../store/train/trainStore';
import controls from '../../controls/controls.module.css';
import { useSession } from '../../SessionContext';
import { useTrain, useTraining } from '../TrainingContext';
import { ChoiceAnswer } from './answers/ChoiceAnswer';
import { EqAnswer } from './answers/EqAnswer';
import { MomentAnswer } from './answers/MomentAnswer';
import { ScaleAnswer } from './answers/ScaleAnswer';
import { RevealView } from './RevealView';
import { Timeline } from './Timeline';
import css from './TrialView.module.css';
import { VersionSwitch } from './VersionSwitch';

export type TrialActivity = Extract<Activity, { kind: 'trial' }>;

/** The question of a running sitting, and what it was once it has been answered. */
export function TrialView() {
  const trial = useTrain(({ activity }) => (activity.kind === 'trial' ? activity : null));
  if (!trial) return null;
  const { asked, revealed, phase } = trial;
  return (
    <section className={css.trial} aria-label="Trial">
      <TrialHeader trial={trial} />
      {/* Said once it may be said. The verdict itself is read when the focus moves to it. */}
      <output className="visuallyHidden">
        {phase === 'revealed' && revealed ? `${revealed.truthSentence} ${revealed.comparison}` : ''}
      </output>
      {phase === 'preparing' || !asked ? (
        <Preparing kindId={trial.spec.kindId} />
      ) : phase === 'revealed' && revealed ? (
        <RevealView trial={trial} asked={asked} revealed={revealed} />
      ) : (
        // A new trial starts with nothing marked, chosen or typed.
        <Asking key={`${trial.blockIndex}/${trial.index}`} asked={asked} />
      )}
    </section>
  );
}

function TrialHeader({ trial }: { readonly trial: TrialActivity }) {
  const training = useTraining();
  const { deviceById } = useSession();
  const { spec, title, index, blockIndex, blockCount, correctSoFar } = trial;
  const kind = training.kindById(spec.kindId);
  const device = spec.deviceId !== null && kind?.canUseDevice ? deviceById(spec.deviceId) : undefined;
  const name = kind?.name ?? '';
  const done = index + (trial.phase === 'revealed' ? 1 : 0);
  return (
    <header className={css.header}>
      <p className={css.title}>
        {title}
        {name !== title && <span className={css.part}>{name}</span>}
        {device && <span className={css.part}>through {device.name}</span>}
        {blockCount > 1 && (
          <span className={css.part}>
            part {blockIndex + 1} of {blockCount}
          </span>
        )}
        {spec.mode === 'test' && <span className={css.part}>test</span>}
      </p>
      <p className={css.count}>
        {correctSoFar !== null && done > 0 && (
          <span className={css.soFar}>
            {correctSoFar} of {done} right
          </span>
        )}
        <span className={css.index}>
          {index + 1} of {spec.trialCount}
        </span>
      </p>
      <button type="button" className={controls.quiet} onClick={() => training.leave()}>
        Leave
      </button>
      <div className={css.done} aria-hidden="true">
        <div style={{ width: `${(done / spec.trialCount) * 100}%` }} />
      </div>
    </header>
  );
}

/** Holds the places of what comes, so that nothing moves when it does. */
function Preparing({ kindId }: { readonly kindId: string }) {
  const hasOneVersion = useTraining().kindById(kindId)?.hasOneVersion ?? false;
  return (
    <>
      <h1 className={css.question} data-waiting>
        Preparing the sound…
      </h1>
      {!hasOneVersion && (
        <div className={css.blanks} aria-hidden="true">
          <div />
          <div />
        </div>
      )}
      <Timeline durationSec={0} />
    </>
  );
}

function Asking({ asked }: { readonly asked: AskedTrial }) {
  const training = useTraining();
  const questionRef = useRef<HTMLHeadingElement>(null);
  const [isSent, setSent] = useState(false);
  useEffect(() => questionRef.current?.focus(), []);
  const { question, versions, durationSec, answer: spec } = asked;
  const onAnswer = (answer: Answer): void => {
    if (isSent) return;
    setSent(true);
    void training.answer(answer);
  };
  return (
    <>
      <h1 ref={questionRef} className={css.question} tabIndex={-1}>
        {question}
      </h1>
      {versions.length > 1 && <VersionSwitch versions={versions} />}
      <Timeline durationSec={durationSec} isPositionShown={spec.kind !== 'moment'} />
      {spec.kind === 'choice' && (
        <ChoiceAnswer spec={spec} versionCount={versions.length} isSent={isSent} onAnswer={onAnswer} />
      )}
      {spec.kind === 'scale' && <ScaleAnswer spec={spec} isSent={isSent} onAnswer={onAnswer} />}
      {spec.kind === 'moment' && <MomentAnswer spec={spec} isSent={isSent} onAnswer={onAnswer} />}
      {spec.kind === 'eq' && <EqAnswer spec={spec} isSent={isSent} onAnswer={onAnswer} />}
    </>
  );
}
