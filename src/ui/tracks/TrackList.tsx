import { memo, useEffect, useId, useMemo, useRef } from 'react';
import { Icon } from '../icons/Icon';
import controls from '../controls/controls.module.css';
import { useLibrary, useListen, useSession } from '../SessionContext';
import type { LoadJob, Track } from '../../store/libraryStore';
import { clock, sampleRateWords } from '../words/format';
import { channelWords, flawWords, UNSTORED_WORDS } from '../words/notes';
import { AddFiles } from './AddFiles';
import css from './TrackList.module.css';

const PHASES: Readonly<Record<LoadJob['phase'], string>> = {
  waiting: 'waiting',
  reading: 'reading',
  decoding: 'loading',
  analysing: 'measuring',
};

/** Longer ones would run under the buttons of the row. */
const LONGEST_UNBROKEN = 20;
const NO_BREAK_SPACE = '\u00a0';

const jobWords = (job: LoadJob): string =>
  job.phase === 'waiting' ? PHASES.waiting : `${PHASES[job.phase]} ${Math.round(job.fraction * 100)} %`;

/** Name, bar and Cancel of one piece of loading. */
function LoadRow({ job, isInTrack }: { readonly job: LoadJob; readonly isInTrack: boolean }) {
  const session = useSession();
  return (
    <div className={isInTrack ? css.jobInTrack : css.job}>
      {!isInTrack && (
        <span className={css.jobName} title={job.name}>
          {job.name}
        </span>
      )}
      <span className={css.jobState}>{jobWords(job)}</span>
      <progress
        className={css.bar}
        aria-label={`Loading ${job.name}`}
        max={1}
        value={job.phase === 'waiting' ? 0 : job.fraction}
      />
      <button
        type="button"
        className={controls.quiet}
        aria-label={`Cancel loading ${job.name}`}
        onClick={() => session.cancelJob(job.id)}
      >
        Cancel
      </button>
    </div>
  );
}

/** Scrolls the list, and only the list: `scrollIntoView` would move the page under the listener's hands. */
function bringIntoList(item: HTMLElement): void {
  const list = item.parentElement;
  if (!list) return;
  const isInView = (from: number, size: number, scrolled: number, view: number): boolean =>
    from >= scrolled && from + size <= scrolled + view;
  if (!isInView(item.offsetLeft, item.offsetWidth, list.scrollLeft, list.clientWidth))
    list.scrollLeft = item.offsetLeft;
  if (!isInView(item.offsetTop, item.offsetHeight, list.scrollTop, list.clientHeight)) list.scrollTop = item.offsetTop;
}

const TrackItem = memo(function TrackItem({
  track,
  isCurrent,
  job,
}: {
  readonly track: Track;
  readonly isCurrent: boolean;
  readonly job: LoadJob | undefined;
}) {
  const session = useSession();
  const nameId = useId();
  const ref = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isCurrent && ref.current) bringIntoList(ref.current);
  }, [isCurrent]);
  const isReference = track.role === 'reference';
  // Each stays whole where the line breaks.
  const figures = [
    track.durationSec === undefined ? null : clock(track.durationSec),
    track.formatLabel ?? null,
    track.sampleRate === undefined ? null : sampleRateWords(track.sampleRate),
    track.unstored ? UNSTORED_WORDS[track.unstored] : null,
  ].flatMap((part) =>
    part === null ? [] : part.length > LONGEST_UNBROKEN ? part : part.replaceAll(' ', NO_BREAK_SPACE),
  );
  return (
    <li ref={ref} className={css.item} data-current={isCurrent || undefined}>
      <button
        type="button"
        className={css.name}
        aria-current={isCurrent || undefined}
        title={track.name}
        onClick={() => session.openTrack(track.id)}
      >
        <span id={nameId} className={css.title}>
          {track.name}
        </span>
        <span className={css.figures}>{figures.join(' · ') || 'New'}</span>
        {flawWords(track.notes).map((flaw) => (
          <span key={flaw} className={css.flaw}>
            {flaw}
          </span>
        ))}
        {channelWords(track.notes).map((note) => (
          <span key={note} className={css.note}>
            {note}
          </span>
        ))}
      </button>
      <div className={css.actions}>
        <button
          type="button"
          className={css.reference}
          aria-pressed={isReference}
          aria-describedby={nameId}
          title={isReference ? 'A record you compare with' : 'Mark as a record you compare with'}
          onClick={() => session.setRole(track.id, isReference ? 'mix' : 'reference')}
        >
          <Icon name="star" size={16} isFilled={isReference} />
          <span className={css.referenceWord}>Reference</span>
        </button>
        <button
          type="button"
          className={controls.icon}
          aria-label={`Remove ${track.name}`}
          onClick={() => session.removeTrack(track.id)}
        >
          <Icon name="close" size={16} />
        </button>
      </div>
      {job && <LoadRow job={job} isInTrack />}
    </li>
  );
});

/** Everything that can be heard: demo mixes, own mixes and references, and what is on its way in. */
export function TrackList() {
  const session = useSession();
  const headingId = useId();
  const all = useLibrary((state) => state.tracks);
  const tracks = useMemo(() => all.filter((track) => track.role !== 'stem'), [all]);
  const jobs = useLibrary((state) => state.jobs);
  const isReady = useLibrary((state) => state.isReady);
  const hasHiddenDemos = useLibrary((state) => state.hiddenDemoIds.length > 0);
  const currentId = useListen((state) => state.currentTrackId);
  const loose = jobs.filter((job) => !tracks.some((track) => track.id === job.trackId));
  return (
    <section className={css.tracks} aria-labelledby={headingId}>
      <h2 id={headingId} className={css.heading}>
        Tracks
      </h2>
      <AddFiles />
      {isReady && tracks.length === 0 && loose.length === 0 && (
        <div className={css.empty}>
          <p>Nothing here yet. Drop a mix anywhere on this page, or add files.</p>
          {hasHiddenDemos && (
            <button type="button" className={controls.button} onClick={() => session.restoreDemos()}>
              Bring back the demo mixes
            </button>
          )}
        </div>
      )}
      <ul className={css.list} aria-label="Tracks">
        {tracks.map((track) => (
          <TrackItem
            key={track.id}
            track={track}
            isCurrent={track.id === currentId}
            job={jobs.find((job) => job.trackId === track.id)}
          />
        ))}
      </ul>
      {loose.length > 0 && (
        <fieldset className={css.incoming} aria-label="Loading">
          {loose.length > 2 && (
            <div className={css.incomingHead}>
              <span>{loose.length} files to go</span>
              <button type="button" className={controls.quiet} onClick={() => session.cancelAllJobs()}>
                Cancel all
              </button>
            </div>
          )}
          {loose.map((job) => (
            <LoadRow key={job.id} job={job} isInTrack={false} />
          ))}
        </fieldset>
      )}
    </section>
  );
}
