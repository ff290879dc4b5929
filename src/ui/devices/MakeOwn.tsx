import { useState } from 'react';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import { DRAFT_ID } from '../../store/devices/devicesStore';
import { Dialog } from '../controls/Dialog';
import controls from '../controls/controls.module.css';
import { Icon } from '../icons/Icon';
import { useDevices, useSession } from '../SessionContext';
import dialogs from './dialogs.module.css';
import { editorHref } from './places';
import { withDesk } from './withDesk';

/** Takes a device to the editor: a copy of any, or an own one itself. Asks before another unsaved one is given up. */
export function MakeOwn({ device, isOwn }: { readonly device: DeviceProfile; readonly isOwn: boolean }) {
  const session = useSession();
  const draft = useDevices((state) => state.draft);
  const [wanted, setWanted] = useState<'fork' | 'edit' | null>(null);
  const begin = (what: 'fork' | 'edit'): void => {
    void withDesk(session, device.name, (desk) => {
      if (session.devices.getState().draft) desk.discardDraft();
      desk[what](device.id);
      if (session.devices.getState().draft) window.location.hash = editorHref;
    });
  };
  const ask = (what: 'fork' | 'edit'): void => {
    if (draft?.canUndo) setWanted(what);
    else begin(what);
  };
  if (device.id === DRAFT_ID) return null;
  const close = (): void => setWanted(null);
  return (
    <>
      {isOwn && (
        <button type="button" className={controls.button} onClick={() => ask('edit')}>
          <Icon name="edit" size={18} />
          Edit
        </button>
      )}
      <button type="button" className={controls.button} onClick={() => ask('fork')}>
        {!isOwn && <Icon name="edit" size={18} />}
        {isOwn ? 'Make a copy' : 'Make your own from it'}
      </button>
      {wanted && draft && (
        <Dialog title="Another device is not saved yet" onClose={close}>
          <div className={dialogs.form}>
            <p>
              You are making <strong>{draft.profile.name}</strong>. Beginning another gives it up.
            </p>
            <div className={dialogs.acts}>
              <a className={controls.button} href={editorHref}>
                Go on with it
              </a>
              <button
                type="button"
                className={controls.button}
                onClick={() => {
                  close();
                  begin(wanted);
                }}
              >
                Give it up and begin
              </button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  );
}
