import { AnalysisSession } from './AnalysisSession';
import type { AnswerMessage, RequestMessage } from './analysisMessages';
import builtInRoomsUrl from './builtInRooms.json?url';
import { designedRoomGains } from './roomGains';
import type { RoomGainsSource } from './roomGains';
import { storedRoomGains } from './roomTable';
import type { StoredRooms } from './roomTable';

let gainsOf: RoomGainsSource = designedRoomGains;

async function loadRooms(): Promise<void> {
  try {
    const response = await fetch(builtInRoomsUrl);
    if (response.ok) gainsOf = storedRoomGains((await response.json()) as StoredRooms);
  } catch {
    // Rooms are designed then: the same levels, a second later.
  }
}

/** Loaded beside the analysis of the first mix. */
const areRoomsLoaded = loadRooms();

const session = new AnalysisSession((...args) => gainsOf(...args));

/** Answers each request in turn, but that levels wait for the rooms; a request that fails harms no other. */
self.onmessage = async ({ data: { requestId, request } }: MessageEvent<RequestMessage>): Promise<void> => {
  if (request.kind === 'levels') await areRoomsLoaded;
  let message: AnswerMessage;
  try {
    message = { requestId, answer: session.handle(request) };
  } catch (error) {
    message = { requestId, failure: error instanceof Error ? error.message : String(error) };
  }
  const transfer: ArrayBuffer[] = [];
  if ('answer' in message && message.answer && 'levels' in message.answer) {
    for (const { min, max, rms } of message.answer.levels) {
      transfer.push(min.buffer as ArrayBuffer, max.buffer as ArrayBuffer, rms.buffer as ArrayBuffer);
    }
  }
  self.postMessage(message, { transfer });
};
