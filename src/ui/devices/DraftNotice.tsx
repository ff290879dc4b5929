import controls from '../controls/controls.module.css';
import { useDevices, useSession } from '../SessionContext';
import css from './devices.module.css';
import { editorHref } from './places';
import { withDesk } from './withDesk';

/** A device that is being made waits wherever one goes. */
export function DraftNotice() {
  const session = useSession();
  const draft = useDevices((state) => state.draft);
  if (!draft) return null;
  const { name } = draft.profile;
  return (
    <section className={css.notice} aria-label="Device being made">
      <p>
        You are making <strong>{name}</strong>; it is not saved yet.
      </p>
      <div className={css.noticeActs}>
        <a className={controls.button} href={editorHref}>
          Go on
        </a>
        <button
          type="button"
          className={controls.quiet}
          onClick={() => void withDesk(session, name, (desk) => desk.discardDraft())}
        >
          Discard it
        </button>
      </div>
    </section>
  );
}
