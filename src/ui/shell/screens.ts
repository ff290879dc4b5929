import { lazy, type ComponentType } from 'react';
import type { IconName } from '../icons/Icon';
import { ListenScreen } from '../listen/ListenScreen';

/** A place in the app. One line here makes it appear in the navigation. */
export interface Screen {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  readonly Component: ComponentType;
}

/** All but the first screen are fetched when they are first opened. */
export const SCREENS: readonly [Screen, ...Screen[]] = [
  { id: 'listen', label: 'Listen', icon: 'listen', Component: ListenScreen },
  { id: 'train', label: 'Train', icon: 'train', Component: lazy(() => import('../train/TrainScreen')) },
  { id: 'progress', label: 'Progress', icon: 'progress', Component: lazy(() => import('../progress/ProgressScreen')) },
];
