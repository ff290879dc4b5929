import { useId, useState } from 'react';
import type { PendingImport } from '../../store/devices/devicesStore';
import { Dialog } from '../controls/Dialog';
import controls from '../controls/controls.module.css';
import { Icon } from '../icons/Icon';
import { useDevices, useSession } from '../SessionContext';
import { counted, MEANING_CHOICES, PENDING_WORDS } from '../words/deviceLibrary';
import dialogs from './dialogs.module.css';
import css from './ImportPanel.module.css';
import { opraHref } from './places';
import { importFiles, withDesk } from './withDesk';

/** What the file chooser offers first; anything else may be picked and is judged by what is in it. */
const ACCEPT = '.csv,.txt,.frd,.json,.wav,.zma,.mdat,text/plain,text/csv,application/json,audio/wav';

/** Ways to bring a device: files, pasted text, OPRA's database; and what of it is still under way. */
export function ImportPanel() {
  const session = useSession();
  const pending = useDevices((state) => state.pending);
  const opra = useDevices((state) => state.opra);
  const [isPasting, setIsPasting] = useState(false);
  return (
    <section className={css.panel} aria-label="Bring your own">
      <div className={css.ways}>
        <label className={css.way}>
          <Icon name="plus" />
          <span>
            <b>Import device</b>
            <i>A measurement, an EQ or an impulse response. Or drop files here.</i>
          </span>
          <input
            type="file"
            multiple
            accept={ACCEPT}
            aria-label="Import device"
            className={css.file}
            onChange={(event) => {
              const input = event.currentTarget;
              const files = [...(input.files ?? [])];
              if (files.length > 0) importFiles(session, files);
              // The same file may be chosen again after it was corrected.
              input.value = '';
            }}
          />
        </label>
        <button type="button" className={css.way} onClick={() => setIsPasting(true)}>
          <Icon name="paste" />
          <span>
            <b>Paste text</b>
            <i>Lines from AutoEq, Equalizer APO, REW, squig.link.</i>
          </span>
        </button>
        <a className={css.way} href={opraHref}>
          <Icon name="search" />
          <span>
            <b>OPRA’s database</b>
            <i>
              {opra.phase === 'ready'
                ? `${counted(opra.summary.products, 'product')} loaded: find your headphones.`
                : opra.phase === 'loading'
                  ? 'Being loaded.'
                  : 'Thousands of headphones by name.'}
            </i>
          </span>
        </a>
      </div>
      {pending.length > 0 && (
        <ul className={css.pending} aria-label="Imports under way">
          {pending.map((entry) => (
            <Pending key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
      {isPasting && <PasteDialog onClose={() => setIsPasting(false)} />}
    </section>
  );
}

function Pending({ entry }: { readonly entry: PendingImport }) {
  const session = useSession();
  const { id, subject, phase, formatLabel } = entry;
  return (
    <li className={css.entry}>
      <div className={css.entryHead}>
        <p>
          <strong>{subject}</strong>
          <span>
            {formatLabel && `${formatLabel} · `}
            {PENDING_WORDS[phase]}
          </span>
        </p>
        <button
          type="button"
          className={controls.icon}
          aria-label={`Cancel the import of ${subject}`}
          title="Cancel"
          onClick={() => void withDesk(session, subject, (desk) => desk.cancelImport(id))}
        >
          <Icon name="close" />
        </button>
      </div>
      {phase === 'asking' ? (
        <Question entry={entry} />
      ) : (
        <progress className={css.bar} aria-label={`Import of ${subject}`} value={entry.fraction} />
      )}
    </li>
  );
}

function Question({ entry }: { readonly entry: PendingImport }) {
  const session = useSession();
  const groupName = useId();
  const [meaning, setMeaning] = useState(entry.guess ?? 'response');
  return (
    <form
      className={css.question}
      onSubmit={(event) => {
        event.preventDefault();
        void withDesk(session, entry.subject, (desk) => desk.answer(entry.id, meaning));
      }}
    >
      <fieldset>
        <legend>Is this a response or a correction?</legend>
        <div className={css.choices}>
          {MEANING_CHOICES.map((choice) => (
            // Its words are in the texts below.
            // oxlint-disable-next-line jsx-a11y/label-has-associated-control
            <label key={choice.meaning} className={css.choice}>
              <input
                type="radio"
                name={groupName}
                value={choice.meaning}
                checked={meaning === choice.meaning}
                onChange={() => setMeaning(choice.meaning)}
              />
              <span>
                <b>
                  {choice.label}
                  {entry.guess === choice.meaning && <em> · our guess</em>}
                </b>
                <i>{choice.help}</i>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <button type="submit" className={controls.button}>
        Go on
      </button>
    </form>
  );
}

function PasteDialog({ onClose }: { readonly onClose: () => void }) {
  const session = useSession();
  const [text, setText] = useState('');
  return (
    <Dialog title="Paste a device" onClose={onClose}>
      <form
        className={dialogs.form}
        onSubmit={(event) => {
          event.preventDefault();
          void withDesk(session, 'The pasted text', (desk) => desk.importText(text));
          onClose();
        }}
      >
        <label className={dialogs.field}>
          <span>Frequencies and levels, or filters, as text</span>
          <textarea
            rows={9}
            spellCheck={false}
            value={text}
            placeholder={'Preamp: -6.1 dB\nFilter 1: ON PK Fc 105 Hz Gain 6.4 dB Q 0.70'}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <p className={dialogs.help}>
          AutoEq CSV, GraphicEQ, ParametricEQ, REW, FRD, squig.link, CTA-2034, OPRA and this app’s own JSON are
          recognised.
        </p>
        <button type="submit" className={dialogs.primary} disabled={text.trim() === ''}>
          Import
        </button>
      </form>
    </Dialog>
  );
}
