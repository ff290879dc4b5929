import { Icon } from '../icons/Icon';
import controls from '../controls/controls.module.css';
import { usePlayback, useSession } from '../SessionContext';
import { jobWords } from '../words/exports';
import css from './ExportAudio.module.css';
import { ExportSeveral } from './ExportSeveral';
import { useHasWholeMix } from './useHasWholeMix';

/** The current mix through the current target as a WAV, or through several devices as a ZIP of them. */
export function ExportAudio() {
  const session = useSession();
  const job = usePlayback((state) => state.exportJob);
  const hasWholeMix = useHasWholeMix();
  return (
    <div className={css.export}>
      {job ? (
        <div className={css.job}>
          <span className={css.words}>
            <span className={css.name} title={job.fileName}>
              {jobWords(job)}
            </span>{' '}
            <span className={css.percent}>{Math.round(job.fraction * 100)} %</span>
          </span>
          <progress className={css.bar} aria-label={`Writing ${job.fileName}`} max={1} value={job.fraction} />
          <button
            type="button"
            className={controls.quiet}
            aria-label="Cancel writing"
            onClick={() => session.cancelExport()}
          >
            Cancel
          </button>
        </div>
      ) : (
        <button
          type="button"
          className={controls.button}
          disabled={!hasWholeMix}
          title="The whole mix through this target, as a 32-bit float WAV"
          onClick={() => session.exportAudio()}
        >
          <Icon name="export" />
          Export audio
        </button>
      )}
      <ExportSeveral />
    </div>
  );
}
