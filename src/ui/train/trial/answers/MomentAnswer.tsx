import { useRef, useState } from 'react';
import type { Answer, AnswerSpec, ChoiceOption } from '../../../../drills/DrillKind';
import { clamp } from '../../../../core/units';
import { Icon } from '../../../icons/Icon';
import controls from '../../../controls/controls.module.css';
import { figure } from '../../../words/format';
import { useTrain, useTraining } from '../../TrainingContext';
import { Playhead } from '../Playhead';
import { ANSWERS_ARROWS, key, letterKey, useTrialKeys } from '../useTrialKeys';
import { AnswerButton } from './AnswerButton';
import css from './answers.module.css';
import { Options } from './ChoiceAnswer';

const STEP_SEC = 0.1;
const PAGE_SEC = 1;

/** When in the passage, and what it was. */
export function MomentAnswer({
  spec,
  isSent,
  onAnswer,
}: {
  readonly spec: Extract<AnswerSpec, { kind: 'moment' }>;
  readonly isSent: boolean;
  readonly onAnswer: (answer: Answer) => void;
}) {
  const training = useTraining();
  const isPlaying = useTrain((facts) => facts.isPlaying);
  const { durationSec, options, toleranceSec } = spec;
  const [atSec, setAtSec] = useState<number | null>(null);
  const [option, setOption] = useState<ChoiceOption | null>(null);
  const laneRef = useRef<HTMLDivElement>(null);

  const mark = (sec: number): void => {
    if (!isSent) setAtSec(clamp(Math.round(sec * 100) / 100, 0, durationSec));
  };
  const hearFrom = (sec: number): void => {
    training.seek(sec);
    if (!isPlaying) training.togglePlay();
  };
  const move = (bySec: number): void => mark((atSec ?? training.positionSec()) + bySec);
  useTrialKeys([
    { matches: key('ArrowRight'), run: ({ shiftKey }) => move(shiftKey ? PAGE_SEC : STEP_SEC), repeats: true },
    { matches: key('ArrowLeft'), run: ({ shiftKey }) => move(shiftKey ? -PAGE_SEC : -STEP_SEC), repeats: true },
    { matches: key('PageUp'), run: () => move(PAGE_SEC), repeats: true },
    { matches: key('PageDown'), run: () => move(-PAGE_SEC), repeats: true },
    { matches: key('Home'), run: () => mark(0) },
    { matches: key('End'), run: () => mark(durationSec) },
    { matches: letterKey('M'), run: () => mark(training.positionSec()) },
    {
      matches: letterKey('H'),
      run: () => {
        if (atSec !== null) hearFrom(atSec);
      },
    },
  ]);

  /** Drags the mark, and plays on from where it is let go. */
  const onPointerDown = (event: React.PointerEvent): void => {
    const lane = laneRef.current;
    if (!lane || event.button !== 0 || isSent) return;
    const box = lane.getBoundingClientRect();
    const secAt = (x: number): number => clamp((x - box.left) / box.width, 0, 1) * durationSec;
    event.currentTarget.setPointerCapture?.(event.pointerId);
    mark(secAt(event.clientX));
  };
  const onPointerMove = (event: React.PointerEvent): void => {
    const lane = laneRef.current;
    if (!lane || event.buttons !== 1 || isSent) return;
    const box = lane.getBoundingClientRect();
    mark(clamp((event.clientX - box.left) / box.width, 0, 1) * durationSec);
  };
  const onPointerUp = (): void => {
    if (atSec !== null && !isSent) hearFrom(atSec);
  };

  const percent = (sec: number): string => `${clamp((sec / durationSec) * 100, 0, 100)}%`;
  const when = atSec === null ? null : `${figure(atSec, 1)} s`;
  const label =
    atSec === null
      ? 'Mark where it begins'
      : option === null
        ? 'Choose what it was'
        : `Answer ${option.label}, ${when}`;
  return (
    <div className={css.answer}>
      <div className={css.moment}>
        <div
          ref={laneRef}
          className={css.momentLane}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
        >
          {Array.from({ length: Math.max(0, Math.ceil(durationSec) - 1) }, (_, i) => (
            <span key={i} className={css.second} style={{ left: percent(i + 1) }} aria-hidden="true" />
          ))}
          <Playhead durationSec={durationSec} />
          {atSec !== null && (
            <>
              <div
                className={css.span}
                style={{
                  left: percent(atSec - toleranceSec),
                  right: `calc(100% - ${percent(atSec + toleranceSec)})`,
                }}
              />
              <div className={css.mark} style={{ left: percent(atSec) }} />
            </>
          )}
          <input
            {...ANSWERS_ARROWS}
            className={css.keySlider}
            type="range"
            aria-label="Moment"
            aria-valuetext={when === null ? 'not set' : `${figure(atSec ?? 0, 1)} seconds`}
            min={0}
            max={durationSec}
            step={STEP_SEC}
            value={atSec ?? 0}
            onChange={(event) => mark(event.currentTarget.valueAsNumber)}
          />
        </div>
        <div className={css.ticks} aria-hidden="true">
          {[0, durationSec / 4, durationSec / 2, (3 * durationSec) / 4, durationSec].map((sec) => (
            <span key={sec} style={{ left: percent(sec) }}>
              {Number(sec.toFixed(1))}
              {sec === durationSec ? ' s' : ''}
            </span>
          ))}
        </div>
      </div>
      <div className={css.momentActs}>
        <button
          type="button"
          className={controls.button}
          aria-keyshortcuts="M"
          disabled={isSent}
          onClick={() => mark(training.positionSec())}
        >
          Mark now
          <kbd className={controls.key} aria-hidden="true">
            M
          </kbd>
        </button>
        <button
          type="button"
          className={controls.button}
          aria-keyshortcuts="H"
          disabled={atSec === null}
          onClick={() => {
            if (atSec !== null) hearFrom(atSec);
          }}
        >
          <Icon name="play" size={16} />
          Hear from mark
          <kbd className={controls.key} aria-hidden="true">
            H
          </kbd>
        </button>
        <p className={css.note}>
          {when === null ? 'Mark where it begins.' : `Mark at ${when}.`} Within {toleranceSec} s counts.
        </p>
      </div>
      <Options options={options} chosenId={option?.id ?? null} isDone={isSent} onChoose={setOption} />
      <AnswerButton
        label={label}
        isReady={atSec !== null && option !== null && !isSent}
        onAnswer={() => {
          if (atSec !== null && option !== null) onAnswer({ kind: 'moment', atSec, id: option.id });
        }}
      />
    </div>
  );
}
