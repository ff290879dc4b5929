import { useId, useState } from 'react';
import { useStore } from 'zustand';
import type { BackupJob, StoredData } from '../../store/backup/StoredData';
import choices from '../controls/choices.module.css';
import controls from '../controls/controls.module.css';
import { Icon } from '../icons/Icon';
import { useLibrary } from '../SessionContext';
import { bytesWords, jobWords, outcomeWords } from '../words/storage';
import css from './SettingsScreen.module.css';

/** Everything in one file, and back. */
export function BackupSection({ data }: { readonly data: StoredData }) {
  const id = useId();
  const [includesAudio, setIncludesAudio] = useState(true);
  const job = useStore(data.store, (state) => state.job);
  const outcome = useStore(data.store, (state) => state.outcome);
  const audioBytes = useLibrary((state) =>
    state.tracks.reduce((sum, { origin, sizeBytes }) => sum + (origin === 'own' ? sizeBytes : 0), 0),
  );
  return (
    <section className={css.section} aria-labelledby={id}>
      <h2 id={id} className={css.sectionHead}>
        Backup
      </h2>
      <p className={css.hint}>
        One ZIP file holds your tracks, devices, practice, drills and settings. Restoring adds what is not here and
        leaves the rest as it is, so it can be done twice. OPRA’s database and the demo music are not in it: they can be
        fetched again.
      </p>
      <label className={choices.check}>
        <input
          type="checkbox"
          checked={includesAudio}
          onChange={(event) => setIncludesAudio(event.currentTarget.checked)}
        />
        <span>
          Include audio files <span className={css.note}>({bytesWords(audioBytes)})</span>
        </span>
      </label>
      <div className={css.actions}>
        <button
          type="button"
          className={controls.button}
          disabled={job !== null}
          onClick={() => void data.backUp({ includesAudio })}
        >
          <Icon name="export" />
          Back up everything
        </button>
        <label className={css.file} data-disabled={job !== null || undefined}>
          <Icon name="plus" />
          <span>Restore backup</span>
          <input
            type="file"
            accept=".zip,application/zip"
            disabled={job !== null}
            onChange={(event) => {
              const input = event.currentTarget;
              const file = input.files?.[0];
              if (file) void data.restore(file);
              // The same file may be chosen again.
              input.value = '';
            }}
          />
        </label>
      </div>
      {job && <Job job={job} onCancel={() => data.cancel()} />}
      <output className={css.outcome}>
        {outcome && outcomeWords(outcome).map((sentence) => <p key={sentence}>{sentence}</p>)}
      </output>
    </section>
  );
}

function Job({ job, onCancel }: { readonly job: BackupJob; readonly onCancel: () => void }) {
  const label = jobWords(job);
  return (
    <div className={css.job}>
      <span>{label}…</span>
      <progress className={css.bar} aria-label={label} max={1} value={job.fraction} />
      <button type="button" className={controls.quiet} onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}
