import { useId } from 'react';
import type { StorageUsage, StoredData } from '../../store/backup/StoredData';
import type { Track } from '../../store/libraryStore';
import controls from '../controls/controls.module.css';
import { useLibrary, useSession } from '../SessionContext';
import { UNSTORED_WORDS } from '../words/notes';
import { bytesWords } from '../words/storage';
import css from './SettingsScreen.module.css';

const ROLES: Readonly<Record<Track['role'], string>> = { mix: 'Mix', reference: 'Reference', stem: 'Stem' };

/** What is kept on this machine, line by line, and a way to free what can go. */
export function StorageSection({ data, usage }: { readonly data: StoredData; readonly usage: StorageUsage | null }) {
  const session = useSession();
  const id = useId();
  const all = useLibrary((state) => state.tracks);
  const tracks = all.filter(({ origin }) => origin === 'own');
  return (
    <section className={css.section} aria-labelledby={id}>
      <h2 id={id} className={css.sectionHead}>
        Storage
      </h2>
      <p className={css.hint}>All of this is kept in this browser, on this machine, and nowhere else.</p>
      {usage && <Quota data={data} usage={usage} />}
      <ul className={css.lines} aria-label="What is kept">
        {tracks.map(({ id: trackId, name, role, sizeBytes, unstored }) => (
          <Line
            key={trackId}
            name={name}
            note={unstored ? `${ROLES[role]}, ${UNSTORED_WORDS[unstored]}` : ROLES[role]}
            bytes={sizeBytes}
          >
            <button
              type="button"
              className={controls.quiet}
              aria-label={`Remove ${name}`}
              onClick={() => session.removeTrack(trackId)}
            >
              Remove
            </button>
          </Line>
        ))}
        {usage && (
          <>
            <Line name="Practice" note={countWords(usage.trials.count, 'trial')} bytes={usage.trials.bytes}>
              <a className={controls.quiet} href="#progress">
                Progress
              </a>
            </Line>
            <Line name="Own devices" note={countWords(usage.devices.count, 'device')} bytes={usage.devices.bytes}>
              <a className={controls.quiet} href="#devices">
                Devices
              </a>
            </Line>
            <Line name="OPRA’s database" note="Can be fetched again" bytes={usage.opraBytes}>
              {usage.opraBytes > 0 && <Free what="OPRA’s database" onFree={() => data.freeOpra()} />}
            </Line>
            <Line name="Demo music" note="Kept for use without a connection" bytes={usage.samplesBytes}>
              {usage.samplesBytes > 0 && <Free what="the demo music" onFree={() => data.freeSamples()} />}
            </Line>
          </>
        )}
      </ul>
    </section>
  );
}

function Free({ what, onFree }: { readonly what: string; readonly onFree: () => Promise<void> }) {
  return (
    <button type="button" className={controls.quiet} aria-label={`Free ${what}`} onClick={() => void onFree()}>
      Free
    </button>
  );
}

const countWords = (count: number, unit: string): string =>
  `${count.toLocaleString('en')} ${unit}${count === 1 ? '' : 's'}`;

function Line({
  name,
  note,
  bytes,
  children,
}: {
  readonly name: string;
  readonly note: string;
  readonly bytes: number;
  readonly children?: React.ReactNode;
}) {
  return (
    <li className={css.line}>
      <span className={css.name}>{name}</span>
      <span className={css.note}>{note}</span>
      <span className={css.bytes}>{bytesWords(bytes)}</span>
      <span className={css.action}>{children}</span>
    </li>
  );
}

function Quota({ data, usage }: { readonly data: StoredData; readonly usage: StorageUsage }) {
  const { usageBytes, quotaBytes, isPersistent } = usage;
  return (
    <div className={css.quota}>
      {usageBytes !== null && quotaBytes !== null && quotaBytes > 0 && (
        <>
          <p>
            {bytesWords(usageBytes)} used of {bytesWords(quotaBytes)} that the browser allows this page.
          </p>
          <meter className={css.meter} aria-label="Storage used" min={0} max={quotaBytes} value={usageBytes} />
        </>
      )}
      {isPersistent === true && <p className={css.hint}>The browser keeps it until you clear it yourself.</p>}
      {isPersistent === false && (
        <div className={css.asking}>
          <p className={css.hint}>
            The browser may clear all of it when the disk fills up, and asking it not to does not always help: keep a
            backup of what matters.
          </p>
          <button type="button" className={controls.button} onClick={() => void data.askPersistence()}>
            Ask the browser to keep it
          </button>
        </div>
      )}
      {isPersistent === null && <p className={css.hint}>This browser does not say how long it keeps it.</p>}
    </div>
  );
}
