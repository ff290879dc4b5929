/** The question of a running sitting, and what it was once it has been answered. */
export function TrialView() {
  return null;
}
