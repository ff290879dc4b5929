import { useRef } from 'react';
import { Icon } from '../../icons/Icon';
import controls from '../../controls/controls.module.css';
import play from '../../listen/PlayButton.module.css';
import { figure } from '../../words/format';
import { useTrain, useTraining } from '../TrainingContext';
import { Playhead } from './Playhead';
import css from './Timeline.module.css';
import { usePosition } from './usePosition';
import { key, useTrialKeys } from './useTrialKeys';

/** Play, where in the passage, and once more from its start. */
export function Timeline({
  durationSec,
  isPositionShown = true,
}: {
  /** Seconds; 0 while there is nothing to play. */
  readonly durationSec: number;
  /** False where the answer draws the passage itself. */
  readonly isPositionShown?: boolean;
}) {
  const training = useTraining();
  const isPlaying = useTrain((facts) => facts.isPlaying);
  const isReady = durationSec > 0;
  useTrialKeys(
    isReady
      ? [
          { matches: key(' '), run: () => training.togglePlay() },
          { matches: key('Backspace'), run: () => training.replay() },
        ]
      : [],
  );
  return (
    <div className={css.timeline}>
      <button
        type="button"
        className={play.play}
        aria-label={isPlaying ? 'Pause' : 'Play'}
        aria-keyshortcuts="Space"
        disabled={!isReady}
        onClick={() => training.togglePlay()}
      >
        <Icon name={isPlaying ? 'pause' : 'play'} size={26} />
      </button>
      <div className={css.lane}>
        {isPositionShown && (
          <>
            <div className={css.track} />
            {isReady && <Playhead durationSec={durationSec} />}
            {isReady && <PositionSlider durationSec={durationSec} />}
          </>
        )}
      </div>
      <button
        type="button"
        className={controls.quiet}
        aria-keyshortcuts="Backspace"
        disabled={!isReady}
        onClick={() => training.replay()}
      >
        <Icon name="reset" />
        From the start
        <kbd className={controls.key} aria-hidden="true">
          ⌫
        </kbd>
      </button>
    </div>
  );
}

/** Lies unseen over the line: a click seeks, and a screen reader finds a slider. */
export function PositionSlider({ durationSec }: { readonly durationSec: number }) {
  const training = useTraining();
  const ref = useRef<HTMLInputElement>(null);
  usePosition((sec) => {
    const input = ref.current;
    if (!input) return;
    const tenths = figure(sec, 1);
    if (input.getAttribute('aria-valuetext') === `${tenths} seconds`) return;
    input.value = tenths;
    input.setAttribute('aria-valuetext', `${tenths} seconds`);
  });
  return (
    <input
      ref={ref}
      className={css.slider}
      type="range"
      aria-label="Position"
      aria-valuetext="0.0 seconds"
      min={0}
      max={durationSec}
      step={0.1}
      defaultValue={0}
      onChange={(event) => training.seek(event.currentTarget.valueAsNumber)}
    />
  );
}
