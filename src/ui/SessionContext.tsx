import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { DevicesState } from '../store/devices/devicesStore';
import type { Installation } from '../store/installationStore';
import type { LibraryActions, LibraryState, Track } from '../store/libraryStore';
import type { ListenActions, ListenIntent } from '../store/listenStore';
import type { PlaybackFacts } from '../store/playbackStore';
import type { Preferences } from '../store/preferencesStore';
import type { Session } from '../store/session';
import type { FrameLoop } from './frame/FrameLoop';

/** What every part of the screen may reach. */
export interface Desk {
  readonly session: Session;
  readonly frames: FrameLoop;
}

const DeskContext = createContext<Desk | null>(null);
export const DeskProvider = DeskContext.Provider;

export function useDesk(): Desk {
  const desk = use(DeskContext);
  if (!desk) throw new Error('The screen needs a DeskProvider above it');
  return desk;
}

export const useSession = (): Session => useDesk().session;
export const useListen = <T,>(select: (state: ListenIntent & ListenActions) => T): T =>
  useStore(useSession().listen, select);
export const useLibrary = <T,>(select: (state: LibraryState & LibraryActions) => T): T =>
  useStore(useSession().library, select);
export const usePlayback = <T,>(select: (state: PlaybackFacts) => T): T => useStore(useSession().playback, select);
export const useDevices = <T,>(select: (state: DevicesState) => T): T => useStore(useSession().devices, select);
export const useInstallation = <T,>(select: (state: Installation) => T): T =>
  useStore(useSession().installation, select);
export const usePreferences = <T,>(select: (state: Preferences) => T): T => useStore(useSession().preferences, select);

export function useCurrentTrack(): Track | undefined {
  const id = useListen((state) => state.currentTrackId);
  return useLibrary((state) => state.tracks.find((track) => track.id === id));
}

/** Seconds of the current track, as far as known; 0 before. */
export function useDurationSec(): number {
  const track = useCurrentTrack();
  const mix = usePlayback((state) => state.mix);
  return mix && mix.trackId === track?.id ? mix.durationSec : (track?.durationSec ?? 0);
}
