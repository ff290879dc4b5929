import type { DeviceFamily } from './DeviceProfile';

/** Families in the order in which the screen lists them, with their headings. */
export const FAMILIES: readonly { readonly family: DeviceFamily; readonly label: string }[] = [
  { family: 'reference', label: 'Reference' },
  { family: 'headphones', label: 'Headphones' },
  { family: 'earbuds', label: 'Earbuds and in-ears' },
  { family: 'monitors', label: 'Studio monitors' },
  { family: 'smallSpeakers', label: 'Small speakers' },
  { family: 'cars', label: 'Cars' },
];
