import { useEffect, useRef, useState } from 'react';
import type { Stage } from '../../../devices/DeviceProfile';
import controls from '../../controls/controls.module.css';
import { Icon } from '../../icons/Icon';
import { STAGE_NAMES, stageWords } from '../../words/deviceLibrary';
import css from './FilterList.module.css';
import { asKind, FILTER_KINDS, frequencyWithin, gainWithin, hasGain, isFilter, LIMITS, qWithin } from './filters';

/** Every filter in figures: what the chart does with a hand, here with fields. */
export function FilterList({
  stages,
  selected,
  onSelect,
  onChange,
  onRemove,
}: {
  readonly stages: readonly Stage[];
  readonly selected: number | null;
  readonly onSelect: (index: number) => void;
  readonly onChange: (index: number, stage: Stage, gesture?: string) => void;
  readonly onRemove: (index: number) => void;
}) {
  const shown = stages.flatMap((stage, index) => (isFilter(stage) || stage.kind === 'gain' ? [{ stage, index }] : []));
  const filters = shown.filter(({ stage }) => isFilter(stage));
  if (shown.length === 0) return <p className={css.none}>No filters: the tone is left as it is.</p>;
  return (
    <ol className={css.list} aria-label="Filters">
      {shown.map(({ stage, index }) => {
        const number = filters.findIndex((entry) => entry.index === index) + 1;
        const name = number > 0 ? `Filter ${number}` : 'Level';
        return (
          // Whatever of the row has the focus, the row is the one that is worked on.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
          <li
            key={index}
            className={css.row}
            data-selected={index === selected || undefined}
            onFocus={() => onSelect(index)}
          >
            <span className={css.number} aria-hidden="true">
              {number || ''}
            </span>
            {isFilter(stage) ? (
              <select
                className={css.kind}
                aria-label={`${name}: type`}
                value={stage.kind}
                onChange={(event) => {
                  const kind = FILTER_KINDS.find((entry) => entry === event.currentTarget.value);
                  if (kind) onChange(index, asKind(stage, kind));
                }}
              >
                {FILTER_KINDS.map((kind) => (
                  <option key={kind} value={kind}>
                    {STAGE_NAMES[kind]}
                  </option>
                ))}
              </select>
            ) : (
              <span className={css.kindName}>Level of all</span>
            )}
            {isFilter(stage) && (
              <Field
                label={`${name}: frequency`}
                unit="Hz"
                step={1}
                value={stage.frequencyHz}
                {...LIMITS.frequencyHz}
                onValue={(hz) => onChange(index, { ...stage, frequencyHz: frequencyWithin(hz) }, `${name} frequency`)}
              />
            )}
            {hasGain(stage) && (
              <Field
                label={`${name}: gain`}
                unit="dB"
                step={0.5}
                value={stage.gainDb}
                {...LIMITS.gainDb}
                onValue={(db) => onChange(index, { ...stage, gainDb: gainWithin(db) }, `${name} gain`)}
              />
            )}
            {isFilter(stage) && (
              <Field
                label={`${name}: Q`}
                unit="Q"
                step={0.1}
                value={stage.q}
                {...LIMITS.q}
                onValue={(q) => onChange(index, { ...stage, q: qWithin(q) }, `${name} Q`)}
              />
            )}
            <button
              type="button"
              className={`${controls.icon} ${css.remove}`}
              aria-label={`Remove ${stageWords(stage)}`}
              title="Remove"
              onClick={() => onRemove(index)}
            >
              <Icon name="trash" size={18} />
            </button>
          </li>
        );
      })}
    </ol>
  );
}

/** A figure with its unit. What does not fit is marked and not taken; nothing jumps while it is typed. */
function Field({
  label,
  unit,
  min,
  max,
  step,
  value,
  onValue,
}: {
  readonly label: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  readonly onValue: (value: number) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const ref = useRef<HTMLInputElement>(null);
  // The handle may be moved while the field still holds the focus; then the field follows.
  const given = useRef(value);
  useEffect(() => {
    if (given.current !== value && document.activeElement !== ref.current) setTyped(null);
    given.current = value;
  }, [value]);
  const isWithin = (text: string): boolean => text !== '' && Number(text) >= min && Number(text) <= max;
  const isWrong = typed !== null && !isWithin(typed);
  return (
    <label className={css.field}>
      <input
        ref={ref}
        type="number"
        inputMode="decimal"
        aria-label={label}
        min={min}
        max={max}
        step={step}
        value={typed ?? String(Number(value.toPrecision(4)))}
        aria-invalid={isWrong}
        title={isWrong ? `From ${min} to ${max}` : undefined}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          if (isWithin(text)) onValue(Number(text));
        }}
        onBlur={() => setTyped(null)}
      />
      <span aria-hidden="true">{unit}</span>
    </label>
  );
}
