import { useEffect, useRef, useState } from 'react';
import { positionOf } from '../../../drills/psychometric';
import type { BlockResult, RevealedTrial } from '../../../store/train/trainStore';
import { Icon } from '../../icons/Icon';
import controls from '../../controls/controls.module.css';
import { useSession } from '../../SessionContext';
import { figure, unbroken } from '../../words/format';
import { counted, minutesWords, strengthFigure } from '../../words/training';
import { useTrain, useTraining } from '../TrainingContext';
import { IntervalBar } from './IntervalBar';
import css from './SummaryView.module.css';
import { THRESHOLD_MEANING, thresholdWords } from './thresholdWords';
import { untagged } from './VersionSwitch';

const MS_PER_MINUTE = 60_000;

const percentWords = (share: number): string => `${figure(share * 100, 0)} %`;

/** A trial that was put back on the deck. */
interface OnDeck {
  readonly block: number;
  readonly trial: number;
}

/** What a sitting came to. */
export function SummaryView() {
  const training = useTraining();
  const summary = useTrain(({ activity }) => (activity.kind === 'summary' ? activity : null));
  const workout = useTrain((facts) => facts.workout);
  const headingRef = useRef<HTMLHeadingElement>(null);
  const [onDeck, setOnDeck] = useState<OnDeck | null>(null);
  useEffect(() => headingRef.current?.focus({ preventScroll: true }), []);
  if (!summary) return null;
  const { title, blocks, practiceMs } = summary;
  const trialCount = blocks.reduce((sum, block) => sum + block.trialCount, 0);
  const next = workout.find(({ spec }) => !blocks.some((block) => block.spec.kindId === spec.kindId));
  const nextKind = next && training.kindById(next.spec.kindId);
  return (
    <section className={css.summary} aria-label="Summary">
      <header className={css.head}>
        <h1 ref={headingRef} tabIndex={-1}>
          {title}
        </h1>
        <p className={css.sub}>
          {counted(trialCount, 'trial')}, {minutesWords(practiceMs / MS_PER_MINUTE)}
          {summary.mode === 'test' ? ', test' : ''}
        </p>
        <div className={css.acts}>
          <button
            type="button"
            className={controls.button}
            onClick={() =>
              void training.start(
                title,
                blocks.map(({ spec }) => ({ ...spec, seed: training.newSeed() })),
              )
            }
          >
            <Icon name="reset" />
            Again
          </button>
          <button type="button" className={controls.button} onClick={() => training.leave()}>
            <Icon name="back" />
            Back to Train
          </button>
        </div>
      </header>
      {blocks.map((block, index) => (
        <Block
          // Blocks never move, and two may be alike.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          isNamedAbove={training.kindById(block.spec.kindId)?.name === title}
          block={block}
          index={index}
          onDeck={onDeck}
          onPut={setOnDeck}
        />
      ))}
      {next && nextKind && (
        <section className={css.next} aria-label="What to train next">
          <div>
            <h2>{nextKind.name}</h2>
            <p className={css.sub}>
              Next by your practice so far: {next.reason}, {minutesWords(next.minutes)}
            </p>
          </div>
          <button
            type="button"
            className={controls.button}
            onClick={() => void training.start(nextKind.name, [next.spec])}
          >
            <Icon name="play" size={16} />
            Start {nextKind.name}
          </button>
        </section>
      )}
    </section>
  );
}

function Block({
  isNamedAbove,
  block,
  index,
  onDeck,
  onPut,
}: {
  /** The heading of the summary says what it is. */
  readonly isNamedAbove: boolean;
  readonly block: BlockResult;
  readonly index: number;
  readonly onDeck: OnDeck | null;
  readonly onPut: (deck: OnDeck) => void;
}) {
  const training = useTraining();
  const { deviceById } = useSession();
  const [isMissedOnly, setMissedOnly] = useState(false);
  const { spec, trialCount, correctCount, chance, interval, threshold, catchCount, catchCorrectCount, trials } = block;
  const kind = training.kindById(spec.kindId);
  const device = spec.deviceId !== null && kind?.canUseDevice ? deviceById(spec.deviceId) : undefined;
  const [low, high] = interval;
  const missedCatches = catchCount - catchCorrectCount;
  const share = trialCount > 0 ? correctCount / trialCount : 0;
  const shareWords = `${percentWords(share)}, between ${figure(low * 100, 0)} and ${percentWords(high)}; guessing gives ${percentWords(chance)}`;
  const missed = trialCount - correctCount;
  const scale = kind?.strength;
  const shown = trials.map((trial, at) => ({ trial, at })).filter(({ trial }) => !isMissedOnly || !trial.isCorrect);
  return (
    <section className={css.block} aria-label={kind?.name ?? 'Drill'}>
      <h2 className={isNamedAbove && !device ? 'visuallyHidden' : undefined}>
        {kind?.name ?? spec.kindId}
        {device && <span className={css.through}> through {device.name}</span>}
      </h2>
      <div className={css.figures}>
        <div className={css.figure}>
          <p>
            <strong className={css.big}>
              {correctCount} of {trialCount}
            </strong>{' '}
            right
          </p>
          {trialCount > 0 && (
            <>
              <p className={css.words}>{shareWords}.</p>
              <IntervalBar
                label={`Share of right answers: ${shareWords}`}
                value={share}
                low={low}
                high={high}
                mark={{ at: chance, label: 'guessing' }}
                ends={['0 %', '100 %']}
              />
              {low <= chance && <p className={css.words}>So far this cannot be told apart from guessing.</p>}
            </>
          )}
        </div>
        {scale && (
          <div className={css.figure}>
            {threshold ? (
              <>
                <p>
                  <strong className={css.big}>{strengthFigure(scale, threshold.value)}</strong> {kind.skill}
                </p>
                <p className={css.words}>{thresholdWords(scale, threshold, device?.name ?? null)}</p>
                <IntervalBar
                  label={`Threshold on its scale: ${thresholdWords(scale, threshold, device?.name ?? null)}`}
                  value={1 - positionOf(scale, threshold.value)}
                  low={1 - positionOf(scale, threshold.low)}
                  high={1 - positionOf(scale, threshold.high)}
                  ends={[
                    `${strengthFigure(scale, scale.easiest)}, easiest`,
                    `${strengthFigure(scale, scale.hardest)}, hardest`,
                  ]}
                />
                <p className={css.words}>{THRESHOLD_MEANING} Earlier practice is counted in.</p>
              </>
            ) : (
              <p className={css.words}>
                No threshold yet: the answers so far do not show how small a difference you hear. More trials may.
              </p>
            )}
          </div>
        )}
      </div>
      {missedCatches > 0 && (
        <p className={css.caution}>
          You missed {missedCatches} of {counted(catchCount, 'easy trial')} hidden among these: the figures may say less
          than they seem.
        </p>
      )}
      <details className={css.details}>
        <summary>
          {counted(trials.length, 'trial')} to hear again
          {missed > 0 && <span className={css.missedCount}>, {missed} missed</span>}
        </summary>
        {missed > 0 && missed < trials.length && (
          <button
            type="button"
            className={controls.button}
            aria-pressed={isMissedOnly}
            onClick={() => setMissedOnly(!isMissedOnly)}
          >
            {isMissedOnly && <Icon name="check" size={16} />}
            Missed only
          </button>
        )}
        <ol className={css.trials}>
          {shown.map(({ trial, at }) => (
            <AnsweredTrial
              key={at}
              trial={trial}
              number={at + 1}
              isOnDeck={onDeck?.block === index && onDeck.trial === at}
              onHear={(version) => {
                onPut({ block: index, trial: at });
                void training.hearAgain(index, at, version);
              }}
            />
          ))}
        </ol>
      </details>
    </section>
  );
}

const VOICES = { truth: 'B', yours: 'A', original: 'ink' } as const;
const TAGS = { truth: 'Truth', yours: 'Yours', original: '' } as const;

function AnsweredTrial({
  trial,
  number,
  isOnDeck,
  onHear,
}: {
  readonly trial: RevealedTrial;
  readonly number: number;
  readonly isOnDeck: boolean;
  /** Puts the trial back on the deck. */
  readonly onHear: (version: number) => void;
}) {
  const training = useTraining();
  const isPlaying = useTrain((facts) => facts.isPlaying);
  const heard = useTrain((facts) => facts.version);
  const { isCorrect, truthSentence, comparison, versions } = trial;
  const press = (version: number): void => {
    if (!isOnDeck) onHear(version);
    else if (isPlaying && version === heard) training.togglePlay();
    else training.hear(version);
  };
  return (
    <li className={css.trial}>
      <span className={css.number}>{number}</span>
      <div className={css.what}>
        <p className={css.mark} data-right={isCorrect || undefined}>
          <Icon name={isCorrect ? 'check' : 'close'} size={16} />
          {isCorrect ? 'Right' : 'Missed'}
        </p>
        <p>{unbroken(truthSentence)}</p>
        {comparison && <p className={css.words}>{unbroken(comparison)}</p>}
        <fieldset className={css.versions} aria-label={`Hear trial ${number}`}>
          {versions.map(({ label, role }, version) => {
            const isHeard = isOnDeck && isPlaying && version === heard;
            const name = untagged(label);
            return (
              <button
                // Versions never move.
                // oxlint-disable-next-line react/no-array-index-key
                key={version}
                type="button"
                className={css.version}
                data-voice={VOICES[role]}
                aria-pressed={isHeard}
                onClick={() => press(version)}
              >
                <Icon name={isHeard ? 'pause' : 'play'} size={16} />
                <span>
                  {TAGS[role] && TAGS[role] !== name && <b>{TAGS[role]}</b>} {name}
                </span>
              </button>
            );
          })}
        </fieldset>
      </div>
    </li>
  );
}
