import controls from '../../controls/controls.module.css';
import { useTrain, useTraining } from '../TrainingContext';
import { letterKey, useTrialKeys } from './useTrialKeys';
import css from './VersionSwitch.module.css';

/** One hand's row, apart from the digits that answer. */
export const VERSION_KEYS = ['Q', 'W', 'E', 'R'] as const;

export interface ShownVersion {
  readonly label: string;
  /** Whose it is, once that may be said: `truth` speaks in the colour of B, `yours` in that of A. */
  readonly role?: 'truth' | 'yours' | 'original';
}

const VOICES = { truth: 'B', yours: 'A', original: 'ink' } as const;
const TAGS = { truth: 'Truth', yours: 'Yours', original: null } as const;

/** `Truth: 2.7 kHz` beside the tag `Truth` would say it twice. */
export const untagged = (label: string): string => label.replace(/^(?:Truth|Yours): /, '');

/** What there is to hear, all in step; the one that sounds is filled. */
export function VersionSwitch({ versions }: { readonly versions: readonly ShownVersion[] }) {
  const training = useTraining();
  const heard = useTrain((facts) => facts.version);
  useTrialKeys(
    VERSION_KEYS.slice(0, versions.length).map((letter, index) => ({
      matches: letterKey(letter),
      run: () => training.hear(index),
    })),
  );
  return (
    <fieldset className={css.versions} aria-label="Versions" data-count={versions.length}>
      {versions.map(({ label, role }, index) => {
        const tag = role ? TAGS[role] : null;
        const name = tag ? untagged(label) : label;
        const letter = VERSION_KEYS[index];
        return (
          <button
            // Versions never move.
            // oxlint-disable-next-line react/no-array-index-key
            key={index}
            type="button"
            className={css.version}
            data-voice={role ? VOICES[role] : 'ink'}
            aria-pressed={index === heard}
            aria-keyshortcuts={letter}
            onClick={() => training.hear(index)}
          >
            <span className={css.words}>
              {tag && tag !== name && <span className={css.tag}>{tag}</span>}
              {tag && tag !== name && ' '}
              <span className={css.label}>{name}</span>
            </span>
            {letter && (
              <kbd className={controls.key} aria-hidden="true">
                {letter}
              </kbd>
            )}
          </button>
        );
      })}
    </fieldset>
  );
}
