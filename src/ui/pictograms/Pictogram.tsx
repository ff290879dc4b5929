import type { ReactNode } from 'react';
import type { PictogramName } from '../../devices/DeviceProfile';

const HEADBAND = <path d="M10 27v-3a14 14 0 0 1 28 0v3" />;

/** One family of line drawings on a 48-unit grid. What stands apart at 24 px is the outline; detail is a bonus. */
const DRAWINGS: Readonly<Record<PictogramName, ReactNode>> = {
  // A spirit level with its bubble in the middle.
  flat: (
    <>
      <rect x="5" y="17" width="38" height="14" rx="4" />
      <path d="M18 17v14M30 17v14" />
      <circle cx="24" cy="24" r="3" />
    </>
  ),
  // A speaker between books on a board.
  bookshelf: (
    <>
      <rect x="17" y="8" width="17" height="30" rx="2.5" />
      <circle cx="25.5" cy="15" r="2.5" />
      <circle cx="25.5" cy="28" r="5.5" />
      <path d="M4 42.5h40M4 38h40M7 38V16h5v22M38.5 38l4-21" />
    </>
  ),
  // Small round pads on a thin band.
  onEarHeadphones: (
    <>
      <path d="M11 27.5V24a13 13 0 0 1 26 0v3.5" />
      <circle cx="11" cy="32.5" r="5" />
      <circle cx="37" cy="32.5" r="5" />
    </>
  ),
  tablet: (
    <>
      <rect x="4" y="9" width="40" height="30" rx="4" />
      <path d="M8.5 21v6M39.5 21v6" />
    </>
  ),
  // A ball on a flat foot, with a ring of light on its top.
  smartSpeaker: (
    <>
      <path d="M14.5 40a18 18 0 1 1 19 0z" />
      <ellipse cx="24" cy="14" rx="7" ry="2.5" />
      <path d="M14 27h.5M20.5 27h.5M27 27h.5M33.5 27h.5M17 32.5h.5M23.8 32.5h.5M30.5 32.5h.5" />
    </>
  ),
  // A box with a handle, one driver, a scale and a knob.
  kitchenRadio: (
    <>
      <rect x="4" y="17" width="40" height="23" rx="3" />
      <circle cx="16" cy="28.5" r="6.5" />
      <path d="M13 17v-4a3 3 0 0 1 3-3h16a3 3 0 0 1 3 3v4M28 24h11M35 22v4" />
      <circle cx="33.5" cy="33" r="2.5" />
    </>
  ),
  // A long low bar under the lower edge of a screen.
  soundbar: (
    <>
      <rect x="4" y="31" width="40" height="9" rx="3" />
      <path d="M9 25V11a2.5 2.5 0 0 1 2.5-2.5h25A2.5 2.5 0 0 1 39 11v14zM11 35.5h1M16 35.5h1M31 35.5h1M36 35.5h1" />
    </>
  ),
  van: (
    <>
      <path d="M9.5 35H6.5A2 2 0 0 1 4.5 33V13.5a2.5 2.5 0 0 1 2.5-2.5h22.5a5 5 0 0 1 4.2 2.3l6.3 9.7 2 1.5a3.5 3.5 0 0 1 1.5 2.9V33a2 2 0 0 1-2 2h-2M18.5 35h11" />
      <circle cx="14" cy="35" r="4.5" />
      <circle cx="34" cy="35" r="4.5" />
      <path d="M26 11v12h14M21 17v5" />
    </>
  ),
  // A mirror ball, and the light it throws.
  club: (
    <>
      <circle cx="24" cy="21" r="11" />
      <path d="M24 4v28M14.2 16h19.6M14.2 26h19.6M24 10c-7 6-7 16 0 22M24 10c7 6 7 16 0 22M11 35l-5 6M37 35l5 6M24 37v6" />
    </>
  ),
  // The wide screen, and rows of seats before it.
  cinema: (
    <>
      <path d="M5 8c12.5 3 25.5 3 38 0v19c-12.5-3-25.5-3-38 0z" />
      <path d="M9 37a3 3 0 0 1 6 0v4H9zM21 37a3 3 0 0 1 6 0v4h-6zM33 37a3 3 0 0 1 6 0v4h-6z" />
    </>
  ),
  // A response on its axes: what was imported or made.
  curve: (
    <>
      <path d="M6 6v34a2 2 0 0 0 2 2h34" />
      <path d="M11 33c5 0 5-15 10.5-15S27 26 31 26s5-12 11-12" />
      <circle cx="21.5" cy="18" r="2.5" />
    </>
  ),
  nearfield: (
    <>
      <rect x="13" y="5" width="22" height="38" rx="3" />
      <circle cx="24" cy="14" r="3.5" />
      <circle cx="24" cy="29" r="7.5" />
      <circle cx="24" cy="29" r="2" />
    </>
  ),
  // Two woofers either side of a horn, built into a wall.
  mainMonitor: (
    <>
      <rect x="4" y="11" width="40" height="26" rx="3" />
      <circle cx="13" cy="25" r="5.5" />
      <circle cx="35" cy="25" r="5.5" />
      <path d="M21 17h6l2.5 4.5h-11zM22.5 29h3" />
      <path d="M4 42h40M4 6h40" />
    </>
  ),
  mixCube: (
    <>
      <rect x="9" y="9" width="30" height="30" rx="3" />
      <circle cx="24" cy="24" r="9" />
      <circle cx="24" cy="24" r="2.5" />
    </>
  ),
  closedHeadphones: (
    <>
      {HEADBAND}
      <rect x="6" y="26" width="9" height="14" rx="4" />
      <rect x="33" y="26" width="9" height="14" rx="4" />
    </>
  ),
  // The grille lets the sound out: arcs leave the cups.
  openHeadphones: (
    <>
      {HEADBAND}
      <rect x="8" y="26" width="8" height="14" rx="3.5" />
      <rect x="32" y="26" width="8" height="14" rx="3.5" />
      <path d="M12 30v6M36 30v6M4 29.5a8 8 0 0 0 0 7M44 29.5a8 8 0 0 1 0 7" />
    </>
  ),
  semiOpenHeadphones: (
    <>
      {HEADBAND}
      <rect x="6" y="26" width="9" height="14" rx="4" />
      <rect x="33" y="26" width="9" height="14" rx="4" />
      <path d="M6 33h9M33 33h9" />
    </>
  ),
  // A wave that is flattened between the cups.
  noiseCancelling: (
    <>
      {HEADBAND}
      <rect x="6" y="26" width="9" height="14" rx="4" />
      <rect x="33" y="26" width="9" height="14" rx="4" />
      <path d="M19 33c.7-4 2-4 2.7 0s2 4 2.7 0H29" />
    </>
  ),
  // Large cups, and one slow wave that fills the space between them.
  bassHeadphones: (
    <>
      {HEADBAND}
      <rect x="4" y="24" width="11.5" height="18" rx="5" />
      <rect x="32.5" y="24" width="11.5" height="18" rx="5" />
      <path d="M18.5 33c1.5-7 4-7 5.5 0s4 7 5.5 0" />
    </>
  ),
  earbuds: (
    <>
      <path d="M8 14a7.5 7.5 0 1 1 4 6.6V38a2 2 0 0 1-4 0z" />
      <path d="M40 14a7.5 7.5 0 1 0-4 6.6V38a2 2 0 0 0 4 0z" />
      <path d="M19 12v4M29 12v4" />
    </>
  ),
  // Shorter stems, and a soft tip that seals the ear.
  inEar: (
    <>
      <path d="M5 17a6.5 6.5 0 1 1 3.5 5.8V36a1.75 1.75 0 0 1-3.5 0z" />
      <path d="M43 17a6.5 6.5 0 1 0-3.5 5.8V36a1.75 1.75 0 0 0 3.5 0z" />
      <ellipse cx="19.8" cy="14.5" rx="2.4" ry="4.8" transform="rotate(-18 19.8 14.5)" />
      <ellipse cx="28.2" cy="14.5" rx="2.4" ry="4.8" transform="rotate(18 28.2 14.5)" />
    </>
  ),
  laptop: (
    <>
      <rect x="10" y="8" width="28" height="19" rx="2.5" />
      <path d="M10 27l-5 10.5A1.75 1.75 0 0 0 6.600 40h34.800a1.75 1.75 0 0 0 1.600-2.5L38 27M20 36h8M12 32h1M35 32h1M16 32h16" />
    </>
  ),
  thinLaptop: (
    <>
      <rect x="10" y="12" width="28" height="20" rx="2.5" />
      <path d="M4 36h16.5l1 1.5h5l1-1.5H44" />
    </>
  ),
  phone: (
    <>
      <rect x="14" y="5" width="20" height="38" rx="4" />
      <path d="M21.5 9.5h5M19.5 38.5h1M23.5 38.5h1M27.5 38.5h1" />
    </>
  ),
  // A can on its side, with the rune of the radio on the grille.
  bluetoothSpeaker: (
    <>
      <rect x="4" y="13" width="40" height="20" rx="7" />
      <path d="M12 13v20M36 13v20M20.5 19.5l7 7L24 30V16l3.5 3.5-7 7M15 37h3M30 37h3" />
    </>
  ),
  tv: (
    <>
      <rect x="4" y="9" width="40" height="25" rx="2.5" />
      <path d="M14 40l2-6M34 40l-2-6M10 29.5h6M32 29.5h6" />
    </>
  ),
  car: (
    <>
      <path d="M9.5 33H6.5A2 2 0 0 1 4.5 31v-4.5c0-1.800 1-3.100 2.800-3.5l6.200-1.5 5.200-6.5a5 5 0 0 1 4-2h7.600a5 5 0 0 1 4.100 2.200l4.100 6.300 2.900 1.200a3.5 3.5 0 0 1 2.100 3.200V31a2 2 0 0 1-2 2h-2M18.5 33h11" />
      <circle cx="14" cy="33" r="4.5" />
      <circle cx="34" cy="33" r="4.5" />
      <path d="M13.5 21.5h25M26 13v8.5" />
    </>
  ),
};

/** A drawing beside a name; it says nothing that the name does not. */
export function Pictogram({ name, size = 40 }: { readonly name: PictogramName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 48 48"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      data-pictogram={name}
    >
      {DRAWINGS[name]}
    </svg>
  );
}
