import { useId, type CSSProperties } from 'react';
import controls from '../controls/controls.module.css';
import { LISTENING_PHON } from '../../store/listenStore';
import { useListen, useSession } from '../SessionContext';
import css from './ListeningLevel.module.css';

/** The slider's lowest end is off; between it and the lowest level there is nothing, so that off is felt as a stop. */
const OFF = LISTENING_PHON.lowest - 5;
const MIXED_AT = [60, 65, 70, 73, 75, 80, 83, 85, 90];

/** What a step to `value` means, coming from `now`. */
function phonAt(value: number, now: number | null): number | null {
  if (value >= LISTENING_PHON.lowest) return value;
  return now === null && value > OFF ? LISTENING_PHON.lowest : null;
}

/** The mix as it would sound quieter or louder than it was mixed. */
export function ListeningLevel() {
  const session = useSession();
  const phon = useListen((state) => state.listeningPhon);
  const mixedAt = useListen((state) => state.mixedAtPhon);
  const id = useId();
  const value = phon ?? OFF;
  const fill = `${((value - OFF) / (LISTENING_PHON.highest - OFF)) * 100}%`;
  const { setListeningPhon, setMixedAtPhon } = session.listen.getState();
  return (
    <div className={css.level}>
      <div className={css.row}>
        <label htmlFor={`${id}-slider`} className={css.label}>
          Listening level
        </label>
        <input
          id={`${id}-slider`}
          type="range"
          className={controls.range}
          style={{ '--fill': fill } as CSSProperties}
          aria-valuetext={phon === null ? 'off' : `${phon} phon`}
          aria-describedby={`${id}-says`}
          min={OFF}
          max={LISTENING_PHON.highest}
          step={1}
          value={value}
          onChange={(event) => setListeningPhon(phonAt(event.currentTarget.valueAsNumber, phon))}
        />
        <span className={css.figure} aria-hidden="true">
          {phon === null ? 'off' : phon}
          {phon !== null && <span className={css.unit}> phon</span>}
        </span>
      </div>
      <p id={`${id}-says`} className={css.says}>
        {phon === null && 'Off: no change. '}
        <label className={css.mixed}>
          Mixed at{' '}
          <select value={mixedAt} onChange={(event) => setMixedAtPhon(Number(event.currentTarget.value))}>
            {(MIXED_AT.includes(mixedAt) ? MIXED_AT : [...MIXED_AT, mixedAt].toSorted((a, b) => a - b)).map((level) => (
              <option key={level} value={level}>
                {level} phon
              </option>
            ))}
          </select>
        </label>
        {phon !== null && '. ISO 226:2023 × 0.6: pure-tone contours overstate it for music.'}
      </p>
    </div>
  );
}
