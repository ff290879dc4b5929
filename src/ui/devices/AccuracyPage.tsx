import type { DeviceEvidence } from '../../devices/DeviceProfile';
import { Icon } from '../icons/Icon';
import { useSession } from '../SessionContext';
import { evidenceWords } from '../words/devices';
import { figure, hertz } from '../words/format';
import css from './AccuracyPage.module.css';
import shared from './devices.module.css';
import { deviceHref, libraryHref } from './places';
import { useAllEvidence } from './useEvidence';

/** Bands whose spread between sources is told, by a frequency within each. */
const SPREAD_AT: readonly (readonly [string, number])[] = [
  ['60–300 Hz', 130],
  ['0.3–3 kHz', 950],
  ['3–8 kHz', 5000],
  ['8–16 kHz', 11_000],
];

const spreadAt = (evidence: DeviceEvidence | undefined, hz: number): string => {
  const part = evidence?.spread?.find(([fromHz, toHz]) => hz >= fromHz && hz < toHz);
  return part ? `± ${figure(part[2], 1)}` : '–';
};

/** How far the figures can be believed: of every device its error and what its sources disagree by. */
export function AccuracyPage() {
  const { catalogue } = useSession();
  const fetched = useAllEvidence();
  const devices = catalogue.filter(({ family }) => family !== 'reference');
  return (
    <>
      <a className={shared.back} href={libraryHref}>
        <Icon name="back" />
        Devices
      </a>
      <header>
        <h1 className={shared.heading}>How accurate is this?</h1>
        <div className={css.prose}>
          <p>
            Three errors add up. The chain against its published curve: held to 0.3 dB on average and 1 dB at worst. The
            sound against the chain: within 0.25 dB from 20 Hz to 16 kHz, at 44.1, 48 and 96 kHz. And the largest by
            far: the published curves against the thing itself.
          </p>
          <p>
            Where several people measured the same headphone, they differ by about half a decibel in the mids, one to
            two around 5 kHz and two to four above 8 kHz, and so will your ears and the next unit from the factory.
            Believe whole decibels up to 3 kHz, and only the trend above 8 kHz. A device without a curve is a model:
            believe its character, not its figures.
          </p>
        </div>
      </header>
      {fetched.phase === 'loading' && <p className={shared.opening}>Fetching the figures…</p>}
      {fetched.phase === 'failed' && (
        <p className={shared.opening}>
          The figures could not be fetched. Check the connection and open this page again.
        </p>
      )}
      {fetched.phase === 'ready' && (
        // A wide table scrolls inside itself, so the keyboard must be able to get in.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <section className={css.scroller} aria-label="Accuracy of every device" tabIndex={0}>
          <table className={css.table}>
            <caption className="visuallyHidden">Accuracy of every device</caption>
            <thead>
              <tr>
                <th scope="col" rowSpan={2}>
                  Device
                </th>
                <th scope="col" rowSpan={2}>
                  Evidence
                </th>
                <th scope="colgroup" colSpan={3}>
                  Chain against the published curve
                </th>
                <th scope="colgroup" colSpan={SPREAD_AT.length}>
                  Sources differ by, dB
                </th>
              </tr>
              <tr>
                <th scope="col">RMS, dB</th>
                <th scope="col">worst, dB</th>
                <th scope="col">within</th>
                {SPREAD_AT.map(([label]) => (
                  <th key={label} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {devices.map((device) => {
                const evidence = fetched.value[device.id];
                const fit = evidence?.fit;
                return (
                  <tr key={device.id}>
                    <th scope="row">
                      <a href={deviceHref(device.id)}>{device.name}</a>
                    </th>
                    <td>{evidenceWords(device)}</td>
                    <td>{fit ? figure(fit.rmsDb, 2) : '–'}</td>
                    <td>{fit ? figure(fit.worstDb, 2) : '–'}</td>
                    <td>{fit ? `${hertz(fit.fromHz)}–${hertz(fit.toHz)}` : 'no curve'}</td>
                    {SPREAD_AT.map(([label, hz]) => (
                      <td key={label}>{spreadAt(evidence, hz)}</td>
                    ))}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}
