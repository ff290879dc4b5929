import { useEffect, useRef } from 'react';
import type { Activity, VersionLabel } from '../../store/train/trainStore';
import controls from '../controls/controls.module.css';
import { Icon } from '../icons/Icon';
import { useSession } from '../SessionContext';
import { usePhoneLayout } from '../useMediaQuery';
import css from './LearnView.module.css';
import shared from './train.module.css';
import { useTrain, useTraining } from './TrainingContext';
import { digitKey, key, letterKey, useTrialKeys } from './trial/useTrialKeys';

const versionsOf = (activity: Activity): readonly VersionLabel[] =>
  (activity.kind === 'learn' && activity.examples[activity.example]?.versions) || [];

/** Free listening: every sound carries its name. */
export function LearnView() {
  const training = useTraining();
  const { deviceById } = useSession();
  const activity = useTrain((facts) => facts.activity);
  const isPlaying = useTrain((facts) => facts.isPlaying);
  const version = useTrain((facts) => facts.version);
  const isPhone = usePhoneLayout();
  const headingRef = useRef<HTMLHeadingElement>(null);
  useEffect(() => headingRef.current?.focus(), []);

  const stepTo = (step: 1 | -1): void => {
    const { activity: now } = training.store.getState();
    if (now.kind === 'learn' && now.examples[now.example + step]) void training.showExample(now.example + step);
  };
  useTrialKeys([
    { matches: key(' '), run: () => training.togglePlay() },
    { matches: letterKey('r'), run: () => training.replay() },
    { matches: key('Backspace'), run: () => training.replay() },
    { matches: letterKey('n'), run: () => void training.anotherPassage() },
    { matches: key('ArrowUp'), run: () => stepTo(-1) },
    { matches: key('ArrowDown'), run: () => stepTo(1) },
    ...versionsOf(activity).map((_, index) => ({
      matches: digitKey(String(index + 1)),
      run: () => training.hear(index),
    })),
  ]);

  if (activity.kind !== 'learn') return null;
  const kind = training.kindById(activity.kindId);
  const { examples, example } = activity;
  const heard = examples[example];
  const deviceName = activity.deviceId === null ? null : deviceById(activity.deviceId)?.name;
  return (
    <article className={css.learn}>
      <button type="button" className={shared.back} aria-keyshortcuts="Escape" onClick={() => training.leave()}>
        <Icon name="back" size={18} />
        {kind?.name ?? 'Back'}
      </button>
      <header>
        <h1 ref={headingRef} className={shared.heading} tabIndex={-1}>
          Learn: {kind?.name}
        </h1>
        <p className={css.line}>
          {kind?.summary}
          {deviceName ? ` Heard through ${deviceName}.` : ''}
        </p>
      </header>
      {!heard ? (
        <output className={css.preparing}>Preparing the examples…</output>
      ) : (
        <div className={css.columns}>
          <section className={css.deck} aria-label="What you hear">
            <h2 className={css.example}>{heard.title}</h2>
            <fieldset className={css.versions} aria-label="Versions">
              {heard.versions.map(({ label }, index) => (
                <button
                  // The versions of an example stand still, and two may share a name.
                  // oxlint-disable-next-line react/no-array-index-key
                  key={index}
                  type="button"
                  className={css.version}
                  aria-pressed={version === index}
                  aria-keyshortcuts={String(index + 1)}
                  onClick={() => training.hear(index)}
                >
                  <span className={css.label}>{label}</span>
                  <kbd className={controls.key} aria-hidden="true">
                    {index + 1}
                  </kbd>
                </button>
              ))}
            </fieldset>
            <div className={css.transport}>
              <button
                type="button"
                className={css.play}
                aria-label={isPlaying ? 'Pause' : 'Play'}
                aria-keyshortcuts="Space"
                onClick={() => training.togglePlay()}
              >
                <Icon name={isPlaying ? 'pause' : 'play'} size={26} />
              </button>
              <button type="button" className={controls.button} aria-keyshortcuts="R" onClick={() => training.replay()}>
                <Icon name="reset" />
                From the start
              </button>
              <button
                type="button"
                className={controls.button}
                aria-keyshortcuts="N"
                onClick={() => void training.anotherPassage()}
              >
                Another passage
              </button>
            </div>
            <details className={css.help} open={!isPhone}>
              <summary>What to listen for</summary>
              {kind?.help.map((paragraph) => (
                <p key={paragraph}>{paragraph}</p>
              ))}
            </details>
          </section>
          <nav className={css.list} aria-label="Examples">
            <ol>
              {examples.map(({ title }, index) => (
                // The examples stand still, and two may share a title.
                // oxlint-disable-next-line react/no-array-index-key
                <li key={index}>
                  <button
                    type="button"
                    className={css.item}
                    aria-current={index === example || undefined}
                    onClick={() => void training.showExample(index)}
                  >
                    {title}
                  </button>
                </li>
              ))}
            </ol>
          </nav>
        </div>
      )}
    </article>
  );
}
