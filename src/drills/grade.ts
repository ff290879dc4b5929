import { responseCurveDb } from '../devices/response';
import type { Answer, AnswerSpec, Trial } from './DrillKind';

export interface Grade {
  readonly isCorrect: boolean;
  /**
   * Answer minus truth on a scale: octaves where it is logarithmic, else the answer's unit. Seconds for a moment.
   * Never negative for an EQ: RMS distance of the curves, dB. Null where the answer is one of several.
   */
  readonly error: number | null;
}

type SpecOf<K extends AnswerSpec['kind']> = Extract<AnswerSpec, { kind: K }>;
type AnswerOf<K extends Answer['kind']> = Extract<Answer, { kind: K }>;

/** Sixth octaves from 40 Hz to 16 kHz: where an EQ by ear is judged. */
const EQ_FREQUENCIES_HZ = Float64Array.from({ length: 52 }, (_, step) => 40 * 2 ** (step / 6));
/** Settings that stand for all a guess could be. */
const EQ_GRID = { frequencies: 41, gains: 25 } as const;
/** Errors are kept to a millionth, so that an answer on the edge is graded alike whatever the last digit of a logarithm. */
const ERROR_DECIMALS = 1e6;

const rounded = (value: number): number => Math.round(value * ERROR_DECIMALS) / ERROR_DECIMALS;

function assertWithin(name: string, value: number, min: number, max: number): void {
  // A slider's end may miss the range by a rounding.
  const slack = 1e-9 * Math.max(Math.abs(min), Math.abs(max));
  if (!(value >= min - slack && value <= max + slack)) {
    throw new RangeError(`${name} must be between ${min} and ${max}, got ${value}`);
  }
}

function assertOption(spec: SpecOf<'choice' | 'moment'>, id: string): void {
  if (!spec.options.some((option) => option.id === id)) {
    throw new RangeError(`answer must be one of ${spec.options.map((option) => option.id).join(', ')}, got ${id}`);
  }
}

const wrongKind = (spec: AnswerSpec, answer: Answer): RangeError =>
  new RangeError(`a ${spec.kind} answer is asked for, got ${answer.kind}`);

/** @throws RangeError for a spec whose tolerance is in the trial's secret */
function assertTolerance(tolerance: number | undefined): number {
  if (tolerance === undefined) throw new RangeError('how near counts is in the secret of the trial: ask gradedSpec');
  return tolerance;
}

/** What a trial asks for, with how near counts, which the screen may not be told before the answer. */
export function gradedSpec({ answer, secret: { tolerance } }: Pick<Trial, 'answer' | 'secret'>): AnswerSpec {
  if (tolerance === undefined) return answer;
  if (answer.kind === 'scale') return { ...answer, tolerance };
  return answer.kind === 'eq' ? { ...answer, toleranceDb: tolerance } : answer;
}

const scaleError = (spec: SpecOf<'scale'>, value: number, truth: number): number =>
  spec.mapping === 'log' ? Math.log2(value / truth) : value - truth;

const curveOf = (q: number, setting: Pick<AnswerOf<'eq'>, 'frequencyHz' | 'gainDb'>): Float64Array =>
  responseCurveDb(
    { stages: [{ kind: 'peaking', frequencyHz: setting.frequencyHz, gainDb: setting.gainDb, q }] },
    EQ_FREQUENCIES_HZ,
  );

function rmsDifference(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum / a.length);
}

/** Share of evenly spread settings (log frequency × gain) that would be graded right. */
function eqChance(spec: SpecOf<'eq'>, truth: AnswerOf<'eq'>): number {
  const wanted = curveOf(spec.q, truth);
  const [lowHz, highHz] = spec.frequencyRangeHz;
  const [lowDb, highDb] = spec.gainRangeDb;
  const toleranceDb = assertTolerance(spec.toleranceDb);
  let right = 0;
  for (let f = 0; f < EQ_GRID.frequencies; f++) {
    const frequencyHz = lowHz * (highHz / lowHz) ** (f / (EQ_GRID.frequencies - 1));
    for (let g = 0; g < EQ_GRID.gains; g++) {
      const gainDb = lowDb + ((highDb - lowDb) * g) / (EQ_GRID.gains - 1);
      const distance = rmsDifference(curveOf(spec.q, { frequencyHz, gainDb }), wanted);
      if (rounded(distance) <= toleranceDb) right++;
    }
  }
  return right / (EQ_GRID.frequencies * EQ_GRID.gains);
}

/**
 * Probability that a guess is right. On a scale it is the share of the range that the tolerance covers at best, so
 * that a guess at any fixed place does no better.
 * @param spec of a trial: {@link gradedSpec}
 * @param truth only an EQ needs it: how much of the plane is right depends on where the truth lies
 * @returns 0…1
 */
export function chanceOf(spec: AnswerSpec, truth: Answer): number {
  if (spec.kind === 'choice') return 1 / spec.options.length;
  if (spec.kind === 'scale') {
    const range = spec.mapping === 'log' ? Math.log2(spec.max / spec.min) : spec.max - spec.min;
    return Math.min(1, rounded((2 * assertTolerance(spec.tolerance)) / range));
  }
  if (spec.kind === 'moment') {
    return Math.min(1, rounded((2 * spec.toleranceSec) / spec.durationSec)) / spec.options.length;
  }
  if (truth.kind !== 'eq') throw wrongKind(spec, truth);
  return rounded(eqChance(spec, truth));
}

/** @throws RangeError when the answer is of another kind than asked for, names no option or is out of range */
export function assertAnswer(spec: AnswerSpec, answer: Answer): void {
  if (spec.kind === 'choice' && answer.kind === 'choice') assertOption(spec, answer.id);
  else if (spec.kind === 'scale' && answer.kind === 'scale') {
    assertWithin(spec.name, answer.value, spec.min, spec.max);
  } else if (spec.kind === 'moment' && answer.kind === 'moment') {
    assertWithin('atSec', answer.atSec, 0, spec.durationSec);
    assertOption(spec, answer.id);
  } else if (spec.kind === 'eq' && answer.kind === 'eq') {
    assertWithin('frequencyHz', answer.frequencyHz, ...spec.frequencyRangeHz);
    assertWithin('gainDb', answer.gainDb, ...spec.gainRangeDb);
  } else throw wrongKind(spec, answer);
}

/**
 * Holds an answer against the truth.
 * @param spec of a trial: {@link gradedSpec}
 * @throws RangeError when the answer is of another kind than asked for, names no option or is out of range
 */
export function grade(spec: AnswerSpec, truth: Answer, answer: Answer): Grade {
  assertAnswer(spec, answer);
  if (truth.kind !== spec.kind) throw wrongKind(spec, truth);
  if (spec.kind === 'choice') {
    return { isCorrect: (answer as AnswerOf<'choice'>).id === (truth as AnswerOf<'choice'>).id, error: null };
  }
  if (spec.kind === 'scale') {
    const error = rounded(scaleError(spec, (answer as AnswerOf<'scale'>).value, (truth as AnswerOf<'scale'>).value));
    return { isCorrect: Math.abs(error) <= assertTolerance(spec.tolerance), error };
  }
  if (spec.kind === 'moment') {
    const given = answer as AnswerOf<'moment'>;
    const wanted = truth as AnswerOf<'moment'>;
    const error = rounded(given.atSec - wanted.atSec);
    return { isCorrect: given.id === wanted.id && Math.abs(error) <= spec.toleranceSec, error };
  }
  const error = rounded(
    rmsDifference(curveOf(spec.q, answer as AnswerOf<'eq'>), curveOf(spec.q, truth as AnswerOf<'eq'>)),
  );
  return { isCorrect: error <= assertTolerance(spec.toleranceDb), error };
}
