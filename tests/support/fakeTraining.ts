import { DRILL_KINDS } from '../../src/drills/catalogue';
import type { Answer } from '../../src/drills/DrillKind';
import type { Training } from '../../src/store/train/Training';
import { createTrainStore, type TrainFacts, type TrainStore } from '../../src/store/train/trainStore';

export interface FakeTraining {
  readonly training: Training;
  readonly store: TrainStore;
  /** What was asked for, in order: the name and what came with it. */
  readonly asked: (readonly [name: keyof Training, ...given: readonly unknown[]])[];
  /** Everything that was asked for by one name. */
  of(name: keyof Training): (readonly unknown[])[];
  /** Where in the passage the sound is, seconds. */
  positionSec: number;
}

/** The training loop without a loop: keeps what it is asked for, and shows whatever facts a test sets. */
export function fakeTraining(facts: Partial<TrainFacts> = {}): FakeTraining {
  const store = createTrainStore();
  store.setState({ isReady: true, ...facts });
  const asked: FakeTraining['asked'] = [];
  const note =
    (name: keyof Training) =>
    (...given: readonly unknown[]): void =>
      void asked.push([name, ...given]);
  const noteLater =
    (name: keyof Training) =>
    async (...given: readonly unknown[]): Promise<void> =>
      void asked.push([name, ...given]);
  const fake: FakeTraining = {
    store,
    asked,
    of: (name) => asked.filter(([called]) => called === name).map(([, ...given]) => given),
    positionSec: 0,
    training: {
      store,
      kinds: DRILL_KINDS,
      kindById: (id) => DRILL_KINDS.find((kind) => kind.id === id),
      whyNot: () => null,
      open: noteLater('open'),
      learn: noteLater('learn'),
      showExample: noteLater('showExample'),
      anotherPassage: noteLater('anotherPassage'),
      start: noteLater('start'),
      startWorkout: noteLater('startWorkout'),
      resume: noteLater('resume'),
      discardOpenSession: noteLater('discardOpenSession'),
      takeOver: note('takeOver'),
      hear(version: number) {
        asked.push(['hear', version]);
        store.setState({ version, isPlaying: true });
      },
      togglePlay() {
        asked.push(['togglePlay']);
        store.setState({ isPlaying: !store.getState().isPlaying });
      },
      replay: note('replay'),
      seek(positionSec: number) {
        asked.push(['seek', positionSec]);
        fake.positionSec = positionSec;
      },
      positionSec: () => fake.positionSec,
      tryOut: (answer: Answer) => void asked.push(['tryOut', answer]),
      answer: noteLater('answer'),
      next: noteLater('next'),
      hearAgain: noteLater('hearAgain'),
      leave: note('leave'),
      newSeed: () => 4242,
      saveCustomDrill: noteLater('saveCustomDrill'),
      removeCustomDrill: noteLater('removeCustomDrill'),
      linkTo: () => 'https://elsewhere.test/#train/link',
      acceptInvitation: noteLater('acceptInvitation'),
      declineInvitation: note('declineInvitation'),
      exportProgress: noteLater('exportProgress'),
      importProgress: noteLater('importProgress'),
      stopImport: note('stopImport'),
      repairProgress: noteLater('repairProgress'),
      writeWaiting: noteLater('writeWaiting'),
      clearProgress: noteLater('clearProgress'),
      reread: noteLater('reread'),
      dismissNotice: note('dismissNotice'),
      setVolume: note('setVolume'),
      quiet: note('quiet'),
      invite: () => false,
      close: noteLater('close'),
    },
  };
  return fake;
}
