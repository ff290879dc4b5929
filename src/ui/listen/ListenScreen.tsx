import { usePhoneLayout } from '../useMediaQuery';
import { DevicePicker } from './DevicePicker';
import { ExportAudio } from './ExportAudio';
import { Fold } from './Fold';
import { GearField } from './GearField';
import { Instruments } from './Instruments';
import { LayersPanel } from './LayersPanel';
import { ListeningLevel } from './ListeningLevel';
import css from './ListenScreen.module.css';
import { MatchSwitch } from './MatchSwitch';
import { NowPlaying } from './NowPlaying';
import { PlayButton } from './PlayButton';
import { QuickSlots } from './QuickSlots';
import { SpectrumView } from './SpectrumView';
import { TrackHeading } from './TrackHeading';
import { Transport } from './Transport';
import { Volume } from './Volume';
import { WaveformView } from './WaveformView';

/** What am I hearing, through what, against what. */
export function ListenScreen() {
  const isPhone = usePhoneLayout();
  return (
    <div className={css.screen}>
      <header className={css.head}>
        <TrackHeading />
        {!isPhone && (
          <div className={css.desk}>
            <GearField />
            <ExportAudio />
          </div>
        )}
      </header>
      <div className={css.deck}>
        <WaveformView />
        <div className={css.transport}>
          {!isPhone && <PlayButton />}
          <Transport />
          <Volume />
        </div>
      </div>
      <div className={css.middle}>
        <NowPlaying>{!isPhone && <QuickSlots />}</NowPlaying>
        {isPhone ? (
          <Fold title="Spectrum and meters">
            <SpectrumView />
            <Instruments />
          </Fold>
        ) : (
          <>
            <SpectrumView />
            <Instruments />
          </>
        )}
      </div>
      <div className={css.layers}>
        <LayersPanel />
        <div className={css.levels}>
          <MatchSwitch />
          <ListeningLevel />
        </div>
        {isPhone && <GearField />}
      </div>
      <DevicePicker />
      {isPhone && (
        <>
          <ExportAudio />
          {/* Under the thumb: the two controls that are used most. */}
          <fieldset className={css.thumbBar} aria-label="Quick controls">
            <PlayButton />
            <QuickSlots />
          </fieldset>
        </>
      )}
    </div>
  );
}
