import { cleanName } from '../core/cleanName';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DecodeNotes } from '../audio/DecodePort';
import type { ErrorCode } from '../core/errors';
import type { StoredTrack } from '../storage/StoragePort';

/** A mix or reference in the list. */
export interface Track extends StoredTrack {
  readonly origin: 'own' | 'demo';
  /** What the last decode had to say; not kept between visits. */
  readonly notes?: DecodeNotes;
  /** Not there at the next visit: still being written, or refused by storage. Without it the track is stored. */
  readonly unstored?: 'storing' | 'refused' | undefined;
}

export type LoadPhase = 'waiting' | 'reading' | 'decoding' | 'analysing';

/** One piece of loading work with a row of its own on the screen. */
export interface LoadJob {
  readonly id: string;
  readonly name: string;
  readonly phase: LoadPhase;
  /** 0 to 1 within the phase. */
  readonly fraction: number;
  /** The track it belongs to once there is one. */
  readonly trackId: string | null;
}

/** What is wrong with a file that loaded all the same. */
export type FileFlaw = 'file-truncated' | 'file-silent' | 'file-broken-samples' | 'file-short';

/** Why a file was not exported, or not with all that was asked for. */
export type ExportProblem = 'export-unmatched' | 'export-left-out' | 'export-mix-left';

/** What of a folder that was dropped is not taken. */
export type FolderProblem =
  | 'folder-partly'
  | 'folder-without'
  | 'folder-too-many'
  | 'folder-too-deep'
  | 'folder-unread';

export type ProblemCode = ErrorCode | FileFlaw | ExportProblem | FolderProblem;

/** Something that went wrong and is still worth telling. */
export interface Problem {
  readonly id: string;
  readonly code: ProblemCode;
  readonly detail: Readonly<Record<string, string | number>>;
  /** The file or track it is about. */
  readonly subject?: string;
}

export interface LibraryState {
  /** False until storage has answered. */
  readonly isReady: boolean;
  readonly tracks: readonly Track[];
  readonly jobs: readonly LoadJob[];
  readonly problems: readonly Problem[];
  /** Demo mixes the listener took out of the list. */
  readonly hiddenDemoIds: readonly string[];
}

export interface LibraryActions {
  readonly setTracks: (tracks: readonly Track[]) => void;
  readonly putTrack: (track: Track) => void;
  readonly changeTrack: (id: string, change: Partial<Omit<Track, 'id'>>) => void;
  readonly dropTrack: (id: string) => void;
  readonly setHiddenDemos: (ids: readonly string[]) => void;
  readonly addJob: (job: LoadJob) => void;
  readonly changeJob: (id: string, change: Partial<Omit<LoadJob, 'id'>>) => void;
  readonly dropJob: (id: string) => void;
  readonly addProblem: (problem: Omit<Problem, 'id'>) => void;
  readonly dismissProblem: (id: string) => void;
  readonly dismissAllProblems: () => void;
  readonly dismissProblemsOf: (codes: readonly ProblemCode[]) => void;
}

export type LibraryStore = StoreApi<LibraryState & LibraryActions>;

export function createLibraryStore(): LibraryStore {
  let lastProblem = 0;
  return createStore<LibraryState & LibraryActions>()((set, get) => ({
    isReady: false,
    tracks: [],
    jobs: [],
    problems: [],
    hiddenDemoIds: [],

    setTracks: (tracks) => set({ tracks, isReady: true }),
    putTrack(track) {
      const { tracks } = get();
      const isKnown = tracks.some((t) => t.id === track.id);
      set({ tracks: isKnown ? tracks.map((t) => (t.id === track.id ? track : t)) : [...tracks, track] });
    },
    changeTrack: (id, change) =>
      set({ tracks: get().tracks.map((track) => (track.id === id ? { ...track, ...change } : track)) }),
    dropTrack: (id) => set({ tracks: get().tracks.filter((track) => track.id !== id) }),
    setHiddenDemos: (hiddenDemoIds) => set({ hiddenDemoIds }),

    addJob: (job) => set({ jobs: [...get().jobs, job] }),
    changeJob: (id, change) => set({ jobs: get().jobs.map((job) => (job.id === id ? { ...job, ...change } : job)) }),
    dropJob: (id) => set({ jobs: get().jobs.filter((job) => job.id !== id) }),

    addProblem(told) {
      const problem = told.subject === undefined ? told : { ...told, subject: cleanName(told.subject) };
      const isSame = (p: Problem): boolean => p.code === problem.code && p.subject === problem.subject;
      // Told again, it moves to the end with a new id, so that a screen reader hears it again.
      const others = get().problems.filter((p) => !isSame(p));
      set({ problems: [...others, { ...problem, id: `problem-${++lastProblem}` }] });
    },
    dismissProblem: (id) => set({ problems: get().problems.filter((p) => p.id !== id) }),
    dismissAllProblems: () => set({ problems: [] }),
    dismissProblemsOf(codes) {
      const { problems } = get();
      if (problems.some((p) => codes.includes(p.code))) {
        set({ problems: problems.filter((p) => !codes.includes(p.code)) });
      }
    },
  }));
}
