import { dbToAmp } from '../core/units';
import { responseCurveDb, stereoMatrix, toneStages } from '../devices/response';
import type { DeviceProfile } from '../devices/DeviceProfile';
import { codecCurveDb } from '../dsp/limits/codec';
import type { LimitsModel } from '../dsp/limits/LimitsModel';
import type { MatrixFilter } from '../dsp/matrixFilter';
import { designMinimumPhase, firLengthFor } from '../dsp/minimumPhase';
import type { MinimumPhaseResponse } from '../dsp/minimumPhase';
import type { RoomResponse } from '../dsp/room/designRoom';
import type { RoomModel } from '../dsp/room/RoomModel';
import type { RoomDevice } from '../dsp/roomTransition';
import type { LinearDevice } from '../dsp/transition';
import { layerParts, layerPartsHere } from './layerParts';
import { StereoMatrixStage } from './stages/StereoMatrixStage';
import { ToneCurveStage } from './stages/ToneCurveStage';
import { ToneAudioNode } from './tone';
import type { Context } from './tone';

/** A device as numbers at one sample rate: what its nodes are built of and its switches are worked out with. */
export interface DeviceDesign {
  /** Null when the profile has no tone. */
  readonly tone: MinimumPhaseResponse | null;
  /** Null when the profile has no room. */
  readonly room: RoomResponse | null;
  /** Tone and room in one, for `planRoomTransition`; null until that could be asked for. */
  filter: MatrixFilter | null;
}

type Steps = Generator<void, DeviceDesign, void>;

/**
 * Designs by what they are made of, done or under way, the one asked for last at the end. Equal devices share one; those
 * that have not been asked for in a long time are forgotten (a roomed one takes two megabytes).
 */
const designs = new Map<string, DeviceDesign | Steps>();
const MOST_DESIGNS = 120;
const keys = new WeakMap<DeviceProfile, string>();

function keyOf(profile: DeviceProfile): string {
  let key = keys.get(profile);
  if (key === undefined) {
    key = JSON.stringify([toneStages(profile), profile.limits?.codecHz, profile.room]);
    keys.set(profile, key);
  }
  return key;
}

/** Rooms are shared: many devices stand in the same one. By model and sample rate. */
const rooms = new WeakMap<RoomModel, Map<number, RoomResponse>>();
/** A device without tone and room, by sample rate. */
const flatFilters = new Map<number, MatrixFilter>();

function roomAt(model: RoomModel, sampleRate: number): RoomResponse {
  let byRate = rooms.get(model);
  if (!byRate) {
    byRate = new Map();
    rooms.set(model, byRate);
  }
  const known = byRate.get(sampleRate);
  if (known) return known;
  const room = layerParts().designRoom(model, sampleRate);
  byRate.set(sampleRate, room);
  return room;
}

/** Level of a profile's tone, its codec's band limit included, dB at frequencies in hertz; null when it has none. */
function toneCurve(profile: DeviceProfile): ((frequenciesHz: Float64Array) => Float64Array) | null {
  const codecHz = profile.limits?.codecHz;
  if (codecHz === undefined) {
    return toneStages(profile).length === 0 ? null : (frequenciesHz) => responseCurveDb(profile, frequenciesHz);
  }
  return (frequenciesHz) =>
    responseCurveDb(profile, frequenciesHz).map((db, i) => db + codecCurveDb(codecHz, frequenciesHz[i]!));
}

function* designSteps(profile: DeviceProfile, sampleRate: number): Steps {
  const curve = toneCurve(profile);
  const tone = curve && designMinimumPhase(curve, sampleRate);
  const room = profile.room ? roomAt(profile.room, sampleRate) : null;
  yield;
  const filter = layerPartsHere() ? yield* filterSteps(tone, room, sampleRate) : null;
  return { tone, room, filter };
}

function* filterSteps(
  tone: MinimumPhaseResponse | null,
  room: RoomResponse | null,
  sampleRate: number,
): Generator<void, MatrixFilter, void> {
  const { bestFfts, matrixFilterSteps } = layerParts();
  if (tone || room) return yield* matrixFilterSteps(bestFfts, tone, room, sampleRate, firLengthFor(sampleRate));
  let filter = flatFilters.get(sampleRate);
  if (!filter) {
    filter = yield* matrixFilterSteps(bestFfts, null, null, sampleRate, firLengthFor(sampleRate));
    flatFilters.set(sampleRate, filter);
  }
  return filter;
}

/**
 * Does a millisecond or two of the design of a profile at a sample rate.
 * @returns the design once it is done, undefined while there is more to do
 */
export function designStep(profile: DeviceProfile, sampleRate: number): DeviceDesign | undefined {
  const key = `${sampleRate} ${keyOf(profile)}`;
  let known = designs.get(key);
  if (known) {
    designs.delete(key);
  } else {
    known = designSteps(profile, sampleRate);
    for (const oldest of designs.keys()) {
      if (designs.size < MOST_DESIGNS) break;
      designs.delete(oldest);
    }
  }
  if ('next' in known) {
    const step = known.next();
    if (step.done) known = step.value;
  }
  designs.set(key, known);
  return 'next' in known ? undefined : known;
}

/** The profile at a sample rate, designed once. */
export function deviceDesign(profile: DeviceProfile, sampleRate: number): DeviceDesign {
  for (;;) {
    const design = designStep(profile, sampleRate);
    if (design) return design;
  }
}

/** Whether left, right and one tone say all there is. */
export function isPlain(profile: DeviceProfile): boolean {
  return !profile.room && !bendsLevels(profile.limits);
}

/** Whether limits depend on level; a codec's band limit is part of the tone. */
export function bendsLevels(limits: LimitsModel | undefined): limits is LimitsModel {
  return limits?.bass !== undefined || limits?.limiter !== undefined;
}

/** A plain profile as numbers, for planning a switch. */
export function linearDevice(profile: DeviceProfile, gainDb: number, sampleRate: number): LinearDevice {
  return { matrix: stereoMatrix(profile), tone: deviceDesign(profile, sampleRate).tone, gainDb };
}

/** Any profile as numbers, for planning a switch. */
export function roomDevice(profile: DeviceProfile, gainDb: number, driveDb: number, sampleRate: number): RoomDevice {
  const design = deviceDesign(profile, sampleRate);
  // Null where it was designed before rooms were here.
  design.filter ??= done(filterSteps(design.tone, design.room, sampleRate));
  return roomDeviceOf(profile, gainDb, driveDb, design.filter);
}

/** As {@link roomDevice}, its filter cut off: much the same work in a fraction of the time. @param part 2 for half */
export function shortRoomDevice(profile: DeviceProfile, driveDb: number, sampleRate: number, part: number): RoomDevice {
  const { tone, room } = deviceDesign(profile, sampleRate);
  const { bestFfts, matrixFilterSteps } = layerParts();
  const taps = firLengthFor(sampleRate) / part;
  return roomDeviceOf(profile, 0, driveDb, done(matrixFilterSteps(bestFfts, tone, room, sampleRate, taps)));
}

const roomDeviceOf = (profile: DeviceProfile, gainDb: number, driveDb: number, filter: MatrixFilter): RoomDevice => ({
  matrix: stereoMatrix(profile),
  limits: bendsLevels(profile.limits) ? { model: profile.limits, driveDb } : null,
  filter,
  gainDb,
});

function done<T>(steps: Generator<void, T, void>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

export interface ChainOptions {
  /** Brings the mix to the loudness that limits are meant at, dB. */
  readonly driveDb?: number;
  /** The input has been through image and limits already. */
  readonly isLinearPart?: boolean;
}

/**
 * A device as nodes, built from its data.
 * ```
 * input ── matrix ── limits ── FIR ── room ──┬── level (output)
 *                                     tail ──┘
 * ```
 * Parts that would do nothing are left out, so a flat profile passes samples bit for bit.
 */
export class DeviceChain extends ToneAudioNode {
  override readonly name = 'DeviceChain';
  override readonly input: GainNode;
  override readonly output: GainNode;
  /** Seconds between input and output: a minimum-phase FIR has none, limits do not look ahead, a room begins at once. */
  readonly latencySec = 0;
  readonly #stages: ToneAudioNode[] = [];
  /** Those that are used again. */
  readonly #convolving: readonly { isAtRest: boolean }[];
  readonly driveDb: number;

  constructor(
    context: Context,
    readonly profile: DeviceProfile,
    readonly gainDb = 0,
    { driveDb = 0, isLinearPart = false }: ChainOptions = {},
  ) {
    super({ context });
    const native = context.rawContext as unknown as BaseAudioContext;
    // Two explicit channels: a mono mix is heard from both sides.
    this.input = new GainNode(native, { channelCount: 2, channelCountMode: 'explicit' });
    this.output = new GainNode(native, {
      gain: dbToAmp(gainDb),
      channelCount: 2,
      channelCountMode: 'explicit',
    });
    this.driveDb = driveDb;
    const matrix = stereoMatrix(profile);
    const isThrough = matrix[0][0] === 1 && matrix[0][1] === 0 && matrix[1][0] === 0 && matrix[1][1] === 1;
    if (!isLinearPart && !isThrough) this.#stages.push(new StereoMatrixStage(context, matrix));
    if (!isLinearPart && bendsLevels(profile.limits)) {
      this.#stages.push(new (layerParts().LimitsStage)(context, profile.limits, driveDb));
    }
    const { tone, room } = deviceDesign(profile, native.sampleRate);
    const convolving = [
      ...(tone ? [new ToneCurveStage(context, tone)] : []),
      ...(room ? [new (layerParts().RoomStage)(context, room)] : []),
    ];
    this.#stages.push(...convolving);
    this.#convolving = convolving;
    let last: AudioNode = this.input;
    for (const stage of this.#stages) {
      last.connect(stage.input as AudioNode);
      last = stage.output as AudioNode;
    }
    last.connect(this.output);
  }

  /** Level in decibels; only for a chain that does not sound yet. */
  setGainBeforeUse(gainDb: number): void {
    this.output.gain.value = dbToAmp(gainDb);
  }

  /** Before it is disposed of: nothing has gone through it. */
  setUnused(): void {
    for (const stage of this.#convolving) stage.isAtRest = true;
  }

  override dispose(): this {
    this.input.disconnect();
    for (const stage of this.#stages) stage.dispose();
    this.output.disconnect();
    return super.dispose();
  }
}

/**
 * Sets up one native part of the next chain of a profile, which has been designed: some milliseconds of work each.
 * @returns false when all parts are there
 */
export function makeChainPart(context: Context, profile: DeviceProfile): boolean {
  const native = context.rawContext as unknown as BaseAudioContext;
  const { tone } = deviceDesign(profile, native.sampleRate);
  return (tone !== null && ToneCurveStage.makePart(native, tone)) || makeRoomPart(context, profile);
}

/** {@link makeChainPart} of what takes longest. */
export function makeRoomPart(context: Context, profile: DeviceProfile): boolean {
  const native = context.rawContext as unknown as BaseAudioContext;
  const { room } = deviceDesign(profile, native.sampleRate);
  return room !== null && layerParts().RoomStage.makePart(native, room);
}

/** Whether what takes longest of the next chain of a profile is there, or not part of it. */
export function hasRoomParts(context: Context, profile: DeviceProfile): boolean {
  const native = context.rawContext as unknown as BaseAudioContext;
  const { room } = deviceDesign(profile, native.sampleRate);
  return room === null || layerParts().RoomStage.hasParts(native, room);
}

const plainParts = new WeakMap<DeviceProfile, DeviceProfile>();

/** The profile without room and limits. */
export function plainPart(profile: DeviceProfile): DeviceProfile {
  if (!profile.room && !profile.limits) return profile;
  let plain = plainParts.get(profile);
  if (!plain) {
    const { room: _room, limits: _limits, ...rest } = profile;
    plain = rest;
    plainParts.set(profile, plain);
  }
  return plain;
}
