import { useListen } from '../SessionContext';
import type { Listening } from '../words/layers';

/** How the listener listens, as far as the words on layers depend on it. */
export function useListening(): Listening {
  const isOnLoudspeakers = useListen((state) => state.gear.kind === 'loudspeakers');
  const scene = useListen((state) => state.scene);
  const listeningPhon = useListen((state) => state.listeningPhon);
  return { isOnLoudspeakers, scene, listeningPhon };
}
