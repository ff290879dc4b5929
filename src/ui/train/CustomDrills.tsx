import { useId } from 'react';
import type { CustomDrill, DrillSpec } from '../../drills/records';
import controls from '../controls/controls.module.css';
import { Icon } from '../icons/Icon';
import { useLibrary } from '../SessionContext';
import { counted } from '../words/training';
import { CopyLink } from './CopyLink';
import css from './CustomDrills.module.css';
import { ownHref } from './places';
import shared from './train.module.css';
import { useTrain, useTraining } from './TrainingContext';

/** Drills that the listener put together. */
export function CustomDrills() {
  const drills = useTrain((facts) => facts.customDrills);
  const headingId = useId();
  const inOrder = drills.toSorted((a, b) => a.createdAt - b.createdAt);
  return (
    <section className={css.own} aria-labelledby={headingId}>
      <div className={css.head}>
        <h2 id={headingId} className={shared.sectionHead}>
          Your drills
        </h2>
        <a className={controls.button} href={ownHref(null)}>
          <Icon name="plus" size={18} />
          New drill
        </a>
      </div>
      {inOrder.length === 0 ? (
        <p className={shared.hint}>
          Put several kinds into one sitting, with the bands, devices and number of trials that you want. It can be
          shared as a link, so that a class takes the same test.
        </p>
      ) : (
        <ul className={css.list} aria-label="Your drills">
          {inOrder.map((drill) => (
            <OwnDrill key={drill.id} drill={drill} />
          ))}
        </ul>
      )}
    </section>
  );
}

function OwnDrill({ drill }: { readonly drill: CustomDrill }) {
  const training = useTraining();
  const tracks = useLibrary((state) => state.tracks);
  const { id, name, blocks } = drill;
  const isKnown = blocks.every(({ kindId }) => training.kindById(kindId) !== undefined);
  const specs = (): readonly DrillSpec[] =>
    blocks.map((block) => ({
      ...block,
      // What has left the library since cannot be trained on.
      trackIds: block.trackIds.filter((trackId) => tracks.some((track) => track.id === trackId)),
      seed: training.newSeed(),
    }));
  const trialCount = blocks.reduce((sum, block) => sum + block.trialCount, 0);
  const kinds = [...new Set(blocks.map(({ kindId }) => training.kindById(kindId)?.name ?? 'a drill not known here'))];
  return (
    <li className={css.drill}>
      <div className={css.words}>
        <h3 className={css.name}>{name}</h3>
        <p className={css.line}>
          {counted(trialCount, 'trial')}: {kinds.join(', ')}
        </p>
        {!isKnown && (
          <p className={css.trouble}>
            It names a drill that this version of the page does not have. Reload the page, or edit it.
          </p>
        )}
      </div>
      <div className={css.actions}>
        <button
          type="button"
          className={controls.button}
          aria-label={`Start ${name}`}
          disabled={!isKnown}
          onClick={() => void training.start(name, specs())}
        >
          <Icon name="play" size={18} />
          Start
        </button>
        <a className={controls.button} href={ownHref(id)} aria-label={`Edit ${name}`}>
          Edit
        </a>
        <CopyLink label="Share" title={name} blocks={specs} />
        <button
          type="button"
          className={controls.icon}
          aria-label={`Remove ${name}`}
          title="Remove"
          onClick={() => void training.removeCustomDrill(id)}
        >
          <Icon name="trash" size={18} />
        </button>
      </div>
    </li>
  );
}
