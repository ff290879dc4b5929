// A classic script of its own, since the policy of the page allows none inside it; it blocks, so it runs before anything
// is drawn.
(() => {
  // A page that was left light must not open dark.
  try {
    if (localStorage.getItem('elsewhere.theme') === 'light') document.documentElement.dataset.theme = 'light';
  } catch {
    // Storage is switched off: the dark default stands.
  }
  // Under Trusted Types a worker starts only from an address that a policy has passed: the page's own are.
  window.trustedTypes?.createPolicy('default', {
    createScriptURL: (address) =>
      new URL(address, document.baseURI).href.startsWith(`${location.origin}/`) ? address : null,
  });
})();
