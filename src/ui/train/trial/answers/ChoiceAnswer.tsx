import { useState } from 'react';
import type { Answer, AnswerSpec, ChoiceOption } from '../../../../drills/DrillKind';
import controls from '../../../controls/controls.module.css';
import { digitKey, letterKey, useTrialKeys, type TrialKey } from '../useTrialKeys';
import css from './answers.module.css';

/** Digits, then letters in the order of the middle, lower and upper row, without those that switch versions. */
const OPTION_KEYS = '123456789ASDFGHJKLZXCVBNMTYUIOP'.split('');
/** From here on the buttons are small. */
const MANY = 9;

export const optionKeys = (
  options: readonly ChoiceOption[],
  choose: (option: ChoiceOption) => void,
): readonly TrialKey[] =>
  options.slice(0, OPTION_KEYS.length).map((option, index) => {
    const printed = OPTION_KEYS[index]!;
    return { matches: index < 9 ? digitKey(printed) : letterKey(printed), run: () => choose(option) };
  });

/** The names an answer can have. */
export function Options({
  options,
  chosenId,
  columns,
  isDone,
  onChoose,
}: {
  readonly options: readonly ChoiceOption[];
  readonly chosenId: string | null;
  /** As many side by side as there are versions above; as many as fit when left out. */
  readonly columns?: number;
  readonly isDone: boolean;
  readonly onChoose: (option: ChoiceOption) => void;
}) {
  useTrialKeys(isDone ? [] : optionKeys(options, onChoose));
  return (
    <fieldset
      className={css.options}
      aria-label="Answer"
      data-many={options.length > MANY || undefined}
      style={columns ? { gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` } : undefined}
    >
      {options.map((option, index) => (
        <button
          key={option.id}
          type="button"
          className={css.option}
          aria-pressed={option.id === chosenId}
          aria-keyshortcuts={OPTION_KEYS[index]}
          aria-disabled={isDone}
          onClick={() => {
            if (!isDone) onChoose(option);
          }}
        >
          <span className={css.optionWords}>
            <span className={css.optionLabel}>{option.label}</span>
            {option.hint && (
              <>
                {' '}
                <span className={css.hint}>{option.hint}</span>
              </>
            )}
          </span>
          {OPTION_KEYS[index] && (
            <kbd className={controls.key} aria-hidden="true">
              {OPTION_KEYS[index]}
            </kbd>
          )}
        </button>
      ))}
    </fieldset>
  );
}

/** One press answers. */
export function ChoiceAnswer({
  spec,
  versionCount,
  isSent,
  onAnswer,
}: {
  readonly spec: Extract<AnswerSpec, { kind: 'choice' }>;
  readonly versionCount: number;
  readonly isSent: boolean;
  readonly onAnswer: (answer: Answer) => void;
}) {
  const [chosenId, setChosenId] = useState<string | null>(null);
  const choose = ({ id }: ChoiceOption): void => {
    setChosenId(id);
    onAnswer({ kind: 'choice', id });
  };
  return (
    <Options
      options={spec.options}
      chosenId={chosenId}
      {...(spec.isVersion && { columns: versionCount })}
      isDone={isSent}
      onChoose={choose}
    />
  );
}
