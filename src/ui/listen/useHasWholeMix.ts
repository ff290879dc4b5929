import { useListen, usePlayback } from '../SessionContext';

/** Whether the chosen mix is in the engine from beginning to end. */
export function useHasWholeMix(): boolean {
  const currentId = useListen((state) => state.currentTrackId);
  return usePlayback(({ mix }) => mix !== null && !mix.isPartial && mix.trackId === currentId);
}
