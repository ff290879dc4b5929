import { useState } from 'react';
import type { Session } from '../../store/session';
import { Icon } from '../icons/Icon';
import { useSession } from '../SessionContext';
import { useScope } from '../useScope';
import css from './DropTarget.module.css';
import type { WantedFiles } from './walkFolders';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** What becomes of files that are let go over the window. */
export interface FileDrop {
  readonly words: string;
  readonly wanted: WantedFiles;
  readonly take: (session: Session, files: readonly File[]) => void;
}

const TRACK_DROP: FileDrop = {
  words: 'Let go to listen',
  wanted: 'audio',
  take: (session, files) => session.addFiles(files),
};

/** Folders are walked; what does that is loaded with the first of them. */
function take(session: Session, drop: FileDrop, data: DataTransfer | null): void {
  // Both lists are empty as soon as the event is over.
  const files = [...(data?.files ?? [])];
  const entries = [...(data?.items ?? [])].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  if (!entries.some((entry) => entry.isDirectory)) {
    drop.take(session, files);
    return;
  }
  void takeFolders(session, drop, entries);
}

async function takeFolders(session: Session, drop: FileDrop, entries: readonly FileSystemEntry[]): Promise<void> {
  const { addProblem } = session.library.getState();
  try {
    const { walkFolders } = await import('./walkFolders');
    const { files, problems } = await walkFolders(entries, drop.wanted);
    for (const problem of problems) addProblem(problem);
    if (files.length > 0) drop.take(session, files);
  } catch {
    addProblem({ code: 'folder-unread', detail: {}, subject: entries[0]?.name ?? 'The folder' });
  }
}

/** The whole window takes files; while some are held over it, it says so. */
export function DropTarget({ drop = TRACK_DROP }: { readonly drop?: FileDrop | undefined }) {
  const session = useSession();
  const [isOver, setIsOver] = useState(false);
  useScope(
    (scope) => {
      // Entering a child fires before leaving its parent: only the balance tells whether the pointer is still inside.
      let depth = 0;
      scope.listen<DragEvent>(window, 'dragenter', (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        depth++;
        setIsOver(true);
      });
      scope.listen<DragEvent>(window, 'dragover', (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
      });
      scope.listen<DragEvent>(window, 'dragleave', (event) => {
        if (!hasFiles(event)) return;
        depth = Math.max(0, depth - 1);
        if (depth === 0) setIsOver(false);
      });
      scope.listen<DragEvent>(window, 'drop', (event) => {
        if (!hasFiles(event)) return;
        // Without this the browser leaves the page and opens the file.
        event.preventDefault();
        depth = 0;
        setIsOver(false);
        take(session, drop, event.dataTransfer);
      });
    },
    [session, drop],
  );
  return isOver ? (
    <div className={css.over} aria-hidden="true">
      <div className={css.words}>
        <Icon name="plus" size={32} />
        <p>{drop.words}</p>
        <span>Your files stay on this device.</span>
      </div>
    </div>
  ) : null;
}
