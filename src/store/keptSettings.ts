import type { LoopRegion } from '../audio/EnginePort';
import { LAYER_NAMES, type Layers } from '../devices/layers';
import type { NoiseSceneName } from '../devices/noiseScenes';
import { FIRST_LAYERS, LISTENING_PHON, PIN_COUNT, SILENT_VOLUME_DB, type Gear, type KeptIntent } from './listenStore';
import type { Preferences, Theme } from './preferencesStore';

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isString = (value: unknown): value is string => typeof value === 'string';

function readLoop(value: unknown): LoopRegion | null | undefined {
  if (value === null) return null;
  const { startSec, endSec } = fieldsOf(value);
  return isNumber(startSec) && isNumber(endSec) && startSec >= 0 && endSec > startSec
    ? { startSec, endSec }
    : undefined;
}

/** Layers as they were left; one that an older version did not know is as on a first visit. */
function readLayers(value: unknown, usual: Layers): Layers | undefined {
  const stored = fieldsOf(value);
  if (!LAYER_NAMES.some((name) => typeof stored[name] === 'boolean')) return undefined;
  const one = (name: (typeof LAYER_NAMES)[number]): boolean => {
    const isOn = stored[name];
    return typeof isOn === 'boolean' ? isOn : usual[name];
  };
  return { tone: one('tone'), room: one('room'), limits: one('limits'), noise: one('noise') };
}

const SCENES: Readonly<Record<NoiseSceneName, true>> = {
  road50: true,
  road100: true,
  road130: true,
  cafe: true,
  kitchen: true,
  airplane: true,
};
const isScene = (value: unknown): value is NoiseSceneName => isString(value) && Object.hasOwn(SCENES, value);
const isPhon = (value: unknown): value is number =>
  isNumber(value) && value >= LISTENING_PHON.lowest && value <= LISTENING_PHON.highest;

function readGear(value: unknown, isDevice: (id: string) => boolean): Gear | undefined {
  const { kind, id } = fieldsOf(value);
  if (kind === 'unknown' || kind === 'loudspeakers') return { kind };
  return kind === 'device' && isString(id) && isDevice(id) ? { kind, id } : undefined;
}

/**
 * What can be used of a stored listening intent: a field that is missing, damaged or names a device that no longer
 * exists is left out, and the default stands.
 */
export function readKeptIntent(value: unknown, isDevice: (id: string) => boolean): Partial<KeptIntent> {
  const stored = fieldsOf(value);
  const device = (id: unknown): id is string => isString(id) && isDevice(id);
  const kept: { -readonly [K in keyof KeptIntent]?: KeptIntent[K] } = {};
  if (stored['currentTrackId'] === null || isString(stored['currentTrackId']))
    kept.currentTrackId = stored['currentTrackId'];
  if (device(stored['targetId'])) kept.targetId = stored['targetId'];
  if (device(stored['previousTargetId'])) kept.previousTargetId = stored['previousTargetId'];
  const { A, B } = fieldsOf(stored['slots']);
  if (device(A) && device(B) && A !== B) kept.slots = { A, B };
  const pins = stored['pins'];
  if (Array.isArray(pins) && pins.length === PIN_COUNT) kept.pins = pins.map((id: unknown) => (device(id) ? id : null));
  if (typeof stored['isMatching'] === 'boolean') kept.isMatching = stored['isMatching'];
  const volumeDb = stored['volumeDb'];
  if (isNumber(volumeDb) && volumeDb >= SILENT_VOLUME_DB && volumeDb <= 0) kept.volumeDb = volumeDb;
  if (typeof stored['isLoopOn'] === 'boolean') kept.isLoopOn = stored['isLoopOn'];
  const loop = readLoop(stored['loop']);
  if (loop !== undefined) kept.loop = loop;
  const layers = readLayers(stored['layers'], FIRST_LAYERS);
  if (layers) kept.layers = layers;
  if (stored['scene'] === null || isScene(stored['scene'])) kept.scene = stored['scene'];
  if (stored['listeningPhon'] === null || isPhon(stored['listeningPhon'])) kept.listeningPhon = stored['listeningPhon'];
  if (isPhon(stored['mixedAtPhon'])) kept.mixedAtPhon = stored['mixedAtPhon'];
  const gear = readGear(stored['gear'], isDevice);
  if (gear) kept.gear = gear;
  return kept;
}

/** Seconds at which the current track was left; 0 when unknown. */
export function readKeptPosition(value: unknown): number {
  const { positionSec } = fieldsOf(value);
  return isNumber(positionSec) && positionSec > 0 ? positionSec : 0;
}

export function readKeptTheme(value: unknown): Theme | undefined {
  const { theme } = fieldsOf(value);
  return theme === 'dark' || theme === 'light' ? theme : undefined;
}

/** What was chosen to train on and through. Tracks that are gone are left out where they are used. */
export function readKeptTraining(
  value: unknown,
  isDevice: (id: string) => boolean,
): Pick<Preferences, 'trainTrackIds' | 'trainDeviceId'> {
  const { trainTrackIds, trainDeviceId } = fieldsOf(value);
  return {
    trainTrackIds: Array.isArray(trainTrackIds) ? trainTrackIds.filter(isString) : [],
    trainDeviceId: isString(trainDeviceId) && isDevice(trainDeviceId) ? trainDeviceId : null,
  };
}
