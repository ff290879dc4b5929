import { renderMixToWav } from '../../../src/audio/renderer/renderMixToWav';
import { createStimuli } from '../../../src/audio/stimuli/createStimuli';
import type { DeviceProfile } from '../../../src/devices/DeviceProfile';
import { integratedLoudness } from '../../../src/dsp/loudness';
import { LIMITS_LUFS } from '../../../src/dsp/limits/LimitsModel';
import { residueDb } from '../../../tests/support/residue';
import { materialReader } from '../../../tests/support/stimuli';

const START_SEC = 7.3;
const DURATION_SEC = 4;
/** Without the fades at both ends of a stimulus. */
const FADE_SEC = 0.02;

/** What is left of a drill's stimulus through each device in Export audio of the same passage, dB. */
export async function drillNulls(mix: AudioBuffer, devices: readonly DeviceProfile[]): Promise<number[]> {
  const { sampleRate, length } = mix;
  const [left, right] = [mix.getChannelData(0), mix.getChannelData(1)];
  const programmeLufs = integratedLoudness([left, right], sampleRate);
  const reader = materialReader(sampleRate, left, right);
  const stimuli = createStimuli();
  const fade = Math.round(FADE_SEC * sampleRate);
  const from = Math.round(START_SEC * sampleRate) + fade;
  const residues: number[] = [];
  for (const profile of devices) {
    const request = {
      sources: {
        mix: { material: { kind: 'track', id: 'mix' } as const, startSec: START_SEC, durationSec: DURATION_SEC },
      },
      recipes: [{ layers: [{ source: 'mix' }], steps: [{ kind: 'device', deviceId: profile.id } as const] }],
      isLevelMatched: true,
      devices: [profile],
      loudnessLufs: -23,
      programmeLufs,
    };
    // One after the other, as in the app.
    // oxlint-disable-next-line no-await-in-loop
    const { versions } = await stimuli.render(request, () => reader);
    const driveDb = LIMITS_LUFS - programmeLufs;
    // oxlint-disable-next-line no-await-in-loop
    const wav = await (await renderMixToWav(mix, { profile, gainDb: 0, driveDb, noise: null })).arrayBuffer();
    const frames = new Float32Array(wav.slice(-8 * length));
    const heard = versions[0]!.map((channel) => channel.subarray(fade, -fade));
    const exported = [0, 1].map((side) => heard[0]!.map((_, i) => frames[2 * (from + i) + side]!));
    residues.push(residueDb([heard[0]!, heard[1]!], [exported[0]!, exported[1]!]));
  }
  stimuli.dispose();
  return residues;
}
