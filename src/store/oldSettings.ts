import type { Setting } from '../storage/StoragePort';
import { HIDDEN, LAYER, PARTS, PLACE, REFERENCE, TARGETS, type Settings } from './settingFields';

/** Older than any choice that carries a time. */
const AT = 1;

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const pick = (fields: Fields, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.flatMap((name) => (name in fields ? [[name, fields[name]]] : [])));

const PLACE_NAMES = ['currentTrackId', 'positionSec'];
const TARGET_NAMES = ['targetId', 'previousTargetId'];

/**
 * Settings as they were stored until they were written by field: three objects, each as a whole.
 * @returns the fields in them that are not stored by themselves, and the word that takes the objects away
 */
export function splitOldSettings(settings: Settings): Settings {
  const [listen, preferences, library] = PARTS.map((part) => fieldsOf(settings[part]?.value)) as [
    Fields,
    Fields,
    Fields,
  ];
  const split: Record<string, unknown> = {};
  const place = pick(listen, PLACE_NAMES);
  const targets = pick(listen, TARGET_NAMES);
  if (Object.keys(place).length > 0) split[PLACE] = place;
  if (Object.keys(targets).length > 0) split[TARGETS] = targets;
  for (const [name, isOn] of Object.entries(fieldsOf(listen['layers']))) split[LAYER + name] = isOn;
  for (const [name, value] of Object.entries(listen)) {
    if (![...PLACE_NAMES, ...TARGET_NAMES, 'layers'].includes(name)) split[`listen.${name}`] = value;
  }
  for (const [name, value] of Object.entries(preferences)) split[`preferences.${name}`] = value;
  for (const [prefix, ids] of [
    [HIDDEN, library['hiddenDemoIds']],
    [REFERENCE, library['referenceDemoIds']],
  ] as const) {
    if (Array.isArray(ids)) for (const id of ids) if (typeof id === 'string') split[prefix + id] = true;
  }
  const fields = Object.entries(split).flatMap(([key, value]): [string, Setting][] =>
    key in settings ? [] : [[key, { value, at: AT }]],
  );
  const wholes = PARTS.flatMap((part): [string, Setting][] =>
    part in settings ? [[part, { value: undefined, at: settings[part]!.at }]] : [],
  );
  return Object.fromEntries([...fields, ...wholes]);
}
