import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { hostHeaders, pagePolicy } from '../../scripts/build/contentPolicy';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const directivesOf = (policy: string): Map<string, string> =>
  new Map(
    policy.split('; ').map((directive) => {
      const [name, ...values] = directive.split(' ');
      return [name!, values.join(' ')];
    }),
  );

it('the headers for nginx and Apache in SECURITY.md are those of public/_headers', () => {
  const guide = read('SECURITY.md');
  expect(hostHeaders().size).toBe(6);
  for (const [name, value] of hostHeaders()) {
    expect(guide).toContain(`add_header ${name} "${value}" always;`);
    expect(guide).toContain(`Header always set ${name} "${value}"`);
  }
});

it('the policy allows no inline code, no eval but WebAssembly, and no host but its own and OPRA’s two addresses [fault: foreign-script]', () => {
  const header = directivesOf(hostHeaders().get('Content-Security-Policy')!);
  const opra = [...read('src/app/fetchOpra.ts').matchAll(/^ {2}'(https:[^']+)',$/gm)].map(([, address]) => address!);
  expect(opra).toHaveLength(2);
  const { 'connect-src': connect, 'script-src': script, ...others } = Object.fromEntries(header);
  expect(connect).toBe(`'self' ${opra.join(' ')}`);
  expect(script).toBe("'self' 'wasm-unsafe-eval'");
  for (const [name, value] of Object.entries(others)) expect(value, name).toMatch(/^'(?:self|none)'$/);
  for (const name of ['default-src', 'object-src', 'base-uri', 'form-action', 'frame-ancestors']) {
    expect(header.get(name), name).toBe("'none'");
  }
});

it('the page has the policy of the headers, but for who may frame it, and Trusted Types [fault: foreign-script]', () => {
  const header = directivesOf(hostHeaders().get('Content-Security-Policy')!);
  header.delete('frame-ancestors');
  header.set('require-trusted-types-for', "'script'").set('trusted-types', 'default');
  expect(directivesOf(pagePolicy())).toEqual(header);
});

it('nothing in the page’s source is inline: no script, no style [fault: foreign-script]', () => {
  const markup = read('index.html') + read('src/ui/pictograms/pictograms.svg');
  expect(markup).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
});
