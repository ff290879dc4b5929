import controls from '../controls/controls.module.css';
import { useInstallation } from '../SessionContext';
import { offlineWords } from '../words/offline';

/** Whether the page works without a connection, and what is missing for that. */
export function OfflineUse() {
  const offline = useInstallation((state) => state.offline);
  const fetchMissing = useInstallation((state) => state.fetchMissing);
  return (
    <>
      <p>
        <output aria-label="Without a connection">{offlineWords(offline)}</output>
      </p>
      {offline.kind === 'partial' && (
        <button type="button" className={controls.button} onClick={fetchMissing}>
          Fetch what is missing
        </button>
      )}
    </>
  );
}
