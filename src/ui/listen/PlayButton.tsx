import { Icon } from '../icons/Icon';
import { useListen, usePlayback, useSession } from '../SessionContext';
import css from './PlayButton.module.css';

export function PlayButton() {
  const session = useSession();
  const wantsToPlay = useListen((state) => state.wantsToPlay);
  const isPlaying = usePlayback((state) => state.isPlaying);
  const hasTrack = useListen((state) => state.currentTrackId !== null);
  return (
    <button
      type="button"
      className={css.play}
      aria-label={wantsToPlay ? 'Pause' : 'Play'}
      aria-keyshortcuts="Space"
      // Asked for, but the sound is still on its way.
      aria-busy={(wantsToPlay && !isPlaying) || undefined}
      disabled={!hasTrack}
      onClick={() => session.listen.getState().togglePlay()}
    >
      <Icon name={wantsToPlay ? 'pause' : 'play'} size={26} />
    </button>
  );
}
