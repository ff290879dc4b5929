import { useId } from 'react';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import { LAYER_NAMES, type LayerName } from '../../devices/layers';
import { NOISE_SCENES, type NoiseSceneName } from '../../devices/noiseScenes';
import { Switch } from '../controls/Switch';
import { useListen, useSession } from '../SessionContext';
import { LAYER_KEYS } from '../shortcuts/shortcuts';
import { usePhoneLayout } from '../useMediaQuery';
import { LAYER_LABELS, layerWords } from '../words/layers';
import { Fold } from './Fold';
import css from './LayersPanel.module.css';
import { useListening } from './useListening';
import { useTarget } from './useShelf';

/** The parts a target is made of, in the order in which the sound meets them: each on or off, each in a sentence. */
export function LayersPanel() {
  const isPhone = usePhoneLayout();
  const target = useTarget();
  const listening = useListening();
  if (!target) return null;
  return (
    <section className={css.panel} aria-label="Layers">
      <ul className={css.layers}>
        {LAYER_NAMES.map((layer) => (
          <Layer key={layer} layer={layer} device={target} isBrief={isPhone} />
        ))}
      </ul>
      {isPhone && (
        <Fold title="What the layers do">
          <ul className={css.sentences}>
            {LAYER_NAMES.map((layer) => (
              <li key={layer}>
                <b>{LAYER_LABELS[layer]}</b>
                <p className={css.says}>{layerWords(layer, target, listening).says}</p>
              </li>
            ))}
          </ul>
        </Fold>
      )}
    </section>
  );
}

function Layer({
  layer,
  device,
  isBrief,
}: {
  readonly layer: LayerName;
  readonly device: DeviceProfile;
  /** The sentence is heard, not seen. */
  readonly isBrief: boolean;
}) {
  const session = useSession();
  const isOn = useListen((state) => state.layers[layer]);
  const { says, isEmpty } = layerWords(layer, device, useListening());
  const id = useId();
  return (
    <li className={css.layer} data-on={(isOn && !isEmpty) || undefined}>
      <Switch
        label={LAYER_LABELS[layer]}
        isOn={isOn}
        isIdle={isEmpty}
        describedBy={id}
        keyShortcut={LAYER_KEYS[layer]}
        onToggle={() => session.listen.getState().setLayer(layer, !isOn)}
      />
      <p id={id} className={isBrief ? css.hidden : css.says}>
        {says}
      </p>
      {layer === 'noise' && <SceneChoice device={device} />}
    </li>
  );
}

/** Which surroundings; the first choice leaves it to the device. */
function SceneChoice({ device }: { readonly device: DeviceProfile }) {
  const session = useSession();
  const scene = useListen((state) => state.scene);
  return (
    <select
      className={css.scene}
      aria-label="Noise of"
      value={scene ?? ''}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        session.listen.getState().setScene(chosen === '' ? null : (chosen as NoiseSceneName));
      }}
    >
      <option value="">{device.scene ? `As usual: ${NOISE_SCENES[device.scene].label}` : 'As usual: quiet'}</option>
      {Object.entries(NOISE_SCENES).map(([name, { label }]) => (
        <option key={name} value={name}>
          {label}
        </option>
      ))}
    </select>
  );
}
