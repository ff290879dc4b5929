import { FittingSession } from './FittingSession';
import type { FittingRequestMessage } from './fittingMessages';

const session = new FittingSession();

self.onmessage = ({ data }: MessageEvent<FittingRequestMessage>): void => {
  void session.handle(data, (message) => self.postMessage(message));
};
