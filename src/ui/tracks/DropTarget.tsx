import { useState } from 'react';
import type { Session } from '../../store/session';
import { Icon } from '../icons/Icon';
import { useSession } from '../SessionContext';
import { useScope } from '../useScope';
import css from './DropTarget.module.css';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** What becomes of files that are let go over the window. */
export interface FileDrop {
  readonly words: string;
  readonly take: (session: Session, files: readonly File[]) => void;
}

const TRACK_DROP: FileDrop = { words: 'Let go to listen', take: (session, files) => session.addFiles(files) };

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
        drop.take(session, [...(event.dataTransfer?.files ?? [])]);
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
