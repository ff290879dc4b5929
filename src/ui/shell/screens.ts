import type { ComponentType } from 'react';
import { DEVICE_DROP } from '../devices/deviceDrop';
import type { IconName } from '../icons/Icon';
import { ListenScreen } from '../listen/ListenScreen';
import { lazyPart } from '../problems/lazyPart';
import type { FileDrop } from '../tracks/DropTarget';

/** A place in the app. One line here makes it appear in the navigation. */
export interface Screen {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  readonly Component: ComponentType;
  /** The mix is heard here: the keys of Listen work as well. */
  readonly isForListening?: boolean;
  /** What becomes of files let go over the window; elsewhere they become tracks. */
  readonly drop?: FileDrop;
}

/** All but the first screen are fetched when they are first opened. */
export const SCREENS: readonly [Screen, ...Screen[]] = [
  { id: 'listen', label: 'Listen', icon: 'listen', Component: ListenScreen, isForListening: true },
  { id: 'train', label: 'Train', icon: 'train', Component: lazyPart(() => import('../train/TrainScreen')) },
  {
    id: 'devices',
    label: 'Devices',
    icon: 'devices',
    Component: lazyPart(() => import('../devices/DevicesScreen')),
    isForListening: true,
    drop: DEVICE_DROP,
  },
  {
    id: 'progress',
    label: 'Progress',
    icon: 'progress',
    Component: lazyPart(() => import('../progress/ProgressScreen')),
  },
  {
    id: 'settings',
    label: 'Settings',
    icon: 'settings',
    Component: lazyPart(() => import('../settings/SettingsScreen')),
  },
];
