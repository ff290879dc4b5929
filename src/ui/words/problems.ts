import type { ErrorCode } from '../../core/errors';
import { durationWords } from './format';

export interface ProblemWords {
  /** One sentence: what happened. */
  readonly happened: string;
  /** One sentence: what to do. */
  readonly remedy: string;
}

type Detail = Readonly<Record<string, string | number>>;
/** @param subject the file or track it is about, already in quotation marks; or a plain noun when there is none */
type Sentence = (subject: string, detail: Detail) => ProblemWords;

const text = (detail: Detail, key: string): string | undefined => {
  const value = detail[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
};
const seconds = (detail: Detail, key: string): string | undefined => {
  const value = detail[key];
  return typeof value === 'number' && value >= 0.01 && Number.isFinite(value) ? durationWords(value) : undefined;
};

const SENTENCES: Readonly<Record<ErrorCode, Sentence>> = {
  'audio-start-blocked': () => ({
    happened: 'The browser did not let the sound start.',
    remedy: 'Allow sound for this page, then try again.',
  }),
  'audio-no-device': () => ({
    happened: 'There is nothing to play the sound on.',
    remedy: 'Connect headphones or speakers, then try again.',
  }),
  'audio-failed': () => ({
    happened: 'The sound stopped working.',
    remedy: 'Try again; if it stays silent, reload the page. Your tracks are kept.',
  }),
  'decode-not-audio': (subject) => ({
    happened: `${subject} is not an audio file.`,
    remedy: 'Choose a WAV, AIFF, FLAC, MP3, AAC, Ogg or Opus file.',
  }),
  'decode-empty': (subject) => ({
    happened: `${subject} has nothing in it.`,
    remedy: 'Export it again and add the new file.',
  }),
  'decode-truncated': (subject, detail) => {
    const readable = seconds(detail, 'durationSec');
    return {
      happened: `${subject} breaks off ${readable ? `after ${readable}` : 'before the sound begins'}.`,
      remedy: 'Copy or export it again; the transfer was probably cut short.',
    };
  },
  'decode-no-audio-track': (subject) => ({
    happened: `${subject} has no sound in it.`,
    remedy: 'Choose a file with an audio track.',
  }),
  'decode-unsupported': (subject, detail) => ({
    happened: `This browser cannot read ${text(detail, 'format') ?? 'the format'} in ${subject}.`,
    remedy: 'Export it as WAV or FLAC and add that.',
  }),
  'decode-too-short': (subject, detail) => {
    const length = seconds(detail, 'durationSec');
    return {
      happened: `${subject} is too short to judge${length ? `: ${length}` : ''}.`,
      remedy: `Choose a file of at least ${seconds(detail, 'limitSec') ?? 'a tenth of a second'}.`,
    };
  },
  'decode-too-long': (subject, detail) => {
    const length = seconds(detail, 'durationSec');
    return {
      happened: `${subject} is too long to hold in memory${length ? `: ${length}` : ''}.`,
      remedy: `Cut it to ${seconds(detail, 'limitSec') ?? 'the part you want to hear'} or less and add that.`,
    };
  },
  'decode-failed': (subject) => ({
    happened: `${subject} could not be read.`,
    remedy: 'Check that it plays elsewhere, or export it again as WAV.',
  }),
  'decode-missing': (subject) => ({
    happened: `The sound of ${subject} is no longer here.`,
    remedy: 'Add the file again; if it is a demo mix, go online once.',
  }),
  'analysis-failed': (subject) => ({
    happened: `${subject} could not be measured, so its level is not matched.`,
    remedy: 'Choose the track again to measure it once more; listening works without it.',
  }),
  'stimulus-failed': () => ({
    happened: 'The sounds of this trial could not be made.',
    remedy: 'Go on to the next one; if it happens again, reload the page. What you have answered is kept.',
  }),
  'storage-full': (subject) => ({
    happened: `There is no room left to keep ${subject} for your next visit.`,
    remedy: 'Remove tracks you no longer need; until you close the page it plays as usual.',
  }),
  'storage-failed': () => ({
    happened: 'This browser does not let the page keep anything.',
    remedy: 'Go on listening, and add your files again next time; a private window is the usual reason.',
  }),
  'export-failed': (subject) => ({
    happened: `${subject} could not be made.`,
    remedy: 'Close other pages to free memory, then export again.',
  }),
};

/** Codes that have words; all of them. */
export const PROBLEM_CODES = Object.keys(SENTENCES) as ErrorCode[];

/** Problems for which pressing "Try again" can help. */
export const canTryAgain = (code: ErrorCode): boolean =>
  code === 'audio-start-blocked' || code === 'audio-no-device' || code === 'audio-failed';

export function problemWords(problem: {
  readonly code: ErrorCode;
  readonly detail: Detail;
  readonly subject?: string;
}): ProblemWords {
  const subject = problem.subject === undefined ? 'This file' : `“${problem.subject}”`;
  return SENTENCES[problem.code](subject, problem.detail);
}
