import { memo, useId } from 'react';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import type { SlotName } from '../../store/listenStore';
import controls from '../controls/controls.module.css';
import { Pictogram } from '../pictograms/Pictogram';
import { responsePath } from '../plots/responsePath';
import { useSession } from '../SessionContext';
import { evidenceWords } from '../words/devices';
import { signedFigure } from '../words/format';
import css from './DevicePicker.module.css';
import { voiceOf } from './voice';

const MINI = { width: 64, height: 24, topDb: 18, bottomDb: -18 };

interface DeviceCardProps {
  readonly device: DeviceProfile;
  readonly groupName: string;
  readonly isChosen: boolean;
  readonly slot: SlotName | null;
  /** Number key that chooses it. */
  readonly keyHint: number | null;
  /** Matched gain, dB, while levels are matched and known. */
  readonly gainDb: number | undefined;
}

/** One target. Every property is plain, so a switch draws two cards anew and leaves the others alone. */
export const DeviceCard = memo(function DeviceCard({
  device,
  groupName,
  isChosen,
  slot,
  keyHint,
  gainDb,
}: DeviceCardProps) {
  const session = useSession();
  const id = useId();
  return (
    <div className={css.card} data-voice={voiceOf(device, slot)} onPointerEnter={() => session.hint(device.id)}>
      <input
        type="radio"
        className={css.radio}
        name={groupName}
        value={device.id}
        checked={isChosen}
        aria-labelledby={`${id}-name`}
        aria-describedby={`${id}-kind ${id}-facts`}
        onChange={() => session.listen.getState().chooseTarget(device.id)}
      />
      <div className={css.picture}>
        <Pictogram name={device.pictogram} size={32} />
      </div>
      <div className={css.words}>
        <p id={`${id}-name`} className={css.name}>
          {device.name}
        </p>
        <p id={`${id}-kind`} className={css.kind}>
          {device.kindLabel}
        </p>
      </div>
      <svg className={css.mini} viewBox={`0 0 ${MINI.width} ${MINI.height}`} aria-hidden="true">
        <path className={css.miniZero} d={`M0 ${MINI.height / 2}H${MINI.width}`} />
        <path className={css.miniCurve} d={responsePath(device, MINI)} />
      </svg>
      <p className={css.facts}>
        <span id={`${id}-facts`}>
          <span className={css.evidence}>{evidenceWords(device)}</span>
          {gainDb !== undefined && <span className={css.gain}> {signedFigure(gainDb, 1)} dB</span>}
        </span>
        <span className={css.marks} aria-hidden="true">
          {slot && (
            <span className={css.slotMark} data-voice={slot}>
              {slot}
            </span>
          )}
          {keyHint !== null && (
            <kbd className={controls.key} data-voice={slot ?? undefined}>
              {keyHint}
            </kbd>
          )}
        </span>
      </p>
      <span className={css.lamp} aria-hidden="true" />
    </div>
  );
});
