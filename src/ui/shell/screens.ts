import type { ComponentType } from 'react';
import type { IconName } from '../icons/Icon';
import { ListenScreen } from '../listen/ListenScreen';

/** A place in the app. One line here makes it appear in the navigation. */
export interface Screen {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  readonly Component: ComponentType;
}

export const SCREENS: readonly [Screen, ...Screen[]] = [
  { id: 'listen', label: 'Listen', icon: 'listen', Component: ListenScreen },
];
