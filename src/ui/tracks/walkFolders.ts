import type { Problem } from '../../store/libraryStore';

/** What files of a folder are taken: by their endings, since opening hundreds of pictures and texts would take long. */
export type WantedFiles = 'audio' | 'device';

const ENDINGS: Readonly<Record<WantedFiles, RegExp>> = {
  audio: /\.(?:wav|wave|aiff?|aifc|flac|mp3|m4[ab]|mp4|aac|og[ga]|opus|webm|weba)$/i,
  device: /\.(?:csv|tsv|txt|frd|json|wav|irs|zma|mdat)$/i,
};

/** Hidden files, and what systems put into folders by themselves. */
const SYSTEM = /^(?:\.|~\$|__MACOSX$|Thumbs\.db$|desktop\.ini$|\$RECYCLE\.BIN$|System Volume Information$)/i;

const DEEPEST = 8;
const MOST_TAKEN = 200;
/** A whole disk may be dropped. */
const MOST_SEEN = 20_000;

/** What was found in one folder that was dropped. */
interface Walk {
  readonly files: File[];
  seen: number;
  unread: number;
  isTooDeep: boolean;
  isCut: boolean;
}

const entriesOf = async (folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> => {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    // Browsers give a hundred at a time, and none at the end.
    // oxlint-disable-next-line no-await-in-loop
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0 || all.length > MOST_SEEN) break;
    all.push(...batch);
  }
  return all.toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
};

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const fileOf = (entry: FileSystemEntry): Promise<File> =>
  new Promise((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));

async function walk(folder: FileSystemDirectoryEntry, wanted: RegExp, depth: number, into: Walk): Promise<void> {
  let entries: FileSystemEntry[];
  try {
    entries = await entriesOf(folder);
  } catch {
    into.unread++;
    return;
  }
  for (const entry of entries) {
    if (into.isCut) return;
    if (SYSTEM.test(entry.name)) continue;
    if (isFolder(entry)) {
      if (depth >= DEEPEST) into.isTooDeep = true;
      // In order, as they are listed.
      // oxlint-disable-next-line no-await-in-loop
      else await walk(entry, wanted, depth + 1, into);
      continue;
    }
    into.seen++;
    if (wanted.test(entry.name)) {
      if (into.files.length >= MOST_TAKEN) into.isCut = true;
      else {
        try {
          // oxlint-disable-next-line no-await-in-loop
          into.files.push(await fileOf(entry));
        } catch {
          into.unread++;
        }
      }
    }
    if (into.seen >= MOST_SEEN) into.isCut = true;
  }
}

type Told = Omit<Problem, 'id'>;

function problemsOf(name: string, wanted: WantedFiles, found: Walk): Told[] {
  const { files, seen, isTooDeep, isCut, unread } = found;
  const detail = { wanted, taken: files.length, seen };
  const told: Told[] = [];
  if (isCut) told.push({ code: 'folder-too-many', detail: { ...detail, limit: MOST_TAKEN }, subject: name });
  else if (files.length < seen - unread) {
    told.push({ code: files.length === 0 ? 'folder-without' : 'folder-partly', detail, subject: name });
  } else if (files.length === 0 && unread === 0) told.push({ code: 'folder-without', detail, subject: name });
  if (isTooDeep) told.push({ code: 'folder-too-deep', detail: { limit: DEEPEST }, subject: name });
  if (unread > 0) told.push({ code: 'folder-unread', detail: { count: unread }, subject: name });
  return told;
}

/**
 * The files of what was dropped, folders opened, in order of their names; files that stand by themselves are taken
 * whatever they are, since each has a sentence of its own when it cannot be used.
 * @returns files, and what is to be said of each folder
 */
export async function walkFolders(
  entries: readonly FileSystemEntry[],
  wanted: WantedFiles,
): Promise<{ readonly files: readonly File[]; readonly problems: readonly Told[] }> {
  const files: File[] = [];
  const problems: Told[] = [];
  for (const entry of entries) {
    if (!isFolder(entry)) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- in the order in which they were dropped
        files.push(await fileOf(entry));
      } catch {
        problems.push({ code: 'folder-unread', detail: { count: 1 }, subject: entry.name });
      }
      continue;
    }
    const found: Walk = { files: [], seen: 0, unread: 0, isTooDeep: false, isCut: false };
    // oxlint-disable-next-line no-await-in-loop -- as above
    await walk(entry, ENDINGS[wanted], 1, found);
    files.push(...found.files);
    problems.push(...problemsOf(entry.name, wanted, found));
  }
  return { files, problems };
}
