import { Suspense, useState } from 'react';
import controls from '../controls/controls.module.css';
import { Icon } from '../icons/Icon';
import type { SeveralChoice, SeveralOutcome } from '../../store/MixExport';
import { lazyPart } from '../problems/lazyPart';
import { PartBoundary } from '../problems/PartBoundary';
import { usePlayback, useSession } from '../SessionContext';
import { useHasWholeMix } from './useHasWholeMix';

const ExportSeveralDialog = lazyPart(() => import('./ExportSeveralDialog'));

/** Opens the choice of devices, and while they are being written, how far that has come. */
export function ExportSeveral() {
  const session = useSession();
  const hasWholeMix = useHasWholeMix();
  const isExporting = usePlayback((state) => state.exportJob !== null);
  const [isOpen, setIsOpen] = useState(false);
  // What was chosen stays for the next time.
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // Here and not in the dialog, which may be closed and opened again meanwhile.
  const [outcome, setOutcome] = useState<SeveralOutcome | null>(null);
  const start = async (choice: SeveralChoice): Promise<void> => {
    setOutcome(null);
    setOutcome(await session.exportSeveral(choice));
  };
  const close = (): void => {
    setIsOpen(false);
    setOutcome(null);
  };
  return (
    <>
      <button
        type="button"
        className={controls.button}
        aria-haspopup="dialog"
        disabled={!hasWholeMix && !isExporting}
        title="The whole mix through each of the devices you choose, as one ZIP of WAVs"
        onClick={() => {
          // Of an export that ended while the dialog was closed.
          setOutcome(null);
          setIsOpen(true);
        }}
      >
        <Icon name="export" />
        {/* Beside a job there is room for the picture alone. */}
        <span data-spoken={isExporting || undefined}>Export through several</span>
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <PartBoundary name="Export through several" onClose={close}>
            <ExportSeveralDialog
              chosen={chosen}
              onChoose={setChosen}
              outcome={outcome}
              onStart={(choice) => void start(choice)}
              onClose={close}
            />
          </PartBoundary>
        </Suspense>
      )}
    </>
  );
}
