import { useCurrentTrack, useLibrary, usePlayback } from '../SessionContext';
import css from './TrackHeading.module.css';

/** Which record is on the desk, and how far it has come in. */
export function TrackHeading() {
  const track = useCurrentTrack();
  const mix = usePlayback((state) => state.mix);
  const job = useLibrary((state) => state.jobs.find((j) => j.trackId === track?.id && j.phase !== 'analysing'));
  const isReady = useLibrary((state) => state.isReady);
  const heard = useLibrary((state) => state.tracks.find((t) => t.id === mix?.trackId));
  if (!track) {
    return (
      <div className={css.heading}>
        <h1>{isReady ? 'What shall we listen to?' : 'Elsewhere'}</h1>
        {isReady && <p className={css.line}>Drop a mix anywhere on this page, or press “Add audio files”.</p>}
      </div>
    );
  }
  const isStillOther = job && heard && heard.id !== track.id;
  return (
    <div className={css.heading}>
      <h1 title={track.name}>{track.name}</h1>
      {isStillOther && <p className={css.line}>Loading; “{heard.name}” plays until it is here.</p>}
    </div>
  );
}
