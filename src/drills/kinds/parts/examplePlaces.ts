/** Places between the hardest (0) and the easiest (1) strength that the learn mode plays: plain, middling, fine. */
export const EXAMPLE_PLACES = [1, 0.6, 0.3] as const;
