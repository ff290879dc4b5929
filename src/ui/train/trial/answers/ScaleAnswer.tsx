import { useState } from 'react';
import type { Answer } from '../../../../drills/DrillKind';
import { clamp } from '../../../../core/units';
import { ANSWERS_ARROWS, key, useTrialKeys } from '../useTrialKeys';
import { AnswerButton } from './AnswerButton';
import css from './answers.module.css';
import { NumberField } from './NumberField';
import {
  fractionOf,
  scaleWords,
  stepFraction,
  toleranceSpan,
  toleranceWords,
  valueAt,
  type ScaleSpec,
} from './scaleAxis';
import { ScaleTrack } from './ScaleTrack';

/** Larger steps of Page Up and Page Down, in steps of an arrow key. */
const PAGE = 8;

/** A value anywhere on a scale: drag, arrow keys, or typed. */
export function ScaleAnswer({
  spec,
  isSent,
  onAnswer,
}: {
  readonly spec: ScaleSpec;
  readonly isSent: boolean;
  readonly onAnswer: (answer: Answer) => void;
}) {
  const [value, setValue] = useState<number | null>(null);
  const [isTypedWrong, setTypedWrong] = useState(false);
  const shown = value ?? valueAt(spec, 0.5);
  const fraction = fractionOf(spec, shown);
  const step = stepFraction(spec);
  const goTo = (place: number): void => {
    if (isSent) return;
    let next = valueAt(spec, place);
    // Rounded to what is shown, a small step might come back to where it was.
    if (next === shown && place !== fraction) next = valueAt(spec, place + Math.sign(place - fraction) * step);
    setValue(next);
    setTypedWrong(false);
  };
  useTrialKeys([
    {
      matches: key('ArrowRight', 'ArrowUp'),
      run: (event) => goTo(fraction + step * (event.shiftKey ? PAGE : 1)),
      repeats: true,
    },
    {
      matches: key('ArrowLeft', 'ArrowDown'),
      run: (event) => goTo(fraction - step * (event.shiftKey ? PAGE : 1)),
      repeats: true,
    },
    { matches: key('PageUp'), run: () => goTo(fraction + step * PAGE), repeats: true },
    { matches: key('PageDown'), run: () => goTo(fraction - step * PAGE), repeats: true },
    { matches: key('Home'), run: () => goTo(0) },
    { matches: key('End'), run: () => goTo(1) },
  ]);
  const span = toleranceSpan(spec, shown);
  const isReady = value !== null && !isTypedWrong && !isSent;
  return (
    <div className={css.answer}>
      <p className={css.reading} data-unset={value === null || undefined}>
        {value === null ? 'Move the slider' : scaleWords(spec, value)}
      </p>
      <ScaleTrack spec={spec}>
        {value !== null && span && (
          <div className={css.span} style={{ left: `${span[0] * 100}%`, width: `${(span[1] - span[0]) * 100}%` }} />
        )}
        <div className={css.thumb} data-unset={value === null || undefined} style={{ left: `${fraction * 100}%` }} />
        <input
          {...ANSWERS_ARROWS}
          className={css.slider}
          type="range"
          aria-label={spec.name}
          aria-valuetext={value === null ? 'not set' : scaleWords(spec, value)}
          min={0}
          max={1}
          step="any"
          value={clamp(fraction, 0, 1)}
          onChange={(event) => goTo(event.currentTarget.valueAsNumber)}
        />
      </ScaleTrack>
      <div className={css.fields}>
        <NumberField
          label={spec.name}
          unit={spec.unit}
          min={spec.min}
          max={spec.max}
          step={spec.mapping === 'log' ? 1 : 0.1}
          value={value}
          onValue={(typed) => {
            if (isSent) return;
            setTypedWrong(typed === null);
            if (typed !== null) setValue(typed);
          }}
        />
        <p className={css.note}>{toleranceWords(spec)}</p>
      </div>
      <AnswerButton
        label={value === null ? 'Answer' : `Answer ${scaleWords(spec, value)}`}
        isReady={isReady}
        onAnswer={() => {
          if (value !== null) onAnswer({ kind: 'scale', value });
        }}
      />
    </div>
  );
}
