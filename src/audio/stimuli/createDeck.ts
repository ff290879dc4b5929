import type { DeckPort } from './DeckPort';
import { StimulusDeck } from './StimulusDeck';

/** Builds the deck; loaded on first use. Opens no context before there is something to play. */
export function createDeck(): DeckPort {
  return new StimulusDeck();
}
