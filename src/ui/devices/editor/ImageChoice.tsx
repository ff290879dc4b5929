import type { Stage } from '../../../devices/DeviceProfile';
import css from './DeviceEditor.module.css';
import { imageWidth } from './filters';

/** How much of the stereo image the device keeps. */
export function ImageChoice({
  stages,
  onChange,
}: {
  readonly stages: readonly Stage[];
  readonly onChange: (width: number) => void;
}) {
  const percent = Math.round(imageWidth(stages) * 100);
  return (
    <label className={css.image}>
      <span>Stereo width</span>
      <input
        type="range"
        min={0}
        max={100}
        step={5}
        value={percent}
        aria-label="Stereo width"
        aria-valuetext={percent === 0 ? 'mono: left and right summed' : `${percent} %`}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber / 100)}
      />
      <output>{percent === 0 ? 'mono sum' : `${percent} %`}</output>
    </label>
  );
}
