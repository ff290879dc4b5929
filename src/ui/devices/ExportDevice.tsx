import { useState } from 'react';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import type { ExportFormatId } from '../../devices/exchange/exportFormats';
import { Dialog } from '../controls/Dialog';
import controls from '../controls/controls.module.css';
import { Icon } from '../icons/Icon';
import { useSession } from '../SessionContext';
import { EXPORT_FORMATS } from '../words/deviceLibrary';
import { sampleRateWords } from '../words/format';
import css from './dialogs.module.css';
import { withDesk } from './withDesk';

/** Writes the device in one of the field's formats; each says what it is for and what it cannot carry. */
export function ExportDevice({ device }: { readonly device: DeviceProfile }) {
  const session = useSession();
  const [isOpen, setIsOpen] = useState(false);
  const close = (): void => setIsOpen(false);
  const write = (format: ExportFormatId, sampleRate?: number): void => {
    void withDesk(session, device.name, (desk) => desk.exportDevice(device, format, sampleRate));
    close();
  };
  return (
    <>
      <button type="button" className={controls.button} aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        <Icon name="export" size={18} />
        Export device
      </button>
      {isOpen && (
        <Dialog title={`Export ${device.name}`} onClose={close}>
          <ul className={css.formats}>
            {EXPORT_FORMATS.map(({ id, label, isFor, leavesOut, sampleRates }) => (
              <li key={id} className={css.format}>
                <div className={css.formatHead}>
                  <h3>{label}</h3>
                  <div className={css.rates}>
                    {sampleRates ? (
                      sampleRates.map((rate) => (
                        <button
                          key={rate}
                          type="button"
                          className={controls.button}
                          aria-label={`Save ${label} at ${sampleRateWords(rate)}`}
                          onClick={() => write(id, rate)}
                        >
                          {sampleRateWords(rate)}
                        </button>
                      ))
                    ) : (
                      <button
                        type="button"
                        className={controls.button}
                        aria-label={`Save as ${label}`}
                        onClick={() => write(id)}
                      >
                        Save
                      </button>
                    )}
                  </div>
                </div>
                <p>{isFor}</p>
                <p className={css.limit}>{leavesOut}</p>
              </li>
            ))}
          </ul>
        </Dialog>
      )}
    </>
  );
}
