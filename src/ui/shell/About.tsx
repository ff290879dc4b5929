import controls from '../controls/controls.module.css';
import { Dialog } from '../controls/Dialog';
import { useLibrary, useSession } from '../SessionContext';
import css from './About.module.css';
import { OfflineUse } from './OfflineUse';

export default function About({ onClose }: { readonly onClose: () => void }) {
  const session = useSession();
  const hasHiddenDemos = useLibrary((state) => state.hiddenDemoIds.length > 0);
  return (
    <Dialog title="About Elsewhere" onClose={onClose}>
      <div className={css.text}>
        <p>
          Elsewhere plays your mix through other people’s headphones, speakers and cars, and switches between them while
          the music goes on. Nothing changes but the sound.
        </p>
        <p>
          Every device is made from published figures. Its page says whose they are, how close the model comes and what
          it leaves out. It is a comparison, not the hardware: trust it to tell you where to listen, then check the real
          thing.
        </p>
        <p>Your audio never leaves this browser. There is no account and no tracking.</p>
        <OfflineUse />
        <p>
          It stands on other people’s work: {/* Written by the build. Beside the app, so that the music goes on. */}
          <a href={`${import.meta.env.BASE_URL}third-party-notices.html`} target="_blank" rel="noopener">
            packages, data and their licences (new tab)
          </a>
          .
        </p>
        {hasHiddenDemos && (
          <button type="button" className={controls.button} onClick={() => session.restoreDemos()}>
            Bring back the demo mixes
          </button>
        )}
      </div>
    </Dialog>
  );
}
