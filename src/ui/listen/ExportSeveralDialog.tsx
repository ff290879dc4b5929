import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import { FAMILIES } from '../../devices/families';
import { exportedBytes, type SeveralChoice, type SeveralOutcome } from '../../store/MixExport';
import choices from '../controls/choices.module.css';
import controls from '../controls/controls.module.css';
import { Dialog } from '../controls/Dialog';
import { useListen, usePlayback, useSession } from '../SessionContext';
import { jobWords, severalWords } from '../words/exports';
import { problemWords } from '../words/problems';
import css from './ExportSeveral.module.css';
import { useHasWholeMix } from './useHasWholeMix';
import { useShelf } from './useShelf';

interface Choice {
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

/** Which devices, at which level; then how far it has come. It may be closed meanwhile: the export goes on. */
export default function ExportSeveralDialog({
  chosen,
  onChoose,
  outcome,
  onStart,
  onClose,
}: Choice & {
  /** Of the export that ended last while this was open. */
  readonly outcome: SeveralOutcome | null;
  readonly onStart: (choice: SeveralChoice) => void;
  readonly onClose: () => void;
}) {
  const shelf = useShelf();
  const isMatching = useListen((state) => state.isMatching);
  const [isMatched, setIsMatched] = useState(isMatching);
  const isRunning = usePlayback((state) => state.exportJob?.several !== undefined);
  // As they are listed; a device that has been removed since is no longer chosen.
  const deviceIds = FAMILIES.flatMap(({ family }) =>
    shelf.filter((device) => device.family === family && chosen.has(device.id)).map(({ id }) => id),
  );
  return (
    <Dialog title="Export through several devices" onClose={onClose}>
      {isRunning ? (
        <Progress />
      ) : (
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            onStart({ deviceIds, isMatched });
          }}
        >
          <QuickChoices shelf={shelf} chosen={chosen} onChoose={onChoose} />
          <Devices shelf={shelf} chosen={chosen} onChoose={onChoose} />
          <div className={css.foot}>
            <fieldset className={css.level}>
              <legend className={css.legend}>Level</legend>
              <div className={choices.segments}>
                {[true, false].map((isMatchedChoice) => (
                  <label key={String(isMatchedChoice)} className={choices.segment}>
                    <input
                      type="radio"
                      name="level"
                      checked={isMatched === isMatchedChoice}
                      onChange={() => setIsMatched(isMatchedChoice)}
                    />
                    {isMatchedChoice ? 'Matched loudness' : 'True level'}
                  </label>
                ))}
              </div>
            </fieldset>
            <Start count={deviceIds.length} />
            {outcome && <Outcome outcome={outcome} />}
          </div>
        </form>
      )}
    </Dialog>
  );
}

/** Each turns a set of devices on, or off where all of them are on. */
function QuickChoices({ shelf, chosen, onChoose }: Choice & { readonly shelf: readonly DeviceProfile[] }) {
  const pins = useListen((state) => state.pins);
  const families = FAMILIES.filter(({ family }) => family !== 'reference').map(({ family, label }) => ({
    label,
    devices: shelf.filter((device) => device.family === family),
  }));
  const sets = [
    { label: 'All devices', devices: shelf },
    { label: 'Pinned', devices: shelf.filter(({ id }) => pins.includes(id)) },
    ...families,
  ];
  return (
    <fieldset className={css.quick} aria-label="Quick choices">
      {sets
        .filter(({ devices }) => devices.length > 0)
        .map(({ label, devices }) => {
          const areAllChosen = devices.every(({ id }) => chosen.has(id));
          return (
            <button
              key={label}
              type="button"
              className={css.set}
              aria-pressed={areAllChosen}
              onClick={() => {
                const next = new Set(chosen);
                for (const { id } of devices) {
                  if (areAllChosen) next.delete(id);
                  else next.add(id);
                }
                onChoose(next);
              }}
            >
              {label}
            </button>
          );
        })}
    </fieldset>
  );
}

function Devices({ shelf, chosen, onChoose }: Choice & { readonly shelf: readonly DeviceProfile[] }) {
  const toggle = (id: string, isOn: boolean): void => {
    const next = new Set(chosen);
    if (isOn) next.add(id);
    else next.delete(id);
    onChoose(next);
  };
  return (
    <div className={css.families}>
      {FAMILIES.map(({ family, label }) => {
        const devices = shelf.filter((device) => device.family === family);
        return (
          devices.length > 0 && (
            <fieldset key={family}>
              <legend className={css.legend}>{label}</legend>
              <ul className={css.devices}>
                {devices.map(({ id, name }) => (
                  <li key={id}>
                    <label className={choices.check}>
                      <input
                        type="checkbox"
                        checked={chosen.has(id)}
                        onChange={(event) => toggle(id, event.currentTarget.checked)}
                      />
                      <span className={css.name}>{name}</span>
                    </label>
                  </li>
                ))}
              </ul>
            </fieldset>
          )
        );
      })}
    </div>
  );
}

/** How much it will be, or why it cannot begin. */
function Start({ count }: { readonly count: number }) {
  const mix = usePlayback((state) => state.mix);
  const hasWholeMix = useHasWholeMix();
  const job = usePlayback((state) => state.exportJob);
  const wordsId = useId();
  let reason: string | null = null;
  if (job) reason = `“${job.fileName}” is being written. Wait for it, or cancel it.`;
  else if (!mix || !hasWholeMix) reason = 'The mix is not loaded yet.';
  else if (count === 0) reason = 'Choose at least one device.';
  return (
    <div className={css.start}>
      <output id={wordsId} className={css.words}>
        {reason ??
          (mix && severalWords(count, mix.durationSec, count * exportedBytes(mix.durationSec, mix.sampleRate)))}
      </output>
      <button type="submit" className={css.primary} disabled={reason !== null} aria-describedby={wordsId}>
        Start export
      </button>
    </div>
  );
}

/** What has just replaced the button that was pressed takes the focus, or it would be lost. */
function Focused({ children, className }: { readonly children: ReactNode; readonly className: string | undefined }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => ref.current?.focus(), []);
  return (
    <div ref={ref} tabIndex={-1} className={className}>
      {children}
    </div>
  );
}

function Progress() {
  const session = useSession();
  const job = usePlayback((state) => state.exportJob);
  if (!job) return null;
  return (
    <Focused className={css.progress}>
      <output className={css.now}>{jobWords(job)}</output>
      <progress className={css.bar} aria-label={`Writing ${job.fileName}`} max={1} value={job.fraction} />
      <p className={css.words}>You can close this and listen on. Opening another mix stops the export.</p>
      <div>
        <button type="button" className={controls.button} onClick={() => session.cancelExport()}>
          Cancel export
        </button>
      </div>
    </Focused>
  );
}

function Outcome({ outcome: { fileName, problem } }: { readonly outcome: SeveralOutcome }) {
  const words = problem && problemWords(problem);
  let sentence = 'Cancelled. Nothing was saved.';
  if (words) sentence = `${words.happened} ${words.remedy}`;
  else if (fileName !== null) sentence = `“${fileName}” is saved.`;
  return (
    <Focused className={css.outcome}>
      <output data-problem={words ? true : undefined}>{sentence}</output>
    </Focused>
  );
}
