import { PlayButton } from '../listen/PlayButton';
import { useVoice } from '../listen/voice';
import controls from '../controls/controls.module.css';
import { Icon } from '../icons/Icon';
import { useCurrentTrack, useListen, usePlayback, useSession } from '../SessionContext';
import { levelWords } from '../words/devices';
import css from './HeardBar.module.css';
import { useDevice } from './useShelf';

/** Play and the target in force, in reach wherever one is on Devices. */
export function HeardBar() {
  const { listen } = useSession();
  const targetId = useListen((state) => state.targetId);
  const previousId = useListen((state) => state.previousTargetId);
  const isMatching = useListen((state) => state.isMatching);
  const gainDb = usePlayback((state) => state.levels?.[targetId]?.matchGainDb);
  const track = useCurrentTrack();
  const voice = useVoice(targetId);
  const { device } = useDevice(targetId);
  const previous = useDevice(previousId).device;
  return (
    <section className={css.bar} aria-label="Playing" data-voice={voice}>
      <PlayButton />
      <div className={css.words}>
        <output aria-label="Now playing through" className={css.status}>
          <span className={css.name}>{device?.name ?? 'Nothing'}</span>{' '}
          <span className={css.level}>
            {device && track ? levelWords(device, isMatching, gainDb) : 'nothing loaded'}
          </span>
        </output>
        <p className={css.track}>{track?.name ?? 'Add a mix on Listen'}</p>
      </div>
      {previous && previousId !== targetId && (
        <button
          type="button"
          className={`${controls.button} ${css.swap}`}
          aria-label={`Swap to ${previous.name}`}
          aria-keyshortcuts="x"
          onClick={() => listen.getState().swap()}
        >
          <Icon name="swap" />
          <span>{previous.name}</span>
        </button>
      )}
    </section>
  );
}
