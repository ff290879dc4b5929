import type { DrillKind } from '../../drills/DrillKind';
import type { PractisedDevice } from '../../drills/progress';
import train from '../train/train.module.css';
import { GROUPS, octaveWords } from '../words/training';
import css from './ProgressScreen.module.css';

export const PERIODS = [
  { id: 'month', label: '30 days', days: 30 },
  { id: 'quarter', label: '90 days', days: 90 },
  { id: 'year', label: 'A year', days: 365 },
  { id: 'all', label: 'All', days: null },
] as const;
export type PeriodId = (typeof PERIODS)[number]['id'];

/** Flat has no id; the value of an option must be a text. */
const FLAT_VALUE = '';

/** Which skill the charts are about: drill, device, octave, and from when. */
export function SkillChooser({
  kinds,
  kind,
  devices,
  device,
  band,
  period,
  deviceName,
  onKind,
  onDevice,
  onBand,
  onPeriod,
}: {
  readonly kinds: readonly DrillKind[];
  readonly kind: DrillKind;
  readonly devices: readonly PractisedDevice[];
  readonly device: PractisedDevice;
  readonly band: number | null;
  readonly period: PeriodId;
  readonly deviceName: (id: string | null) => string;
  readonly onKind: (kindId: string) => void;
  readonly onDevice: (deviceId: string | null) => void;
  readonly onBand: (band: number) => void;
  readonly onPeriod: (period: PeriodId) => void;
}) {
  return (
    <div className={css.chooser}>
      <label className={css.choice}>
        <span className={train.legend}>Skill</span>
        <select className={train.select} value={kind.id} onChange={(event) => onKind(event.currentTarget.value)}>
          {GROUPS.map(({ group, label }) => {
            const ofGroup = kinds.filter((entry) => entry.group === group);
            return (
              ofGroup.length > 0 && (
                <optgroup key={group} label={label}>
                  {ofGroup.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </optgroup>
              )
            );
          })}
        </select>
      </label>
      {(devices.length > 1 || kind.canUseDevice) && (
        <label className={css.choice}>
          <span className={train.legend}>Heard through</span>
          <select
            className={train.select}
            value={device.deviceId ?? FLAT_VALUE}
            onChange={(event) => {
              const { value } = event.currentTarget;
              onDevice(value === FLAT_VALUE ? null : value);
            }}
          >
            {devices.map(({ deviceId }) => (
              <option key={deviceId ?? FLAT_VALUE} value={deviceId ?? FLAT_VALUE}>
                {deviceName(deviceId)}
              </option>
            ))}
          </select>
        </label>
      )}
      {band !== null && (
        <label className={css.choice}>
          <span className={train.legend}>Octave</span>
          <select className={train.select} value={band} onChange={(event) => onBand(Number(event.currentTarget.value))}>
            {device.bands.map((entry) => (
              <option key={entry} value={entry}>
                {octaveWords(entry)}
              </option>
            ))}
          </select>
        </label>
      )}
      <fieldset className={css.period}>
        <legend className={train.legend}>Period</legend>
        <div className={train.segments}>
          {PERIODS.map(({ id, label }) => (
            <label key={id} className={train.segment}>
              <input type="radio" name="period" checked={id === period} onChange={() => onPeriod(id)} />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
    </div>
  );
}
