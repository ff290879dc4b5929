import { useId, type CSSProperties } from 'react';
import { FAMILIES } from '../../devices/families';
import type { DrillKind, DrillSettings, StrengthScale } from '../../drills/DrillKind';
import { OCTAVE_CENTRES_HZ } from '../../drills/material';
import { positionOf, strengthAt } from '../../drills/psychometric';
import type { DrillMode, DrillSpec } from '../../drills/records';
import controls from '../controls/controls.module.css';
import { Fold } from '../listen/Fold';
import { useSession } from '../SessionContext';
import { counted, octaveWords, strengthFigure } from '../words/training';
import css from './DrillSetup.module.css';
import { DeviceChoice } from './Material';
import shared from './train.module.css';

/** What of a drill the listener decides before it starts. */
export type DrillPlan = Pick<DrillSpec, 'mode' | 'trialCount' | 'settings' | 'deviceId'>;

const TRIAL_COUNTS = [10, 20, 40] as const;

export const firstPlan = (kind: DrillKind, deviceId: string | null): DrillPlan => ({
  mode: 'practise',
  trialCount: 20,
  settings: {},
  deviceId: kind.canUseDevice ? deviceId : null,
});

/** A setting is either said or absent: nothing chosen is the kind's own default. */
function withSetting<K extends keyof DrillSettings>(
  settings: DrillSettings,
  key: K,
  value: DrillSettings[K] | undefined,
): DrillSettings {
  const { [key]: _dropped, ...rest } = settings;
  const isEmpty = value === undefined || value === false || (Array.isArray(value) && value.length === 0);
  return isEmpty ? rest : { ...rest, [key]: value };
}

const toggled = <T,>(list: readonly T[] | undefined, item: T, isOn: boolean): readonly T[] =>
  isOn ? [...(list ?? []), item] : (list ?? []).filter((other) => other !== item);

export function DrillSetup({
  kind,
  plan,
  onChange,
}: {
  readonly kind: DrillKind;
  readonly plan: DrillPlan;
  readonly onChange: (plan: DrillPlan) => void;
}) {
  const { settings } = plan;
  const offers = (key: keyof DrillSettings): boolean => kind.options.includes(key);
  const set = <K extends keyof DrillSettings>(key: K, value: DrillSettings[K] | undefined): void =>
    onChange({ ...plan, settings: withSetting(settings, key, value) });
  return (
    <div className={css.setup}>
      <ModeChoice mode={plan.mode} onChange={(mode) => onChange({ ...plan, mode })} />
      <CountChoice trialCount={plan.trialCount} onChange={(trialCount) => onChange({ ...plan, trialCount })} />
      {kind.canUseDevice && (
        <DeviceChoice
          label="Heard through"
          deviceId={plan.deviceId}
          onChange={(deviceId) => onChange({ ...plan, deviceId })}
        />
      )}
      {offers('bands') && <BandChoice bands={settings.bands} onChange={(bands) => set('bands', bands)} />}
      {(offers('thirdOctaves') || offers('pinkNoise')) && (
        <div>
          {offers('thirdOctaves') && (
            <Tick
              label="Third octaves"
              isOn={settings.thirdOctaves ?? false}
              onChange={(isOn) => set('thirdOctaves', isOn)}
            />
          )}
          {offers('pinkNoise') && (
            <Tick
              label="Pink noise instead of music"
              isOn={settings.pinkNoise ?? false}
              onChange={(isOn) => set('pinkNoise', isOn)}
            />
          )}
        </div>
      )}
      {offers('faults') && kind.faults && (
        <FaultChoice options={kind.faults} faults={settings.faults} onChange={(faults) => set('faults', faults)} />
      )}
      {offers('deviceIds') && (
        <DevicesChoice deviceIds={settings.deviceIds} onChange={(ids) => set('deviceIds', ids)} />
      )}
      {offers('strength') && (
        <StrengthChoice
          scale={kind.strength}
          strength={settings.strength}
          onChange={(strength) => set('strength', strength)}
        />
      )}
    </div>
  );
}

const MODES: readonly { readonly mode: DrillMode; readonly label: string; readonly says: string }[] = [
  {
    mode: 'practise',
    label: 'Practise',
    says: 'After each answer you hear and read what it was; what you miss comes back.',
  },
  { mode: 'test', label: 'Test', says: 'Nothing is said before the end, and nothing comes back.' },
];

function ModeChoice({ mode, onChange }: { readonly mode: DrillMode; readonly onChange: (mode: DrillMode) => void }) {
  const name = useId();
  const hintId = useId();
  return (
    <fieldset className={css.part} aria-describedby={hintId}>
      <legend className={shared.legend}>Mode</legend>
      <div className={shared.segments}>
        {MODES.map((entry) => (
          <label key={entry.mode} className={shared.segment}>
            <input type="radio" name={name} checked={mode === entry.mode} onChange={() => onChange(entry.mode)} />
            {entry.label}
          </label>
        ))}
      </div>
      <p id={hintId} className={shared.hint}>
        {MODES.find((entry) => entry.mode === mode)?.says}
      </p>
    </fieldset>
  );
}

function CountChoice({
  trialCount,
  onChange,
}: {
  readonly trialCount: number;
  readonly onChange: (count: number) => void;
}) {
  const name = useId();
  // A drill of a file or a link may have any number.
  const counts = [...new Set([...TRIAL_COUNTS, trialCount])].toSorted((a, b) => a - b);
  return (
    <fieldset className={css.part}>
      <legend className={shared.legend}>Trials</legend>
      <div className={shared.segments}>
        {counts.map((count) => (
          <label key={count} className={shared.segment}>
            <input type="radio" name={name} checked={trialCount === count} onChange={() => onChange(count)} />
            {count}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function BandChoice({
  bands,
  onChange,
}: {
  readonly bands: readonly number[] | undefined;
  readonly onChange: (bands: readonly number[]) => void;
}) {
  const hintId = useId();
  return (
    <fieldset className={css.part} aria-describedby={hintId}>
      <legend className={shared.legend}>Octave bands</legend>
      <div className={css.bands}>
        {OCTAVE_CENTRES_HZ.map((centreHz, band) => (
          <label key={centreHz} className={shared.segment}>
            <input
              type="checkbox"
              checked={bands?.includes(band) ?? false}
              onChange={(event) =>
                onChange(toggled(bands, band, event.currentTarget.checked).toSorted((a, b) => a - b))
              }
            />
            {octaveWords(band)}
          </label>
        ))}
      </div>
      <p id={hintId} className={shared.hint}>
        {(bands?.length ?? 0) === 0
          ? 'None chosen: the drill takes its usual bands.'
          : (bands?.length ?? 0) < 3
            ? 'With fewer than three, their neighbours join in.'
            : 'Only these are asked.'}
      </p>
    </fieldset>
  );
}

function FaultChoice({
  options,
  faults,
  onChange,
}: {
  readonly options: NonNullable<DrillKind['faults']>;
  readonly faults: readonly string[] | undefined;
  readonly onChange: (faults: readonly string[]) => void;
}) {
  const hintId = useId();
  const count = faults?.length ?? 0;
  return (
    <fieldset className={css.part} aria-describedby={hintId}>
      <legend className={shared.legend}>Faults</legend>
      <div className={shared.segments}>
        {options.map(({ id, label }) => (
          <label key={id} className={shared.segment}>
            <input
              type="checkbox"
              checked={faults?.includes(id) ?? false}
              onChange={(event) => onChange(toggled(faults, id, event.currentTarget.checked))}
            />
            {label}
          </label>
        ))}
      </div>
      <p id={hintId} className={shared.hint}>
        {count === 0
          ? 'None chosen: all of them are asked.'
          : count === 1
            ? 'One alone would be no question: choose another, or all of them are asked.'
            : 'Only these are asked.'}
      </p>
    </fieldset>
  );
}

function DevicesChoice({
  deviceIds,
  onChange,
}: {
  readonly deviceIds: readonly string[] | undefined;
  readonly onChange: (ids: readonly string[]) => void;
}) {
  const { catalogue } = useSession();
  const count = deviceIds?.length ?? 0;
  return (
    <Fold title={`Devices asked about: ${count === 0 ? 'the drill’s own choice' : counted(count, 'device')}`}>
      {count > 0 && (
        <button type="button" className={controls.quiet} onClick={() => onChange([])}>
          Back to the drill’s own choice
        </button>
      )}
      {FAMILIES.filter(({ family }) => family !== 'reference').map(({ family, label }) => (
        <fieldset key={family} className={css.family}>
          <legend className={shared.legend}>{label}</legend>
          {catalogue
            .filter((device) => device.family === family)
            .map(({ id, name }) => (
              <label key={id} className={shared.check}>
                <input
                  type="checkbox"
                  checked={deviceIds?.includes(id) ?? false}
                  onChange={(event) => onChange(toggled(deviceIds, id, event.currentTarget.checked))}
                />
                {name}
              </label>
            ))}
        </fieldset>
      ))}
    </Fold>
  );
}

function Tick({
  label,
  isOn,
  onChange,
}: {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}) {
  return (
    <label className={shared.check}>
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
      {label}
    </label>
  );
}

/** Steps of the slider from the easiest to the hardest. */
const STEPS = 50;

function StrengthChoice({
  scale,
  strength,
  onChange,
}: {
  readonly scale: StrengthScale;
  readonly strength: number | undefined;
  readonly onChange: (strength: number | undefined) => void;
}) {
  const name = useId();
  const isFixed = strength !== undefined;
  const step = isFixed ? Math.round((1 - positionOf(scale, strength)) * STEPS) : 0;
  return (
    <fieldset className={css.part}>
      <legend className={shared.legend}>Difficulty</legend>
      <div className={shared.segments}>
        <label className={shared.segment}>
          <input type="radio" name={name} checked={!isFixed} onChange={() => onChange(undefined)} />
          Follows you
        </label>
        <label className={shared.segment}>
          <input type="radio" name={name} checked={isFixed} onChange={() => onChange(strengthAt(scale, 0.5))} />
          Fixed
        </label>
      </div>
      {isFixed && (
        <div className={css.fixed}>
          <input
            type="range"
            aria-label={`Fixed ${scale.name}`}
            aria-valuetext={strengthFigure(scale, strength)}
            className={controls.range}
            style={{ '--fill': `${(step / STEPS) * 100}%` } as CSSProperties}
            min={0}
            max={STEPS}
            step={1}
            value={step}
            onChange={(event) => onChange(strengthAt(scale, 1 - event.currentTarget.valueAsNumber / STEPS))}
          />
          <output className={css.strength}>{strengthFigure(scale, strength)}</output>
        </div>
      )}
      <p className={shared.hint}>
        {isFixed
          ? `Every trial has this ${scale.name}. From ${strengthFigure(scale, scale.easiest)}, easy, to ${strengthFigure(scale, scale.hardest)}, hard.`
          : 'Each trial is as hard as will tell most about what you hear.'}
      </p>
    </fieldset>
  );
}
