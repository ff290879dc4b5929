/** Only one tab trains at a time: two would ask each other's trials and mix their sound. */
export interface TrainingLock {
  /** @param onLost another tab has taken over. @returns false while another tab trains */
  acquire(onLost: () => void): Promise<boolean>;
  /** Takes the place of the tab that trains. */
  steal(onLost: () => void): Promise<void>;
  release(): void;
}
