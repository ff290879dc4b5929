import { useId } from 'react';
import { Icon } from '../icons/Icon';
import { useListen, useSession } from '../SessionContext';
import type { SlotName } from '../../store/listenStore';
import css from './QuickSlots.module.css';

/** A and B, and Swap between the last two targets. */
export function QuickSlots() {
  const session = useSession();
  const { deviceById } = session;
  const previousId = useListen((state) => state.previousTargetId);
  const swapId = useId();
  return (
    <div className={css.slots}>
      <Slot slot="A" />
      <button
        type="button"
        className={css.swap}
        aria-label="Swap"
        aria-describedby={swapId}
        aria-keyshortcuts="X"
        title="Swap the last two targets (X)"
        onClick={() => session.listen.getState().swap()}
      >
        <Icon name="swap" size={22} />
        <span id={swapId} className={css.hidden}>
          back to {deviceById(previousId)?.name}
        </span>
      </button>
      <Slot slot="B" />
    </div>
  );
}

function Slot({ slot }: { readonly slot: SlotName }) {
  const session = useSession();
  const id = useListen((state) => state.slots[slot]);
  const isOn = useListen((state) => state.targetId === state.slots[slot]);
  const deviceId = useId();
  return (
    <button
      type="button"
      className={css.slot}
      data-voice={slot}
      aria-label={slot}
      aria-describedby={deviceId}
      aria-pressed={isOn}
      aria-keyshortcuts={slot}
      onClick={() => session.listen.getState().chooseSlot(slot)}
    >
      <span className={css.letter} aria-hidden="true">
        {slot}
      </span>
      <span id={deviceId} className={css.device}>
        {session.deviceById(id)?.name}
      </span>
    </button>
  );
}
