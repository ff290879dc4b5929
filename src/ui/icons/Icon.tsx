import type { ReactNode } from 'react';

export type IconName =
  | 'play'
  | 'pause'
  | 'loop'
  | 'swap'
  | 'plus'
  | 'close'
  | 'search'
  | 'export'
  | 'sun'
  | 'moon'
  | 'keyboard'
  | 'about'
  | 'listen'
  | 'train'
  | 'progress'
  | 'back'
  | 'up'
  | 'down'
  | 'check'
  | 'link'
  | 'trash'
  | 'star'
  | 'volume'
  | 'reset'
  | 'devices'
  | 'pin'
  | 'undo'
  | 'redo'
  | 'edit'
  | 'paste'
  | 'settings';

const DRAWINGS: Readonly<Record<IconName, ReactNode>> = {
  play: <path d="M8 5.5v13a.6.6 0 0 0 .9.5l10.5-6.5a.6.6 0 0 0 0-1L8.900 5a.6.6 0 0 0-.9.5z" fill="currentColor" />,
  pause: <path d="M8 5v14M16 5v14" strokeWidth="3.5" />,
  loop: <path d="M4 12V9.5A3.5 3.5 0 0 1 7.5 6H19M16 3l3 3-3 3M20 12v2.5a3.5 3.5 0 0 1-3.5 3.5H5M8 21l-3-3 3-3" />,
  swap: <path d="M4 8.5h15M15.5 5L19 8.5 15.5 12M20 15.5H5M8.5 12L5 15.5 8.5 19" />,
  plus: <path d="M12 5v14M5 12h14" />,
  close: <path d="M6.5 6.5l11 11M17.5 6.5l-11 11" />,
  train: (
    <path d="M4 14v-2a8 8 0 0 1 16 0v2M4 14.500v3a2 2 0 0 0 3.500 1.300M20 14.500v3a2 2 0 0 1-3.500 1.300M9 13l2.200 2.200L15.500 11" />
  ),
  progress: <path d="M4 19.500h16M5 15.500l4.500-5 3.500 3 6-7" />,
  up: <path d="M12 19V5.500M6 11l6-6 6 6" />,
  down: <path d="M12 5v13.500M6 13l6 6 6-6" />,
  back: <path d="M19 12H5.500M11 6l-6 6 6 6" />,
  check: <path d="M5 12.500l4.500 4.500L19 7.500" />,
  link: (
    <path d="M10 14l4-4M8.500 11L6 13.500a3.200 3.200 0 0 0 4.500 4.500L13 15.500M15.500 13l2.500-2.500A3.200 3.200 0 0 0 13.500 6L11 8.500" />
  ),
  trash: <path d="M5 7h14M10 7V4.500h4V7M7 7l.800 12.500h8.400L17 7" />,
  search: (
    <>
      <circle cx="10.5" cy="10.5" r="6" />
      <path d="M15 15l5 5" />
    </>
  ),
  export: <path d="M12 4v11M7.5 10.5L12 15l4.5-4.5M5 19.5h14" />,
  sun: (
    <>
      <circle cx="12" cy="12" r="4" />
      <path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400" />
    </>
  ),
  moon: <path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z" />,
  keyboard: (
    <>
      <rect x="2.5" y="6" width="19" height="12" rx="2.5" />
      <path d="M6.5 10h.01M10 10h.01M13.5 10h.01M17 10h.01M8 14h8" />
    </>
  ),
  about: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 11v5.5M12 7.5v.01" />
    </>
  ),
  listen: <path d="M3 12h2.5M7.5 8v8M11 4.5v15M14.5 9v6M18 6.5v11M21 11v2" />,
  star: <path d="M12 4l2.400 5 5.600.7-4.100 3.800 1.100 5.5-5-2.700-5 2.700 1.100-5.5L4 9.700 9.600 9z" />,
  volume: <path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.200 4.200 0 0 1 0 6M18.300 6.5a8 8 0 0 1 0 11" />,
  devices: (
    <>
      <rect x="3" y="4" width="9" height="16" rx="2" />
      <circle cx="7.500" cy="14.500" r="2.400" />
      <path d="M7.500 8v.01M15.500 8.500h4A1.500 1.500 0 0 1 21 10v8.500a1.500 1.500 0 0 1-1.500 1.500h-4M17.500 17h.01" />
    </>
  ),
  pin: <path d="M9 4h6M10 4v5.500L7 13.500h10L14 9.500V4M12 13.500V20" />,
  undo: <path d="M8.500 5L4.500 9l4 4M5 9h9a5 5 0 0 1 0 10h-4" />,
  redo: <path d="M15.500 5l4 4-4 4M19 9h-9a5 5 0 0 0 0 10h4" />,
  edit: <path d="M4.500 19.500l1-4L16 5l3 3L8.500 18.500zM14 7l3 3" />,
  paste: (
    <path d="M9 5H6.500A1.500 1.500 0 0 0 5 6.500v12A1.500 1.500 0 0 0 6.500 20h11a1.500 1.500 0 0 0 1.500-1.500v-12A1.500 1.500 0 0 0 17.500 5H15M9 3.500h6v3H9zM8.500 11h7M8.500 15h5" />
  ),
  settings: <path d="M4 7h9M17 7h3M4 17h3M11 17h9M13 7a2 2 0 1 0 4 0 2 2 0 1 0-4 0M7 17a2 2 0 1 0 4 0 2 2 0 1 0-4 0" />,
  reset: <path d="M4.5 12a7.5 7.5 0 1 0 2.5-5.600M4.5 4v4h4" />,
};

/** A sign on a control whose name stands elsewhere. */
export function Icon({
  name,
  size = 20,
  isFilled = false,
}: {
  readonly name: IconName;
  readonly size?: number;
  readonly isFilled?: boolean;
}) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill={isFilled ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {DRAWINGS[name]}
    </svg>
  );
}
