import { Icon } from '../icons/Icon';
import { useSession } from '../SessionContext';
import css from './TrackList.module.css';

/** What the file chooser offers first; anything else may be picked and is judged by its bytes. */
const ACCEPT = 'audio/*,.wav,.wave,.aif,.aiff,.aifc,.flac,.mp3,.m4a,.mp4,.aac,.ogg,.oga,.opus,.webm,.caf';

/** A real file input under the look of a button. */
export function AddFiles() {
  const session = useSession();
  return (
    <label className={css.add}>
      <Icon name="plus" />
      <span>Add audio files</span>
      <input
        type="file"
        multiple
        accept={ACCEPT}
        className={css.addInput}
        onChange={(event) => {
          const input = event.currentTarget;
          session.addFiles([...(input.files ?? [])]);
          // The same file may be chosen again, for example after a new export.
          input.value = '';
        }}
      />
    </label>
  );
}
