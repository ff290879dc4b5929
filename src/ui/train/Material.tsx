import { useId, useMemo } from 'react';
import { FAMILIES } from '../../devices/families';
import type { Track } from '../../store/libraryStore';
import controls from '../controls/controls.module.css';
import { Icon } from '../icons/Icon';
import { useLibrary, usePreferences, useSession } from '../SessionContext';
import { clock } from '../words/format';
import { UNSTORED_WORDS } from '../words/notes';
import css from './Material.module.css';
import shared from './train.module.css';

/** What the file chooser offers first; anything else may be picked and is judged by its bytes. */
const ACCEPT = 'audio/*,.wav,.wave,.aif,.aiff,.aifc,.flac,.mp3,.m4a,.mp4,.aac,.ogg,.oga,.opus,.webm,.caf';

/** Mixes and references of the library. */
function useMixes(): readonly Track[] {
  const tracks = useLibrary((state) => state.tracks);
  return useMemo(() => tracks.filter(({ role }) => role !== 'stem'), [tracks]);
}

/** What the listener chose to train on, without what has left the library since. Empty for the demo song. */
export function useTrainTracks(): readonly string[] {
  const mixes = useMixes();
  const chosen = usePreferences((state) => state.trainTrackIds);
  return useMemo(() => chosen.filter((id) => mixes.some((track) => track.id === id)), [chosen, mixes]);
}

/** Any number of the library's tracks; none stands for the demo song. */
export function TrackChoice({
  trackIds,
  onChange,
}: {
  readonly trackIds: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}) {
  const mixes = useMixes();
  const hintId = useId();
  return (
    <fieldset className={css.part} aria-describedby={hintId}>
      <legend className={shared.legend}>Tracks to train on</legend>
      <ul className={css.tracks}>
        {mixes.map(({ id, name, durationSec, role }) => (
          <li key={id}>
            <label className={shared.check}>
              <input
                type="checkbox"
                checked={trackIds.includes(id)}
                onChange={(event) =>
                  onChange(event.currentTarget.checked ? [...trackIds, id] : trackIds.filter((chosen) => chosen !== id))
                }
              />
              <span className={css.name}>{name}</span>
              <span className={css.figure}>
                {role === 'reference' ? 'reference ' : ''}
                {durationSec === undefined ? '' : clock(durationSec)}
              </span>
            </label>
          </li>
        ))}
      </ul>
      <p id={hintId} className={shared.hint}>
        {trackIds.length === 0
          ? mixes.length === 0
            ? 'Nothing is in the list of tracks: drills use the demo song.'
            : 'None chosen: drills use the demo song.'
          : 'Passages are picked from these, where the music has what a drill needs.'}
      </p>
    </fieldset>
  );
}

/** A playback device, flat first. */
export function DeviceChoice({
  label,
  deviceId,
  onChange,
}: {
  readonly label: string;
  /** Null is flat. */
  readonly deviceId: string | null;
  readonly onChange: (id: string | null) => void;
}) {
  const { catalogue } = useSession();
  const flat = catalogue.find(({ family }) => family === 'reference');
  return (
    <label className={shared.field}>
      <span className={shared.legend}>{label}</span>
      <select
        className={shared.select}
        value={deviceId ?? ''}
        onChange={(event) => onChange(event.currentTarget.value === '' ? null : event.currentTarget.value)}
      >
        <option value="">{flat?.name ?? 'Flat reference'}</option>
        {FAMILIES.filter(({ family }) => family !== 'reference').map(({ family, label: heading }) => (
          <optgroup key={family} label={heading}>
            {catalogue
              .filter((device) => device.family === family)
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

/** Tracks of the listener's own song before the mix, for drills about single parts. */
function Stems() {
  const session = useSession();
  const tracks = useLibrary((state) => state.tracks);
  const stems = tracks.filter(({ role }) => role === 'stem');
  return (
    <div className={css.part}>
      <h3 className={shared.legend}>Stems</h3>
      {stems.length > 0 && (
        <ul className={css.tracks} aria-label="Stems">
          {stems.map(({ id, name, durationSec, unstored }) => (
            <li key={id} className={css.stem}>
              <span className={css.name}>{name}</span>
              <span className={css.figure}>
                {durationSec === undefined ? '' : clock(durationSec)}
                {unstored && ` · ${UNSTORED_WORDS[unstored]}`}
              </span>
              <button
                type="button"
                className={controls.icon}
                aria-label={`Remove stem ${name}`}
                onClick={() => session.removeTrack(id)}
              >
                <Icon name="close" size={16} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <label className={css.add}>
        <Icon name="plus" />
        <span>Add stems</span>
        <input
          type="file"
          multiple
          accept={ACCEPT}
          onChange={(event) => {
            const input = event.currentTarget;
            session.addStems([...(input.files ?? [])]);
            // The same file may be chosen again, for example after a new export.
            input.value = '';
          }}
        />
      </label>
      <p className={shared.hint}>{stemHint(stems.length)}</p>
    </div>
  );
}

function stemHint(count: number): string {
  if (count === 0)
    return 'Drills about single parts use the stems of the demo song until you add those of a song of yours.';
  if (count === 1) return 'Add one more at least: with a single stem there is nothing to set against it.';
  return 'Names such as kick, bass or vocal tell the drills which part is which. All must start together.';
}

/** What am I training on, and through what. */
export function Material() {
  const session = useSession();
  const headingId = useId();
  const trackIds = useTrainTracks();
  const deviceId = usePreferences((state) => state.trainDeviceId);
  return (
    <section className={css.material} aria-labelledby={headingId}>
      <h2 id={headingId} className={shared.sectionHead}>
        What you train on
      </h2>
      <TrackChoice trackIds={trackIds} onChange={(ids) => session.preferences.getState().setTrainTracks(ids)} />
      <DeviceChoice
        label="Heard through"
        deviceId={deviceId}
        onChange={(id) => session.preferences.getState().setTrainDevice(id)}
      />
      <Stems />
    </section>
  );
}
