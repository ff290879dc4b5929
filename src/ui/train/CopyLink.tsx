import { useId, useState } from 'react';
import type { DrillSpec } from '../../drills/records';
import controls from '../controls/controls.module.css';
import { Icon } from '../icons/Icon';
import css from './CopyLink.module.css';
import shared from './train.module.css';
import { useTraining } from './TrainingContext';

type Copied =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'copied' }
  /** The browser does not let the page write to the clipboard: the link is shown to be copied by hand. */
  | { readonly kind: 'shown'; readonly link: string }
  | { readonly kind: 'too-long' };

/** Gives anybody the same trials on the demo song. */
export function CopyLink({
  label,
  title,
  blocks,
}: {
  readonly label: string;
  readonly title: string;
  /** Asked when the link is made, so that each link has trials of its own. */
  readonly blocks: () => readonly DrillSpec[];
}) {
  const training = useTraining();
  const [copied, setCopied] = useState<Copied>({ kind: 'nothing' });
  const statusId = useId();

  async function copy(): Promise<void> {
    let link: string;
    try {
      link = training.linkTo(title, blocks());
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      setCopied({ kind: 'too-long' });
      return;
    }
    try {
      await navigator.clipboard.writeText(link);
      setCopied({ kind: 'copied' });
    } catch {
      setCopied({ kind: 'shown', link });
    }
  }

  return (
    <div className={css.copy}>
      <button type="button" className={controls.button} aria-describedby={statusId} onClick={() => void copy()}>
        <Icon name="link" />
        {label}
      </button>
      <output id={statusId} className={shared.hint}>
        {copied.kind === 'copied' && 'Link copied. Whoever opens it gets the same trials, on the demo song.'}
        {copied.kind === 'too-long' && 'This is too much for one link. Take out some blocks or devices and try again.'}
        {copied.kind === 'shown' && 'Copy this link by hand. Whoever opens it gets the same trials, on the demo song.'}
      </output>
      {copied.kind === 'shown' && (
        <input
          className={shared.text}
          aria-label="Link to this drill"
          readOnly
          value={copied.link}
          onFocus={(event) => event.currentTarget.select()}
        />
      )}
    </div>
  );
}
