import { useState } from 'react';
import { Icon } from '../icons/Icon';
import { useSession } from '../SessionContext';
import { useScope } from '../useScope';
import css from './DropTarget.module.css';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** The whole window takes files; while some are held over it, it says so. */
export function DropTarget() {
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
        session.addFiles([...(event.dataTransfer?.files ?? [])]);
      });
    },
    [session],
  );
  return isOver ? (
    <div className={css.over} aria-hidden="true">
      <div className={css.words}>
        <Icon name="plus" size={32} />
        <p>Let go to listen</p>
        <span>Your files stay on this device.</span>
      </div>
    </div>
  ) : null;
}
