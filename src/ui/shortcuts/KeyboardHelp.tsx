import controls from '../controls/controls.module.css';
import { Dialog } from '../controls/Dialog';
import { useListen, useSession } from '../SessionContext';
import css from './KeyboardHelp.module.css';
import { SHORTCUTS } from './shortcuts';
import { TRAIN_KEYS } from './trainKeys';

export default function KeyboardHelp({
  screen,
  onClose,
}: {
  /** Whose keys come first; the others follow. */
  readonly screen: string;
  readonly onClose: () => void;
}) {
  const { deviceById } = useSession();
  const pins = useListen((state) => state.pins);
  const training = (
    <>
      <h3 className={css.heading}>On Train</h3>
      <KeyList keys={TRAIN_KEYS} />
    </>
  );
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      {screen === 'train' && training}
      <h3 className={css.heading}>On Listen</h3>
      <KeyList keys={SHORTCUTS} />
      <h3 className={css.heading}>Pinned now</h3>
      <ol className={css.pins}>
        {pins.map((id, index) => (
          // The key is the number on the keyboard.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>
            <kbd className={controls.key}>{index + 1}</kbd>
            {(id && deviceById(id)?.name) ?? 'free'}
          </li>
        ))}
      </ol>
      {screen !== 'train' && training}
    </Dialog>
  );
}

function KeyList({ keys }: { readonly keys: typeof TRAIN_KEYS }) {
  return (
    <dl className={css.keys}>
      {keys.map((entry) => (
        <div key={entry.does} className={css.row}>
          <dt>
            {entry.keys.map((name) => (
              <kbd key={name} className={controls.key} data-voice={/\b[AB]$/.exec(name)?.[0]}>
                {name}
              </kbd>
            ))}
          </dt>
          <dd>{entry.does}</dd>
        </div>
      ))}
    </dl>
  );
}
