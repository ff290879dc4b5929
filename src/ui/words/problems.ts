import type { FileFlaw, ProblemCode } from '../../store/libraryStore';
import { clock, durationWords, hertz } from './format';

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
/** A whole number, with what stands for it where it is not known. */
const figureOr = (value: string | number | undefined, otherwise: string): string =>
  typeof value === 'number' ? value.toLocaleString('en') : otherwise;
const because = (detail: Detail): string => {
  const reason = text(detail, 'reason');
  return reason === undefined ? '' : `: ${reason}`;
};
const seconds = (detail: Detail, key: string): string | undefined => {
  const value = detail[key];
  return typeof value === 'number' && value >= 0.01 && Number.isFinite(value) ? durationWords(value) : undefined;
};

/** How much of a file could be read: on the clock where it is long enough for one. */
function extentWords(detail: Detail): string {
  const { durationSec, promisedSec } = detail;
  if (typeof durationSec !== 'number' || durationSec < 0.01) return '';
  const words = (sec: number): string =>
    typeof promisedSec === 'number' && promisedSec < 10 ? durationWords(sec) : clock(sec);
  return typeof promisedSec === 'number' && promisedSec > durationSec
    ? `: ${words(durationSec)} of ${words(promisedSec)} could be read`
    : `: ${durationWords(durationSec)} could be read`;
}

const SENTENCES: Readonly<Record<ProblemCode, Sentence>> = {
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
  'renderer-unsupported': () => ({
    happened: 'This browser is too old to play through devices: it has no WebAssembly.',
    remedy: 'Use a current Chrome, Edge, Firefox or Safari.',
  }),
  'renderer-failed': () => ({
    happened: 'The device could not be made ready; what sounded before goes on.',
    remedy: 'Choose it again. If that does not help, close other tabs and reload the page. Your tracks are kept.',
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
    if (detail['durationSec'] === 0) {
      return { happened: `${subject} holds not a single sample.`, remedy: 'Export it again and add the new file.' };
    }
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
  'part-missing': (subject, detail) => {
    const part = text(detail, 'part') ?? 'A part of the page';
    return {
      happened: subject.startsWith('“')
        ? `${part}, which ${subject} needs, could not be loaded.`
        : `${part} could not be loaded.`,
      remedy: 'Check the connection and try again; where it fails again, reload the page. What is open stays.',
    };
  },
  'storage-full': (subject) => ({
    happened: `There is no room left to keep ${subject} for your next visit.`,
    remedy: 'Open Settings and remove what you no longer need; until you close the page all works as usual.',
  }),
  'storage-private': () => ({
    happened: 'This browser does not let the page keep anything.',
    remedy:
      'Go on listening, and add your files again next time; a private window or blocked cookies are the usual reason.',
  }),
  'storage-blocked': () => ({
    happened: 'Another tab with an older version of Elsewhere holds everything that is kept.',
    remedy: 'Close the other tabs of Elsewhere, then reload this one.',
  }),
  'storage-newer': () => ({
    happened: 'What is kept here was written by a newer version of Elsewhere.',
    remedy: 'Reload the page to get that version. Nothing was changed.',
  }),
  'storage-damaged': () => ({
    happened: 'Something that the browser keeps for this page is damaged.',
    remedy:
      'Reload the page; if that does not help, back up in Settings what can still be read and add the rest again.',
  }),
  'storage-failed': () => ({
    happened: 'The browser could not read or write what it keeps for this page.',
    remedy:
      'Check that the disk has room and works, and start the browser again; until you close the page all works as usual.',
  }),
  'backup-not-recognised': (subject) => ({
    happened: `${subject} is not a backup of Elsewhere.`,
    remedy: 'Choose the ZIP file that “Back up everything” saved, as it was saved. Nothing was changed.',
  }),
  'backup-newer': (subject) => ({
    happened: `${subject} was written by a newer version of Elsewhere.`,
    remedy: 'Reload the page to get that version, then restore it. Nothing was changed.',
  }),
  'backup-damaged': (subject, detail) => ({
    happened: `${subject} is damaged${text(detail, 'name') === undefined ? '' : `: “${text(detail, 'name')}” is not as it was written`}.`,
    remedy: 'Copy the file again from where it was saved, or choose another backup. Nothing was changed.',
  }),
  'backup-no-room': () => ({
    happened: 'The backup could not be put together: the browser has no memory or disk space left for it.',
    remedy: 'Free disk space, or back up without the audio files.',
  }),
  'backup-failed': () => ({
    happened: 'The backup could not be worked on.',
    remedy: 'Close other pages to free memory, then try again. Nothing that was kept is lost.',
  }),
  'file-truncated': (subject, detail) => ({
    happened: `${subject} ends early${extentWords(detail)}.`,
    remedy: 'You can work with what is there, or export the file again.',
  }),
  'file-silent': (subject) => ({
    happened: `${subject} is silent from beginning to end.`,
    remedy: 'See whether the right tracks were muted or soloed, and export it again.',
  }),
  'file-broken-samples': (subject, detail) => {
    const count = detail['samples'];
    const isOne = count === 1;
    return {
      happened: `${subject} holds ${isOne ? 'a broken sample' : `${typeof count === 'number' ? `${count.toLocaleString('en')} ` : ''}broken samples`}, now silenced.`,
      remedy: 'You can work with it; if it clicks or drops out, export it again.',
    };
  },
  'file-short': (subject, detail) => ({
    happened: `${subject} lasts only ${seconds(detail, 'durationSec') ?? 'a moment'}, too short to measure how loud it is.`,
    remedy: `It plays at its own level; choose a file of at least ${seconds(detail, 'limitSec') ?? '0.4 seconds'} to match it.`,
  }),
  'export-unmatched': (subject) => ({
    happened: `${subject} was not written, because its mix has not been measured and would not be matched.`,
    remedy:
      'Choose the track again and export once it is measured, or turn Match loudness off to export the true level.',
  }),
  'export-left-out': (subject, detail) => {
    const { writtenCount } = detail;
    const unmatched = text(detail, 'unmatched');
    const failed = text(detail, 'failed');
    const reasons = [
      ...(unmatched === undefined ? [] : [`${unmatched} (level not measured)`]),
      ...(failed === undefined ? [] : [`${failed} (could not be rendered)`]),
    ];
    const names = reasons.length > 0 ? reasons.join('; ') : 'some of the devices';
    return {
      happened: writtenCount === 0 ? `${subject} was not saved: ${names}.` : `${subject} is saved without ${names}.`,
      remedy:
        failed === undefined
          ? 'Choose the track again and export once it is measured, or export at true level.'
          : 'Export what is missing again, fewer devices at a time.',
    };
  },
  'export-mix-left': (subject) => ({
    happened: `${subject} was not saved, because another mix was opened or this one removed.`,
    remedy: 'Open the mix again and let it stay until the export is done.',
  }),
  'export-no-room': (subject) => ({
    happened: `${subject} could not be saved: the browser has no memory or disk space left for it.`,
    remedy: 'Export fewer devices at a time, or free disk space.',
  }),
  'export-failed': (subject) => ({
    happened: `${subject} could not be made.`,
    remedy: 'Close other pages to free memory, then export again.',
  }),
  'device-not-recognised': (subject) => ({
    happened: `${subject} is in no format of responses or corrections that is known here.`,
    remedy:
      'Choose a CSV, GraphicEQ, ParametricEQ, REW, FRD, CTA-2034, OPRA or own JSON file, or a WAV impulse response.',
  }),
  'device-too-few-points': (subject, detail) => {
    const { points } = detail;
    const words = typeof points === 'number' ? `only ${points} point${points === 1 ? '' : 's'}` : 'too few points';
    return {
      happened: `${subject} has ${words}, and it takes at least 10 to know a response.`,
      remedy: 'Export it again with more points. Nothing was imported.',
    };
  },
  'device-too-narrow': (subject, detail) => {
    const { fromHz, toHz } = detail;
    const isKnown = typeof fromHz === 'number' && typeof toHz === 'number';
    return {
      happened: isKnown
        ? `${subject} reaches from ${hertz(fromHz)} to ${hertz(toHz)} only.`
        : `${subject} covers too small a part of what can be heard.`,
      remedy: 'A device needs at least 100 Hz to 10 kHz; export the whole range. Nothing was imported.',
    };
  },
  'device-bad-line': (subject, detail) => {
    const line = typeof detail['line'] === 'number' ? `Line ${detail['line']}` : 'A line';
    const content = text(detail, 'text');
    return {
      happened: `${line} of ${subject} cannot be read${content === undefined ? '' : `: “${content}”`}.`,
      remedy: 'Correct that line, or export the file again. Nothing was imported.',
    };
  },
  'device-impedance': (subject) => ({
    happened: `${subject} holds an impedance in ohms, which says nothing about how loud a device is.`,
    remedy: 'Choose the file with its level in dB. Nothing was imported.',
  }),
  'device-too-large': (subject, detail) => {
    const { bytes } = detail;
    const size = typeof bytes === 'number' ? ` at ${Math.round(bytes / 1e6).toLocaleString('en')} MB` : '';
    return {
      happened: `${subject} is too large for a response or a correction${size}.`,
      remedy: 'Choose the file of one device; a database goes to “Load OPRA’s database”.',
    };
  },
  'folder-partly': (subject, { taken, seen, wanted }) => ({
    happened: `${figureOr(taken, 'Some')} of ${figureOr(seen, 'the')} files in ${subject} ${taken === 1 ? 'is' : 'are'} ${wanted === 'device' ? 'of a kind that devices come in' : 'audio'}.`,
    remedy: 'The others were left where they are; drop one by itself to try it.',
  }),
  'folder-without': (subject, { seen, wanted }) => ({
    happened:
      seen === 0
        ? `${subject} is empty.`
        : `None of the ${seen === undefined ? '' : `${figureOr(seen, '')} `}files in ${subject} is ${wanted === 'device' ? 'of a kind that devices come in' : 'audio'}.`,
    remedy:
      wanted === 'device'
        ? 'Drop a folder with CSV, text, FRD, JSON or WAV files.'
        : 'Drop a folder with WAV, AIFF, FLAC, MP3, AAC, Ogg or Opus files.',
  }),
  'folder-too-many': (subject, { taken }) => ({
    happened: `${subject} has more files than are taken at once: the first ${figureOr(taken, 'ones')} were.`,
    remedy: 'Drop the others in smaller folders.',
  }),
  'folder-too-deep': (subject, { limit }) => ({
    happened: `${subject} has folders inside one another ${limit === undefined ? 'too' : `more than ${limit}`} deep, and those were not opened.`,
    remedy: 'Drop the inner folders by themselves.',
  }),
  'folder-unread': (subject, { count: files }) => ({
    happened: `${files === 1 ? 'One file' : `${figureOr(files, 'Some')} files`} in ${subject} could not be opened.`,
    remedy: 'Look whether you may read them, and drop them again.',
  }),
  'device-too-many-points': (subject, { limit }) => ({
    happened: `${subject} has more points than a response needs${limit === undefined ? '' : `: more than ${figureOr(limit, '')}`}.`,
    remedy: 'Export it with smoothing or fewer points, such as 96 per octave, and import that.',
  }),
  'device-too-many-filters': (subject, { count: filters, limit }) => ({
    happened: `${subject} has ${figureOr(filters, 'too many')} filters${limit === undefined ? '' : `, and a device may have ${figureOr(limit, '')}`}.`,
    remedy: 'Export its response as points (FRD, CSV, GraphicEQ), and import those.',
  }),
  'device-unplayable': (subject, detail) => ({
    happened: `${subject} cannot be rendered${because(detail)}.`,
    remedy: 'Correct its figures and try again; nothing else was changed.',
  }),
  'device-left-out': (subject, detail) => ({
    happened: `${subject} is left out of your devices${because(detail)}.`,
    remedy: 'Import it again with other figures; all your other devices are there.',
  }),
  'device-bad-json': (subject, detail) => ({
    happened: `${subject} is not the file of a device: ${text(detail, 'reason') ?? 'its fields are not those of a device'}.`,
    remedy: 'Choose a file of one device that was exported here or by OPRA. Nothing was imported.',
  }),
  'device-bad-impulse': (subject, detail) => ({
    happened: `${subject} is no usable impulse response: ${text(detail, 'reason') ?? 'it holds no impulse'}.`,
    remedy: 'Choose a WAV of a few seconds at most that holds one impulse and its decay. Nothing was imported.',
  }),
  'device-failed': (subject) => ({
    happened: `${subject} could not be worked on.`,
    remedy: 'Try again, or reload the page; what was there stays.',
  }),
  'opra-unreadable': (subject) => ({
    happened: `${subject} is not OPRA’s database, or not a line of it can be read.`,
    remedy: 'Choose the file database_v1.jsonl as OPRA publishes it, or fetch it. What was there stays.',
  }),
  'opra-unreachable': () => ({
    happened: 'OPRA’s database could not be fetched.',
    remedy: 'Check the connection and try again, or load the file database_v1.jsonl yourself. What was there stays.',
  }),
};

/** What happened to several at once; what has no sentence here never comes in numbers. @param count as words: "178" */
const GROUPS: Readonly<Partial<Record<ProblemCode, (count: string) => string>>> = {
  'decode-not-audio': (count) => `${count} files are not audio files.`,
  'decode-empty': (count) => `${count} files have nothing in them.`,
  'decode-truncated': (count) => `${count} files break off.`,
  'decode-no-audio-track': (count) => `${count} files have no sound in them.`,
  'decode-unsupported': (count) => `This browser cannot read the format of ${count} files.`,
  'decode-too-short': (count) => `${count} files are too short to judge.`,
  'decode-too-long': (count) => `${count} files are too long to hold in memory.`,
  'decode-failed': (count) => `${count} files could not be read.`,
  'decode-missing': (count) => `The sound of ${count} tracks is no longer here.`,
  'analysis-failed': (count) => `${count} tracks could not be measured, so their levels are not matched.`,
  'part-missing': (count) => `${count} files or actions need parts of the page that could not be loaded.`,
  'storage-full': (count) => `There is no room left to keep ${count} tracks or devices for your next visit.`,
  'file-truncated': (count) => `${count} files end early.`,
  'file-silent': (count) => `${count} files are silent from beginning to end.`,
  'file-broken-samples': (count) => `${count} files hold broken samples, now silenced.`,
  'file-short': (count) => `${count} files are too short to measure how loud they are.`,
  'export-unmatched': (count) => `${count} files were not written, because their mixes have not been measured.`,
  'export-left-out': (count) => `${count} exports lack some of the devices.`,
  'export-mix-left': (count) => `${count} exports were not saved, because another mix was opened.`,
  'export-no-room': (count) => `${count} exports could not be saved: the browser has no memory or disk space left.`,
  'export-failed': (count) => `${count} exports could not be made.`,
  'device-not-recognised': (count) => `${count} files are in no format of responses or corrections that is known here.`,
  'device-too-few-points': (count) => `${count} files have too few points to know a response.`,
  'device-too-narrow': (count) => `${count} files cover too small a part of what can be heard.`,
  'device-bad-line': (count) => `${count} files have a line that cannot be read.`,
  'device-too-large': (count) => `${count} files are too large for a response or a correction.`,
  'device-bad-json': (count) => `${count} files are not files of devices.`,
  'device-bad-impulse': (count) => `${count} files are no usable impulse responses.`,
  'device-impedance': (count) => `${count} files hold impedances, not levels.`,
  'device-failed': (count) => `${count} files or devices could not be worked on.`,
};

/** From so many of one kind on, one line stands for all. */
const GROUP_FROM = 4;

export interface ProblemGroup<P> {
  readonly code: ProblemCode;
  /** One; or {@link GROUP_FROM} and more, oldest first. */
  readonly problems: readonly [P, ...P[]];
}

/** Problems as lines of a list: those of one kind together where there are many of them, at the place of the first. */
export function groupProblems<P extends { readonly code: ProblemCode }>(problems: readonly P[]): ProblemGroup<P>[] {
  const counts = new Map<ProblemCode, number>();
  for (const { code } of problems) counts.set(code, (counts.get(code) ?? 0) + 1);
  const groups = new Map<ProblemCode, [P, ...P[]]>();
  const lines: ProblemGroup<P>[] = [];
  for (const problem of problems) {
    const { code } = problem;
    const group = groups.get(code);
    if (group) {
      group.push(problem);
      continue;
    }
    const line: [P, ...P[]] = [problem];
    lines.push({ code, problems: line });
    if (GROUPS[code] && counts.get(code)! >= GROUP_FROM) groups.set(code, line);
  }
  return lines;
}

/** One sentence for the whole group, and what to do. */
export function groupWords({ code, problems }: ProblemGroup<Parameters<typeof problemWords>[0]>): ProblemWords {
  const [first] = problems;
  const happened = GROUPS[code];
  if (problems.length === 1 || !happened) return problemWords(first);
  // A remedy may name figures of its case; of many files only what fits all is said.
  return {
    happened: happened(problems.length.toLocaleString('en')),
    remedy: problemWords({ code, detail: code === 'decode-too-short' ? { durationSec: 1 } : {} }).remedy,
  };
}

/** Codes that have words; all of them. */
export const PROBLEM_CODES = Object.keys(SENTENCES) as ProblemCode[];

const FLAWS: Readonly<Record<FileFlaw, true>> = {
  'file-truncated': true,
  'file-silent': true,
  'file-broken-samples': true,
  'file-short': true,
};

/** A warning: nothing was refused, the file is in the list. */
export const isFlaw = (code: ProblemCode): boolean => code in FLAWS;

/** Problems for which pressing "Try again" can help. */
export const canTryAgain = (code: ProblemCode): boolean =>
  code === 'audio-start-blocked' || code === 'audio-no-device' || code === 'audio-failed';

export function problemWords(problem: {
  readonly code: ProblemCode;
  readonly detail: Detail;
  readonly subject?: string;
}): ProblemWords {
  const subject = problem.subject === undefined ? 'This file' : `“${problem.subject}”`;
  return SENTENCES[problem.code](subject, problem.detail);
}
