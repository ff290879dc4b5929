// Its own declarations are not where its package.json says.
declare module 'dom-accessibility-api' {
  export function computeAccessibleName(
    root: Element,
    options?: { readonly computedStyleSupportsPseudoElements?: boolean },
  ): string;
}
