/** What a sitting came to. */
export function SummaryView() {
  return null;
}
