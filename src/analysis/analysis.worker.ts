import { AnalysisSession, needsLimits } from './AnalysisSession';
import type { AnalysisAnswer, AnalysisRequest, AnswerMessage, RequestMessage } from './analysisMessages';
import builtInRoomsUrl from './builtInRooms.json?url';
import { RoomUnknown, noRoomGains } from './roomGains';
import type { RoomGainsSource } from './roomGains';
import { storedRoomGains } from './roomTable';
import type { StoredRooms } from './roomTable';

let stored: RoomGainsSource = noRoomGains;
let designed: RoomGainsSource | null = null;

async function loadRooms(): Promise<void> {
  try {
    const response = await fetch(builtInRoomsUrl);
    if (response.ok) {
      const rooms = (await response.json()) as StoredRooms;
      stored = storedRoomGains(rooms, (...room) => (designed ?? noRoomGains)(...room));
    }
  } catch {
    // Rooms are designed then: the same levels, a second later.
  }
}

/** Loaded beside the analysis of the first mix. */
const areRoomsLoaded = loadRooms();

const session = new AnalysisSession((...room) => {
  try {
    return stored(...room);
  } catch (error) {
    if (error instanceof RoomUnknown && designed) return designed(...room);
    throw error;
  }
});

/** What reads passages is loaded for training, what designs rooms when a device stands in one that is not built in. */
async function answer(request: AnalysisRequest): Promise<AnalysisAnswer> {
  if (request.kind === 'passages') session.readPassages ??= (await import('./readPassages')).readPassages;
  try {
    return session.handle(request);
  } catch (error) {
    if (!(error instanceof RoomUnknown) || designed) throw error;
    designed = (await import('./designedRooms')).designedRoomGains;
    return session.handle(request);
  }
}

let limitsLoading: Promise<void> | null = null;

async function loadLimits(): Promise<void> {
  try {
    session.limits = await import('./limitsOfMix');
  } catch {
    // The request says so, and the next one tries again.
    limitsLoading = null;
  }
}

/** Answers each request in turn, but that levels wait for the rooms; a request that fails harms no other. */
self.onmessage = async ({ data: { requestId, request } }: MessageEvent<RequestMessage>): Promise<void> => {
  if (request.kind === 'levels') await areRoomsLoaded;
  if (needsLimits(request)) limitsLoading ??= loadLimits();
  // All that comes after waits as well: a job must not be cancelled before it has begun.
  if (limitsLoading) await limitsLoading;
  let message: AnswerMessage;
  try {
    message = { requestId, answer: await answer(request) };
  } catch (error) {
    message = { requestId, failure: error instanceof Error ? error.message : String(error) };
  }
  const transfer: ArrayBuffer[] = [];
  if ('answer' in message && message.answer && 'left' in message.answer) {
    const { left, right } = message.answer;
    transfer.push(left.buffer);
    if (right) transfer.push(right.buffer);
  }
  if ('answer' in message && message.answer && 'levels' in message.answer) {
    for (const { min, max, rms } of message.answer.levels) {
      transfer.push(min.buffer as ArrayBuffer, max.buffer as ArrayBuffer, rms.buffer as ArrayBuffer);
    }
  }
  self.postMessage(message, { transfer });
};
