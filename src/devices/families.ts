import type { DeviceFamily, DeviceSubfamily } from './DeviceProfile';

/** Families in the order in which the screen lists them, with their headings. */
export const FAMILIES: readonly { readonly family: DeviceFamily; readonly label: string }[] = [
  { family: 'reference', label: 'Reference' },
  { family: 'headphones', label: 'Headphones' },
  { family: 'earbuds', label: 'Earbuds and in-ears' },
  { family: 'monitors', label: 'Monitors and hi-fi' },
  { family: 'smallSpeakers', label: 'Small speakers' },
  { family: 'cars', label: 'Cars' },
  { family: 'venues', label: 'Clubs and cinemas' },
  { family: 'own', label: 'Your own' },
];

/** Kinds within the families in order, with their headings. */
export const SUBFAMILIES: readonly {
  readonly subfamily: DeviceSubfamily;
  readonly family: DeviceFamily;
  readonly label: string;
}[] = [
  { subfamily: 'reference', family: 'reference', label: 'Reference' },
  { subfamily: 'closed', family: 'headphones', label: 'Studio, closed' },
  { subfamily: 'semiOpen', family: 'headphones', label: 'Studio, semi-open' },
  { subfamily: 'open', family: 'headphones', label: 'Studio, open' },
  { subfamily: 'consumer', family: 'headphones', label: 'Consumer, over-ear and on-ear' },
  { subfamily: 'noiseCancelling', family: 'headphones', label: 'Noise-cancelling' },
  { subfamily: 'earbuds', family: 'earbuds', label: 'Earbuds' },
  { subfamily: 'inEar', family: 'earbuds', label: 'In-ears' },
  { subfamily: 'nearField', family: 'monitors', label: 'Near-field' },
  { subfamily: 'farField', family: 'monitors', label: 'Far-field' },
  { subfamily: 'mixCube', family: 'monitors', label: 'Mix cubes' },
  { subfamily: 'hifi', family: 'monitors', label: 'At a friend’s' },
  { subfamily: 'laptop', family: 'smallSpeakers', label: 'Laptops' },
  { subfamily: 'phone', family: 'smallSpeakers', label: 'Phones' },
  { subfamily: 'tablet', family: 'smallSpeakers', label: 'Tablets' },
  { subfamily: 'tv', family: 'smallSpeakers', label: 'TVs and soundbars' },
  { subfamily: 'speaker', family: 'smallSpeakers', label: 'Smart and Bluetooth speakers' },
  { subfamily: 'kitchen', family: 'smallSpeakers', label: 'Kitchen radios' },
  { subfamily: 'car', family: 'cars', label: 'Cars' },
  { subfamily: 'venue', family: 'venues', label: 'Clubs and cinemas' },
  { subfamily: 'own', family: 'own', label: 'Your own' },
];
