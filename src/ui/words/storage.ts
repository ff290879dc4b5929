import type { BackupJob, BackupOutcome, Restored } from '../../store/backup/StoredData';

/** Bytes as files are measured, in powers of ten: `340 bytes`, `85 kB`, `1.2 GB`. */
export function bytesWords(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} ${Math.round(bytes) === 1 ? 'byte' : 'bytes'}`;
  const steps = ['kB', 'MB', 'GB', 'TB'] as const;
  const step = Math.min(steps.length - 1, Math.floor(Math.log10(bytes) / 3) - 1);
  const value = bytes / 1000 ** (step + 1);
  return `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en')} ${steps[step]}`;
}

const PHASES: Readonly<Record<BackupJob['phase'], string>> = {
  collecting: 'Collecting what is kept',
  writing: 'Writing the backup',
  checking: 'Checking the backup',
  adding: 'Adding what is in it',
};

export const jobWords = ({ phase }: BackupJob): string => PHASES[phase];

const counted = (count: number, unit: string): string =>
  `${count.toLocaleString('en')} ${unit}${count === 1 ? '' : 's'}`;
const list = (names: readonly string[]): string => {
  const shown = names.slice(0, 5).map((name) => `“${name}”`);
  const more = names.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
};

/** What came of a backup or a restoration, a sentence each. */
export function outcomeWords(outcome: BackupOutcome): string[] {
  if (outcome.kind === 'saved') {
    return [
      `${outcome.fileName} is saved, ${bytesWords(outcome.bytes)}.`,
      ...(outcome.missing.length > 0
        ? [`The audio of ${list(outcome.missing)} is no longer here and is not in it.`]
        : []),
    ];
  }
  const { tracks, devices, trials, silent, isFull, isCancelled } = outcome;
  const kinds: readonly (readonly [Restored, string])[] = [
    [tracks, 'track'],
    [devices, 'device'],
    [trials, 'trial'],
  ];
  const added = kinds.filter(([{ added: count }]) => count > 0).map(([{ added: count }, unit]) => counted(count, unit));
  const known = kinds.filter(([{ known: count }]) => count > 0).map(([{ known: count }, unit]) => counted(count, unit));
  const left = kinds.flatMap(([restored]) => restored.left);
  return [
    ...(isCancelled ? ['Restoring was cancelled; do it again to add the rest.'] : []),
    added.length > 0 ? `Added: ${added.join(', ')}.` : 'Nothing was added.',
    ...(known.length > 0 ? [`Here already, and left as they are: ${known.join(', ')}.`] : []),
    ...(isFull
      ? ['There was no room for everything: free some space and restore again. What was here is unchanged.']
      : []),
    ...(left.length > 0 ? [`Not added: ${list(left)}.`] : []),
    ...(silent.length > 0 ? [`In the backup without audio: ${list(silent)}. Add these files again.`] : []),
  ];
}
