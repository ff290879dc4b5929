import type { PreferencesStore, Theme } from '../store/preferencesStore';

// The theme is kept with the other settings; this copy can be read before the first paint, so the page never flashes.
const KEY = 'elsewhere.theme';
/** The ground of each theme, for the browser's own bars. */
const GROUND: Readonly<Record<Theme, string>> = { dark: '#130f0c', light: '#f9f6f1' };

export function readMirroredTheme(): Theme {
  try {
    return localStorage.getItem(KEY) === 'light' ? 'light' : 'dark';
  } catch {
    // Storage is switched off: the default serves.
    return 'dark';
  }
}

export function mirrorTheme(preferences: PreferencesStore): () => void {
  const write = ({ theme }: { readonly theme: Theme }): void => {
    document.documentElement.dataset['theme'] = theme;
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', GROUND[theme]);
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // Without storage the theme lasts until the page closes.
    }
  };
  write(preferences.getState());
  // Of the theme alone: another tab may have chosen a newer one, which other preferences must not undo.
  return preferences.subscribe((now, before) => {
    if (now.theme !== before.theme) write(now);
  });
}
