import { useEffect, useId, useState } from 'react';
import { useStore } from 'zustand';
import type { StoredData } from '../../store/backup/StoredData';
import type { Theme } from '../../store/preferencesStore';
import choices from '../controls/choices.module.css';
import { usePreferences, useSession } from '../SessionContext';
import { OfflineUse } from '../shell/OfflineUse';
import { BackupSection } from './BackupSection';
import css from './SettingsScreen.module.css';
import { StorageSection } from './StorageSection';

const THEMES: readonly (readonly [Theme, string])[] = [
  ['dark', 'Dark'],
  ['light', 'Light'],
];

/** How the page looks, whether it works offline, what it keeps on this machine, and one file of all of it. */
export default function SettingsScreen() {
  const session = useSession();
  const [data, setData] = useState<StoredData | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  useEffect(() => {
    let isGone = false;
    const open = async (): Promise<void> => {
      try {
        const opened = await session.storedData();
        if (isGone) return;
        setData(opened);
        await opened.measure();
      } catch {
        setHasFailed(!isGone);
      }
    };
    void open();
    return () => {
      isGone = true;
    };
  }, [session]);
  return (
    <div className={css.screen}>
      <h1 className={css.heading}>Settings</h1>
      <ThemeSection />
      <OfflineSection />
      {data && <OpenedSections data={data} />}
      {!data && (
        <p className={css.hint}>
          {hasFailed
            ? 'What is kept here could not be looked at. Check the connection and open this page again.'
            : 'Looking at what is kept here…'}
        </p>
      )}
    </div>
  );
}

function OpenedSections({ data }: { readonly data: StoredData }) {
  const usage = useStore(data.store, (state) => state.usage);
  return (
    <>
      <StorageSection data={data} usage={usage} />
      <BackupSection data={data} />
    </>
  );
}

function OfflineSection() {
  const id = useId();
  return (
    <section className={css.section} aria-labelledby={id}>
      <h2 id={id} className={css.sectionHead}>
        Without a connection
      </h2>
      <OfflineUse />
    </section>
  );
}

function ThemeSection() {
  const session = useSession();
  const id = useId();
  const theme = usePreferences((state) => state.theme);
  return (
    <section className={css.section} aria-labelledby={id}>
      <h2 id={id} className={css.sectionHead}>
        Theme
      </h2>
      <div role="radiogroup" aria-labelledby={id} className={choices.segments}>
        {THEMES.map(([value, label]) => (
          <label key={value} className={choices.segment}>
            <input
              type="radio"
              name={id}
              checked={theme === value}
              onChange={() => session.preferences.getState().setTheme(value)}
            />
            {label}
          </label>
        ))}
      </div>
    </section>
  );
}
