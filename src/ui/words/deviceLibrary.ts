import type { Evidence, FitError, Stage } from '../../devices/DeviceProfile';
import type { ExportFormatId } from '../../devices/exchange/exportFormats';
import type { IsolationName, NoiseSceneName } from '../../devices/noiseScenes';
import type { LimitsModel } from '../../dsp/limits/LimitsModel';
import type { EarlyReflection, LoudspeakerPlace, RoomModel } from '../../dsp/room/RoomModel';
import type { CurveMeaning, PendingImport } from '../../store/devices/devicesStore';
import { figure, hertz, signedFigure } from './format';

/** Kinds of evidence one can ask for, in the order of trust. */
export const EVIDENCE_CHOICES: readonly { readonly evidence: Evidence; readonly label: string }[] = [
  { evidence: 'measured', label: 'Measured' },
  { evidence: 'medianOfSeveral', label: 'Median of several' },
  { evidence: 'modelled', label: 'Modelled' },
  { evidence: 'own', label: 'Your own' },
];

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** A period or an ear's difference, seconds to milliseconds. */
const milliseconds = (sec: number): string => `${Number((sec * 1000).toFixed(sec < 0.0095 ? 1 : 0))} ms`;

export const fitWords = (fit: FitError): string =>
  `${figure(fit.rmsDb, 2)} dB on average (RMS), ${figure(fit.worstDb, 2)} dB at worst, from ${hertz(fit.fromHz)} to ${hertz(fit.toHz)}`;

/** Where something is, as somebody sits there: `30° left`. */
export function directionWords(azimuthDeg: number): string {
  const turn = Math.abs(azimuthDeg);
  const size = `${Number(turn.toFixed(0))}°`;
  if (turn < 0.5) return 'straight ahead';
  if (turn > 179.5) return 'straight behind';
  return `${size} ${azimuthDeg < 0 ? 'left' : 'right'}`;
}

function placeWords({ azimuthDeg, delaySec, gainDb }: LoudspeakerPlace): string {
  const parts = [directionWords(azimuthDeg)];
  if (delaySec > 0) parts.push(`${milliseconds(delaySec)} later`);
  if (gainDb < 0) parts.push(`${figure(gainDb, 1)} dB`);
  return parts.join(', ');
}

/** What a room does, as lines of name and words. */
export function roomFacts(room: RoomModel): readonly (readonly [string, string])[] {
  const facts: (readonly [string, string])[] = [
    ['Left loudspeaker', placeWords(room.left)],
    ['Right loudspeaker', placeWords(room.right)],
  ];
  const { decay } = room;
  if (decay) {
    const [low, mid, high] = decay.rt60Sec;
    facts.push([
      'Reverberation time',
      `${figure(low, 2)} s at 125 Hz, ${figure(mid, 2)} s at 1 kHz, ${figure(high, 2)} s at 8 kHz`,
    ]);
    facts.push([
      'Diffuse sound',
      `${signedFigure(decay.levelDb, 1)} dB against the direct sound, from ${milliseconds(decay.startSec)} on`,
    ]);
  }
  return facts;
}

export const reflectionWords = ({ delaySec, gainDb, azimuthDeg, lowpassHz }: EarlyReflection): string =>
  `${milliseconds(delaySec)} after, ${signedFigure(gainDb, 1)} dB, ${directionWords(azimuthDeg)}, duller above ${hertz(lowpassHz)}`;

/** What gives way, in words and figures. */
export function limitsFacts({ bass, limiter, codecHz }: LimitsModel): readonly (readonly [string, string])[] {
  const facts: (readonly [string, string])[] = [];
  if (bass) {
    facts.push([
      'Bass is turned down',
      `below ${hertz(bass.belowHz)}, when the band is over ${figure(bass.thresholdDb, 0)} dBFS: ${figure(bass.ratio, 1)} dB more of music give 1 dB more of bass; in ${milliseconds(bass.attackSec)}, back in ${milliseconds(bass.releaseSec)}`,
    ]);
    if (bass.thirdHarmonic > 0) {
      facts.push([
        'Bass distorts',
        `third harmonic ${figure(bass.thirdHarmonic * 100, 0)} % of a tone at that level, and more above`,
      ]);
    }
  }
  if (limiter) {
    facts.push([
      'Peaks are held',
      `at ${figure(limiter.thresholdDb, 1)} dBFS; in ${milliseconds(limiter.attackSec)}, back in ${milliseconds(limiter.releaseSec)}`,
    ]);
  }
  if (codecHz !== undefined) facts.push(['The link ends', `at ${hertz(codecHz)}: the codec passes nothing above`]);
  return facts;
}

export const SCENE_NAMES: Readonly<Record<NoiseSceneName, string>> = {
  road50: 'road at 50 km/h',
  road100: 'road at 100 km/h',
  road130: 'road at 130 km/h',
  cafe: 'café',
  kitchen: 'kitchen',
  airplane: 'airplane',
};

export const ISOLATION_WORDS: Readonly<Record<IsolationName, string>> = {
  open: 'Open: the noise around reaches the ear as it is.',
  closed: 'Closed cups keep some of the treble of the noise out, and little of its bass.',
  inEar: 'A good seal keeps much of the noise out, most of all its treble.',
  noiseCancelling: 'Noise cancelling takes the bass of the noise away, the cups some of its treble.',
  noiseCancellingInEar: 'Noise cancelling takes the bass of the noise away, the seal much of its treble.',
};

/** What happens between left and right before the room, in a sentence; null where nothing does. */
export function imageWords(stages: readonly Stage[]): string | null {
  if (stages.some((stage) => stage.kind === 'monoSum' || (stage.kind === 'width' && stage.width === 0))) {
    return 'Left and right are summed: it is one loudspeaker.';
  }
  const narrowing = stages.find((stage) => stage.kind === 'width');
  if (!narrowing) return null;
  return `The image is ${narrowing.width < 1 ? 'narrowed' : 'widened'} to ${figure(narrowing.width * 100, 0)} % of its width.`;
}

/** What happens to an import that waits. */
export const PENDING_WORDS: Readonly<Record<PendingImport['phase'], string>> = {
  reading: 'reading',
  asking: 'waits for your answer',
  fitting: 'fitting an EQ chain',
};

export const MEANING_CHOICES: readonly {
  readonly meaning: CurveMeaning;
  readonly label: string;
  readonly help: string;
}[] = [
  { meaning: 'response', label: 'A response', help: 'It says what the device does: a measurement.' },
  {
    meaning: 'correction',
    label: 'A correction',
    help: 'It is an EQ that makes the device neutral. It is turned round.',
  },
];

/** What a device can be written as: what each is for, and what it cannot carry. */
export const EXPORT_FORMATS: readonly {
  readonly id: ExportFormatId;
  readonly label: string;
  readonly isFor: string;
  readonly leavesOut: string;
  /** Hertz, where the file depends on it. */
  readonly sampleRates?: readonly number[];
}[] = [
  {
    id: 'own-json',
    label: 'Elsewhere device',
    isFor: 'To keep, to share, and to import here again.',
    leavesOut: 'Carries everything.',
  },
  {
    id: 'equalizer-apo',
    label: 'Equalizer APO',
    isFor: 'ParametricEQ.txt for Equalizer APO, Peace, Poweramp, Wavelet and Qudelix.',
    leavesOut: 'The EQ alone: no room, no limits, no noise.',
  },
  {
    id: 'graphic-eq',
    label: 'GraphicEQ',
    isFor: 'GraphicEQ.txt for Equalizer APO and Wavelet: 127 points of the curve.',
    leavesOut: 'The curve alone: no room, no limits, no noise.',
  },
  {
    id: 'autoeq-csv',
    label: 'AutoEq CSV',
    isFor: 'Frequency and level in a table, for AutoEq, REW and spreadsheets.',
    leavesOut: 'The curve alone: no room, no limits, no noise.',
  },
  {
    id: 'camilla-dsp',
    label: 'CamillaDSP',
    isFor: 'A pipeline for CamillaDSP 3, with the sum of left and right where the device has one.',
    leavesOut: 'No room, no limits, no noise.',
  },
  {
    id: 'minidsp-48',
    label: 'miniDSP, 48 kHz',
    isFor: 'Ten biquads for the advanced mode of a miniDSP that runs at 48 kHz.',
    leavesOut: 'At most ten filters: longer chains are fitted anew. No room, no limits, no noise.',
  },
  {
    id: 'minidsp-96',
    label: 'miniDSP, 96 kHz',
    isFor: 'Ten biquads for the advanced mode of a miniDSP that runs at 96 kHz.',
    leavesOut: 'At most ten filters: longer chains are fitted anew. No room, no limits, no noise.',
  },
  {
    id: 'impulse-wav',
    label: 'Impulse response (WAV)',
    isFor: 'A minimum-phase impulse response for any convolver.',
    leavesOut: 'The EQ alone: no room, no limits, no noise.',
    sampleRates: [44_100, 48_000, 96_000],
  },
];

/** Kinds of filters as the editor names them. */
export const STAGE_NAMES: Readonly<Record<Stage['kind'], string>> = {
  peaking: 'Peak',
  lowshelf: 'Low shelf',
  highshelf: 'High shelf',
  highpass: 'High-pass',
  lowpass: 'Low-pass',
  gain: 'Level',
  monoSum: 'Mono sum',
  width: 'Width',
};

/** A filter in words: `Peak, 1.25 kHz, +3.0 dB, Q 1.4`. */
export function stageWords(stage: Stage): string {
  const parts = [STAGE_NAMES[stage.kind]];
  if ('frequencyHz' in stage) parts.push(hertz(stage.frequencyHz));
  if ('gainDb' in stage) parts.push(`${signedFigure(stage.gainDb, 1)} dB`);
  if ('q' in stage) parts.push(`Q ${Number(stage.q.toPrecision(3))}`);
  if (stage.kind === 'width') parts.push(`${figure(stage.width * 100, 0)} %`);
  return parts.join(', ');
}
