import controls from '../controls/controls.module.css';
import { Dialog } from '../controls/Dialog';
import { useListen, useSession } from '../SessionContext';
import css from './KeyboardHelp.module.css';
import { SHORTCUTS } from './shortcuts';

export function KeyboardHelp({ onClose }: { readonly onClose: () => void }) {
  const { deviceById } = useSession();
  const pins = useListen((state) => state.pins);
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      <dl className={css.keys}>
        {SHORTCUTS.map(({ keys, does }) => (
          <div key={does} className={css.row}>
            <dt>
              {keys.map((key) => (
                <kbd key={key} className={controls.key} data-voice={/\b[AB]$/.exec(key)?.[0]}>
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
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
    </Dialog>
  );
}
