import type { DeviceEvidence, DeviceProfile } from '../../devices/DeviceProfile';
import { RENDERED_RATES_HZ, type DeviceAccuracy } from '../../devices/evidence/accuracyTypes';
import { FAMILIES } from '../../devices/families';
import { Icon } from '../icons/Icon';
import { useSession } from '../SessionContext';
import { evidenceWords } from '../words/devices';
import { figure, hertz, sampleRateWords, unbroken } from '../words/format';
import css from './AccuracyPage.module.css';
import shared from './devices.module.css';
import { deviceHref, libraryHref } from './places';
import { useAllFigures, type AllFigures } from './useEvidence';

/** Bands whose spread between sources is told, by a frequency within each, hertz. */
const SPREAD_AT: readonly (readonly [label: string, frequencyHz: number])[] = [
  ['60–300 Hz', 130],
  ['0.3–3 kHz', 950],
  ['3–8 kHz', 5000],
  ['8–16 kHz', 11_000],
];

const COLUMNS = 5 + SPREAD_AT.length + RENDERED_RATES_HZ.length;

function spreadAt(evidence: DeviceEvidence | undefined, frequencyHz: number): number | undefined {
  return evidence?.spread?.find(([fromHz, toHz]) => frequencyHz >= fromHz && frequencyHz < toHz)?.[2];
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** How far the figures can be believed: of every device its errors, and what its sources disagree by. */
export function AccuracyPage() {
  const { catalogue } = useSession();
  const fetched = useAllFigures();
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
            Three errors add up. What you hear against the filters of the device; the filters against the published
            curve; and, by far the largest, the published curve against the thing itself.
          </p>
          {fetched.phase === 'ready' && <HowManyDigits figures={fetched.value} />}
          <p>
            A device called modelled has no curve behind it: believe its character, not its figures. Rooms, limits and
            noise are models for every device.
          </p>
        </div>
      </header>
      {fetched.phase === 'loading' && <p className={shared.opening}>Fetching the figures…</p>}
      {fetched.phase === 'failed' && (
        <p className={shared.opening}>
          The figures could not be fetched. Check the connection and open this page again.
        </p>
      )}
      {fetched.phase === 'ready' && <Table devices={catalogue} figures={fetched.value} />}
    </>
  );
}

function HowManyDigits({ figures: { evidence, accuracy } }: { readonly figures: AllFigures }) {
  const all = Object.values(evidence);
  const fits = all.flatMap(({ fit }) => (fit ? [fit] : []));
  const rendered = Math.max(...Object.values(accuracy).flatMap(({ renderedDb }) => renderedDb));
  const spreads = SPREAD_AT.map(([, hz]) =>
    all.flatMap((entry) => {
      const sd = spreadAt(entry, hz);
      return sd === undefined ? [] : [sd];
    }),
  );
  const usual = spreads.map((values) => figure(median(values), 1));
  const largest = spreads.map((values) => figure(Math.max(...values), 1));
  return (
    <>
      <p>
        {unbroken(
          `The sound follows the filters within ${figure(rendered, 2)} dB at worst, 20 Hz to 16 kHz. The filters follow ` +
            `their ${fits.length} curves within ${figure(Math.max(...fits.map(({ rmsDb }) => rmsDb)), 2)} dB on average and ` +
            `${figure(Math.max(...fits.map(({ worstDb }) => worstDb)), 2)} dB at worst.`,
        )}
      </p>
      <p>
        {unbroken(
          `But where several people measured the same headphones, they differ by ${usual[0]} dB up to 300 Hz (${largest[0]} ` +
            `at most), ${usual[1]} dB to 3 kHz (${largest[1]}), ${usual[2]} dB to 8 kHz (${largest[2]}) and ${usual[3]} dB ` +
            `above (${largest[3]}). So will your ears, and the next pair from the factory. Believe whole decibels up to ` +
            `3 kHz, two to 8 kHz, and above that only the trend.`,
        )}
      </p>
    </>
  );
}

function Table({ devices, figures }: { readonly devices: readonly DeviceProfile[]; readonly figures: AllFigures }) {
  return (
    // A wide table scrolls inside itself, so the keyboard must be able to get in.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={css.scroller} aria-label="Accuracy of every device" tabIndex={0}>
      <table className={css.table}>
        <caption className="visuallyHidden">Accuracy of every device, in decibels</caption>
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              Device
            </th>
            <th scope="col" rowSpan={2}>
              Evidence
            </th>
            <th scope="colgroup" colSpan={3}>
              Filters against the curve, dB
            </th>
            <th scope="colgroup" colSpan={SPREAD_AT.length}>
              Sources differ by, ± dB
            </th>
            <th scope="colgroup" colSpan={RENDERED_RATES_HZ.length}>
              Sound against the filters, dB
            </th>
          </tr>
          <tr>
            <th scope="col">RMS</th>
            <th scope="col">worst</th>
            <th scope="col">within</th>
            {SPREAD_AT.map(([label]) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
            {RENDERED_RATES_HZ.map((rate) => (
              <th key={rate} scope="col">
                {sampleRateWords(rate)}
              </th>
            ))}
          </tr>
        </thead>
        {FAMILIES.map(({ family, label }) => {
          const members = devices.filter((device) => device.family === family && family !== 'reference');
          return (
            members.length > 0 && (
              <tbody key={family}>
                <tr>
                  <th scope="rowgroup" colSpan={COLUMNS} className={css.family}>
                    {label}
                  </th>
                </tr>
                {members.map((device) => (
                  <Row
                    key={device.id}
                    device={device}
                    evidence={figures.evidence[device.id]}
                    accuracy={figures.accuracy[device.id]}
                  />
                ))}
              </tbody>
            )
          );
        })}
      </table>
    </section>
  );
}

function Row({
  device,
  evidence,
  accuracy,
}: {
  readonly device: DeviceProfile;
  readonly evidence: DeviceEvidence | undefined;
  readonly accuracy: DeviceAccuracy | undefined;
}) {
  const fit = evidence?.fit;
  return (
    <tr>
      <th scope="row">
        <a href={deviceHref(device.id)}>{device.name}</a>
      </th>
      <td>{evidenceWords(device)}</td>
      <td>{fit ? figure(fit.rmsDb, 2) : '–'}</td>
      <td>{fit ? figure(fit.worstDb, 2) : '–'}</td>
      <td>{fit ? `${hertz(fit.fromHz)}–${hertz(fit.toHz)}` : 'no curve'}</td>
      {SPREAD_AT.map(([label, hz]) => {
        const sd = spreadAt(evidence, hz);
        return <td key={label}>{sd === undefined ? '–' : figure(sd, 1)}</td>;
      })}
      {RENDERED_RATES_HZ.map((rate, index) => (
        <td key={rate}>{accuracy ? figure(accuracy.renderedDb[index]!, 2) : '–'}</td>
      ))}
    </tr>
  );
}
