import controls from '../controls/controls.module.css';
import { useInstallation } from '../SessionContext';
import css from './Shell.module.css';

/** Offers a newer build. Part of the first code of the page: the server may have nothing else of this build any more. */
export function UpdateOffer() {
  const update = useInstallation((state) => state.update);
  const takeUpdate = useInstallation((state) => state.takeUpdate);
  if (update.kind === 'none') return null;
  return (
    <output className={css.update}>
      {update.kind === 'loading' && 'Opening the newer version…'}
      {update.kind === 'ready' && 'A newer version is ready.'}
      {update.kind === 'waiting' &&
        `The newer version waits: Elsewhere is open in ${
          update.otherTabCount === 1 ? 'another tab' : `${update.otherTabCount} other tabs`
        }, which it would interrupt. Close that first.`}
      <button type="button" className={controls.button} disabled={update.kind === 'loading'} onClick={takeUpdate}>
        Reload into it
      </button>
    </output>
  );
}
