import { Suspense, useDeferredValue, useEffect, useState, useSyncExternalStore } from 'react';
import { Icon } from '../icons/Icon';
import { Mark } from '../icons/Mark';
import controls from '../controls/controls.module.css';
import { lazyPart } from '../problems/lazyPart';
import { PartBoundary } from '../problems/PartBoundary';
import { Problems } from '../problems/Problems';
import { useCurrentTrack, usePreferences, useSession } from '../SessionContext';
import { installShortcuts } from '../shortcuts/shortcuts';
import { Fold } from '../listen/Fold';
import { DropTarget } from '../tracks/DropTarget';
import { TrackList } from '../tracks/TrackList';
import { useMediaQuery } from '../useMediaQuery';
import { useScope } from '../useScope';
import { SCREENS } from './screens';
import { UpdateOffer } from './UpdateOffer';
import css from './Shell.module.css';

const KeyboardHelp = lazyPart(() => import('../shortcuts/KeyboardHelp'));
const About = lazyPart(() => import('./About'));

/** The screen named in the address (`#listen`, `#train/…`), so that back, reload and links work. */
function useScreenId(): string {
  return useSyncExternalStore(
    (onChange) => {
      window.addEventListener('hashchange', onChange);
      return () => window.removeEventListener('hashchange', onChange);
    },
    () => window.location.hash.slice(1).split('/')[0] ?? '',
  );
}

type Overlay = 'keys' | 'about' | null;

export function Shell() {
  const session = useSession();
  const [overlay, setOverlay] = useState<Overlay>(null);
  const closeOverlay = (): void => setOverlay(null);
  const screenId = useScreenId();
  const screen = SCREENS.find((entry) => entry.id === screenId) ?? SCREENS[0];
  // The screen before stays until the next is there: React holds a fallback that has been shown for 300 ms.
  const shown = useDeferredValue(screen);
  const theme = usePreferences((state) => state.theme);
  const track = useCurrentTrack();

  const isListen = screen === SCREENS[0];
  const { isForListening = false } = screen;
  useScope(
    (scope) => installShortcuts(scope, session, isForListening, () => setOverlay('keys')),
    [session, isForListening],
  );
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  useEffect(() => {
    const subject = isListen ? track?.name : screen.label;
    document.title = subject ? `${subject} – Elsewhere` : 'Elsewhere';
  }, [isListen, screen, track]);

  // In a narrow window the tracks are a strip above the screen. Only Listen is about them; elsewhere they wait below.
  const isNarrow = useMediaQuery('(max-width: 1100px)');
  const areTracksBelow = isNarrow && shown !== SCREENS[0];

  const otherTheme = theme === 'dark' ? 'light' : 'dark';
  return (
    <div className={css.shell}>
      <a className={css.skip} href="#main" onClick={(event) => skipTo(event, 'main')}>
        Skip to the screen
      </a>
      <aside className={css.side}>
        <div className={css.brand}>
          <Mark />
          <span className={css.word}>Elsewhere</span>
        </div>
        <nav className={css.nav} aria-label="Screens" data-count={SCREENS.length}>
          {SCREENS.map(({ id, label, icon }) => (
            <a key={id} href={`#${id}`} aria-current={id === screen.id ? 'page' : undefined}>
              <Icon name={icon} />
              {label}
            </a>
          ))}
        </nav>
        {!areTracksBelow && (
          <div className={css.sideTracks}>
            <PartBoundary name="The list of tracks">
              <TrackList />
            </PartBoundary>
          </div>
        )}
        <div className={css.foot}>
          <button
            type="button"
            className={controls.icon}
            aria-label={`Use the ${otherTheme} theme`}
            title={`Use the ${otherTheme} theme`}
            onClick={() => session.preferences.getState().setTheme(otherTheme)}
          >
            <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
          </button>
          <button
            type="button"
            className={`${controls.icon} ${css.keysButton}`}
            aria-label="Keyboard shortcuts"
            title="Keyboard shortcuts (?)"
            onClick={() => setOverlay('keys')}
          >
            <Icon name="keyboard" />
          </button>
          <button
            type="button"
            className={controls.icon}
            aria-label="About Elsewhere"
            title="About Elsewhere"
            onClick={() => setOverlay('about')}
          >
            <Icon name="about" />
          </button>
        </div>
      </aside>
      <main id="main" className={css.main} tabIndex={-1}>
        {overlay !== null && (
          <Suspense>
            <PartBoundary
              key={overlay}
              name={overlay === 'keys' ? 'The list of keys' : 'About Elsewhere'}
              onClose={closeOverlay}
            >
              {overlay === 'keys' ? (
                <KeyboardHelp screen={screen.id} onClose={closeOverlay} />
              ) : (
                <About onClose={closeOverlay} />
              )}
            </PartBoundary>
          </Suspense>
        )}
        <PartBoundary name="The message about what went wrong">
          <Problems />
        </PartBoundary>
        <UpdateOffer />
        <Suspense fallback={<p className={css.opening}>Opening {shown.label}…</p>}>
          <PartBoundary key={shown.id} name={shown.label} isScreen>
            <shown.Component />
          </PartBoundary>
        </Suspense>
      </main>
      {areTracksBelow && (
        <div className={css.below}>
          <Fold title="Tracks">
            <PartBoundary name="The list of tracks">
              <TrackList />
            </PartBoundary>
          </Fold>
        </div>
      )}
      <DropTarget drop={screen.drop} />
    </div>
  );
}

/** Moves the focus without touching the address, which names the screen. */
function skipTo(event: { preventDefault(): void }, id: string): void {
  event.preventDefault();
  document.getElementById(id)?.focus();
}
