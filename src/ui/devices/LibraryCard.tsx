import { memo } from 'react';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import type { SlotName } from '../../store/listenStore';
import { voiceOf } from '../listen/voice';
import { Icon } from '../icons/Icon';
import { Pictogram } from '../pictograms/Pictogram';
import { responsePath } from '../plots/responsePath';
import { useSession } from '../SessionContext';
import { evidenceWords } from '../words/devices';
import css from './DeviceLibrary.module.css';
import { deviceHref } from './places';

const MINI = { width: 112, height: 42, topDb: 18, bottomDb: -18 };

/** One device of the library: the card opens its page, the foot lets one hear and pin it. */
export const LibraryCard = memo(function LibraryCard({
  device,
  isHeard,
  slot,
  keyNumber,
  onPin,
}: {
  readonly device: DeviceProfile;
  readonly isHeard: boolean;
  readonly slot: SlotName | null;
  /** Number key that chooses it. */
  readonly keyNumber: number | null;
  readonly onPin: (device: DeviceProfile) => void;
}) {
  const session = useSession();
  const isReference = device.family === 'reference';
  return (
    <li
      className={css.card}
      data-voice={voiceOf(device, slot)}
      data-heard={isHeard || undefined}
      onPointerEnter={() => session.hint(device.id)}
    >
      <div className={css.picture}>
        <Pictogram name={device.pictogram} size={36} />
        <svg className={css.mini} viewBox={`0 0 ${MINI.width} ${MINI.height}`} aria-hidden="true">
          <path className={css.miniZero} d={`M0 ${MINI.height / 2}H${MINI.width}`} />
          <path className={css.miniCurve} d={responsePath(device, MINI)} />
        </svg>
      </div>
      <p className={css.name}>
        <a href={deviceHref(device.id)} className={css.open}>
          {device.name}
        </a>
      </p>
      <p className={css.kindLabel}>
        {device.kindLabel}
        <span>{evidenceWords(device)}</span>
      </p>
      <div className={css.foot}>
        <button
          type="button"
          className={css.hear}
          aria-pressed={isHeard}
          aria-label={`Listen through ${device.name}`}
          onClick={() => session.listen.getState().chooseTarget(device.id)}
        >
          <Icon name="listen" size={18} />
          Listen
        </button>
        {slot && (
          <span className={css.slot} data-voice={slot} title={`In slot ${slot}`}>
            {slot}
          </span>
        )}
        {!isReference && (
          <button
            type="button"
            className={css.pin}
            data-pinned={keyNumber !== null || undefined}
            aria-label={
              keyNumber === null
                ? `Pin ${device.name} to a number key`
                : `${device.name} is on key ${keyNumber}; change`
            }
            onClick={() => onPin(device)}
          >
            {keyNumber ?? <Icon name="pin" size={18} />}
          </button>
        )}
      </div>
    </li>
  );
});
