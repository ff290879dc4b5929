import { AnalysisSession } from './AnalysisSession';
import type { AnswerMessage, RequestMessage } from './analysisMessages';

const session = new AnalysisSession();

/** Answers each request in turn; a request that fails harms no other. */
self.onmessage = ({ data: { requestId, request } }: MessageEvent<RequestMessage>): void => {
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
