import { useEffect, useState } from 'react';
import type { DeviceEvidence, DeviceProfile } from '../../devices/DeviceProfile';
import { evidenceOf } from '../../devices/evidence';
import controls from '../controls/controls.module.css';
import { Dialog } from '../controls/Dialog';
import { deviceHref } from '../devices/places';
import { Pictogram } from '../pictograms/Pictogram';
import { AXIS_LABELS, axisFraction } from '../plots/frequencyAxis';
import { responsePath } from '../plots/responsePath';
import { evidenceSentence } from '../words/devices';
import { figure, hertz } from '../words/format';
import css from './DeviceDetail.module.css';

/** 25 dB are as tall as a decade is wide, as the field draws it. */
const DB_PER_DECADE = 25;
const DECADES = 3;
const CHART = { width: 600, topDb: 18, bottomDb: -32 };
const HEIGHT = (CHART.width * (CHART.topDb - CHART.bottomDb)) / (DECADES * DB_PER_DECADE);
const BOX = { ...CHART, height: HEIGHT };
const GRID_DB = [18, 12, 6, 0, -6, -12, -18, -24, -30];
const yOf = (db: number): number => ((CHART.topDb - db) / (CHART.topDb - CHART.bottomDb)) * HEIGHT;

type Found = DeviceEvidence | 'loading' | 'missing';

/** Loaded with the first page that shows any. */
function useEvidence(device: DeviceProfile): Found {
  const [found, setFound] = useState<{ readonly of: DeviceProfile; readonly evidence: Found } | null>(null);
  useEffect(() => {
    let isLatest = true;
    const take = (evidence: Found): void => {
      if (isLatest) setFound({ of: device, evidence });
    };
    evidenceOf(device).then(
      (evidence) => take(evidence ?? 'missing'),
      () => take('missing'),
    );
    return () => {
      isLatest = false;
    };
  }, [device]);
  return found?.of === device ? found.evidence : 'loading';
}

/** Where a device's figures come from, how close the model is and what it leaves out. */
export default function DeviceDetail({
  device,
  onClose,
}: {
  readonly device: DeviceProfile;
  readonly onClose: () => void;
}) {
  const evidence = useEvidence(device);
  return (
    <Dialog title={device.name} isSheet onClose={onClose}>
      <div className={css.detail}>
        <p className={css.kind}>
          <Pictogram name={device.pictogram} size={36} />
          {device.kindLabel}
        </p>
        <ResponseChart device={device} />
        <dl className={css.facts}>
          <div>
            <dt>Evidence</dt>
            <dd>{evidenceSentence(device)}</dd>
          </div>
          {typeof evidence === 'object' && <EvidenceFacts evidence={evidence} />}
        </dl>
        {typeof evidence === 'string' && (
          <output className={css.kind}>
            {evidence === 'loading'
              ? 'Fetching where its figures come from…'
              : 'Where its figures come from could not be fetched. Close this and open it again once you are online.'}
          </output>
        )}
        <a className={controls.button} href={deviceHref(device.id)} onClick={onClose}>
          Open its page
        </a>
      </div>
    </Dialog>
  );
}

function EvidenceFacts({ evidence: { fit, validRangeHz, source, leavesOut } }: { readonly evidence: DeviceEvidence }) {
  return (
    <>
      {fit && (
        <div>
          <dt>Fit to the published curve</dt>
          <dd>
            {figure(fit.rmsDb, 1)} dB on average, {figure(fit.worstDb, 1)} dB at worst, from {hertz(fit.fromHz)} to{' '}
            {hertz(fit.toHz)}
          </dd>
        </div>
      )}
      {validRangeHz && (
        <div>
          <dt>Published range</dt>
          <dd>
            {hertz(validRangeHz[0])} to {hertz(validRangeHz[1])}
          </dd>
        </div>
      )}
      <div>
        <dt>Leaves out</dt>
        <dd>{leavesOut}</dd>
      </div>
      <div>
        <dt>Source</dt>
        <dd>{source.credit}</dd>
      </div>
      <div>
        <dt>Licence</dt>
        <dd>{source.licence}</dd>
      </div>
      {source.references.length > 0 && (
        <div>
          <dt>Figures</dt>
          <dd>
            <ul className={css.references}>
              {source.references.map((reference) => (
                <li key={reference}>{reference}</li>
              ))}
            </ul>
          </dd>
        </div>
      )}
    </>
  );
}

function ResponseChart({ device }: { readonly device: DeviceProfile }) {
  return (
    <figure className={css.chart}>
      <svg
        viewBox={`-4 -10 ${CHART.width + 44} ${HEIGHT + 40}`}
        // An inline drawing has no <img>.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="img"
        aria-label={`Stated response of ${device.name}, 20 hertz to 20 kilohertz`}
      >
        {GRID_DB.map((db) => (
          <g key={db}>
            <line className={db === 0 ? css.zero : css.grid} x1="0" x2={CHART.width} y1={yOf(db)} y2={yOf(db)} />
            {Math.abs(db) % 12 === 6 || db === 0 ? (
              <text className={css.label} x={CHART.width + 8} y={yOf(db)} dominantBaseline="middle">
                {db > 0 ? `+${db}` : db < 0 ? `−${-db}` : '0 dB'}
              </text>
            ) : null}
          </g>
        ))}
        {AXIS_LABELS.map(([hz, label]) => (
          <g key={hz}>
            <line
              className={css.grid}
              x1={axisFraction(hz) * CHART.width}
              x2={axisFraction(hz) * CHART.width}
              y1="0"
              y2={HEIGHT}
            />
            <text
              className={css.label}
              x={axisFraction(hz) * CHART.width}
              y={HEIGHT + 22}
              textAnchor={hz === 20 ? 'start' : 'middle'}
            >
              {label}
            </text>
          </g>
        ))}
        <path className={css.curve} d={responsePath(device, BOX)} />
      </svg>
      <figcaption>Stated response, decibels against hertz</figcaption>
    </figure>
  );
}
