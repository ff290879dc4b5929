import type { ReactNode } from 'react';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import type { RoomModel } from '../../dsp/room/RoomModel';
import {
  imageWords,
  ISOLATION_WORDS,
  limitsFacts,
  reflectionWords,
  roomFacts,
  SCENE_NAMES,
  stageWords,
} from '../words/deviceLibrary';
import { unbroken } from '../words/format';
import { Fold } from '../listen/Fold';
import shared from './devices.module.css';
import css from './LayersOfDevice.module.css';
import { RoomDrawing } from './RoomDrawing';

/** What each layer of a device does, drawn and in words and figures. */
export function LayersOfDevice({ device }: { readonly device: DeviceProfile }) {
  if (device.family === 'reference') return null;
  const image = imageWords(device.stages);
  const { room, limits, scene, isolation } = device;
  return (
    <section className={shared.section} aria-label="What it is made of">
      <h2>What it is made of</h2>
      <div className={css.layers}>
        <Layer name="Tone">
          <p>{toneSentence(device)}</p>
          <Fold title="All filters">
            <ol className={css.filters}>
              {device.stages.map((stage, index) => (
                // Stages have no names; their order is what they are.
                // oxlint-disable-next-line react/no-array-index-key
                <li key={index}>{unbroken(stageWords(stage))}</li>
              ))}
            </ol>
          </Fold>
        </Layer>
        <Layer name="Stereo and room">
          {image && <p>{image}</p>}
          {room ? (
            <Room room={room} />
          ) : (
            !image && (
              <p>It keeps its wide image, left in the left ear and right in the right: that is what headphones do.</p>
            )
          )}
        </Layer>
        <Layer name="Device limits">
          {limits ? (
            <Figures facts={limitsFacts(limits)} />
          ) : (
            <p>Nothing gives way at the levels one listens at, or nothing is known of it.</p>
          )}
        </Layer>
        <Layer name="Background noise">
          <p>
            {scene
              ? `Usual where it is heard: ${SCENE_NAMES[scene]}.`
              : 'It is heard where it is quiet; any noise can be put under it on Listen.'}
          </p>
          {isolation && <p>{ISOLATION_WORDS[isolation]}</p>}
        </Layer>
      </div>
    </section>
  );
}

function toneSentence(device: DeviceProfile): string {
  const filters = device.stages.filter(({ kind }) => kind !== 'gain' && kind !== 'monoSum' && kind !== 'width').length;
  if (filters === 0) return 'No filters: its tone is left as it is.';
  return `${filters} ${filters === 1 ? 'filter draws' : 'filters draw'} the curve above.`;
}

function Layer({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <section className={css.layer} aria-label={name}>
      <h3>{name}</h3>
      <div className={css.words}>{children}</div>
    </section>
  );
}

function Figures({ facts }: { readonly facts: readonly (readonly [string, string])[] }) {
  return (
    <dl className={css.figures}>
      {facts.map(([name, words]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{unbroken(words)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Room({ room }: { readonly room: RoomModel }) {
  return (
    <>
      <p>{room.label.charAt(0).toUpperCase() + room.label.slice(1)}.</p>
      <div className={css.room}>
        <RoomDrawing room={room} />
        <div>
          <Figures facts={roomFacts(room)} />
          {room.reflections.length > 0 && (
            <Fold title={`Early reflections: ${room.reflections.length}`}>
              <ol className={css.filters}>
                {room.reflections.map((reflection) => (
                  <li key={`${reflection.delaySec} ${reflection.azimuthDeg}`}>
                    {unbroken(reflectionWords(reflection))}
                  </li>
                ))}
              </ol>
              <p className={shared.hint}>For the left loudspeaker; the right one’s come from the mirrored side.</p>
            </Fold>
          )}
        </div>
      </div>
    </>
  );
}
