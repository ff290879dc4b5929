import { withUnit } from '../../drills/kinds/parts/wording';
import type { DrillGroup, DrillKind, DrillSettings, StrengthScale } from '../../drills/DrillKind';
import { OCTAVE_CENTRES_HZ } from '../../drills/material';
import type { DrillMode, DrillSpec, ThresholdEstimate } from '../../drills/records';
import type { WaitingCounts } from '../../storage/ProgressPort';
import type { DamageCounts, TrainNotice } from '../../store/train/trainStore';
import { hertz } from './format';
import type { ProblemWords } from './problems';

/** In the order of the screen. */
export const GROUPS: readonly { readonly group: DrillGroup; readonly label: string }[] = [
  { group: 'devices', label: 'Devices' },
  { group: 'tone', label: 'Tone' },
  { group: 'level', label: 'Level and dynamics' },
  { group: 'space', label: 'Space' },
  { group: 'faults', label: 'Faults' },
];

export const modeWords = (mode: DrillMode): string => (mode === 'test' ? 'test' : 'practice');

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `4 min`; less than a minute counts as one. */
export const minutesWords = (minutes: number): string => `${Math.max(1, Math.round(minutes))} min`;

export const strengthFigure = (scale: StrengthScale, value: number): string => withUnit(value, scale.unit);

/** `1.7 to 2.6 dB`, the easier end last where that is the larger number. */
export function intervalFigure(scale: StrengthScale, { low, high }: ThresholdEstimate): string {
  const from = strengthFigure(scale, low);
  const to = strengthFigure(scale, high);
  const unit = ` ${scale.unit === ':1' ? ': 1' : scale.unit}`;
  return `${scale.unit !== '' && from.endsWith(unit) ? from.slice(0, -unit.length) : from} to ${to}`;
}

/** `31.5 Hz` … `16 kHz` */
export const octaveWords = (band: number): string => hertz(OCTAVE_CENTRES_HZ[band] ?? 0);

/** What differs from the kind's defaults, in a few words; empty when nothing does. */
function settingsWords(settings: DrillSettings, scale: StrengthScale): readonly string[] {
  const { bands = [], thirdOctaves, deviceIds = [], faults = [], strength, pinkNoise } = settings;
  return [
    ...(bands.length > 0 ? [bands.map(octaveWords).join(', ')] : []),
    ...(thirdOctaves ? ['third octaves'] : []),
    ...(deviceIds.length > 0 ? [counted(deviceIds.length, 'device')] : []),
    ...(faults.length > 0 ? [counted(faults.length, 'fault')] : []),
    ...(strength === undefined ? [] : [`fixed at ${strengthFigure(scale, strength)}`]),
    ...(pinkNoise ? ['pink noise'] : []),
  ];
}

/** One line about a block: `20 trials, practice, through Phone, third octaves`. */
export function blockWords(
  spec: Pick<DrillSpec, 'mode' | 'trialCount' | 'settings'>,
  kind: DrillKind | undefined,
  /** Null for flat. */
  deviceName: string | null,
): string {
  return [
    counted(spec.trialCount, 'trial'),
    modeWords(spec.mode),
    ...(deviceName === null ? [] : [`through ${deviceName}`]),
    ...(kind ? settingsWords(spec.settings, kind.strength) : []),
  ].join(', ');
}

const LINK_SENTENCES = {
  foreign: ['This address names no drill.', 'Choose one from the list below.'],
  broken: ['The link is incomplete or was changed on its way.', 'Ask for it again and copy it whole.'],
  newer: [
    'The link names something that this version of the page does not have.',
    'Reload the page and open it again.',
  ],
  'too-long': ['The link is too long to be one of ours.', 'Ask for it again and copy it whole.'],
} as const;

const IMPORT_SENTENCES = {
  foreign: ['This file is no progress file of Elsewhere.', 'Choose a JSON file that “Export progress” has made.'],
  broken: ['The progress file is damaged.', 'Export it again where it came from; what you have here is unchanged.'],
  newer: [
    'The progress file was made by a newer version of this page.',
    'Reload the page and import it again; what you have here is unchanged.',
  ],
  unreadable: ['The file could not be read to its end.', 'Choose it again; nothing is counted twice.'],
  'too-large': [
    'The progress file is larger than any that this page makes.',
    'Choose a JSON file that “Export progress” has made.',
  ],
} as const;

/** `1 drill of your own`, `3 days`: those that there are, with `and` before the last. */
function listed(...parts: readonly (readonly [count: number, words: string])[]): string {
  const named = parts.flatMap(([count, text]) => (count > 0 ? [text] : []));
  return new Intl.ListFormat('en-GB').format(named);
}

/** What could not be written yet, why, and what to do. */
export function waitingWords({ trials, drills, hasSession, cause }: WaitingCounts): ProblemWords {
  const count = trials + drills + (hasSession ? 1 : 0);
  const what = listed(
    [trials, counted(trials, 'answered trial')],
    [drills, counted(drills, 'change') + ' to your own drills'],
    // Where trials wait, it goes without saying.
    [hasSession && trials === 0 ? 1 : 0, 'the sitting that is not finished'],
  );
  const verb = count === 1 || (trials + drills === 1 && trials > 0) ? 'is' : 'are';
  const why =
    cause === 'storage-full' ? 'the browser has no room left for this page' : 'the browser does not let the page write';
  const remedy =
    cause === 'storage-full'
      ? 'They wait in this page and count already. Remove tracks you no longer need, or export your progress before you close the page.'
      : 'They wait in this page and count already. Export your progress before you close the page.';
  return { happened: `${what} ${verb} not stored yet: ${why}.`, remedy };
}

/** Which stored rows cannot be read, and what to do. */
export function damageWords({ skills, days, drills, hasSession }: DamageCounts): ProblemWords {
  const what = listed(
    [skills, counted(skills, 'skill')],
    [days, counted(days, 'day')],
    [drills, `${counted(drills, 'drill')} of your own`],
    [hasSession ? 1 : 0, 'the sitting that was not finished'],
  );
  return {
    happened: `Some of what is stored cannot be read and is left out: ${what}.`,
    remedy:
      'Repair works skills and days out again from your trials and removes what holds nothing. To keep a copy of everything as it is, export first.',
  };
}

function repairWords(done: Extract<TrainNotice, { code: 'repair-done' }>): ProblemWords {
  const removed = listed(
    [done.removedTrials, counted(done.removedTrials, 'trial')],
    [done.removedDrills, `${counted(done.removedDrills, 'drill')} of your own`],
    [done.hasRemovedSession ? 1 : 0, 'the sitting that was not finished'],
  );
  return {
    happened: 'Your practice has been repaired: skills and days are worked out from your trials.',
    remedy: [
      removed === '' ? 'Nothing had to be removed.' : `Removed, because it could not be read: ${removed}.`,
      ...(done.changedTrials === 0
        ? []
        : [
            `${counted(done.changedTrials, 'trial')} had a date that cannot be and now ${done.changedTrials === 1 ? 'carries' : 'carry'} the nearest possible one.`,
          ]),
    ].join(' '),
  };
}

const quoted = (subject: string): string => (subject === '' ? 'What you train on' : `“${subject}”`);
const words = ([happened, remedy]: readonly [string, string]): ProblemWords => ({ happened, remedy });

function importWords({
  added,
  known,
  clockTroubleCount,
  movedCount,
  isStopped,
}: Extract<TrainNotice, { code: 'import-done' }>): ProblemWords {
  if (isStopped) {
    return {
      happened: `The import was stopped: ${counted(added, 'trial')} had come in by then.`,
      remedy: 'Import the file again for the rest; nothing is counted twice.',
    };
  }
  const happened =
    added === 0
      ? `Everything in the file was here already: ${counted(known, 'trial')}.`
      : `${counted(added, 'trial')} came in${known > 0 ? `, ${known} were here already` : ''}.`;
  const dated =
    clockTroubleCount === 0
      ? 'Nothing was counted twice.'
      : `${counted(clockTroubleCount, 'trial')} carried a date that cannot be; set the clock right where the file was made.`;
  // Years of four digits that a chart can show beside the present.
  const moved =
    movedCount === 0
      ? ''
      : ` ${counted(movedCount, 'trial')} dated outside 1970 to 2099 ${movedCount === 1 ? 'counts' : 'count'} on the nearest day that is possible.`;
  return { happened, remedy: `${dated}${moved}` };
}

/** What happened and what to do, a sentence each. */
export function noticeWords(notice: TrainNotice): ProblemWords {
  switch (notice.code) {
    case 'material-too-short':
      return words([
        `${quoted(notice.subject)} has no passage that serves this drill: it is too short, or lacks what the drill needs.`,
        'Choose another track to train on, or the demo song.',
      ]);
    case 'material-too-quiet':
      return words([
        `${quoted(notice.subject)} is too quiet for this drill.`,
        'Choose another track to train on, or the demo song.',
      ]);
    case 'material-missing':
      return words([
        `The sound of ${notice.subject === '' ? 'a track' : quoted(notice.subject)} cannot be read.`,
        'Add the file again; if it is the demo song, go online once.',
      ]);
    case 'sound-trouble':
      return words(['The sound could not be played.', 'Connect headphones or speakers, then press Play again.']);
    case 'stimulus-failed':
      return words([
        'The sounds of this drill could not be made.',
        'Start it again; if that does not help, reload the page. What you have answered is kept.',
      ]);
    case 'storage-failed':
      return words([
        'This browser does not let the page keep your practice.',
        'Go on training, and export your progress before you close the page; a private window is the usual reason.',
      ]);
    case 'clock-set-back':
      return words([
        'Some of your practice lies in the future, so the clock has been set back.',
        'Check the date of this machine; nothing is lost, and new trials count from now.',
      ]);
    case 'import-done':
      return importWords(notice);
    case 'repair-done':
      return repairWords(notice);
    case 'link-failed':
      return words(LINK_SENTENCES[notice.reason]);
    case 'import-failed':
      return words(IMPORT_SENTENCES[notice.reason]);
  }
}
