import controls from '../../../controls/controls.module.css';
import { key, useTrialKeys } from '../useTrialKeys';
import css from './answers.module.css';

/** Gives the answer that was set; Enter does so from anywhere. */
export function AnswerButton({
  label,
  isReady,
  onAnswer,
}: {
  /** What would be answered, or what is still missing. */
  readonly label: string;
  readonly isReady: boolean;
  readonly onAnswer: () => void;
}) {
  useTrialKeys(isReady ? [{ matches: key('Enter'), run: onAnswer }] : []);
  return (
    <div className={css.act}>
      <button
        type="button"
        className={css.answerButton}
        aria-keyshortcuts="Enter"
        // It stays where the keyboard finds it, and says what is missing.
        aria-disabled={!isReady}
        onClick={() => {
          if (isReady) onAnswer();
        }}
      >
        {label}
        <kbd className={controls.key} aria-hidden="true">
          ↵
        </kbd>
      </button>
    </div>
  );
}
