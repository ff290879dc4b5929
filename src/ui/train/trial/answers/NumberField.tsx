import { useId, useState } from 'react';
import type { DrillUnit } from '../../../../drills/DrillKind';
import css from './answers.module.css';

/** A typed value with its unit. What does not fit is said and not taken; nothing jumps while it is typed. */
export function NumberField({
  label,
  unit,
  min,
  max,
  step,
  value,
  onValue,
}: {
  readonly label: string;
  readonly unit: DrillUnit;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number | null;
  /** Null for what is not a number within the range. */
  readonly onValue: (value: number | null) => void;
}) {
  const [draft, setDraft] = useState<string | null>(null);
  const problemId = useId();
  const unitId = useId();
  const isWithin = (text: string): boolean => text !== '' && Number(text) >= min && Number(text) <= max;
  const isWrong = draft !== null && !isWithin(draft);
  return (
    <div className={css.field}>
      <label>
        <span className={css.fieldLabel}>{label}</span>
        <input
          type="number"
          aria-label={label}
          inputMode="decimal"
          // Any value fits; the step is for the arrow keys of the field.
          min={min}
          max={max}
          step={step}
          value={draft ?? (value === null ? '' : String(value))}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? `${unitId} ${problemId}` : unitId}
          onChange={(event) => {
            const text = event.currentTarget.value;
            setDraft(text);
            onValue(isWithin(text) ? Number(text) : null);
          }}
          onBlur={() => {
            if (isWrong && value !== null) onValue(value);
            setDraft(null);
          }}
        />
        <span id={unitId} className={css.unit}>
          {unit}
        </span>
      </label>
      {isWrong && (
        <p id={problemId} className={css.problem}>
          Type a number from {min} to {max}.
        </p>
      )}
    </div>
  );
}
