import { useEffect, useRef, useState } from 'react';
import css from './Transport.module.css';

const shown = (sec: number): string => String(Math.round(sec * 100) / 100);

/** A spin button for a place in the track, seconds. What is typed counts when it is finished, not letter by letter. */
export function SecondsField({
  label,
  word,
  valueSec,
  maxSec,
  onCommit,
}: {
  readonly label: string;
  readonly word: string;
  readonly valueSec: number;
  readonly maxSec: number;
  readonly onCommit: (sec: number) => void;
}) {
  const ref = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState<string | null>(null);
  const commit = (): void => {
    const input = ref.current;
    // Compared with the element, not the draft: a script's `input` and `change` come before React has drawn again.
    if (input && input.value !== shown(valueSec) && Number.isFinite(input.valueAsNumber)) {
      onCommit(Math.min(Math.max(0, input.valueAsNumber), maxSec));
    }
    setDraft(null);
  };
  // React's onChange is the browser's `input`; the finished value is the browser's `change`, which arrows send too.
  useEffect(() => {
    const input = ref.current;
    input?.addEventListener('change', commit);
    return () => input?.removeEventListener('change', commit);
  });
  return (
    <label className={css.field}>
      <span aria-hidden="true">{word}</span>
      <input
        ref={ref}
        type="number"
        aria-label={label}
        inputMode="decimal"
        min={0}
        max={Math.ceil(maxSec * 100) / 100}
        step={0.1}
        value={draft ?? shown(valueSec)}
        disabled={maxSec <= 0}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          if (event.key === 'Escape') setDraft(null);
        }}
      />
      <span aria-hidden="true">s</span>
    </label>
  );
}
