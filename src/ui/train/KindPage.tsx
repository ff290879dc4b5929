import { useId } from 'react';
import type { DrillKind } from '../../drills/DrillKind';
import { positionOf } from '../../drills/psychometric';
import type { DrillSpec } from '../../drills/records';
import controls from '../controls/controls.module.css';
import { Icon } from '../icons/Icon';
import { usePreferences, useSession } from '../SessionContext';
import { intervalFigure, strengthFigure } from '../words/training';
import { CopyLink } from './CopyLink';
import { DrillSetup, firstPlan, type DrillPlan } from './DrillSetup';
import css from './KindPage.module.css';
import { useTrainTracks } from './Material';
import { homeHref } from './places';
import { standingOf, trainedDevices } from './standing';
import shared from './train.module.css';
import { IntervalBar } from './trial/IntervalBar';
import { useTrain, useTraining } from './TrainingContext';

/** One kind of drill: what to listen for, examples, and how it shall be asked. */
export function KindPage({
  kind,
  plan: kept,
  onPlan,
}: {
  readonly kind: DrillKind;
  /** What the listener has set here before. */
  readonly plan: DrillPlan | undefined;
  readonly onPlan: (plan: DrillPlan) => void;
}) {
  const training = useTraining();
  const deviceId = usePreferences((state) => state.trainDeviceId);
  const trackIds = useTrainTracks();
  const plan = kept ?? firstPlan(kind, deviceId);
  const whyNotId = useId();
  const setupId = useId();
  const helpId = useId();
  const trouble = plan.settings.pinkNoise ? null : training.whyNot(kind.id, trackIds);
  const spec = (): DrillSpec => ({ kindId: kind.id, ...plan, seed: training.newSeed(), trackIds });
  return (
    <article className={css.page}>
      <a className={shared.back} href={homeHref}>
        <Icon name="back" size={18} />
        All drills
      </a>
      <header className={css.head}>
        <h1 className={css.title} tabIndex={-1}>
          {kind.name}
        </h1>
        <p className={css.summary}>{kind.summary}</p>
        <div className={css.actions}>
          <button
            type="button"
            className={shared.primary}
            disabled={trouble !== null}
            aria-describedby={trouble === null ? undefined : whyNotId}
            onClick={() => void training.start(kind.name, [spec()])}
          >
            <Icon name="play" />
            {plan.mode === 'test' ? 'Start test' : 'Start practice'}
          </button>
          <button
            type="button"
            className={controls.button}
            title="Examples with their names on them, to hear as often as you like"
            onClick={() => void training.learn(kind.id, plan.deviceId, trackIds)}
          >
            <Icon name="listen" />
            Learn
          </button>
          <CopyLink label="Copy link" title={kind.name} blocks={() => [spec()]} />
        </div>
        {trouble !== null && (
          <p id={whyNotId} className={css.whyNot}>
            {trouble} Choose other tracks on the <a href={homeHref}>Train</a> page
            {kind.options.includes('pinkNoise') ? ', or take pink noise' : ''}.
          </p>
        )}
      </header>
      <div className={css.columns}>
        <section className={css.help} aria-labelledby={helpId}>
          <h2 id={helpId} className={shared.sectionHead}>
            What to listen for
          </h2>
          {kind.help.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
          <Standings kind={kind} />
        </section>
        <section className={css.setup} aria-labelledby={setupId}>
          <h2 id={setupId} className={shared.sectionHead}>
            Set up
          </h2>
          <DrillSetup kind={kind} plan={plan} onChange={onPlan} />
        </section>
      </div>
    </article>
  );
}

/** How hard it gets, and what the listener hears through each device so far. */
function Standings({ kind }: { readonly kind: DrillKind }) {
  const skills = useTrain((facts) => facts.skills);
  const { deviceById } = useSession();
  const headingId = useId();
  const { strength: scale } = kind;
  const rows = trainedDevices(kind.id, skills).flatMap((deviceId) => {
    const standing = standingOf(kind, skills, deviceId);
    const name = deviceId === null ? 'Flat reference' : (deviceById(deviceId)?.name ?? deviceId);
    return standing ? [{ deviceId, name, standing }] : [];
  });
  return (
    <section className={css.standings} aria-labelledby={headingId}>
      <h2 id={headingId} className={shared.sectionHead}>
        How hard it gets
      </h2>
      <p>
        <span className={css.scaleName}>{scale.name}</span>: {strengthFigure(scale, scale.easiest)} where it is easy,{' '}
        {strengthFigure(scale, scale.hardest)} where it is hardest.
      </p>
      {rows.length === 0 ? (
        <p className={shared.hint}>After about fifteen trials you read here what you hear, and how sure that is.</p>
      ) : (
        <dl className={css.rows}>
          {rows.map(({ deviceId, name, standing: { threshold, correctCount, trialCount } }) => (
            <div key={deviceId ?? ''} className={css.row}>
              <dt>{name}</dt>
              <dd>
                {threshold && (
                  <>
                    <span className={css.value}>{strengthFigure(scale, threshold.value)}</span>{' '}
                    <span className={css.interval}>95 % interval {intervalFigure(scale, threshold)}</span>
                    <IntervalBar
                      label={`${strengthFigure(scale, threshold.value)}, between easy and hard`}
                      value={1 - positionOf(scale, threshold.value)}
                      low={1 - positionOf(scale, threshold.low)}
                      high={1 - positionOf(scale, threshold.high)}
                      ends={['easy', 'hard']}
                    />
                  </>
                )}
                <span className={css.interval}>
                  {correctCount} of {trialCount} right
                  {threshold ? '' : '; a few more until it can be said what you hear'}
                </span>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
