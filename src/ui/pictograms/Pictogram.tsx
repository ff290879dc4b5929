import type { PictogramName } from '../../devices/DeviceProfile';

/**
 * A drawing beside a name; it says nothing that the name does not. The drawings are in `pictograms.svg`, which the build
 * puts into the page: there before the first card, and no script has to make them.
 */
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
      <use href={`#pictogram-${name}`} />
    </svg>
  );
}
