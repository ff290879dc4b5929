import css from './Switch.module.css';

/** On or off at once. */
export function Switch({
  label,
  isOn,
  isIdle = false,
  describedBy,
  keyShortcut,
  onToggle,
}: {
  readonly label: string;
  readonly isOn: boolean;
  /** It can be pressed, but changes nothing just now; what describes it says why. */
  readonly isIdle?: boolean;
  readonly describedBy?: string;
  readonly keyShortcut?: string;
  readonly onToggle: () => void;
}) {
  return (
    <button
      type="button"
      role="switch"
      className={css.switch}
      aria-checked={isOn}
      aria-describedby={describedBy}
      aria-keyshortcuts={keyShortcut}
      title={keyShortcut && `${label} (${keyShortcut})`}
      data-idle={isIdle || undefined}
      onClick={onToggle}
    >
      <span className={css.rail} aria-hidden="true">
        <span className={css.knob} />
      </span>
      {label}
    </button>
  );
}
