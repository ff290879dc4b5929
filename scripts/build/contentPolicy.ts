import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** Headers of every file on a static host, name by name, as `public/_headers` has them. */
export function hostHeaders(): ReadonlyMap<string, string> {
  const text = readFileSync(new URL('../../public/_headers', import.meta.url), 'utf8');
  return new Map([...text.matchAll(/^ {2}([\w-]+): (.+)$/gm)].map(([, name, value]) => [name!, value!]));
}

/**
 * The policy that the page carries itself, for hosts that send no headers. A page cannot say who may frame it. Trusted
 * Types are here only: the service worker loads its parts by an address that is a plain string.
 */
export function pagePolicy(): string {
  const policy = hostHeaders().get('Content-Security-Policy');
  if (!policy) throw new Error('public/_headers has no Content-Security-Policy');
  const directives = policy.split('; ').filter((directive) => !directive.startsWith('frame-ancestors'));
  return [...directives, "require-trusted-types-for 'script'", 'trusted-types default'].join('; ');
}

/** Puts the policy into the built page, before anything that it governs; Vite's development server needs more than it. */
export const contentPolicy = (): Plugin => ({
  name: 'content-policy',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(html) {
      const start = '<meta charset="utf-8" />';
      if (!html.includes(start)) throw new Error(`index.html does not begin with ${start}`);
      return html.replace(
        start,
        `${start}\n    <meta http-equiv="Content-Security-Policy" content="${pagePolicy()}" />`,
      );
    },
  },
});
