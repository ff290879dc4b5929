import { AnalysisSession } from './AnalysisSession';
import type { AnswerMessage, RequestMessage } from './analysisMessages';
import { designedRoomGains } from './roomGains';
import type { RoomGainsSource } from './roomGains';

let gainsOf: RoomGainsSource = designedRoomGains;

/** Loaded beside the analysis of the first mix. Without them, levels are the same but take seconds. */
const areRoomsLoaded = Promise.all([import('./roomTable'), import('./builtInRooms')]).then(
  ([{ storedRoomGains }, { BUILT_IN_ROOMS }]) => {
    gainsOf = storedRoomGains(BUILT_IN_ROOMS);
    return true;
  },
  () => false,
);

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
