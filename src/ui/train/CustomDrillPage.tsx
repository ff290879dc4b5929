import { useId, useState } from 'react';
import type { CustomDrill } from '../../drills/records';
import { MAX_BLOCKS, MAX_TITLE } from '../../drills/specSchema';
import controls from '../controls/controls.module.css';
import { Icon } from '../icons/Icon';
import { Fold } from '../listen/Fold';
import { usePreferences, useSession } from '../SessionContext';
import { blockWords, counted, GROUPS } from '../words/training';
import css from './CustomDrillPage.module.css';
import { DrillSetup, firstPlan } from './DrillSetup';
import { TrackChoice, useTrainTracks } from './Material';
import { homeHref } from './places';
import shared from './train.module.css';
import { useTrain, useTraining } from './TrainingContext';

type Block = Omit<CustomDrill['blocks'][number], 'trackIds'>;

/** A block while it is being worked on: it needs an identity of its own, because two may be alike and both move. */
interface Draft {
  readonly key: number;
  readonly block: Block;
}

/** Makes or changes a drill of the listener's own. */
export function CustomDrillPage({ drillId }: { readonly drillId: string | null }) {
  const isReady = useTrain((facts) => facts.isReady);
  const drill = useTrain((facts) => facts.customDrills.find(({ id }) => id === drillId));
  const isMissing = drillId !== null && !drill;
  return (
    <article className={css.page}>
      <a className={shared.back} href={homeHref}>
        <Icon name="back" size={18} />
        All drills
      </a>
      {isMissing ? (
        <>
          <h1 className={shared.heading} tabIndex={-1}>
            {isReady ? 'This drill is no longer here' : 'Reading your drills…'}
          </h1>
          {isReady && (
            <p className={shared.hint}>It was removed, perhaps in another tab. Go back and make a new one.</p>
          )}
        </>
      ) : (
        <Builder drill={drill} />
      )}
    </article>
  );
}

function Builder({ drill }: { readonly drill: CustomDrill | undefined }) {
  const training = useTraining();
  const chosenTracks = useTrainTracks();
  const deviceId = usePreferences((state) => state.trainDeviceId);
  const [name, setName] = useState(drill?.name ?? '');
  const [trackIds, setTrackIds] = useState(drill?.blocks[0]?.trackIds ?? chosenTracks);
  const [drafts, setDrafts] = useState<readonly Draft[]>(() =>
    (drill?.blocks ?? []).map(({ trackIds: _tracks, ...block }, key) => ({ key, block })),
  );
  const [trouble, setTrouble] = useState<string | null>(null);
  const [nextKey, setNextKey] = useState(drafts.length);
  const nameId = useId();
  const troubleId = useId();
  const trialCount = drafts.reduce((sum, { block }) => sum + block.trialCount, 0);

  function add(kindId: string): void {
    const kind = training.kindById(kindId);
    if (!kind) return;
    setDrafts([...drafts, { key: nextKey, block: { kindId, ...firstPlan(kind, deviceId), trialCount: 10 } }]);
    setNextKey(nextKey + 1);
    setTrouble(null);
  }

  function move(from: number, to: number): void {
    const moved = drafts[from];
    if (moved) setDrafts(drafts.toSpliced(from, 1).toSpliced(to, 0, moved));
  }

  function save(): void {
    if (name.trim() === '') {
      setTrouble('The drill has no name yet. Give it one, then save again.');
      document.getElementById(nameId)?.focus();
      return;
    }
    if (drafts.length === 0) {
      setTrouble('There is nothing in the drill yet. Add at least one kind, then save again.');
      return;
    }
    const blocks = drafts.map(({ block }) => ({ ...block, trackIds }));
    void training.saveCustomDrill({ ...(drill && { id: drill.id }), name: name.trim(), blocks });
    window.location.hash = homeHref;
  }

  return (
    <>
      <h1 className={shared.heading} tabIndex={-1}>
        {drill ? `Edit “${drill.name}”` : 'New drill'}
      </h1>
      <div className={css.columns}>
        <div className={css.main}>
          <div className={shared.field}>
            <label htmlFor={nameId} className={shared.legend}>
              Name
            </label>
            <input
              id={nameId}
              type="text"
              className={shared.text}
              maxLength={MAX_TITLE}
              value={name}
              autoComplete="off"
              aria-invalid={trouble !== null && name.trim() === ''}
              aria-describedby={trouble === null ? undefined : troubleId}
              onChange={(event) => {
                setName(event.currentTarget.value);
                setTrouble(null);
              }}
            />
          </div>
          <section className={css.blocks} aria-label="Blocks">
            <h2 className={shared.sectionHead}>Blocks</h2>
            {drafts.length === 0 ? (
              <p className={shared.hint}>Nothing yet. Blocks are asked one after the other, in the order given here.</p>
            ) : (
              <ol className={css.list}>
                {drafts.map((draft, index) => (
                  <BlockRow
                    key={draft.key}
                    block={draft.block}
                    index={index}
                    count={drafts.length}
                    onChange={(block) => setDrafts(drafts.with(index, { ...draft, block }))}
                    onMove={(to) => move(index, to)}
                    onRemove={() => setDrafts(drafts.toSpliced(index, 1))}
                  />
                ))}
              </ol>
            )}
            {drafts.length < MAX_BLOCKS ? (
              <AddBlock onAdd={add} />
            ) : (
              <p className={shared.hint}>A drill has at most {MAX_BLOCKS} blocks.</p>
            )}
          </section>
          {trouble !== null && (
            <p id={troubleId} role="alert" className={css.trouble}>
              {trouble}
            </p>
          )}
          <div className={css.actions}>
            <button type="button" className={shared.primary} onClick={save}>
              Save
            </button>
            <a className={controls.button} href={homeHref}>
              Cancel
            </a>
            {drafts.length > 0 && <p className={shared.hint}>{counted(trialCount, 'trial')} in all.</p>}
          </div>
        </div>
        <TrackChoice trackIds={trackIds} onChange={setTrackIds} />
      </div>
    </>
  );
}

function AddBlock({ onAdd }: { readonly onAdd: (kindId: string) => void }) {
  const { kinds } = useTraining();
  const [kindId, setKindId] = useState(kinds[0]?.id ?? '');
  return (
    <div className={css.add}>
      <select
        className={shared.select}
        aria-label="Kind to add"
        value={kindId}
        onChange={(event) => setKindId(event.currentTarget.value)}
      >
        {GROUPS.map(({ group, label }) => (
          <optgroup key={group} label={label}>
            {kinds
              .filter((kind) => kind.group === group)
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
      <button type="button" className={controls.button} onClick={() => onAdd(kindId)}>
        <Icon name="plus" size={18} />
        Add block
      </button>
    </div>
  );
}

function BlockRow({
  block,
  index,
  count,
  onChange,
  onMove,
  onRemove,
}: {
  readonly block: Block;
  readonly index: number;
  readonly count: number;
  readonly onChange: (block: Block) => void;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
}) {
  const training = useTraining();
  const { deviceById } = useSession();
  const kind = training.kindById(block.kindId);
  const name = kind?.name ?? 'A drill that is not known here';
  const deviceName = block.deviceId === null ? null : (deviceById(block.deviceId)?.name ?? block.deviceId);
  return (
    <li className={css.block}>
      <div className={css.blockHead}>
        <span className={css.number}>{index + 1}</span>
        <div className={css.words}>
          <h3 className={css.name}>{name}</h3>
          <p className={shared.hint}>{blockWords(block, kind, deviceName)}</p>
        </div>
        <div className={css.moves}>
          <button
            type="button"
            className={controls.icon}
            aria-label={`Move ${name} up`}
            disabled={index === 0}
            onClick={() => onMove(index - 1)}
          >
            <Icon name="up" size={18} />
          </button>
          <button
            type="button"
            className={controls.icon}
            aria-label={`Move ${name} down`}
            disabled={index === count - 1}
            onClick={() => onMove(index + 1)}
          >
            <Icon name="down" size={18} />
          </button>
          <button type="button" className={controls.icon} aria-label={`Take out ${name}`} onClick={onRemove}>
            <Icon name="close" size={18} />
          </button>
        </div>
      </div>
      {kind && (
        <Fold title={`Settings of block ${index + 1}`}>
          <DrillSetup kind={kind} plan={block} onChange={(plan) => onChange({ ...block, ...plan })} />
        </Fold>
      )}
    </li>
  );
}
