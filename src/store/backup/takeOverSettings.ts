import { readKeptIntent, readKeptTheme, readKeptTraining } from '../keptSettings';
import type { StoredDataParts } from '../session';
import { joinFields, type Settings } from '../settingFields';

/** Takes over settings of a backup, all but the place in a track, as if the listener had chosen them now. */
export async function takeOverSettings(
  given: Settings,
  { listen, preferences, library, catalogue, shelf, tracks, saveSettings }: StoredDataParts,
): Promise<void> {
  const { splitOldSettings } = await import('../oldSettings');
  const kept = joinFields({ ...given, ...splitOldSettings(given) });
  const { currentTrackId: _place, ...intent } = readKeptIntent(kept.listen, (id) => shelf.byId(id) !== undefined);
  listen.getState().restore(intent);
  const trains = ['trainTrackIds', 'trainDeviceId'].some((field) => field in kept.preferences);
  const isBuiltIn = (id: string): boolean => catalogue.some((device) => device.id === id);
  if (trains) preferences.setState(readKeptTraining(kept.preferences, isBuiltIn));
  const theme = readKeptTheme(kept.preferences);
  if (theme) preferences.getState().setTheme(theme);
  const { hiddenDemoIds, referenceDemoIds } = kept.library;
  const demos = library.getState().tracks.filter(({ origin }) => origin === 'demo');
  await Promise.all(
    demos.map(async ({ id, role }) => {
      if (hiddenDemoIds.includes(id)) await tracks.remove(id);
      else if (referenceDemoIds.includes(id) !== (role === 'reference')) {
        await tracks.setRole(id, role === 'reference' ? 'mix' : 'reference');
      }
    }),
  );
  await saveSettings();
}
