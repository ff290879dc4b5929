import { useMemo, useState, type ReactNode } from 'react';
import type { DeviceEvidence, DeviceProfile } from '../../devices/DeviceProfile';
import type { StoredDevice } from '../../storage/DeviceStoragePort';
import controls from '../controls/controls.module.css';
import { Icon } from '../icons/Icon';
import { useVoice } from '../listen/voice';
import { Pictogram } from '../pictograms/Pictogram';
import { ErrorStrip, ResponseChart, type ChartLine } from '../plots/ResponseChart';
import { ChartFigure } from '../progress/ChartFigure';
import { useDevices, useListen, useSession } from '../SessionContext';
import { fitWords } from '../words/deviceLibrary';
import { evidenceSentence, evidenceWords } from '../words/devices';
import { figure, hertz, signedFigure, unbroken } from '../words/format';
import { deviceCurves, regionLevels, TABLE_ROWS, type DeviceCurves } from './deviceCurves';
import css from './DevicePage.module.css';
import shared from './devices.module.css';
import { ExportDevice } from './ExportDevice';
import { LayersOfDevice } from './LayersOfDevice';
import { MakeOwn } from './MakeOwn';
import { RemoveDevice, RenameDevice } from './OwnDevice';
import { PinDialog } from './PinDialog';
import { accuracyHref, libraryHref } from './places';
import { useDevice } from './useShelf';
import { useEvidence, type Fetched } from './useEvidence';

/** Everything there is to know about a device, and everything that can be done with it. */
export function DevicePage({ deviceId }: { readonly deviceId: string }) {
  const { device, stored } = useDevice(deviceId);
  const isReady = useDevices((state) => state.isReady);
  return (
    <>
      <a className={shared.back} href={libraryHref}>
        <Icon name="back" />
        Devices
      </a>
      {device ? (
        <Page device={device} stored={stored} />
      ) : (
        <div className={shared.empty}>
          <h1 className={shared.heading}>{isReady ? 'This device is not here' : 'Looking for the device…'}</h1>
          {isReady && (
            <>
              <p>
                It may have been removed, or the link was made in another browser. Own devices stay in the browser that
                they were made in.
              </p>
              <a className={controls.button} href={libraryHref}>
                Show all devices
              </a>
            </>
          )}
        </div>
      )}
    </>
  );
}

function Page({ device, stored }: { readonly device: DeviceProfile; readonly stored: StoredDevice | undefined }) {
  const fetched = useEvidence(device);
  const evidence = fetched.phase === 'ready' ? fetched.value : undefined;
  const curves = useMemo(() => deviceCurves(device, evidence, stored?.curve), [device, evidence, stored]);
  return (
    <>
      <header className={css.head}>
        <Pictogram name={device.pictogram} size={56} />
        <div className={css.title}>
          <h1 className={shared.heading}>{device.name}</h1>
          <p className={css.kind}>
            {device.kindLabel} · <strong>{evidenceWords(device)}</strong>
          </p>
        </div>
      </header>
      <Actions device={device} isOwn={stored !== undefined} />
      <div className={css.columns}>
        <Chart device={device} evidence={evidence} curves={curves} isImported={stored?.curve !== undefined} />
        <Facts device={device} fetched={fetched} />
        <LayersOfDevice device={device} />
      </div>
    </>
  );
}

function Actions({ device, isOwn }: { readonly device: DeviceProfile; readonly isOwn: boolean }) {
  const session = useSession();
  const isHeard = useListen((state) => state.targetId === device.id);
  const keyNumber = useListen((state) => state.pins.indexOf(device.id) + 1 || null);
  const slots = useListen((state) => state.slots);
  const voice = useVoice(device.id);
  const [isPinning, setIsPinning] = useState(false);
  const { chooseTarget, assignSlot } = session.listen.getState();
  const isReference = device.family === 'reference';
  return (
    <div className={css.actions}>
      <button
        type="button"
        className={css.primary}
        data-voice={voice}
        aria-pressed={isHeard}
        onClick={() => chooseTarget(device.id)}
      >
        <Icon name="listen" />
        {isHeard ? 'Listening through it' : 'Listen through it'}
      </button>
      <span className={css.group}>
        {(['A', 'B'] as const).map((slot) => (
          <button
            key={slot}
            type="button"
            className={controls.button}
            disabled={slots[slot] === device.id}
            aria-label={slots[slot] === device.id ? `In ${slot}` : `Set ${slot} to ${device.name}`}
            onClick={() => assignSlot(slot, device.id)}
          >
            {slots[slot] === device.id ? `In ${slot}` : `Set ${slot}`}
          </button>
        ))}
        {!isReference && (
          <button
            type="button"
            className={controls.button}
            aria-label={keyNumber === null ? `Pin ${device.name} to a number key` : `On key ${keyNumber}; change`}
            onClick={() => setIsPinning(true)}
          >
            <Icon name="pin" size={18} />
            {keyNumber === null ? 'Pin' : `Key ${keyNumber}`}
          </button>
        )}
      </span>
      <span className={css.group}>
        <MakeOwn device={device} isOwn={isOwn} />
        <ExportDevice device={device} />
        {isOwn && <RenameDevice device={device} />}
        {isOwn && <RemoveDevice device={device} />}
      </span>
      {isPinning && <PinDialog device={device} onClose={() => setIsPinning(false)} />}
    </div>
  );
}

const dbWords = (level: number | null | undefined): string =>
  level === null || level === undefined ? '–' : signedFigure(level, 1);

function Chart({
  device,
  evidence,
  curves,
  isImported,
}: {
  readonly device: DeviceProfile;
  readonly evidence: DeviceEvidence | undefined;
  readonly curves: DeviceCurves;
  readonly isImported: boolean;
}) {
  const voice = useVoice(device.id);
  const { chainDb, publishedDb, errorsDb, spread } = curves;
  const curveName = isImported ? 'Imported curve' : 'Published curve';
  const lines: ChartLine[] = [
    {
      look: 'chain',
      // Filters that were moved by hand since are no fit any more.
      label: evidence?.fit ? 'Fitted chain' : publishedDb ? 'Your chain' : 'Stated response',
      levelsDb: chainDb,
    },
    ...(publishedDb ? [{ look: 'published' as const, label: curveName, levelsDb: publishedDb }] : []),
  ];
  const validRangeHz = evidence?.validRangeHz;
  return (
    <div className={css.charts}>
      <ChartFigure
        title="Response"
        isWide
        says={responseSummary(device, chainDb)}
        table={() => ({
          columns: [
            'Frequency',
            ...(publishedDb ? [`${curveName}, dB`, 'Chain, dB', 'Difference, dB'] : ['Level, dB']),
          ],
          rows: TABLE_ROWS.map(([hz, index]) => [
            hertz(hz),
            ...(publishedDb
              ? [dbWords(publishedDb[index]), dbWords(chainDb[index]), dbWords(errorsDb?.[index])]
              : [dbWords(chainDb[index])]),
          ]),
        })}
      >
        <ResponseChart
          lines={lines}
          {...(spread && { band: spread, bandLabel: 'spread between sources' })}
          validRangeHz={validRangeHz}
          voice={voice}
        />
      </ChartFigure>
      {errorsDb && evidence?.fit && (
        <div className={css.error}>
          <h3>{curveName} minus fitted chain</h3>
          <p className={shared.hint}>
            {unbroken(`${fitWords(evidence.fit)}. Limits: 0.3 dB on average, 1 dB at worst.`)}
          </p>
          <ErrorStrip errorsDb={errorsDb} />
        </div>
      )}
    </div>
  );
}

/** Nobody hears how much less than this it is. */
const GONE_DB = 30;

/** What the chart shows, for who cannot see it and for who wants it said. */
function responseSummary(device: DeviceProfile, chainDb: Float64Array): string {
  if (device.family === 'reference') return 'Nothing is changed at any frequency.';
  const parts = regionLevels(chainDb)
    .filter(([name]) => !name.startsWith('mids'))
    .map(([name, level]) => {
      const size = Math.abs(level);
      if (size < 1) return `${name} as it is`;
      if (level < -GONE_DB) return `${name} as good as gone`;
      return `${name} ${figure(size, 0)} dB ${level > 0 ? 'up' : 'down'}`;
    });
  return unbroken(`Against the mids: ${parts.join('; ')}.`);
}

function Facts({
  device,
  fetched,
}: {
  readonly device: DeviceProfile;
  readonly fetched: Fetched<DeviceEvidence | undefined>;
}) {
  const evidence = fetched.phase === 'ready' ? fetched.value : undefined;
  const fact = (name: string, words: ReactNode): ReactNode => (
    <div key={name}>
      <dt>{name}</dt>
      <dd>{words}</dd>
    </div>
  );
  const spread = evidence?.spread;
  return (
    <section className={css.facts} aria-label="Where it comes from">
      <dl className={shared.facts}>
        {fact(
          'Evidence',
          <>
            <strong className={css.evidence}>{evidenceWords(device)}</strong> {evidenceSentence(device)}
          </>,
        )}
        {fetched.phase === 'loading' && fact('Source', 'Being fetched…')}
        {fetched.phase === 'failed' &&
          fact('Source', 'It could not be fetched. Check the connection and open this page again.')}
        {evidence?.fit && fact('Fit error', unbroken(fitWords(evidence.fit)))}
        {evidence &&
          !evidence.fit &&
          device.family !== 'reference' &&
          fact('Fit error', 'None to state: these filters were not fitted to a curve.')}
        {evidence?.validRangeHz &&
          fact('Published range', `${hertz(evidence.validRangeHz[0])} to ${hertz(evidence.validRangeHz[1])}`)}
        {spread &&
          spread.length > 0 &&
          fact(
            'Spread between sources',
            <ul className={css.list}>
              {spread.map(([fromHz, toHz, sdDb]) => (
                <li key={fromHz}>{unbroken(`${hertz(fromHz)} to ${hertz(toHz)}: ± ${figure(sdDb, 1)} dB`)}</li>
              ))}
            </ul>,
          )}
        {evidence && fact('Leaves out', evidence.leavesOut)}
        {evidence && fact('Source', evidence.source.credit)}
        {evidence && fact('Licence', evidence.source.licence)}
        {evidence &&
          evidence.source.references.length > 0 &&
          fact(
            'Figures',
            <ul className={css.list}>
              {evidence.source.references.map((reference) => (
                <li key={reference}>{reference}</li>
              ))}
            </ul>,
          )}
      </dl>
      <a className={css.more} href={accuracyHref}>
        How accurate is this?
      </a>
    </section>
  );
}
