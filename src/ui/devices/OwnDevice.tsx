import { useState } from 'react';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import { Dialog } from '../controls/Dialog';
import controls from '../controls/controls.module.css';
import { Icon } from '../icons/Icon';
import { useSession } from '../SessionContext';
import dialogs from './dialogs.module.css';
import { libraryHref, replaceWith } from './places';
import { withDesk } from './withDesk';

/** Longer names would fill a card. */
const LONGEST_NAME = 80;

export function RenameDevice({ device }: { readonly device: DeviceProfile }) {
  const session = useSession();
  const [isOpen, setIsOpen] = useState(false);
  const [name, setName] = useState(device.name);
  const close = (): void => setIsOpen(false);
  return (
    <>
      <button
        type="button"
        className={controls.button}
        onClick={() => {
          setName(device.name);
          setIsOpen(true);
        }}
      >
        Rename
      </button>
      {isOpen && (
        <Dialog title="Rename the device" onClose={close}>
          <form
            className={dialogs.form}
            onSubmit={(event) => {
              event.preventDefault();
              void withDesk(session, device.name, (desk) => desk.rename(device.id, name.trim()));
              close();
            }}
          >
            <label className={dialogs.field}>
              <span>Name</span>
              <input
                type="text"
                maxLength={LONGEST_NAME}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
            </label>
            <button type="submit" className={dialogs.primary} disabled={name.trim() === ''}>
              Rename
            </button>
          </form>
        </Dialog>
      )}
    </>
  );
}

/** Asks first: what was imported or made here is nowhere else. */
export function RemoveDevice({ device }: { readonly device: DeviceProfile }) {
  const session = useSession();
  const [isOpen, setIsOpen] = useState(false);
  const close = (): void => setIsOpen(false);
  return (
    <>
      <button type="button" className={controls.button} onClick={() => setIsOpen(true)}>
        <Icon name="trash" size={18} />
        Remove
      </button>
      {isOpen && (
        <Dialog title={`Remove ${device.name}?`} onClose={close}>
          <div className={dialogs.form}>
            <p>It is kept in this browser alone. Export it first if you may want it again.</p>
            <div className={dialogs.acts}>
              <button
                type="button"
                className={dialogs.primary}
                onClick={() => {
                  close();
                  replaceWith(libraryHref);
                  void withDesk(session, device.name, (desk) => desk.remove(device.id));
                }}
              >
                Remove it
              </button>
              <button type="button" className={controls.button} onClick={close}>
                Keep it
              </button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  );
}
