import css from './IntervalBar.module.css';

/** A figure with its interval on the scale it lies on. Places are fractions, 0 … 1 from left to right. */
export function IntervalBar({
  label,
  value,
  low,
  high,
  mark,
  ends,
}: {
  /** The same in words. */
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Something to compare with. */
  readonly mark?: { readonly at: number; readonly label: string };
  readonly ends: readonly [string, string];
}) {
  const percent = (place: number): string => `${Math.min(1, Math.max(0, place)) * 100}%`;
  const [from, to] = [Math.min(low, high), Math.max(low, high)];
  return (
    // A drawing of boxes has no <img>.
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
    <div className={css.bar} role="img" aria-label={label}>
      <div className={css.lane}>
        <div className={css.line} />
        <div className={css.interval} style={{ left: percent(from), right: percent(1 - to) }} />
        {mark && <div className={css.mark} style={{ left: percent(mark.at) }} />}
        <div className={css.value} style={{ left: percent(value) }} />
      </div>
      <div className={css.ends}>
        <span>{ends[0]}</span>
        {mark && <span className={css.markLabel}>{mark.label}</span>}
        <span>{ends[1]}</span>
      </div>
    </div>
  );
}
