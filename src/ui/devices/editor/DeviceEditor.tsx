import { useId, useState } from 'react';
import type { DeviceProfile, Stage } from '../../../devices/DeviceProfile';
import type { DeviceDesk } from '../../../store/devices/DeviceDesk';
import controls from '../../controls/controls.module.css';
import { Icon } from '../../icons/Icon';
import { useDevices, useSession } from '../../SessionContext';
import { useScope } from '../../useScope';
import { isTyping } from '../../shortcuts/shortcuts';
import shared from '../devices.module.css';
import { deviceHref, libraryHref, replaceWith } from '../places';
import { useDevice } from '../useShelf';
import { withDesk } from '../withDesk';
import css from './DeviceEditor.module.css';
import { EditorChart } from './EditorChart';
import { addedFilter, isFilter, MOST_FILTERS, withImage } from './filters';
import { FilterList } from './FilterList';
import { ImageChoice } from './ImageChoice';

/** A device in the making: filters under the hand, heard at once. */
export default function DeviceEditor() {
  const draft = useDevices((state) => state.draft);
  return draft ? (
    <Editor profile={draft.profile} fromId={draft.fromId} isNew={draft.replacesId === null} />
  ) : (
    <>
      <a className={shared.back} href={libraryHref}>
        <Icon name="back" />
        Devices
      </a>
      <div className={shared.empty}>
        <h1 className={shared.heading}>Nothing is being made</h1>
        <p>
          Open any device and choose “Make your own from it”; its filters come here and can be moved while you listen.
        </p>
        <a className={controls.button} href={libraryHref}>
          Choose a device
        </a>
      </div>
    </>
  );
}

/** Names each gesture anew, so that one undo takes back one movement. */
let gestureCount = 0;
const newGesture = (): string => `gesture-${++gestureCount}`;

function Editor({
  profile,
  fromId,
  isNew,
}: {
  readonly profile: DeviceProfile;
  readonly fromId: string;
  readonly isNew: boolean;
}) {
  const session = useSession();
  const canUndo = useDevices((state) => state.draft?.canUndo ?? false);
  const canRedo = useDevices((state) => state.draft?.canRedo ?? false);
  const from = useDevice(fromId).device;
  const [selected, setSelected] = useState<number | null>(null);
  const nameId = useId();
  // As it is being typed: the desk takes names without spaces at their ends, and never none.
  const [name, setName] = useState(profile.name);
  const stages = profile.stages;
  const desk = (act: (desk: DeviceDesk) => void): void => void withDesk(session, profile.name, act);

  const change = (next: readonly Stage[], gesture?: string): void => desk((to) => to.changeDraft(next, gesture));
  const undo = (): void => desk((to) => to.undo());
  const redo = (): void => desk((to) => to.redo());
  useScope(
    (scope) => {
      scope.listen<KeyboardEvent>(window, 'keydown', (event) => {
        const isZ = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z';
        const isY = event.ctrlKey && event.key.toLowerCase() === 'y';
        if (!isZ && !isY) return;
        // A field undoes its own typing.
        if (event.target instanceof Element && isTyping(event.target)) return;
        event.preventDefault();
        if (isY || event.shiftKey) redo();
        else undo();
      });
    },
    [session, profile.name],
  );

  const add = (stage?: Stage): void => {
    const next = [...stages, stage ?? addedFilter(stages)];
    change(next);
    setSelected(next.length - 1);
  };
  const remove = (index: number): void => {
    change(stages.filter((_, i) => i !== index));
    setSelected(null);
  };
  const save = async (): Promise<void> => {
    const id = await withDesk(session, profile.name, (to) => to.saveDraft());
    if (id !== undefined) replaceWith(deviceHref(id));
  };
  const filterCount = stages.filter(isFilter).length;
  const isFull = filterCount >= MOST_FILTERS;
  return (
    <>
      <header className={css.head}>
        <div>
          <h1 className={shared.heading}>{isNew ? 'Make a device' : 'Edit the device'}</h1>
          {from && <p className={shared.lead}>Begun from {from.name}. You hear every change at once.</p>}
        </div>
        <div className={css.acts}>
          <button
            type="button"
            className={controls.icon}
            aria-label="Undo"
            aria-keyshortcuts="Control+Z"
            title="Undo (Ctrl Z)"
            disabled={!canUndo}
            onClick={undo}
          >
            <Icon name="undo" />
          </button>
          <button
            type="button"
            className={controls.icon}
            aria-label="Redo"
            aria-keyshortcuts="Control+Shift+Z"
            title="Redo (Ctrl Shift Z)"
            disabled={!canRedo}
            onClick={redo}
          >
            <Icon name="redo" />
          </button>
        </div>
      </header>
      <EditorChart
        stages={stages}
        before={from}
        selected={selected}
        onSelect={setSelected}
        onChange={change}
        onAdd={isFull ? null : add}
        onRemove={remove}
        newGesture={newGesture}
      />
      <div className={css.tools}>
        <button type="button" className={controls.button} disabled={isFull} onClick={() => add()}>
          <Icon name="plus" size={18} />
          Add a filter
        </button>
        <ImageChoice stages={stages} onChange={(image) => change(withImage(stages, image))} />
      </div>
      {isFull && <p className={shared.hint}>{MOST_FILTERS} filters are the most a device can have here.</p>}
      <FilterList
        stages={stages}
        selected={selected}
        onSelect={setSelected}
        onChange={(index, stage, gesture) =>
          change(
            stages.map((old, i) => (i === index ? stage : old)),
            gesture,
          )
        }
        onRemove={remove}
      />
      <form
        className={css.save}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <label htmlFor={nameId}>Name</label>
        <input
          id={nameId}
          type="text"
          maxLength={80}
          value={name}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setName(value);
            desk((to) => to.renameDraft(value));
          }}
        />
        <button type="submit" className={css.primary} disabled={name.trim() === ''}>
          Save device
        </button>
        <button
          type="button"
          className={controls.button}
          onClick={() => {
            desk((to) => to.discardDraft());
            replaceWith(from ? deviceHref(from.id) : libraryHref);
          }}
        >
          Discard
        </button>
      </form>
    </>
  );
}
