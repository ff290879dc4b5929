// Runs in the page before its own scripts: finds elements by role and name, the same way in every engine, takes what the
// page hands to the browser's downloads, and keeps uncaught errors.
import { computeAccessibleName } from 'dom-accessibility-api';
import type { Role, Wanted } from '../EngineDriver';

interface Download {
  readonly fileName: string;
  readonly bytes: ArrayBuffer;
}

const downloads: Download[] = [];
const problems: string[] = [];

addEventListener('error', (event) => problems.push(String(event.error ?? event.message)));
addEventListener('unhandledrejection', (event) => problems.push(String(event.reason)));

const blobs = new Map<string, Blob>();
const createUrl = URL.createObjectURL.bind(URL);
URL.createObjectURL = (source) => {
  const url = createUrl(source);
  if (source instanceof Blob) blobs.set(url, source);
  return url;
};
const follow = HTMLAnchorElement.prototype.click;
HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
  const blob = blobs.get(this.href);
  if (!this.hasAttribute('download') || blob === undefined) return follow.call(this);
  const fileName = this.download;
  void blob.arrayBuffer().then((bytes) => downloads.push({ fileName, bytes }));
};

/** Elements that may have a role; the journey asks for no others. */
const ROLES: Readonly<Record<Role, string>> = {
  button: 'button, [role=button]',
  radio: 'input[type=radio], [role=radio]',
  radiogroup: '[role=radiogroup]',
  switch: '[role=switch]',
  slider: 'input[type=range], [role=slider]',
  region: 'section, [role=region]',
  group: 'fieldset, [role=group]',
};

const nameOf = (element: Element): string =>
  computeAccessibleName(element, { computedStyleSupportsPseudoElements: false });

/** The first that is drawn. A file input has no role, and may be hidden behind a button of ours. */
function find(wanted: Wanted): HTMLElement | null {
  const isFile = 'label' in wanted;
  const root = 'within' in wanted && wanted.within ? find(wanted.within) : document.body;
  const name = isFile ? wanted.label : wanted.name;
  for (const element of root?.querySelectorAll<HTMLElement>(isFile ? 'input[type=file]' : ROLES[wanted.role]) ?? []) {
    if ((isFile || element.checkVisibility()) && nameOf(element) === name) return element;
  }
  return null;
}

const probe = { find, downloads, problems };

declare global {
  interface Window {
    engineProbe: typeof probe;
  }
}
window.engineProbe = probe;
