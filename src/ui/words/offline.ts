import type { OfflinePart, OfflineUse } from '../../store/installationStore';

const PARTS: Readonly<Record<OfflinePart, string>> = {
  page: 'the page itself',
  'demo-mixes': 'the demo mixes',
  passages: 'the passages for drills',
  stems: 'the stems of the demo song',
};

const CAUSES = {
  'save-data': 'Your browser asks pages to save data, so they were not fetched.',
  'no-room': 'The browser has no room left for them.',
  unreachable: 'They could not be fetched.',
} as const;

const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

/** What works without a connection, in one or two sentences. */
export function offlineWords(offline: OfflineUse): string {
  switch (offline.kind) {
    case 'pending':
      return 'It is about to be stored, so that it works without a connection.';
    case 'fetching':
      return `It is being stored to work without a connection: ${offline.fetchedCount} of ${offline.totalCount} sounds so far.`;
    case 'ready':
      return 'Ready to work without a connection: every screen, the demo mixes and all drills.';
    case 'partial':
      return `Without a connection something will be missing: ${listed(offline.missing.map((part) => PARTS[part]))}. ${CAUSES[offline.cause]}`;
    case 'unsupported':
      return 'This browser cannot store the page here, so it needs a connection.';
  }
}
