import { useId, useState } from 'react';
import { Dialog } from '../controls/Dialog';
import controls from '../controls/controls.module.css';
import { Icon } from '../icons/Icon';
import train from '../train/train.module.css';
import { useTrain, useTraining } from '../train/TrainingContext';
import { counted } from '../words/training';
import css from './ProgressData.module.css';
import { wholeNumber } from './words';

/** Taking practice away, bringing it in, forgetting it. */
export function ProgressData({
  onCleared,
}: {
  /** The button that asked is of no more use: the focus has to go elsewhere. */
  readonly onCleared: () => void;
}) {
  const training = useTraining();
  const id = useId();
  const [format, setFormat] = useState<'json' | 'csv'>('json');
  const [busy, setBusy] = useState<'export' | 'import' | null>(null);
  const [isCleared, setIsCleared] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const importing = useTrain((facts) => facts.importing);
  const isEmpty = useTrain(
    ({ days, customDrills, openSession, damage, waiting }) =>
      days.length === 0 &&
      customDrills.length === 0 &&
      openSession === null &&
      damage === null &&
      waiting.cause === null,
  );
  const work = async (what: 'export' | 'import', run: () => Promise<void>): Promise<void> => {
    setBusy(what);
    try {
      await run();
    } finally {
      setBusy(null);
    }
  };
  return (
    <section className={css.data} aria-labelledby={id}>
      <div>
        <h2 id={id} className={train.sectionHead}>
          Your data
        </h2>
        <p className={train.hint}>
          All of this is kept in this browser and nowhere else. A JSON file can be imported again, here or in another
          browser; CSV is for a spreadsheet.
        </p>
      </div>
      <div className={css.actions}>
        <select
          className={`${train.select} ${css.format}`}
          aria-label="Export format"
          value={format}
          onChange={(event) => setFormat(event.currentTarget.value === 'csv' ? 'csv' : 'json')}
        >
          <option value="json">JSON</option>
          <option value="csv">CSV</option>
        </select>
        <button
          type="button"
          className={controls.button}
          disabled={busy !== null}
          onClick={() => void work('export', () => training.exportProgress(format))}
        >
          <Icon name="export" />
          Export progress
        </button>
        <label className={css.file} data-disabled={busy !== null || undefined}>
          <Icon name="plus" />
          <span>Import progress</span>
          <input
            type="file"
            accept=".json,application/json"
            disabled={busy !== null}
            onChange={(event) => {
              const input = event.currentTarget;
              const file = input.files?.[0];
              if (file) void work('import', () => training.importProgress(file));
              // The same file may be chosen again after it has been put right.
              input.value = '';
            }}
          />
        </label>
        <button
          type="button"
          className={`${controls.quiet} ${css.clear}`}
          disabled={busy !== null || isEmpty}
          onClick={() => setIsAsking(true)}
        >
          <Icon name="trash" />
          Clear all progress
        </button>
      </div>
      <output className={css.busy}>
        {importing?.phase === 'checking' && 'Checking the file…'}
        {importing?.phase === 'storing' && 'Storing the trials…'}
        {busy === 'export' && 'Writing the file…'}
        {busy === null && isCleared && isEmpty && 'Your progress has been cleared.'}
      </output>
      {importing && (
        <div className={css.importing}>
          <progress aria-label="Imported so far" value={importing.share} />
          <button type="button" className={controls.button} onClick={() => training.stopImport()}>
            Cancel
          </button>
        </div>
      )}
      {isAsking && (
        <ClearDialog
          onClose={() => setIsAsking(false)}
          onClear={() => {
            setIsCleared(true);
            void training.clearProgress().then(onCleared);
          }}
        />
      )}
    </section>
  );
}

function ClearDialog({ onClose, onClear }: { readonly onClose: () => void; readonly onClear: () => void }) {
  const days = useTrain((facts) => facts.days);
  const drillCount = useTrain((facts) => facts.customDrills.length);
  const hasOpenSession = useTrain((facts) => facts.openSession !== null);
  const isDamaged = useTrain((facts) => facts.damage !== null);
  const trialCount = days.reduce((sum, day) => sum + day.trialCount, 0);
  const dayCount = new Set(days.map(({ day }) => day)).size;
  const goes = [
    ...(trialCount > 0
      ? [`${wholeNumber(trialCount)} ${trialCount === 1 ? 'trial' : 'trials'} on ${counted(dayCount, 'day')}`]
      : []),
    ...(trialCount > 0 ? ['every threshold and the schedule that follow from them'] : []),
    ...(drillCount > 0 ? [`${counted(drillCount, 'drill')} of your own`] : []),
    ...(hasOpenSession ? ['the sitting that was not finished'] : []),
    ...(isDamaged ? ['everything of your practice that cannot be read'] : []),
  ];
  return (
    <Dialog title="Clear all progress?" onClose={onClose}>
      <div className={css.asking}>
        <p>This forgets, for good:</p>
        <ul className={css.goes}>
          {goes.map((thing) => (
            <li key={thing}>{thing}</li>
          ))}
        </ul>
        <p>Your tracks stay. To keep a copy, close this and export first.</p>
        <div className={css.choice}>
          <button type="button" className={controls.button} onClick={closeDialog}>
            Keep it
          </button>
          <button
            type="button"
            className={`${controls.button} ${css.forget}`}
            onClick={(event) => {
              closeDialog(event);
              onClear();
            }}
          >
            Forget all of it
          </button>
        </div>
      </div>
    </Dialog>
  );
}

/** Through the dialog itself, so that the browser gives the focus back. */
const closeDialog = (event: { readonly currentTarget: HTMLElement }): void =>
  event.currentTarget.closest('dialog')?.close();
