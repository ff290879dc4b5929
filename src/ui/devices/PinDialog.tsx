import type { DeviceProfile } from '../../devices/DeviceProfile';
import { Dialog } from '../controls/Dialog';
import controls from '../controls/controls.module.css';
import { useListen, useSession } from '../SessionContext';
import css from './dialogs.module.css';

/** Gives a device one of the keys 1–9, or frees it. */
export function PinDialog({ device, onClose }: { readonly device: DeviceProfile; readonly onClose: () => void }) {
  const { deviceById, listen } = useSession();
  const pins = useListen((state) => state.pins);
  const pin = (index: number | null): void => {
    listen.getState().pin(index, device.id);
    onClose();
  };
  return (
    <Dialog title={`Number key for ${device.name}`} onClose={onClose}>
      <ol className={css.keys}>
        {pins.map((id, index) => {
          const holder = id === null ? undefined : deviceById(id)?.name;
          const isMine = id === device.id;
          return (
            // The index is the key on the keyboard.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index}>
              <button type="button" className={css.key} aria-pressed={isMine} onClick={() => pin(index)}>
                <kbd className={controls.key}>{index + 1}</kbd>
                <span>{holder ?? 'free'}</span>
              </button>
            </li>
          );
        })}
      </ol>
      {pins.includes(device.id) && (
        <button type="button" className={controls.button} onClick={() => pin(null)}>
          Take it off its key
        </button>
      )}
    </Dialog>
  );
}
